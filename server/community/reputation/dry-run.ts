import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import type { ReputationMoves } from './contract.ts';
import { countMember, type Numbers, votedMembers } from './recount.ts';
import { HUNDRED, levelOf } from './rules.ts';
import { findStanding, sumsOf } from './store.ts';

const PAGE = 50;
const SHOWN = 200;

/** Who would move if these were the numbers: counts as a recount does, and writes nothing. */
export async function movesOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  numbers: Numbers,
  progress: (members: number) => void = () => {},
): Promise<ReputationMoves> {
  const moves: { shopperId: string; naegong: [number, number]; level: [number, number] }[] = [];
  let members = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof votedMembers>> = await votedMembers(db, mall.id, after, PAGE);
    for (const shopperId of page.members) {
      const standing = await findStanding(db, mall.id, shopperId);
      const { sums } = await countMember(db, mall, numbers, shopperId);
      const before = sumsOf(standing).naegong;
      if (before !== 0 || sums.naegong !== 0) members++;
      const level: [number, number] = [standing?.level ?? 0, levelOf(sums, numbers.levels)];
      if (level[0] !== level[1]) moves.push({ shopperId, naegong: [before, sums.naegong], level });
    }
    progress(members);
    // SQLite answers at once: without this nobody else would be answered until the last member is counted.
    await setImmediate();
    after = page.next;
  }
  const size = ([before, after]: [number, number]) => Math.abs(after - before);
  moves.sort(
    (a, b) =>
      size(b.level) - size(a.level) ||
      size(b.naegong) - size(a.naegong) ||
      (a.shopperId < b.shopperId ? -1 : 1),
  );
  const shown = moves.slice(0, SHOWN);
  const { locale } = mall.settings;
  const authors = await authorsOf(
    db,
    mall.id,
    shown.map((one) => one.shopperId),
    locale,
  );
  return {
    mall: mall.id,
    members,
    moved: moves.length,
    items: shown.map(({ shopperId, naegong, level }) => ({
      member: authors.get(shopperId) ?? formerAuthor(shopperId, locale),
      naegong: { before: naegong[0] / HUNDRED, after: naegong[1] / HUNDRED },
      level: { before: level[0], after: level[1] },
    })),
  };
}
