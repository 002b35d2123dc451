import { createRoute } from '@hono/zod-openapi';
import { once } from '../../base/http/idempotency.ts';
import { Problem } from '../../base/http/problem.ts';
import { IdempotencyHeader, json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { askingOf } from '../../mall/shoppers/asking.ts';
import { LinkHeader } from '../../mall/shoppers/contract.ts';
import { paced, require, requireKey, shopperOf, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeOnce } from '../../mall/shoppers/writing.ts';
import { Moderated, Moderation, PostReport, ReportPage, ReportQuery, ReportTaken } from './contract.ts';
import { reportJobs } from './lift.ts';
import { listReports } from './lists.ts';
import { mayReport, REPORT_PACE, STAFF_PACE } from './rules.ts';
import * as store from './store.ts';
import type { Things } from './things.ts';

const ReportHeaders = IdempotencyHeader.extend(LinkHeader.shape);

/** Shoppers report what hurts; the mall's staff decides, for a reason of the closed list. */
export function reportRoutes(services: Services, things: Things) {
  const { database, outbox } = services;
  reportJobs(services, things);
  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/reports',
        operationId: 'reportThing',
        tags: ['reports'],
        summary: 'Report a review, a comment or the note of a wish; once for each, a repeat changes nothing',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, REPORT_PACE)] as const,
        request: { params: MallParam, headers: ReportHeaders, body: jsonBody(PostReport) },
        responses: {
          202: json(ReportTaken, 'Taken'),
          ...problems(
            'sign-in-required',
            'guest-not-allowed',
            'not-allowed',
            'own-thing',
            'key-reused',
            'in-flight',
          ),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { id: mallId } = mall;
        const { shopperId } = shopperOf(c);
        const body = c.req.valid('json');
        const { kind, id } = body.subject;
        const now = services.now();
        const asking = askingOf(c);
        await writeOnce(c, services, body, async (trx) => {
          const isSeen = await things[kind].isSeenBy(trx, mall, id, asking);
          const verdict = mayReport(shopperId, isSeen ? await things[kind].find(trx, mallId, id) : undefined);
          if (verdict !== 'take') throw new Problem(verdict);
          const report = await store.insertReport(trx, mallId, { shopperId, ...body }, now);
          // The console hears of it; nobody else may know who reported what.
          if (report.fresh)
            await outbox.append(trx, {
              mallId,
              kind: 'report.created',
              topic: 'reports',
              ids: { report: report.id },
            });
          return { report: report.id };
        });
        c.header('Cache-Control', 'no-store');
        return c.json({ taken: true as const }, 202);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/reports',
        operationId: 'listReports',
        tags: ['reports'],
        summary: 'Reported things, oldest first, one line for each (key: moderate)',
        security: [{ key: [] }],
        middleware: [requireKey('moderate'), paced(services, STAFF_PACE)] as const,
        request: { params: MallParam, query: ReportQuery },
        responses: {
          200: json(ReportPage, 'One page'),
          ...problems('bad-cursor', 'key-refused', 'key-scope'),
        },
      }),
      async (c) => {
        const { state, cursor, limit } = c.req.valid('query');
        const page = await listReports(
          database.db,
          things,
          c.get('mall').id,
          state ?? 'open',
          cursor,
          limit ?? 20,
        );
        return c.json(page, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/moderation',
        operationId: 'moderate',
        tags: ['reports'],
        summary: 'Hide, restore or keep a review, a comment or the note of a wish (key: moderate)',
        description:
          'A hide needs a reason of the closed list and never depends on stars. On the board hidden reviews are counted, on the page of the rules hidden comments and notes too. A `rights_block` ends by itself after 30 days. To `keep` what its author deleted closes the reports of it.',
        security: [{ key: [] }],
        middleware: [requireKey('moderate'), paced(services, STAFF_PACE)] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(Moderation) },
        responses: {
          200: json(Moderated, 'How it stands now'),
          ...problems('key-refused', 'key-scope', 'gone', 'key-reused', 'in-flight'),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const who = c.get('who');
        const body = c.req.valid('json');
        const actor = who.kind === 'key' ? who.keyId : '';
        const { result } = await once(c, database, {
          mallId,
          actor,
          body,
          now: services.now(),
          run: async (trx) => {
            const state = await store.moderate(trx, { outbox, things }, mallId, body, actor, services.now());
            if (!state) throw new Problem('not-found');
            // There is nothing to hide or show any more, but its reports can be closed.
            if (state === 'deleted' && body.action !== 'keep') throw new Problem('gone');
            return { state };
          },
        });
        return c.json({ subject: body.subject, state: result.state }, 200);
      },
    );
}
