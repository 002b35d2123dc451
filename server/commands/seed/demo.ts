import { readFileSync } from 'node:fs';
import { DAY } from '../../base/clock.ts';
import { findMall, insertMall, insertOrigin } from '../../mall/malls/store.ts';
import { mallSecret } from '../../mall/shoppers/tokens.ts';
import { blogActs } from './blogs.ts';
import { type DemoMall, photoUrl, type SeedReview } from './data.ts';
import type { SeedLater } from './later.ts';
import {
  type HandedOut,
  handOut,
  perform,
  refuseForeign,
  removeSeeded,
  type Seeding,
  seedState,
  signer,
  workingKey,
} from './session.ts';
import { stateOrders, stateProducts } from './stated.ts';
import { type Act, dueTimes, togetherActs } from './together.ts';
import { PRICES_CHANGED_AGO, wishlistActs } from './wishlists.ts';

export interface Seeded extends HandedOut {
  mall: string;
  name: string;
  /** Nothing was filled: it had been, and only the key is new. */
  before: boolean;
  counts: {
    products: number;
    orders: number;
    reviews: number;
    later: number;
    photos: number;
    votes: number;
    comments: number;
    wishlists: number;
    clubs: number;
    stories: number;
  };
}

export interface DemoOptions {
  /** The pages' address, such as http://localhost:8788: links and photos of products lead there. */
  origin: string;
  /** Every origin the mall may be embedded in. */
  origins: readonly string[];
  now: number;
  progress(line: string): void;
}

/** Fills one demo mall by replaying what happened there, each thing at its own time. */
export async function seedDemo(seeding: Seeding, mall: DemoMall, options: DemoOptions): Promise<Seeded> {
  const { services } = seeding;
  const counts = countsOf(mall);
  const state = await seedState(services, mall.id);
  if (state === 'foreign') refuseForeign(mall.id);
  if (state === 'done') {
    const handed = await handOut(services, mall.id, options.now);
    await follow(seeding, mall, handed.key, options);
    return { mall: mall.id, name: mall.name, ...handed, before: true, counts };
  }
  if (state === 'begun') {
    options.progress(`${mall.name}: an earlier seed was interrupted; beginning again`);
    await removeSeeded(services, mall.id);
  }
  const begin = Math.min(...mall.reviews.map((one) => one.at), options.now) - 30 * DAY;
  await services.database.write((trx) =>
    insertMall(
      trx,
      { id: mall.id, name: mall.name, origins: options.origins, settings: mall.settings, seeded: true },
      begin,
    ),
  );
  seeding.app.malls.forget(mall.id);
  const key = await workingKey(seeding, mall.id, begin);

  await stateProducts(seeding, mall, key, begin, options.origin, mall.wishlists.pricesBefore);
  await stateOrders(seeding, mall, key);
  const acts = actsOf(seeding, mall, key, options.now);
  // PostgreSQL would make writers of the same rows begin anew again and again; SQLite has them wait in line.
  const atOnce = services.database.kind === 'sqlite' ? 8 : 1;
  let done = 0;
  const tell = () => options.progress(`${mall.name}: ${++done} of ${acts.length}`);
  // Between what people did, what happens by itself: points that are sure now or expire, clubs whose day is over.
  let next = 0;
  for (const due of [...dueTimes(mall, options.now), Number.POSITIVE_INFINITY]) {
    const from = next;
    while (next < acts.length && acts[next]!.at < due) next++;
    await perform(
      acts.slice(from, next).map((one) => one.act),
      atOnce,
      tell,
    );
    await seeding.due(Math.min(due, options.now));
  }
  await stateProducts(seeding, mall, key, options.now - PRICES_CHANGED_AGO, options.origin);

  // The photos' files are on the disk and the rows committed: only now is it a whole.
  return {
    mall: mall.id,
    name: mall.name,
    ...(await handOut(services, mall.id, options.now)),
    before: false,
    counts,
  };
}

/** The demo's pages have moved to another port: the mall states its products anew, and may be embedded there. */
async function follow(
  seeding: Seeding,
  mall: DemoMall,
  key: string,
  { origin, origins, now }: DemoOptions,
): Promise<void> {
  const { services, app } = seeding;
  const known = await findMall(services.database.db, mall.id);
  if (!known || known.settings.pages.product === mall.settings.pages.product) return;
  await services.database.write(async (trx) => {
    for (const one of origins) await insertOrigin(trx, mall.id, one);
  });
  app.malls.forget(mall.id);
  await stateProducts(seeding, mall, key, now, origin);
  await seeding.ask({
    at: now,
    method: 'PATCH',
    path: `/v1/${mall.id}/settings`,
    as: key,
    body: { pages: mall.settings.pages },
  });
}

