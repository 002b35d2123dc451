import { newId } from '../base/ids.ts';
import { type PointsReport, PostGrant } from '../mall/points/contract.ts';
import { grant } from '../mall/points/grants.ts';
import { reportOf } from '../mall/points/report.ts';
import { onceFor } from '../mall/points/store.ts';
import { type Command, UsageError } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

const number = (value: number) => value.toLocaleString('en-US');

/** Names and figures in two columns. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const [left, right] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at as 0 | 1].length)));
  return rows.map(([name, value]) => `${name.padEnd(left ?? 0)}  ${value.padStart(right ?? 0)}`);
}

function reportLines(mallId: string, report: PointsReport): string[] {
  const { wallets, pots, pending, owed, issued, spent, expired, months } = report;
  const budgets = months.map(({ source, used, budget }): [string, string] => [
    `  ${source}`,
    budget === 0 ? 'off' : `${number(used)} of ${number(budget)}`,
  ]);
  return [
    `${mallId} owes its shoppers ${number(wallets + pots)} points.`,
    ...columns([
      ['In wallets', number(wallets)],
      ['In clubs', number(pots)],
      ['Not sure yet', number(pending)],
      ['Owed by shoppers', number(owed)],
      ['Ever given', number(issued)],
      ['Ever spent', number(spent)],
      ['Expired', number(expired)],
    ]),
    `Given by themselves in ${months[0]?.month}:`,
    ...columns(budgets),
  ];
}

export const show: Command = {
  about:
    'Shows what a mall owes its shoppers in points, and what its month has used of the budget of each reward that comes by\n' +
    'itself. Budgets are settings: dangol mall set shop1 points.budgets.order=1000000',
  places: ['MALL'],
  options: {},
  example: 'dangol points show shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const { db } = services.database;
      const mall = await mallOrStop(db, input.place(0));
      const report = await reportOf(db, mall, services.now());
      return { text: reportLines(mall.id, report), json: { mall: mall.id, ...report } };
    }),
};

export const grantPoints: Command = {
  about:
    'Gives points of a mall to a member, or (with an amount below zero) takes some back: what is not there any more is owed,\n' +
    'and met by what the member earns later. With --key a repeat gives once.',
  places: ['MALL'],
  options: {
    shopper: { type: 'string', value: 'ID', required: true, help: "The mall's own id of the member" },
    amount: { type: 'string', value: 'N', required: true, help: 'Whole points; --amount=-500 takes back' },
    note: { type: 'string', required: true, help: 'Why; the member reads it' },
    key: { type: 'string', help: 'Any unique text: the same one gives once, for ever' },
  },
  example: 'dangol points grant shop1 --shopper member-42 --amount 1000 --note "Welcome"',
  run(input, io) {
    const amount = input.text('amount') ?? '';
    const wanted = PostGrant.safeParse({
      shopper: input.text('shopper'),
      amount: /^-?\d{1,12}$/.test(amount) ? Number(amount) : amount,
      note: input.text('note'),
    });
    if (!wanted.success) {
      const { path, message } = wanted.error.issues[0]!;
      throw new UsageError(`--${path.join('.')}: ${message}.`);
    }
    return withServices(io, { create: false }, async ({ services }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      const key = onceFor(input.text('key') ?? newId(), 'grant', 'command line');
      const given = await services.database.write((trx) => grant(trx, services, mall, wanted.data, key));
      const { shopper, amount: points } = wanted.data;
      const did =
        points > 0
          ? `Gave ${number(points)} points to ${shopper}`
          : `Took ${number(-points)} points from ${shopper}`;
      return {
        text: [`${did} of ${mall.id}.`, ...(given.owed > 0 ? [`They owe ${number(given.owed)} now.`] : [])],
        json: { mall: mall.id, shopper, amount: points, ...given },
      };
    });
  },
};
