/** Reading and writing together: 95 of 100 requests are lists of 1,000 products, five are posts to them. */
import type { Comparison } from './support/bench.ts';
import { startServer } from './support/child.ts';
import { alternate, described, medianOf, millis, perSecond, ratioOf, times } from './support/figures.ts';
import { type Ground, loadGround, ONE, productName } from './support/load.ts';
import { openPosts } from './support/posts.ts';
import { answersOf, inTurn, listPath, listShot } from './support/turns.ts';

const CONNECTIONS = 64;
/** One in so many requests is a post. */
const POST_EVERY = 20;
/** More posts in a second than will be asked for. */
const MOST = 4000;

function mixed(ground: Ground, names: readonly string[], ms: number) {
  const posts = openPosts(ground);
  const list = inTurn(names.map(listShot));
  let asked = 0;
  return {
    load: {
      connections: CONNECTIONS,
      next: () => (++asked % POST_EVERY === 0 ? posts.next() : list()),
    },
    before: async () => posts.fill(Math.ceil((MOST * ms) / 1000)),
  };
}

export const mix: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(ONE, postgres);
  try {
    const names = Array.from({ length: ground.products }, (_, at) => productName(at));
    const server = await startServer('ours', ground.environment);
    const grouped = await startServer(
      'inserts',
      { ...ground.environment, GROUPED: '1' },
      await answersOf(server.port, names.map(listPath)),
    );
    const [ours = [], bare = []] = await alternate(
      [
        { server, ...mixed(ground, names, timing.ms) },
        { server: grouped, ...mixed(ground, names, timing.ms) },
      ],
      timing,
    );
    await grouped.stop();
    await server.stop();
    report.say(described('95 % lists, 5 % posts: ours', ours));
    report.say(described('bare, ready and grouped', bare));
    const share = ratioOf(ours, bare, 'rate');
    report.figure(
      'mix',
      `${times(share)}, ${perSecond(medianOf(ours, 'rate'))}`,
      'at least 0.33x the requests of bare node:http',
      share >= 1 / 3,
      '40,000/s where bare node:http does 45,000: 0.89x',
    );
    const tail = medianOf(ours, 'p99') / medianOf(ours, 'median');
    report.figure(
      'p99 under that load',
      `${times(tail)} of the median, ${millis(medianOf(ours, 'p99'))}`,
      'at most 4x',
      tail <= 4,
      '5 ms',
    );
  } finally {
    await ground.close();
  }
};
