import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { PageQuery } from '../../base/http/contract.ts';
import { decodeCursor } from '../../base/http/cursor.ts';
import { Problem } from '../../base/http/problem.ts';
import {
  type BaseVariables,
  json,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { publicMall } from '../../mall/malls/rules.ts';
import { csvHeaders } from '../../mall/points/csv.ts';
import {
  memberOf,
  paced,
  require,
  requireShopper,
  type WhoVariables,
} from '../../mall/shoppers/middleware.ts';
import { READ_PACE, shopperIdOf } from '../../mall/shoppers/rules.ts';
import { type Access, accessTo, askingOf, seen } from './access.ts';
import { ClubMemberPage, ClubPage, ContributionPage, LinkHeader, MyClubs, RollingPaper } from './contract.ts';
import { contributionPage, myClubs, pageOf, paperPage } from './lists.ts';
import { membersOf } from './members.ts';
import { Statement, StatementQuery } from './statement/contract.ts';
import { statementCsv, statementPage } from './statement/store.ts';
import { availableOf, clubPage, namesOf, toCards, toContribution, toMember, type Viewing } from './views.ts';

type Asked = Context<{ Variables: BaseVariables & WhoVariables }>;
const PAGE = 20;
const STATEMENT_PAGE = 100;
export const ClubParam = MallParam.extend({ club: pathId('club', 'Id of the club.') });
/** A whole statement is much to read. */
const CSV_PACE = { name: 'club-statements', points: 10, seconds: 600 };

export const viewing = (services: Services, c: Asked): Viewing => ({
  db: services.database.db,
  mall: c.get('mall'),
  secrets: services.secrets,
  now: services.now,
  publicUrl: services.publicUrl,
});

/** How a club looks to whoever asks. @throws Problem not-found when to them there is none */
export async function clubView(services: Services, c: Asked, clubId: string): Promise<ClubPage> {
  const mall = c.get('mall');
  // Read first: what happens meanwhile is then told again by the stream, never missed.
  const position = await services.hub.head(mall.id);
  const access = seen(await accessTo(services.database.db, services, mall, clubId, askingOf(c)));
  return clubPage(viewing(services, c), access, shopperIdOf(c.get('who')), position);
}

/** Reading clubs. Nothing of them is public: it is answered to each one alone, and kept nowhere. */
export function clubRoutes(services: Services) {
  const { database } = services;
  const readable = [require(services, 'read'), paced(services, READ_PACE)];
  const refusals = ['sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'] as const;

  const access = async (c: Asked, id: string): Promise<Access> =>
    seen(await accessTo(database.db, services, c.get('mall'), id, askingOf(c)));

  /** For those who take part. */
  async function inside(c: Asked, id: string): Promise<Access> {
    const found = await access(c, id);
    if (!found.rights.inside) throw new Problem('not-allowed');
    return found;
  }

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/me/clubs',
        operationId: 'listMyClubs',
        tags: ['clubs'],
        summary: 'The clubs that I take part in, or that are for me',
        security: [{ shopper: [] }],
        middleware: [requireShopper(services, { store: false }), paced(services, READ_PACE)] as const,
        request: { params: MallParam, query: PageQuery },
        responses: { 200: json(MyClubs, 'One page'), ...problems('bad-cursor', ...refusals) },
      }),
      async (c) => {
        const mall = c.get('mall');
        const { cursor, limit = PAGE } = c.req.valid('query');
        const shopperId = memberOf(c);
        const { rows, next } = await myClubs(database.db, mall, shopperId, services.now(), cursor, limit);
        return c.json(
          {
            mall: publicMall(mall),
            items: await toCards(viewing(services, c), rows),
            next,
            available: await availableOf(database.db, mall.id, shopperId),
          },
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}',
        operationId: 'getClub',
        tags: ['clubs'],
        summary: 'A club with all that a page needs to show it, for whoever may see it',
        middleware: readable,
        request: { params: ClubParam, headers: LinkHeader },
        responses: { 200: json(ClubPage, 'The club'), ...problems(...refusals) },
      }),
      async (c) => {
        noStore(c);
        return c.json(await clubView(services, c, c.req.valid('param').club), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/members',
        operationId: 'listClubMembers',
        tags: ['clubs'],
        summary: 'Who takes part in a club, and who has left it',
        middleware: readable,
        request: { params: ClubParam, headers: LinkHeader, query: PageQuery },
        responses: { 200: json(ClubMemberPage, 'One page'), ...problems('bad-cursor', ...refusals) },
      }),
      async (c) => {
        noStore(c);
        const { club, rights } = await access(c, c.req.valid('param').club);
        const { cursor, limit = PAGE } = c.req.valid('query');
        const after = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : undefined;
        const found = await membersOf(database.db, club, { after, limit: limit + 1, leftToo: true });
        const { rows, next } = pageOf(found, limit, (row) => [row.joined_at, row.shopper_id]);
        const nameOf = await namesOf(
          viewing(services, c),
          rows.map((row) => row.shopper_id),
        );
        return c.json({ items: rows.map((row) => toMember(row, nameOf, rights.amounts)), next }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/contributions',
        operationId: 'listContributions',
        tags: ['clubs'],
        summary: 'What was given to a club; nothing of it to onlookers where amounts are hidden',
        middleware: readable,
        request: { params: ClubParam, headers: LinkHeader, query: PageQuery },
        responses: { 200: json(ContributionPage, 'One page'), ...problems('bad-cursor', ...refusals) },
      }),
      async (c) => {
        noStore(c);
        const found = await access(c, c.req.valid('param').club);
        const { cursor, limit = PAGE } = c.req.valid('query');
        if (!found.rights.amounts) return c.json({ items: [], next: null }, 200);
        const { rows, next } = await contributionPage(database.db, found.club, cursor, limit);
        const nameOf = await namesOf(
          viewing(services, c),
          rows.map((row) => row.shopper_id),
        );
        return c.json({ items: rows.map((row) => toContribution(row, nameOf, found)), next }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/rolling-paper',
        operationId: 'getRollingPaper',
        tags: ['clubs'],
        summary:
          'What everybody wrote to the one it is for: for those who take part, and for them once it is given',
        security: [{ shopper: [] }],
        middleware: readable,
        request: { params: ClubParam, headers: LinkHeader, query: PageQuery },
        responses: {
          200: json(RollingPaper, 'One page'),
          ...problems('bad-cursor', 'not-allowed', ...refusals),
        },
      }),
      async (c) => {
        noStore(c);
        const { club, rights } = await access(c, c.req.valid('param').club);
        if (!rights.paper) throw new Problem('not-allowed');
        const { cursor, limit = PAGE } = c.req.valid('query');
        const { rows, next } = await paperPage(database.db, club, cursor, limit);
        const nameOf = await namesOf(
          viewing(services, c),
          rows.map((row) => row.shopper_id),
        );
        const items = rows.map((row) => ({ by: nameOf(row.shopper_id), text: row.text, at: row.at }));
        return c.json({ items, next }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/statement',
        operationId: 'getClubStatement',
        tags: ['clubs'],
        summary: 'Every transfer into and out of the pot, with what a page needs to check their chain',
        security: [{ shopper: [] }],
        middleware: readable,
        request: { params: ClubParam, headers: LinkHeader, query: StatementQuery },
        responses: {
          200: json(Statement, 'One page'),
          ...problems('bad-cursor', 'not-allowed', ...refusals),
        },
      }),
      async (c) => {
        noStore(c);
        const { club } = await inside(c, c.req.valid('param').club);
        const { cursor, limit = STATEMENT_PAGE } = c.req.valid('query');
        return c.json(await statementPage(viewing(services, c), club, cursor, limit), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/statement.csv',
        operationId: 'downloadClubStatement',
        tags: ['clubs'],
        summary: 'The whole statement as a table that runs no formulas',
        security: [{ shopper: [] }],
        middleware: [require(services, 'read'), paced(services, CSV_PACE)] as const,
        request: { params: ClubParam, headers: LinkHeader },
        responses: {
          200: {
            description: 'The table',
            content: { 'text/csv': { schema: { type: 'string' as const } } },
          },
          ...problems('not-allowed', ...refusals),
        },
      }),
      async (c) => {
        noStore(c);
        const { club } = await inside(c, c.req.valid('param').club);
        const lines = statementCsv(viewing(services, c), club);
        const encoder = new TextEncoder();
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            const { done, value } = await lines.next();
            if (done) controller.close();
            else controller.enqueue(encoder.encode(value));
          },
          cancel: () => void lines.return(undefined),
        });
        for (const [name, value] of Object.entries(csvHeaders('club-statement.csv'))) c.header(name, value);
        return c.body(body, 200) as never;
      },
    );
}
