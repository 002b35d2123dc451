import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { TransferKind } from './contract.ts';
import { lotsOf } from './lots.ts';
import { leftOf } from './moving.ts';
import { walletNow } from './reading.ts';
import { kindOf, ownerOf } from './rules.ts';
import { pendingsById, transferById, transfersByKey } from './statements.ts';
import type { TransferRow } from './table.ts';
import {
  type Facts,
  keyDigest,
  type LedgerTools,
  type MallAccount,
  type NewTransfer,
  owedOf,
  walletOf,
} from './transfer.ts';
import { writeTransfers } from './write.ts';

/** What became of it: voided while it was pending, taken from the wallet, and what was not there any more. */
export interface TakenBack {
  voided: number;
  taken: number;
  owed: number;
}
const PARTS = ['voided', 'taken', 'owed'] as const;

/**
 * Takes back what was given, with the key once: from the wallet what it has (out of the lots that it came into first),
 * the rest is owed. Pending points are voided instead.
 *
 * @throws Problem not-now when less than that has not been taken back yet
 */
export async function takeBack(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  back: { key: string; kind: TransferKind; of: string; amount: number; facts?: Facts },
): Promise<TakenBack> {
  const before = await takenBefore(trx, tools, mallId, back, ({ of_id }) => of_id === back.of);
  if (before) return before;
  const [given] = await transferById(trx, mallId, back.of);
  if (!given || kindOf(given.to_account) !== 'wallet' || kindOf(given.from_account) !== null)
    throw new RangeError(`${back.of} gave nothing that could be taken back`);
  const [pending] = await pendingsById(trx, [back.of], mallId);
  const voided = Math.min(back.amount, pending?.rest ?? 0);
  const rest = back.amount - voided;
  if (rest > (await leftOf(trx, mallId, given))) throw new Problem('not-now');
  const transfers: NewTransfer[] =
    voided > 0 ? [{ phase: 'void', of: back.of, amount: voided, ...part(back, 'voided') }] : [];
  const first = rest > 0 ? await lotsOf(trx, mallId).filledBy(back.of) : [];
  const away = { ...back, shopperId: ownerOf(given.to_account), amount: rest, to: given.from_account };
  const { available } = await walletNow(trx, mallId, away.shopperId);
  const more = takeOrOwe(away, available).map((one) => ({ ...one, first, reverses: back.of }));
  await writeTransfers(trx, tools, mallId, [...transfers, ...more]);
  return { voided, ...split(rest, available) };
}

/**
 * Takes points away that were not given by one transfer: a correction of the mall. With the key once; what is not there
 * is owed.
 */
export async function takeAway(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  away: {
    key: string;
    kind: TransferKind;
    shopperId: string;
    amount: number;
    to?: MallAccount;
    facts?: Facts;
  },
): Promise<TakenBack> {
  const theirs = [walletOf(away.shopperId), owedOf(away.shopperId)];
  const before = await takenBefore(trx, tools, mallId, away, (row) => theirs.includes(row.from_account));
  if (before) return before;
  const { available } = await walletNow(trx, mallId, away.shopperId);
  await writeTransfers(trx, tools, mallId, takeOrOwe({ to: 'issue', ...away }, available));
  return { voided: 0, ...split(away.amount, available) };
}

interface Away {
  key: string;
  kind: TransferKind;
  facts?: Facts;
  shopperId: string;
  amount: number;
  to: string;
}

const split = (amount: number, available: number) => {
  const taken = Math.min(amount, available);
  return { taken, owed: amount - taken };
};

/** What of one taking is a transfer of its own has a key of its own. */
const part = ({ key, kind, facts }: Pick<Away, 'key' | 'kind' | 'facts'>, name: (typeof PARTS)[number]) => ({
  key: `${key}:${name}`,
  kind,
  ...(facts && { facts }),
});

function takeOrOwe(away: Away, available: number) {
  const { taken, owed } = split(away.amount, available);
  const { shopperId, to } = away;
  return [
    ...(taken > 0 ? [{ ...part(away, 'taken'), from: walletOf(shopperId), to, amount: taken }] : []),
    ...(owed > 0 ? [{ ...part(away, 'owed'), from: owedOf(shopperId), to, amount: owed }] : []),
  ];
}

/** What was done with this key before. @param isSame whether it was taken from the same */
async function takenBefore(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  { key, kind, amount }: { key: string; kind: TransferKind; amount: number },
  isSame: (row: TransferRow) => boolean,
): Promise<TakenBack | undefined> {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new RangeError(`no amount: ${amount}`);
  const digests = PARTS.map((name) => keyDigest(tools, mallId, `${key}:${name}`));
  const rows = await transfersByKey(trx, digests, mallId);
  if (rows.length === 0) return undefined;
  const of = (at: number) => rows.find((row) => row.key_digest === digests[at])?.amount ?? 0;
  const taken = { voided: of(0), taken: of(1), owed: of(2) };
  if (
    taken.voided + taken.taken + taken.owed !== amount ||
    rows.some((row) => row.kind !== kind || !isSame(row))
  )
    throw new Problem('key-reused');
  return taken;
}
