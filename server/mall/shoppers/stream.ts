import { createRoute, z } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import { type EndReason, openStream } from '../../base/live/stream.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../malls/rules.ts';
import type { Malls } from '../malls/store.ts';
import { paced, type WhoVariables } from './middleware.ts';
import { may, shopperIdOf, type Who } from './rules.ts';
import { findByOutsideId, findSession, findShopper } from './store.ts';

/** Streams that one address may hold at once: many people share one, but none of them the memory of all malls. */
const HELD = { name: 'streams-held', points: 1000, seconds: 30 };

const StreamBody = z
  .object({
    topics: z
      .array(
        z
          .string()
          .min(3)
          .max(200)
          .regex(/^[a-z]+:[^\p{Cc}\p{Cs}]+$/u),
      )
      .min(1)
      .max(100)
      .openapi({
        description:
          '`product:<product key>`: what happens on the board of a product, for everybody who may read. `shopper:<my own id>` (the `id` of `/me`): what concerns me alone. `wishlist:<list id>`, of a list with a link `wishlist:<list id>.<key of the link>`: what happens on it, for whoever may see it. `gifts:<list id>`, likewise `gifts:<list id>.<key>`: what is claimed there, for whoever may see that. `club:<club id>`, of a club with a link `club:<club id>.<key of the link>`: that something of it changed, for whoever may see it. `blog:<member id>`: what happens in the blog of a member, for everybody who may read.',
      }),
    after: z.number().int().min(0).optional().openapi({
      description:
        'Position of the last event that was seen, or of the board: what happened since then comes first. Left out: from now on.',
    }),
  })
  .openapi('StreamRequest', {
    description: 'What a page listens to.',
    example: { topics: ['product:1234'], after: 1024 },
  });

/** In Markdown, for the document: nothing else says what comes down a stream. */
const EVENTS = `The answer stays open. Each event has a name, an id (the position) and one line of JSON:

- \`ready\` {position}: the stream goes on from here.
- \`change\` {position, topic, kind, ids}: something happened. It says what, never the text: read that again. Of a \`shopper:\`, \`gifts:\` or \`club:\` topic, of a list that is not public, and of every topic where only members read, it is just {position, topic, changed: true}. The topic comes without the key of a link.
- \`reset\` {position}: something before here is missing. Read all again and go on with \`after\` this position.
- \`end\` {reason}: nothing more comes. The token \`expired\`, the shopper \`signed-out\`, they may no longer read or no longer see one of the topics (\`refused\`), or the service will \`restart\`: come back then.

Kinds at \`product:<product key>\`, with the ids they bring:

- {review}: \`review.created\`, \`review.edited\`, \`review.deleted\`, \`review.hidden\`, \`review.restored\`, \`vote.changed\`, \`reply.changed\`; of a later review also {first}, the review that it is seen under
- {review, comment}: \`comment.created\`, \`comment.edited\`, \`comment.deleted\`, \`comment.hidden\`, \`comment.restored\`
- {product}: \`product.changed\`, \`heart.changed\`

Kinds at \`wishlist:<list id>\`:

- {list}: \`wishlist.*\`, the list itself, who looks after it and who may see it
- {list, wish}: \`wish.*\`, one wish of it
- {wish, comment}: \`comment.created\`, \`comment.edited\`, \`comment.deleted\`, \`comment.hidden\`, \`comment.restored\`

Kinds at \`blog:<member id>\`:

- {blog}: \`blog.*\`, how it looks, its boards, what is shown of what was bought
- {story, shopper}: \`story.shown\`, \`story.changed\`, \`story.gone\`, \`story.hearted\`, \`story.deleted\`, \`story.hidden\`, \`story.restored\`
- {story, comment}: \`comment.created\`, \`comment.edited\`, \`comment.deleted\`, \`comment.hidden\`, \`comment.restored\`

Every 15 to 25 seconds a comment line comes as a sign of life. After a break, ask again with \`after\`: events are kept for 7 days.`;

/** A topic as somebody may hear of it. */
export interface Heard {
  /** Its id inside, without whatever secret the page showed with it. */
  id: string;
  /** Everybody who may read the mall may know what happens there; else only that something does. */
  isPublic: boolean;
}

/**
 * Kinds of topics and who may hear of them; each feature brings its own. Asked when a stream is opened and again before
 * it tells of one; undefined: there is no such topic for whoever asks.
 */
export type Topics = Readonly<
  Record<string, (mall: Mall, who: Who, id: string) => Promise<Heard | undefined> | Heard | undefined>
