/** A list of 10,000 wishes and a member with 1,000 lists, against ten of each: the same requests, on one server. */
import type { Comparison } from './support/bench.ts';
import { type Server, startServer } from './support/child.ts';
import { HOST, type Shot, shot } from './support/client.ts';
import { alternate, described, ratioOf, times } from './support/figures.ts';
import { type Ground, loadGround, MALL, ORIGIN } from './support/load.ts';
import { inTurn } from './support/turns.ts';

const CONNECTIONS = 8;
const FEW = 10;
const WISHES = 10_000;
const LISTS = 1_000;
/** As many on a page as the small one has in all. */
const PAGE = FEW;
const MOST = 1.3;

interface Owner {
  token: string;
  list: string;
  /** From first to last. */
  wishes: string[];
  products: string[];
}

const productOf = (at: number): string => `wished-${at}`;

/** Asks the running service; what is no success ends the comparison. */
function caller(port: number) {
  return async function call<T>(method: string, path: string, as: string, body?: unknown): Promise<T> {
    const answer = await fetch(`http://${HOST}:${port}/v1/${MALL}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${as}`,
        'content-type': 'application/json',
        ...(as.startsWith('dgk_') ? {} : { origin: ORIGIN }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  };
}
type Call = ReturnType<typeof caller>;

/** Does so many things, some at a time. */
async function each(count: number, act: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS * 2 }, worker));
}

async function stateProducts(call: Call, key: string): Promise<void> {
  for (let from = 0; from < WISHES; from += 1000)
    await call('PUT', '/products', key, {
      products: Array.from({ length: 1000 }, (_, at) => ({
        product: productOf(from + at),
        name: `찜한 상품 ${from + at}`,
        price: 1000 + at,
      })),
    });
}

/** One member with a public list of so many wishes, and so many lists besides. */
async function fill(
  call: Call,
  ground: Ground,
  member: number,
  wishes: number,
  lists: number,
): Promise<Owner> {
  const token = ground.token(member);
  const { id: list } = await call<{ id: string }>('POST', '/wishlists', token, {
    name: '큰 목록',
    visibility: 'public',
  });
  const made: string[] = [];
  await each(wishes, async (at) => {
    made[at] = (
      await call<{ id: string }>('POST', '/wishes', token, {
        list,
        product: productOf(at),
        note: '언젠가 꼭',
      })
    ).id;
  });
  await each(lists - 1, async (at) => {
    await call('POST', '/wishlists', token, { name: `목록 ${at}` });
  });
  return { token, list, wishes: made, products: made.map((_, at) => productOf(at)) };
}

export const wishes: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(1, postgres);
  let server: Server | undefined;
  try {
    // Nothing is kept: each read goes to the tables.
    server = await startServer('ours', { ...ground.environment, READY_MB: '0' });
    const call = caller(server.port);
    const begin = performance.now();
    await stateProducts(call, ground.key);
    const small = await fill(call, ground, 1, FEW, FEW);
    const large = await fill(call, ground, 2, WISHES, LISTS);
    report.say(
      `  ${WISHES} wishes and ${LISTS} lists made through the API in ${Math.round((performance.now() - begin) / 1000)} s`,
    );

    const compare = async (name: string, shotsOf: (owner: Owner) => Shot[] | Promise<Shot[]>) => {
      const sides = [];
      for (const owner of [small, large])
        sides.push({
          server: server as Server,
          load: { connections: CONNECTIONS, next: inTurn(await shotsOf(owner)) },
        });
      const [few = [], many = []] = await alternate(sides, timing);
      report.say(described(`${name}: ten`, few));
      report.say(described(`${name}: many`, many));
      const ratio = ratioOf(many, few, 'cpu');
      report.figure(name, times(ratio), `at most ${MOST}x CPU of ten`, ratio <= MOST);
    };
    const as = ({ token }: Owner) => ({ Origin: ORIGIN, Authorization: `Bearer ${token}` });
    const read = (path: string, headers: Record<string, string>) =>
      shot('GET', `/v1/${MALL}${path}`, 200, headers);

    await compare('a list, its first page, by anybody', ({ list }) => [
      read(`/wishlists/${list}/wishes?limit=${PAGE}`, { Origin: ORIGIN }),
    ]);
    await compare('a list with all that a page needs, by its owner', (owner) => [
      read(`/wishlists/${owner.list}`, as(owner)),
    ]);
    await compare('a page from its middle', async (owner) => {
      // The small one has no middle: its only page is read against it.
      let cursor: string | null = null;
      for (let pages = 0; owner === large && pages < 50; pages++)
        cursor = (
          await call<{ next: string | null }>(
            'GET',
            `/wishlists/${owner.list}/wishes?limit=100${cursor ? `&cursor=${cursor}` : ''}`,
            owner.token,
          )
        ).next;
      return [
        read(`/wishlists/${owner.list}/wishes?limit=${PAGE}${cursor ? `&cursor=${cursor}` : ''}`, as(owner)),
      ];
    });
    await compare('my lists', (owner) => [read(`/me/wishlists?limit=${PAGE}`, as(owner))]);
    await compare('sixty hearts', (owner) => [
      read(
        `/hearts?${Array.from({ length: 60 }, (_, at) => `product=${productOf(at)}`).join('&')}`,
        as(owner),
      ),
    ]);
    await compare('a wish to another place', (owner) =>
      Array.from({ length: 200 }, (_, at) => {
        const count = owner.wishes.length;
        const [moved, after] = [owner.wishes[(at * 7) % count], owner.wishes[(at * 7 + 3) % count]];
        return shot('PUT', `/v1/${MALL}/wishes/${moved}/place`, 204, as(owner), JSON.stringify({ after }));
      }),
    );
    await compare('a heart taken off and put on', (owner) =>
      [false, true].map((wished) =>
        shot(
          'PUT',
          `/v1/${MALL}/hearts`,
          200,
          as(owner),
          JSON.stringify({ product: owner.products[5], wished }),
        ),
      ),
    );
  } finally {
    await server?.stop();
    await ground.close();
  }
};
