/** A pot with 100,000 contributions against one with a hundred, on one server; and the page of a club against bare node:http. */

import { newId } from '../../server/base/ids.ts';
import { findClub } from '../../server/community/clubs/access.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import type { Comparison } from './support/bench.ts';
import { type Server, startServer } from './support/child.ts';
import { HOST, type Shot, shot } from './support/client.ts';
import { alternate, described, ratioOf, times } from './support/figures.ts';
import { type Ground, loadGround, MALL, ORIGIN } from './support/load.ts';
import { inTurn } from './support/turns.ts';

const CONNECTIONS = 8;
const FEW = 100;
const MANY = 100_000;
/** Contributions in one transaction while the pots are filled. */
const AT_ONCE = 1_000;
const MOST = 1.3;

interface Filled {
  club: string;
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

async function open(port: number, token: string): Promise<{ club: string; shopperId: string }> {
  const endsOn = new Date(Date.now() + 86_400_000 * 300).toISOString().slice(0, 10);
  const body = { name: '같이', occasion: 'gift', goal: 1_000_000_000, endsOn, payout: 'shares' };
  const { club } = await call<{ club: { id: string } }>(port, 'POST', '/clubs', token, body);
  return { club: club.id, shopperId: (await call<{ id: string }>(port, 'GET', '/me', token)).id };
}

/** Puts so many contributions of one point into a pot, by the very functions that the routes use. */
async function fill(ground: Ground, club: string, shopperId: string, count: number): Promise<void> {
  const { services, close } = await openServices(
    readSettings({ ...ground.environment, LOG_LEVEL: 'silent' }),
    {},
  );
  try {
    const mall = await findMall(services.database.db, MALL);
    if (!mall) throw new Error('no mall');
    await services.database.write((trx) =>
      writeTransfers(trx, services, MALL, [
        {
          key: `bench ${club}`,
          kind: 'grant',
          from: 'issue',
          to: walletOf(shopperId),
          amount: MANY * 10,
          lots: { expiresAt: null },
        },
      ]),
    );
    for (let at = 0; at < count; at += AT_ONCE)
      await services.database.write(async (trx) => {
        let row = await findClub(trx, MALL, club);
        for (let one = at; row && one < Math.min(count, at + AT_ONCE); one++) {
          const giving = {
            contributionId: newId(),
            shopperId,
            amount: 1,
            via: 'wallet',
            text: '축하해요',
          } as const;
          row = (await give(trx, writingOf(services, mall), row, giving)).club;
        }
      });
  } finally {
    await close();
  }
}

export const clubs: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(1, postgres);
  let server: Server | undefined;
  try {
    server = await startServer('ours', ground.environment);
    const pots: Filled[] = [];
    const begin = performance.now();
    for (const [member, count] of [
      [1, FEW],
      [2, MANY],
    ] as const) {
      const token = ground.token(member);
      const { club, shopperId } = await open(server.port, token);
      await fill(ground, club, shopperId, count);
      pots.push({ club, token });
    }
    report.say(
      `  ${FEW} and ${MANY} contributions made in ${Math.round((performance.now() - begin) / 1000)} s`,
    );
    const [small, large] = pots as [Filled, Filled];
    const as = ({ token }: Filled) => ({ Origin: ORIGIN, Authorization: `Bearer ${token}` });
    const compare = async (name: string, shotsOf: (pot: Filled) => Shot[]) => {
      const sides = [small, large].map((pot) => ({
        server: server as Server,
        load: { connections: CONNECTIONS, next: inTurn(shotsOf(pot)) },
      }));
      const [few = [], many = []] = await alternate(sides, timing);
      report.say(described(`${name}: ${FEW}`, few));
      report.say(described(`${name}: ${MANY}`, many));
      const ratio = ratioOf(many, few, 'cpu');
      report.figure(name, times(ratio), `at most ${MOST}x CPU of ${FEW}`, ratio <= MOST);
    };
    const path = (pot: Filled, rest = '') => `/v1/${MALL}/clubs/${pot.club}${rest}`;
    await compare('the page of a club', (pot) => [shot('GET', path(pot), 200, as(pot))]);
    await compare('its contributions', (pot) => [shot('GET', path(pot, '/contributions'), 200, as(pot))]);
    await compare('a page of its statement', (pot) => [
      shot('GET', path(pot, '/statement?limit=50'), 200, as(pot)),
    ]);
    await compare('a contribution', (pot) => [
      shot('POST', path(pot, '/contributions'), 201, as(pot), JSON.stringify({ amount: 1, text: '한 줄' })),
    ]);

    // Made anew for each who asks, and kept nowhere: against bytes that lie ready.
    const answer = await fetch(`http://${HOST}:${server.port}${path(large)}`, { headers: as(large) });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const ready = await startServer('ready', {}, new Map([[path(large), bytes]]));
    const [ours = [], bare = []] = await alternate(
      [
        {
          server,
          load: { connections: CONNECTIONS, next: inTurn([shot('GET', path(large), 200, as(large))]) },
        },
        {
          server: ready,
          load: { connections: CONNECTIONS, next: inTurn([shot('GET', path(large), 200, as(large))]) },
        },
      ],
      timing,
    );
    await ready.stop();
    report.say(`  a page of ${(bytes.length / 1000).toFixed(1)} kB`);
    report.say(described('made anew: ours', ours));
    report.say(described('bare node:http, ready bytes', bare));
    const ratio = ratioOf(ours, bare, 'cpu');
    report.figure(
      'the page of a club, made anew',
      times(ratio),
      'at most 60x CPU of bare node:http',
      ratio <= 60,
    );
  } finally {
    await server?.stop();
    await ground.close();
  }
};