>;

/** `/v1/:mall/stream`: the one live stream of a page. */
export function streamRoutes(services: Services, malls: Malls, topics: Topics, closing: AbortSignal) {
  const { database } = services;

  /** Is whoever opened the stream still signed in, and may they still read? */
  async function verdict(
    mall: Mall | undefined,
    who: Who,
    outsideId: string | undefined,
    issuedAt: number,
  ): Promise<true | EndReason> {
    if (!mall || may(who, 'read', mall.settings) !== 'yes') return 'refused';
    if (who.kind !== 'guest' && who.kind !== 'member') return true;
    if (who.until <= services.now()) return 'expired';
    if (who.sessionId) {
      const session = await findSession(database.db, mall.id, who.sessionId);
      if (!session || session.revoked_at !== null || session.merged_into !== null) return 'signed-out';
    }
    // Who had written nothing when the stream was opened may have a row by now.
    const shopper =
      (await findShopper(database.db, mall.id, who.shopperId)) ??
      (outsideId && (await findByOutsideId(database.db, mall.id, outsideId)));
    return shopper && (shopper.erased_at !== null || shopper.tokens_from > issuedAt) ? 'signed-out' : true;
  }

  /** A topic that a page asks for, under its name inside. */
  async function hear(
    mall: Mall,
    who: Who,
    asked: string,
  ): Promise<{ name: string; isPublic: boolean } | undefined> {
    const [kind = '', ...rest] = asked.split(':');
    const heard = Object.hasOwn(topics, kind) ? await topics[kind]?.(mall, who, rest.join(':')) : undefined;
    return heard && { name: `${kind}:${heard.id}`, isPublic: heard.isPublic };
  }

  return router<WhoVariables>().openapi(
    createRoute({
      method: 'post',
      path: '/{mall}/stream',
      operationId: 'openStream',
      tags: ['live'],
      summary: 'What changes at some topics, as server-sent events',
      description: EVENTS,
      middleware: [paced(services, { name: 'streams', points: 60, seconds: 60 }, 'reads')] as const,
      request: { params: MallParam, body: jsonBody(StreamBody) },
      responses: {
        200: {
          description: 'ready, change, reset and end events',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        ...problems('sign-in-required', 'guest-not-allowed', 'not-allowed'),
      },
    }),
    async (c) => {
      const mall = c.get('mall');
      const who = c.get('who');
      const body = c.req.valid('json');
      const allowed = may(who, 'read', mall.settings);
      if (allowed !== 'yes') throw new Problem(allowed);
      /** What the page listens to, by the topic's name inside: as it asked for it, and what became of that. */
      const listens = new Map<string, { asked: string; isPublic: boolean }>();
      for (const topic of new Set(body.topics)) {
        const heard = await hear(mall, who, topic);
        if (!heard) throw new Problem('not-allowed', { detail: 'not a topic for this page' });
        // In whatever forms it is asked for, it is one topic, and asked about once.
        if (!listens.has(heard.name)) listens.set(heard.name, { asked: topic, isPublic: heard.isPublic });
      }
      const openedAt = services.now();
      const signedAs = c.get('signedAs');
      const outsideId = signedAs?.outsideId;
      // Who is not known yet gets another id with the first write: any ending may be theirs.
      const isStranger = signedAs?.known === false;
      let { read } = mall.settings;
      const own = shopperIdOf(who);
      const onEnd = services.pace.hold(HELD, c.get('addressKey'));
      return openStream(c, {
        onEnd,
        mallId: mall.id,
        topics: [...listens.keys()],
        ...(body.after !== undefined && { after: body.after }),
        ...((who.kind === 'guest' || who.kind === 'member') && { endsAt: who.until }),
        async mayDeliver(names) {
          const current = await malls.find(mall.id);
          read = current?.settings.read ?? 'members';
          const may = await verdict(current, who, outsideId, openedAt);
          if (!current || may !== true) return may;
          for (const [name, topic] of listens) {
            if (!names.has(name)) continue;
            const heard = await hear(current, who, topic.asked);
            if (!heard) return 'refused';
            topic.isPublic = heard.isPublic;
          }
          return true;
        },
        recheckAfter: (event) => event.kind === 'session.ended' && (isStranger || event.ids.shopper === own),
        isPublic: (topic) => read === 'everyone' && listens.get(topic)?.isPublic === true,
        hub: services.hub,
        now: services.now,
        closing,
      }) as never;
    },
  );
}
