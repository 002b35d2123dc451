import type { Wrong } from '../mall/points/fold.ts';
import { mallsOfLedger, type Verified, verifyMall } from '../mall/points/verify.ts';
import type { Command } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

const TABLES: Record<Wrong['table'], string> = {
  transfers: 'transfer',
  lot_moves: 'lots of transfer',
  transfer_facts: 'facts of transfer',
  accounts: 'account',
  lots: 'lot',
  pot_lots: 'day of pot',
  pendings: 'pending transfer',
  mall: 'the mall',
};

const count = (value: number, what: string) =>
  `${value.toLocaleString('en')} ${what}${value === 1 ? '' : 's'}`;

function lineOf({ mall, transfers, accounts, erased, wrong }: Verified): string {
  if (wrong)
    return `${mall}: WRONG after ${count(transfers, 'transfer')}: ${TABLES[wrong.table]} ${wrong.id}, ${wrong.field}: ${wrong.why}.`;
  const gone =
    erased > 0 ? `; the facts of ${erased.toLocaleString('en')} are erased, their digests stay` : '';
  return `${mall}: ${count(transfers, 'transfer')} of ${count(accounts, 'account')}, every sum, chain and lot as it must be${gone}.`;
}

export const ledgerVerify: Command = {
  about:
    'Proves the points anew from their transfers: each amount, balance, chain of hashes, lot, pot and pending transfer, that\n' +
    'what is stored beside them agrees, and that a mall’s accounts together are nothing. It names the first thing that is\n' +
    'wrong, with its field, and ends with 1. It only reads, and sees one moment while the service runs.',
  places: ['[MALL]'],
  options: {},
  example: 'dangol ledger verify shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const { database, secrets } = services;
      const [given] = input.places;
      if (given !== undefined) await mallOrStop(database.db, given);
      const results = await database.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const malls = given === undefined ? await mallsOfLedger(trx) : [given];
          const done: Verified[] = [];
          for (const mall of malls)
            done.push(
              await verifyMall(trx, secrets, mall, (transfers) =>
                io.progress(`Checking ${mall}: ${count(transfers, 'transfer')}`),
              ),
            );
          return done;
        });
      const wrong = results.filter((one) => one.wrong);
      return {
        text: results.length > 0 ? results.map(lineOf) : ['There are no points yet.'],
        json: { sound: wrong.length === 0, malls: results },
        failed: wrong.length > 0,
      };
    }),
};
