import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HOUR } from './base/clock.ts';
import { requestMetrics } from './base/health/requests.ts';
import { healthRoutes } from './base/health/routes.ts';
import { BULK_BODY_LIMIT, JSON_BODY_LIMIT, jsonOnly, limitBodyBy } from './base/http/body.ts';
import { openDoor } from './base/http/door.ts';
import { openLoad } from './base/http/load.ts';
import { nowhere } from './base/http/nowhere.ts';
import { observe, observer } from './base/http/observe.ts';
import { problemResponse } from './base/http/problem.ts';
import type { BaseVariables } from './base/http/route.ts';
import { toProblem } from './base/http/trouble.ts';
import type { Consumer } from './base/live/consumer.ts';
import type { Outside } from './base/outside/outside.ts';
import type { Services } from './base/services.ts';
import { widgetRoutes } from './base/static/routes.ts';
import { alertJobs, alertsConsumer } from './community/alerts/jobs.ts';
import { alertRoutes } from './community/alerts/routes.ts';
import { blogApi } from './community/blogs/api.ts';
import { followedBlogs } from './community/blogs/followed.ts';
import { noticeStories } from './community/blogs/notice-stories.ts';
import { blogPages } from './community/blogs/page.ts';
import { purchasesConsumer } from './community/blogs/purchases/consumer.ts';
import { salesConsumer } from './community/blogs/sales/consumer.ts';
import { blogSocialApi, blogSocialJobs } from './community/blogs/social-api.ts';
import { headerPhotos, storyPhotos } from './community/blogs/stories/media.ts';
import { storySubject } from './community/blogs/stories/subject.ts';
import { clubApi } from './community/clubs/api.ts';
import { clubJobs } from './community/clubs/jobs.ts';
import { noticeClubs } from './community/clubs/notice-clubs.ts';
import { clubPage } from './community/clubs/page.ts';
import { sharesConsumer } from './community/clubs/shares.ts';
import { clubPhotos, clubSubject } from './community/clubs/subject.ts';
import { clubTopics } from './community/clubs/topics.ts';
import { commentRoutes } from './community/comments/routes.ts';
import type { Subjects } from './community/comments/subject.ts';
import { inboxApi } from './community/inbox/api.ts';
import { inboxJobs } from './community/inbox/send.ts';
import { unsubscribePage } from './community/inbox/unsubscribe.ts';
import { fileRoutes } from './community/media/files.ts';
import { mediaRoutes } from './community/media/routes.ts';
import { mediaJobs } from './community/media/sweep.ts';
import { uploadRoutes } from './community/media/upload-routes.ts';
import { mineRoutes } from './community/mine/routes.ts';
import { neighbourRoutes } from './community/neighbours/routes.ts';
import { profileRoutes } from './community/profiles/routes.ts';
import { reportsConsumer } from './community/reports/consumer.ts';
import { reportRoutes } from './community/reports/routes.ts';
import { rulesPage } from './community/reports/rules-page.ts';
import { thingsOf } from './community/reports/things.ts';
import { conversionConsumer, conversionJobs } from './community/reputation/conversion.ts';
import { recountConsumer, recountJobs } from './community/reputation/recount-job.ts';
import { reputationRoutes } from './community/reputation/routes.ts';
import { reviewApi } from './community/reviews/api.ts';
import { boughtConsumer } from './community/reviews/consumer.ts';
import { fillJob } from './community/reviews/fill.ts';
import { rewardsConsumer } from './community/reviews/rewards-consumer.ts';
import { forgetSources } from './community/reviews/sources.ts';
import { reviewPhotos, reviewSubject } from './community/reviews/subject.ts';
import { watchJobs } from './community/reviews/watch.ts';
import { rewardJobs } from './community/rewards/expiring.ts';
import { wishlistApi } from './community/wishlists/api.ts';
import { claimJobs } from './community/wishlists/claims/jobs.ts';
import { wishClubsConsumer } from './community/wishlists/club/consumer.ts';
import { noticeLists } from './community/wishlists/notice-lists.ts';
import { wishlistPage } from './community/wishlists/page.ts';
import { partJobs, partsConsumer } from './community/wishlists/parts/round.ts';
import { wishJobs } from './community/wishlists/purge.ts';
import { wishSubject } from './community/wishlists/subject.ts';
import { wishlistTopics } from './community/wishlists/topics.ts';
import { registerSecurity, serveDocs } from './docs.ts';
import { EXPOSED, mallOfPath } from './mall/malls/middleware.ts';
import { hereRoutes, mallRoutes } from './mall/malls/routes.ts';
import { openMalls } from './mall/malls/store.ts';
import { orderRoutes } from './mall/orders/routes.ts';
import { pointsApi } from './mall/points/api.ts';
import { pointsJobs } from './mall/points/jobs.ts';
import { productRoutes } from './mall/products/routes.ts';
import { addressKeys, identify, requireKey, type WhoVariables } from './mall/shoppers/middleware.ts';
import { shopperRoutes } from './mall/shoppers/routes.ts';
import { isThem } from './mall/shoppers/rules.ts';
import { sessionRoutes } from './mall/shoppers/session-routes.ts';
import { sweepSessions } from './mall/shoppers/store.ts';
import { streamRoutes, type Topics } from './mall/shoppers/stream.ts';
import { openKeySets } from './mall/shoppers/tokens.ts';
import { migrations } from './migrations/index.ts';
import { privacyRoutes } from './office/privacy/routes.ts';

