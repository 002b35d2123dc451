/** A review written: token, checks, counts, words, event and all, against a bare row. Both are on the disk when answered. */
import type { Comparison } from './support/bench.ts';
import { startServer } from './support/child.ts';
import { alternate, described, medianOf, micros, ratioOf, times } from './support/figures.ts';
import { loadGround, ONE } from './support/load.ts';
import { postLoad } from './support/posts.ts';

export const posts: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(ONE, postgres);
  try {
    const server = await startServer('ours', ground.environment);
    const single = await startServer('inserts', ground.environment, new Map());
    const [ours = [], bare = []] = await alternate(
      [
        { server, ...postLoad(ground, timing.ms) },
        { server: single, ...postLoad(ground, timing.ms) },
      ],
      timing,
    );
    await single.stop();
    await server.stop();
    report.say(described('durable post: ours', ours));
    report.say(described('bare durable inserts', bare));
    const ratio = ratioOf(ours, bare, 'cpu');
    report.figure(
      'durable post',
      `${times(ratio)}, ${micros(medianOf(ours, 'cpu'))}`,
      'at most 2.5x CPU of a bare durable insert',
      ratio <= 2.5,
      '65 us where a bare one takes 60 us',
    );
  } finally {
    await ground.close();
  }
};
