import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../base/http/problem.ts';
import { json, jsonBody, noStore, problems, router } from '../../base/http/route.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import { memberOf, paced, require, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs, writeOnce } from '../../mall/shoppers/writing.ts';
import { ClubPage, LinkHeader } from './contract.ts';
import { findContribution, give, refuseTooManyGifts } from './giving.ts';
import { leave, setShare } from './members.ts';
import { ClubParam, clubView } from './routes.ts';
import { idOf, writingOf } from './store.ts';
import { TillCode } from './till/contract.ts';
import { insertTillCode, tillCodeOf } from './till/store.ts';
import {
  changing,
  clubFor,
  ONCE_REFUSALS,
  WRITE_PACE,
  WRITE_REFUSALS,
  WriteHeaders,
} from './write-routes.ts';
import { PostContribution, PutShare } from './writing/contract.ts';

/** Codes that one member has made for a till: each is a row. */
const TILL_PACE = { name: 'till-codes', points: 20, seconds: 600 };

/** Giving to a club, now, always and at a till; and leaving it. */
export function givingRoutes(services: Services) {
  const { secrets } = services;
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/contributions',
        operationId: 'contribute',
        tags: ['clubs'],
        summary: 'Put points of my wallet in: never more than the goal still needs',
        description: 'The same Idempotency-Key puts them in once, for ever.',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: WriteHeaders, body: jsonBody(PostContribution) },
        responses: {
          201: json(ClubPage, 'The club, with it'),
          ...problems(
            ...WRITE_REFUSALS,
            ...ONCE_REFUSALS,
            'not-allowed',
            'not-now',
            'points-short',
            'more-than-needed',
            'quota-full',
          ),
        },
      }),
      async (c) => {
        const { id: mallId } = c.get('mall');
        const { amount, text } = c.req.valid('json');
        const { club: clubId } = c.req.valid('param');
        const key = c.req.header('idempotency-key');
        const page = await changing(services, c, { amount, text }, async (trx, writing, shopperId) => {
          // The ledger's keys are for ever: a try that comes back after days finds what it did.
          const contributionId =
            key === undefined ? newId() : idOf(secrets, mallId, 'contribution', clubId, shopperId, key);
          const before = await findContribution(trx, mallId, contributionId);
          if (before) {
            if (before.amount !== amount || before.text !== text) throw new Problem('key-reused');
            return;
          }
          const { club } = await clubFor(trx, services, c, 'contribute');
          await refuseTooManyGifts(trx, club, shopperId);
          await give(trx, writing, club, { contributionId, shopperId, amount, via: 'wallet', text });
        });
        return c.json(page, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{mall}/clubs/{club}/share',
        operationId: 'setClubShare',
        tags: ['clubs'],
        summary: 'Give a share of what my orders earn from now on, or none any more',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: LinkHeader, body: jsonBody(PutShare) },
        responses: {
          200: json(ClubPage, 'The club'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'not-now', 'quota-full', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { percent } = c.req.valid('json');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          // None is a share that may be set at any time.
          const { club } = await clubFor(trx, services, c, percent === 0 ? 'inside' : 'contribute');
          await setShare(trx, writing, club, shopperId, percent);
        });
        noStore(c);
        return c.json(await clubView(services, c, c.req.valid('param').club), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/leave',
        operationId: 'leaveClub',
        tags: ['clubs'],
        summary: 'Leave a club, with all that I gave',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: WriteHeaders },
        responses: {
          200: json(ClubPage, 'The club, without me'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'not-allowed', 'not-now'),
        },
      }),
      async (c) => {
        const page = await changing(services, c, null, async (trx, writing) => {
          const { club, member } = await clubFor(trx, services, c, 'leave');
          if (member) await leave(trx, writing, club, member);
        });
        return c.json(page, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/till-code',
        operationId: 'makeTillCode',
        tags: ['clubs'],
        summary:
          'A code for a till of the mall, for five minutes and once; an older one opens nothing any more',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), paced(services, TILL_PACE)] as const,
        request: { params: ClubParam, headers: WriteHeaders },
        responses: {
          201: json(TillCode, 'The code'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'not-allowed', 'not-now'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, null, async (trx) => {
          const { club } = await clubFor(trx, services, c, 'contribute');
          return insertTillCode(trx, writing, club, shopperId);
        });
        noStore(c);
        const code = tillCodeOf(secrets, mall.id, result.chance);
        return c.json({ code, expiresAt: result.expiresAt }, 201);
      },
    );
}