/** Routes whose bodies are no JSON. */
const OWN_BODIES = /^\/v1\/[^/]+\/(photos|uploads\/[^/]+|wishes\/[^/]+\/visit)$/;

export interface AppParts {
  outside: Outside;
  /** Aborted when the process is about to end: streams say goodbye then. */
  closing: AbortSignal;
  /** The folder that the widgets were built into. */
  widgets: string;
}

/** What pages may listen to. */
const topicsOf = (services: Services): Topics => ({
  product: (_mall, _who, id) => ({ id, isPublic: true }),
  shopper: (_mall, who, id) => (isThem(who, id) ? { id, isPublic: false } : undefined),
  // What is not shown is told of to its own member alone, by their own topic.
  blog: (_mall, _who, id) => ({ id, isPublic: true }),
  ...clubTopics(services),
  ...wishlistTopics(services),
});

/** What comments hang on. */
export const subjectsOf = (services: Services): Subjects => ({
  review: reviewSubject,
  wish: wishSubject(services),
  club: clubSubject(services),
  story: storySubject(services),
});

/** What photos hang on. */
const photoOwners = { review: reviewPhotos, club: clubPhotos, story: storyPhotos, blog: headerPhotos };

/** The whole API on top of opened services. Nothing is listened to here, so tests call `routes.request()`. */
export function buildApp(services: Services, parts: AppParts) {
  const malls = openMalls(services.database, Date.now, services.ready.versionOf);
  const metrics = requestMetrics(services);
  const app = new OpenAPIHono<{ Variables: BaseVariables & WhoVariables }>();
  registerSecurity(app);
  const subjects = subjectsOf(services);
  const things = thingsOf(services, subjects);
  const told = { listsOf: noticeLists(services), clubsOf: noticeClubs(services), storiesOf: noticeStories };
  const { ready, pace, now } = services;
  const observed = observer(services, metrics);
  const load = openLoad(services.database);
  const door = openDoor({
    ready,
    pace,
    load,
    now,
    mallNow: malls.known,
    addressKeyOf: addressKeys(services),
    exposed: EXPOSED,
    observe: observed,
    turnedAway: metrics.turnedAway,
  });
  app.use(observe(observed, door, load));
  app.onError((error, c) => problemResponse(c, toProblem(error, services, c)));
  app.notFound(nowhere(app));

  app.route('/', widgetRoutes(parts.widgets));
  app.route('/files', fileRoutes(services, malls));
  app.route('/', rulesPage(services, malls));
  app.route('/', wishlistPage(services, malls));
  app.route('/', clubPage(services, malls));
  app.route('/', blogPages(services, malls));
  app.route('/', unsubscribePage(services, malls));
  app.route(
    '/',
    healthRoutes(
      services,
      migrations.map((one) => one.name),
      parts.closing,
    ),
  );
  app.route('/v1', hereRoutes(services, malls));
  app.use(
    '/v1/:mall/*',
    mallOfPath(malls, services.publicUrl),
    identify(services, openKeySets(parts.outside)),
  );
  // Photos and parts come as they are, beacons as text, and both bring their own limit; only a mall's backend sends in bulk.
  const bytesFor = (c: Context) => (c.get('who').kind === 'key' ? BULK_BODY_LIMIT : JSON_BODY_LIMIT);
  const [limited, isJson] = [limitBodyBy(bytesFor), jsonOnly()];
  app.use('/v1/:mall/*', (c, next) =>
    // Most requests bring none.
    c.req.method === 'GET' || OWN_BODIES.test(c.req.path)
      ? next()
      : limited(c, async () => {
          await isJson(c, next);
        }),
  );

  const routes = app
    .route('/v1', mallRoutes(services, malls, requireKey('all')))
    .route('/v1', sessionRoutes(services))
    .route('/v1', shopperRoutes(services))
    .route('/v1', streamRoutes(services, malls, topicsOf(services), parts.closing))
    .route('/v1', productRoutes(services))
    .route('/v1', orderRoutes(services))
    .route('/v1', pointsApi(services))
    .route('/v1', mediaRoutes(services, photoOwners))
    .route('/v1', uploadRoutes(services))
    .route('/v1', commentRoutes(services, subjects))
    .route('/v1', reviewApi(services))
    .route('/v1', reputationRoutes(services))
    .route('/v1', profileRoutes(services))
    .route('/v1', wishlistApi(services))
    .route('/v1', clubApi(services))
    .route('/v1', blogApi(services))
    .route('/v1', neighbourRoutes(services, followedBlogs(services)))
    .route('/v1', blogSocialApi(services))
    .route('/v1', reportRoutes(services, things))
    .route('/v1', inboxApi(services, told))
    .route('/v1', alertRoutes(services))
    .route('/v1', mineRoutes(services, subjects))
    .route('/v1', privacyRoutes(services, subjects));

  serveDocs(app, services.publicUrl);

  /** What follows events, in this process. */
  const consumers: Consumer[] = [
    boughtConsumer(services),
    rewardsConsumer(services),
    recountConsumer(services),
    conversionConsumer(services),
    reportsConsumer(services, things),
    alertsConsumer(services),
    partsConsumer(services),
    wishClubsConsumer(services),
    sharesConsumer(services),
    purchasesConsumer(services),
    salesConsumer(services),
  ];
  return {
    routes,
    malls,
    /** What stands in front of the routes where there is a socket, and whether it must turn people away. */
    door,
    load,
    /** Consumers and recurring jobs begin. */
    start() {
      mediaJobs(services);
      fillJob(services);
      recountJobs(services);
      conversionJobs(services);
      watchJobs(services);
      wishJobs(services);
      claimJobs(services);
      partJobs(services);
      clubJobs(services);
      blogSocialJobs(services);
      inboxJobs(services, told);
      alertJobs(services);
      rewardJobs(services);
      pointsJobs(services);
      services.jobs.every('shoppers.sessions', HOUR, () => sweepSessions(services.database, services.now()));
      services.jobs.every('votes.sources', HOUR, () => forgetSources(services.database, services.now()));
      for (const consumer of consumers) consumer.start();
    },
    async stop() {
      for (const consumer of consumers) await consumer.stop();
    },
  };
}

export type App = ReturnType<typeof buildApp>;
export type Api = App['routes'];
