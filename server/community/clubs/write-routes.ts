import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  type BaseVariables,
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { memberOf, paced, require, type WhoVariables } from '../../mall/shoppers/middleware.ts';
import { writeAs, writeOnce } from '../../mall/shoppers/writing.ts';
import { type Access, accessTo, askingOf, seen } from './access.ts';
import { changeClub, insertClub } from './clubs.ts';
import { ClubPage, LinkHeader } from './contract.ts';
import { cancelClub, closeClub } from './ending.ts';
import { ClubParam, clubView } from './routes.ts';
import type { Rights } from './rules.ts';
import { type Writing, writingOf } from './store.ts';
import { ClubVersion, PatchClub, PostClub } from './writing/contract.ts';

export const WRITE_PACE = { name: 'clubs', points: 30, seconds: 60 };
export const WRITE_REFUSALS = [
  'sign-in-required',
  'guest-not-allowed',
  'token-refused',
  'token-expired',
] as const;
export const ONCE_REFUSALS = ['in-flight', 'key-reused', 'gone'] as const;
export const WriteHeaders = IdempotencyHeader.extend(LinkHeader.shape);

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;

/** What one may do only as the club stands now: who may not, although they take part, comes too early or too late. */
const BY_STATE = new Set<keyof Rights>(['contribute', 'close', 'cancel', 'leave', 'change', 'invite']);

/**
 * The club, for one who may do this with it; asked in the very transaction that writes.
 *
 * @throws Problem not-found, not-now for one who may at another time, not-allowed
 */
export async function clubFor(
  trx: Reader,
  services: Services,
  c: Asked,
  right: Exclude<keyof Rights, 'amounts' | 'paper'>,
): Promise<Access> {
  const mall = c.get('mall');
  const { club: id } = c.req.param() as { club: string };
  const access = seen(await accessTo(trx, services, mall, id, askingOf(c)));
  if (access.rights[right]) return access;
  const isStarters = right === 'change' || right === 'close' || right === 'cancel';
  const isTheirs =
    access.rights.inside &&
    (right === 'leave'
      ? access.member?.role !== 'starter'
      : !isStarters || access.member?.role === 'starter');
  throw new Problem(isTheirs && BY_STATE.has(right) ? 'not-now' : 'not-allowed');
}

/** Changes a club once for each key that is sent, and answers how it looks then. */
export async function changing(
  services: Services,
  c: Asked,
  body: unknown,
  change: (trx: Trx, writing: Writing, shopperId: string) => Promise<unknown>,
): Promise<ClubPage> {
  const mall = c.get('mall');
  const shopperId = memberOf(c);
  const writing = writingOf(services, mall);
  const { club } = c.req.param() as { club: string };
  await writeOnce(c, services, body, async (trx) => {
    await change(trx, writing, shopperId);
    return { club };
  });
  noStore(c);
  return clubView(services, c, club);
}

/** Opening, changing and ending clubs. */
export function clubWriteRoutes(services: Services) {
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];

  const refuseOld = (access: Access, version: number): void => {
    if (access.club.version !== version) throw new Problem('changed-meanwhile');
  };

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs',
        operationId: 'openClub',
        tags: ['clubs'],
        summary: 'Open a club',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(PostClub) },
        responses: {
          201: json(ClubPage, 'The club'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'day-fixed', 'quota-full'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          return { club: (await insertClub(trx, writing, shopperId, body)).club_id };
        });
        noStore(c);
        return c.json(await clubView(services, c, result.club), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/clubs/{club}',
        operationId: 'changeClub',
        tags: ['clubs'],
        summary: 'Change a club that I opened',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: LinkHeader, body: jsonBody(PatchClub) },
        responses: {
          200: json(ClubPage, 'The club'),
          ...problems(...WRITE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'day-fixed', 'not-now', 'gone'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        memberOf(c);
        const writing = writingOf(services, mall);
        await writeAs(c, services, async (trx) => {
          const { club } = await clubFor(trx, services, c, 'change');
          await changeClub(trx, writing, club, c.req.valid('json'));
        });
        noStore(c);
        return c.json(await clubView(services, c, c.req.valid('param').club), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/close',
        operationId: 'closeClub',
        tags: ['clubs'],
        summary: 'Give what has come together now, before its day: a club of mine that has reached its goal',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: WriteHeaders, body: jsonBody(ClubVersion) },
        responses: {
          200: json(ClubPage, 'The club, settling'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'not-now'),
        },
      }),
      async (c) => {
        const body = c.req.valid('json');
        const page = await changing(services, c, body, async (trx, writing, shopperId) => {
          const access = await clubFor(trx, services, c, 'close');
          refuseOld(access, body.version);
          await closeClub(trx, writing, access.club, shopperId);
        });
        return c.json(page, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/cancel',
        operationId: 'cancelClub',
        tags: ['clubs'],
        summary: 'Call off a club of mine: everybody has back what they gave',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: WriteHeaders, body: jsonBody(ClubVersion) },
        responses: {
          200: json(ClubPage, 'The club, settling'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'not-allowed', 'changed-meanwhile', 'not-now'),
        },
      }),
      async (c) => {
        const body = c.req.valid('json');
        const page = await changing(services, c, body, async (trx, writing, shopperId) => {
          const access = await clubFor(trx, services, c, 'cancel');
          refuseOld(access, body.version);
          await cancelClub(trx, writing, access.club, shopperId);
        });
        return c.json(page, 200);
      },
    );
}