function countsOf(mall: DemoMall): Seeded['counts'] {
  const sum = (of: (review: SeedReview) => number) => mall.reviews.reduce((all, one) => all + of(one), 0);
  return {
    products: mall.products.length,
    orders: sum((one) => (one.bought ? 1 : 0)) + mall.later.filter((one) => one.kind === 'again').length,
    reviews: mall.reviews.length,
    later: mall.later.length,
    photos: sum((one) => one.photos.length),
    votes: sum((one) => one.votes.length),
    wishlists: mall.wishlists.lists.length,
    clubs: mall.together.clubs.length,
    stories: mall.blogs.stories.length,
    comments: sum((one) => one.comments.reduce((all, comment) => all + 1 + comment.answers.length, 0)),
  };
}

/** Everything that people did, oldest first. */
function actsOf(seeding: Seeding, mall: DemoMall, key: string, now: number): Act[] {
  const { services } = seeding;
  const sign = signer(mallSecret(services.secrets, mall.id, 1), mall.id);
  const base = `/v1/${mall.id}`;
  /** Ids that the service gave, by the data's own; a vote waits for its review. */
  const ids = new Map<string, Promise<string>>();
  const named = new Map<string, Promise<unknown>>();

  const as = (shopper: string, at: number) => sign(shopper, mall.shoppers.get(shopper)?.name ?? null, at);

  /** Before the first thing a shopper does, they choose their name. */
  function introduce(shopper: string, at: number): Promise<unknown> {
    const handle = mall.shoppers.get(shopper)?.handle;
    if (!handle) return Promise.resolve();
    let done = named.get(shopper);
    if (!done) {
      done = seeding.ask({ at, method: 'PATCH', path: `${base}/me`, as: as(shopper, at), body: { handle } });
      named.set(shopper, done);
    }
    return done;
  }

  async function write(review: SeedReview): Promise<string> {
    const { at, shopper } = review;
    await introduce(shopper, at);
    const photos: string[] = [];
    for (const photo of review.photos) {
      const body = new Uint8Array(readFileSync(photoUrl(mall.lang, photo.file)));
      const path = `${base}/photos?alt=${encodeURIComponent(photo.alt)}`;
      photos.push((await seeding.ask({ at, method: 'POST', path, as: as(shopper, at), body })).id);
    }
    const { product, stars, title, text, options, attributes } = review;
    const body = { product, stars, title, text, options, attributes, photos };
    return (await seeding.ask({ at, method: 'POST', path: `${base}/reviews`, as: as(shopper, at), body })).id;
  }

  async function comment(
    id: string,
    at: number,
    shopper: string,
    text: string,
    parent: string | null,
  ): Promise<string> {
    await introduce(shopper, at);
    const body = { subject: { kind: 'review', id }, parent, text };
    return (await seeding.ask({ at, method: 'POST', path: `${base}/comments`, as: as(shopper, at), body }))
      .id;
  }

  /** Begins something whose id others wait for. A failure is the act's own; waiting for it must not end the process. */
  async function begin(name: string, making: Promise<string>): Promise<void> {
    making.catch(() => undefined);
    ids.set(name, making);
    await making;
  }

  async function writeLater({ of, at, kind, stars, text }: SeedLater): Promise<void> {
    const { shopper, product } = mall.reviews.find((one) => one.id === of)!;
    await ids.get(of);
    const body = { product, stars, text, later: kind };
    await seeding.ask({ at, method: 'POST', path: `${base}/reviews`, as: as(shopper, at), body });
  }

  const acts: Act[] = [
    ...togetherActs(seeding, mall, key, now, as, introduce),
    ...mall.later.map((one) => ({ at: one.at, act: () => writeLater(one) })),
    ...wishlistActs(seeding, mall, now, as, introduce),
    ...blogActs(seeding, mall, key, now, as, introduce),
  ];
  for (const review of mall.reviews) {
    acts.push({ at: review.at, act: () => begin(review.id, write(review)) });
    for (const vote of review.votes)
      acts.push({
        at: vote.at,
        act: async () => {
          const path = `${base}/reviews/${await ids.get(review.id)}/vote`;
          await seeding.ask({
            at: vote.at,
            method: 'PUT',
            path,
            as: as(vote.voter, vote.at),
            body: { helpful: vote.helpful },
          });
        },
      });
    for (const [index, one] of review.comments.entries()) {
      const name = `${review.id} ${index}`;
      const make = async () => comment((await ids.get(review.id))!, one.at, one.shopper, one.text, null);
      acts.push({ at: one.at, act: () => begin(name, make()) });
      for (const answer of one.answers)
        acts.push({
          at: answer.at,
          act: async () => {
            await comment(
              (await ids.get(review.id))!,
              answer.at,
              answer.shopper,
              answer.text,
              (await ids.get(name))!,
            );
          },
        });
    }
    const { reply } = review;
    if (reply)
      acts.push({
        at: reply.at,
        act: async () => {
          const path = `${base}/reviews/${await ids.get(review.id)}/reply`;
          await seeding.ask({ at: reply.at, method: 'PUT', path, as: key, body: { text: reply.text } });
        },
      });
  }
  // A stable sort: what happened at the same time keeps the order it was told in, reviews before what hangs on them.
  return acts.sort((a, b) => a.at - b.at);
}
