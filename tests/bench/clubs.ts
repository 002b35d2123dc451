/** A pot with 100,000 contributions against one with a hundred, on one server; and the page of a club against its bare SQL. */

import type { Database, Trx } from '../../server/base/db/database.ts';
import { newId } from '../../server/base/ids.ts';
import type { Services } from '../../server/base/services.ts';
import { findClub } from '../../server/community/clubs/access.ts';
import { insertMember } from '../../server/community/clubs/clubs.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { MOST_MEMBERS } from '../../server/community/clubs/rules.ts';
import { setClub, writingOf } from '../../server/community/clubs/store.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { until } from '../support/ground.ts';
import type { Comparison } from './support/bench.ts';
import { type Server, startServer } from './support/child.ts';
import { HOST, type Shot, shot } from './support/client.ts';
import { alternate, described, bytes as kilobytes, ratioOf, times } from './support/figures.ts';
import { type Ground, loadGround, MALL, ORIGIN } from './support/load.ts';
import { inTurn } from './support/turns.ts';

const CONNECTIONS = 8;
const FEW = 100;
const MANY = 100_000;
/** In either club: as many as may be, for each may only give so often. */
const MEMBERS = MOST_MEMBERS;
/** Copies of the data in which there are as many shoppers. */
const COPIES = 3;
/** Contributions in one transaction while the pots are filled. */
const AT_ONCE = 1_000;
const MOST = 1.3;
const MOST_OF_SQL = 1.4;

/** Somebody who takes part. */
interface Giver {
  shopperId: string;
  token: string;
}

