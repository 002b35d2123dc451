import type { NaegongLine, ReputationMoves } from '../community/reputation/contract.ts';
import { movesOf } from '../community/reputation/dry-run.ts';
import { recountMall } from '../community/reputation/recount-job.ts';
import { whyOf } from '../community/reputation/why.ts';
import { LEVEL_PRESETS } from '../mall/malls/levels.ts';
import { mergeSettings } from '../mall/malls/rules.ts';
import { findByOutsideId } from '../mall/shoppers/store.ts';
import { CALL, type Command, CommandError, UsageError } from './command.ts';
import { mallOrStop, withServices } from './open.ts';
import { readPatch } from './settings-input.ts';

const PRESETS = Object.keys(LEVEL_PRESETS).join(', ');

const moveLine = ({ member, naegong, level }: ReputationMoves['items'][number]) =>
  `${member.id}  ${member.name}  level ${level.before} -> ${level.after}  naegong ${naegong.before} -> ${naegong.after}`;

export const dryRun: Command = {
  about:
    'Says who would change their level if the numbers of a mall were others, and changes nothing. The numbers are given as\n' +
    '"dangol mall set" takes them; those not named are as they are.',
  places: ['MALL', '[KEY=VALUE...]'],
  options: { levels: { type: 'string', value: 'NAME', help: `A ready set of levels: ${PRESETS}` } },
  example: 'dangol naegong dry-run shop1 reputation.helpful=10 --levels nineteen',
  run(input, io) {
    const levels = input.text('levels');
    if (levels !== undefined && !Object.hasOwn(LEVEL_PRESETS, levels))
      throw new UsageError(`--levels: one of ${PRESETS}.`);
    const pairs = [...input.places.slice(1), ...(levels ? [`reputation.levels=${levels}`] : [])];
    const patch = readPatch(pairs);
    const other = Object.keys(patch).find((key) => key !== 'reputation');
    if (other) throw new UsageError(`"${other}" is no number of the reputation.`);
    return withServices(io, { create: false }, async ({ services }) => {
      const { db } = services.database;
      const mall = await mallOrStop(db, input.place(0));
      const { reputation } = mergeSettings(mall.settings, patch);
      const moves = await movesOf(db, mall, reputation, (members) => io.progress(`${members} members`));
      const more = moves.moved - moves.items.length;
      return {
        text: [
          `${moves.moved} of ${moves.members} members with naegong would change their level. Nothing was changed.`,
          ...moves.items.map(moveLine),
          ...(more > 0 ? [`... and ${more} more`] : []),
        ],
        json: moves,
      };
    });
  },
};

export const recount: Command = {
  about:
    "Counts everybody's naegong anew from the votes, with the mall's numbers as they are. The service does so by itself when\n" +
    'the numbers change; this says that it is done.',
  places: ['MALL'],
  options: {},
  example: 'dangol naegong recount shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      const members = await recountMall(services, mall.id, (done) => io.progress(`${done} members`));
      return {
        text: [`Counted ${members} members of ${mall.id} anew.`],
        json: { mall: mall.id, members },
      };
    }),
};

const TAKEN: Record<NonNullable<NaegongLine['reversal']>, string> = {
  withdrawn: 'the vote was withdrawn',
  changed: 'the vote was changed',
  deleted: 'the review was deleted',
  refunded: "the voter's order was refunded",
  'voter-left': 'the voter left',
  own: 'the review became their own',
  'set-aside': 'the vote was set aside',
};

function lineText(line: NaegongLine): string {
  const amount = `${line.amount > 0 ? '+' : ''}${line.amount}`;
  const why = line.reversal ? `taken back: ${TAKEN[line.reversal]}` : `a vote "${line.vote}"`;
  const marks = [...(line.capped ? ['daily cap'] : []), ...(line.recounted ? ['counted anew'] : [])];
  const on = line.productName ?? line.product;
  return `${new Date(line.at).toISOString()}  ${amount.padStart(8)}  ${why}, on ${on}, review ${line.review}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

export const why: Command = {
  about: "Lists every grant and reversal that a member's naegong is the sum of, newest first.",
  places: ['MALL', 'SHOPPER'],
  options: {},
  example: 'dangol naegong why shop1 member-42',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const { db } = services.database;
      const mall = await mallOrStop(db, input.place(0));
      const shopper = await findByOutsideId(db, mall.id, input.place(1));
      if (!shopper)
        throw new CommandError(
          `${mall.id} has no shopper "${input.place(1)}": name the mall's own id, as in "${CALL} token ${mall.id} member-42".`,
        );
      const items: NaegongLine[] = [];
      let first: Awaited<ReturnType<typeof whyOf>> | undefined;
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await whyOf(db, mall, shopper.shopper_id, { cursor, limit: 100 });
        first ??= page;
        items.push(...page.items);
        cursor = page.nextCursor;
        io.progress(`${items.length} so far`);
      }
      const { items: _, nextCursor: __, ...sums } = first!;
      const share = sums.share === null ? '' : `, ${sums.share} % helpful`;
      const frozen = sums.frozen
        ? [
            `Rewards wait since ${new Date(sums.frozen.since).toISOString()}: ${sums.frozen.reasons.join(', ')}`,
          ]
        : [];
      return {
        text: [
          `Naegong ${sums.naegong}, level ${sums.level}, ${sums.helped} people helped${share}.`,
          ...frozen,
          ...items.map(lineText),
        ],
        json: { mall: mall.id, shopper: shopper.shopper_id, ...sums, items },
      };
    }),
};