async function call<T>(port: number, method: string, path: string, as: string, body?: unknown): Promise<T> {
  const answer = await fetch(`http://${HOST}:${port}/v1/${MALL}${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', origin: ORIGIN },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Those who take part in both clubs, the starter of both first. */
async function giversOf(ground: Ground, { db }: Database): Promise<Giver[]> {
  const rows = await db
    .selectFrom('shoppers')
    .select(['outside_id', 'shopper_id'])
    .where('mall_id', '=', MALL)
    .execute();
  const ids = new Map(rows.map((row) => [row.outside_id, row.shopper_id]));
  return Array.from({ length: MEMBERS }, (_, member) => {
    const shopperId = ids.get(`m${member}`);
    if (!shopperId) throw new Error(`no member ${member}`);
    return { shopperId, token: ground.token(member) };
  });
}

async function open(port: number, { token }: Giver): Promise<string> {
  const endsOn = new Date(Date.now() + 86_400_000 * 300).toISOString().slice(0, 10);
  const body = { name: '같이', occasion: 'gift', goal: 1_000_000_000, endsOn, payout: 'shares' };
  return (await call<{ club: { id: string } }>(port, 'POST', '/clubs', token, body)).club.id;
}

/** Gives each of them points and a place in both clubs, and puts so many contributions of one point into each pot. */
async function fill(
  services: Services,
  givers: readonly Giver[],
  pots: readonly { club: string; count: number }[],
): Promise<void> {
  const mall = await findMall(services.database.db, MALL);
  if (!mall) throw new Error('no mall');
  const writing = () => writingOf(services, mall);
  const findPot = async (trx: Trx, id: string) => {
    const row = await findClub(trx, MALL, id);
    if (!row) throw new Error('no club');
    return row;
  };
  await services.database.write(async (trx) => {
    await writeTransfers(
      trx,
      services,
      MALL,
      givers.map(({ shopperId }) => ({
        key: `bench ${shopperId}`,
        kind: 'grant',
        from: 'issue',
        to: walletOf(shopperId),
        amount: MANY,
        lots: { expiresAt: null },
      })),
    );
    for (const { club } of pots) {
      const row = await findPot(trx, club);
      for (const [at, { shopperId }] of givers.slice(1).entries())
        await insertMember(trx, row, shopperId, 'member', row.created_at + at + 1);
      await setClub(trx, row, { member_count: givers.length });
    }
  });
  for (const { club, count } of pots)
    for (let at = 0; at < count; at += AT_ONCE)
      await services.database.write(async (trx) => {
        let row = await findPot(trx, club);
        for (let one = at; one < Math.min(count, at + AT_ONCE); one++) {
          const giving = {
            contributionId: newId(),
            shopperId: givers[one % givers.length]?.shopperId ?? '',
            amount: 1,
            via: 'wallet',
            text: '축하해요',
          } as const;
          row = (await give(trx, writing(), row, giving)).club;
        }
      });
}

/** Whether everything that follows upon what happened is done: it would be counted with what comes after. */
async function haveFollowed({ database }: Services): Promise<boolean> {
  const late = await database.db
    .selectFrom('outbox_heads')
    .innerJoin('consumers', 'consumers.mall_id', 'outbox_heads.mall_id')
    .select('consumer')
    .whereRef('consumers.position', '<', 'outbox_heads.position')
    .executeTakeFirst();
  return late === undefined;
}

/** Two clubs of the same people: with few contributions, and with many. */
async function fillBoth(ground: Ground, port: number) {
  const { services, close } = await openServices(
    readSettings({ ...ground.environment, LOG_LEVEL: 'silent' }),
    {},
  );
  try {
    const givers = await giversOf(ground, services.database);
    const [starter] = givers as [Giver];
    const small = await open(port, starter);
    const large = await open(port, starter);
    await fill(services, givers, [
      { club: small, count: FEW },
      { club: large, count: MANY },
    ]);
    await until(() => haveFollowed(services), 'what follows upon the contributions', 300_000);
    return { givers, small, large };
  } finally {
    await close();
  }
}

/** What an answer is made of, without what it says: its fields, and how many of each there are. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, shapeOf(one)]),
  );
};

/** Fails when the baseline would do less than ours: it must answer as much, with the same fields. */
function mustBeAlike(ours: unknown, bare: unknown): void {
  const [a, b] = [ours, bare].map((one) => JSON.stringify(shapeOf(one)));
  if (a !== b) throw new Error(`the baseline answers otherwise: ${a} / ${b}`);
}

const headersOf = ({ token }: Giver) => ({ Origin: ORIGIN, Authorization: `Bearer ${token}` });

export const clubs: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(COPIES, postgres);
  const running: Server[] = [];
  const started = async (...how: Parameters<typeof startServer>) => {
    const server = await startServer(...how);
    running.push(server);
    return server;
  };
  try {
    const server = await started('ours', ground.environment);
    const begin = performance.now();
    const { givers, small, large } = await fillBoth(ground, server.port);
    const [starter] = givers as [Giver];
    report.say(
      `  ${FEW} and ${MANY} contributions of ${MEMBERS} members made in ${Math.round((performance.now() - begin) / 1000)} s`,
    );

    const path = (club: string, rest = '') => `/v1/${MALL}/clubs/${club}${rest}`;
    const compare = async (name: string, shotsOf: (club: string) => Shot[]) => {
      const sides = [small, large].map((club) => ({
        server,
        load: { connections: CONNECTIONS, next: inTurn(shotsOf(club)) },
      }));
      const [few = [], many = []] = await alternate(sides, timing);
      report.say(described(`${name}: ${FEW}`, few));
      report.say(described(`${name}: ${MANY}`, many));
      const ratio = ratioOf(many, few, 'cpu');
      report.figure(name, times(ratio), `at most ${MOST}x CPU of ${FEW}`, ratio <= MOST);
    };
    const reads = (rest: string) => (club: string) =>
      givers.map((giver) => shot('GET', path(club, rest), 200, headersOf(giver)));
    await compare('the page of a club', reads(''));
    await compare('its contributions', reads('/contributions'));
    await compare('a page of its statement', reads('/statement?limit=50'));
    // A page is made for each who asks, and kept nowhere: as a list that is read anew, it is held against its bare SQL.
    // What any signed request takes comes on top of that: a list is nobody's.
    const bytes = await bytesOf(server, path(large), starter);
    const page = JSON.parse(Buffer.from(bytes).toString());
    const sql = await started('club', ground.environment, page.mall);
    mustBeAlike(page, JSON.parse(Buffer.from(await bytesOf(sql, path(large), starter)).toString()));
    const ready = await started('ready', {}, new Map([[path(large), bytes]]));
    const pages = reads('')(large);
    const me = givers.map((giver) => shot('GET', `/v1/${MALL}/me`, 200, headersOf(giver)));
    const [ours = [], signed = [], bareSql = [], bare = []] = await alternate(
      [
        { server, shots: pages },
        { server, shots: me },
        { server: sql, shots: pages },
        { server: ready, shots: pages },
      ].map((one) => ({
        server: one.server,
        load: { connections: CONNECTIONS, next: inTurn(one.shots) },
      })),
      timing,
    );
    report.say(`  a page of ${kilobytes(bytes.length)}`);
    report.say(described('made anew: ours', ours));
    report.say(described('of that: who asks (GET /me)', signed));
    report.say(described('bare SQL behind node:http', bareSql));
    report.say(described('bare node:http, ready bytes', bare));
    const itself = ours.map((round, at) => ({ ...round, cpu: round.cpu - (signed[at]?.cpu ?? 0) }));
    const ratio = ratioOf(itself, bareSql, 'cpu');
    report.figure(
      'the page of a club, less who asks',
      `${times(ratio)}; with it ${times(ratioOf(ours, bareSql, 'cpu'))}, and ${times(ratioOf(ours, bare, 'cpu'))} of ready bytes`,
      `at most ${MOST_OF_SQL}x CPU of its bare SQL, as a list`,
      ratio <= MOST_OF_SQL,
    );

    // By each in turn: nobody may give more often than people do.
    await compare('a contribution', (club) =>
      givers.map((giver) =>
        shot(
          'POST',
          path(club, '/contributions'),
          201,
          headersOf(giver),
          JSON.stringify({ amount: 1, text: '한 줄' }),
        ),
      ),
    );
  } finally {
    for (const one of running) await one.stop();
    await ground.close();
  }
};

async function bytesOf({ port }: Server, path: string, as: Giver): Promise<Uint8Array> {
  const answer = await fetch(`http://${HOST}:${port}${path}`, {
    headers: { ...headersOf(as), 'Accept-Encoding': 'identity' },
  });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return new Uint8Array(await answer.arrayBuffer());
}
