import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import type { Book } from './accounts.ts';
import { kindOf, ownerOf } from './rules.ts';
import type { PendingRow, TransferFactRow, TransferRow } from './table.ts';
import { type Ending, type Facts, type Fresh, isEnding, type NewTransfer } from './transfer.ts';

/** What is about to be written, whichever way it was asked for. */
export type Plan = Pick<
  TransferRow,
  'phase' | 'of_id' | 'from_account' | 'to_account' | 'amount' | 'kind' | 'due_at' | 'on_due'
>;

/** The same key may come again with the same thing only. */
export function isSame(row: TransferRow, one: NewTransfer): boolean {
  if (row.phase !== (one.phase ?? 'posted')) return false;
  if (isEnding(one)) return row.of_id === one.of && (one.amount ?? row.amount) === row.amount;
  return (
    row.from_account === one.from &&
    row.to_account === one.to &&
    row.amount === one.amount &&
    row.kind === one.kind
  );
}

export const planFresh = (one: Fresh): Plan => ({
  phase: one.phase ?? 'posted',
  of_id: typeof one.lots === 'object' && 'returns' in one.lots ? one.lots.returns : (one.reverses ?? null),
  from_account: one.from,
  to_account: one.to,
  amount: one.amount,
  kind: one.kind,
  due_at: one.dueAt ?? null,
  on_due: one.dueAt === undefined ? null : (one.onDue ?? (kindOf(one.from) === null ? 'post' : 'void')),
});

/** @throws Problem not-now when less is left of it */
export function planEnd(pending: PendingRow | undefined, one: Ending): Plan {
  const amount = one.amount ?? pending?.rest ?? 0;
  if (!pending || amount > pending.rest || pending.rest === 0) throw new Problem('not-now');
  // What is taken out of a wallet for a pot is known by its days only as a whole.
  if (one.phase === 'post' && kindOf(pending.to_account) === 'pot' && amount !== pending.rest)
    throw new RangeError('what was held for a pot is posted as a whole');
  return {
    phase: one.phase,
    of_id: one.of,
    from_account: pending.from_account,
    to_account: pending.to_account,
    amount,
    kind: one.kind ?? pending.kind,
    due_at: null,
    on_due: null,
  };
}

/** What no caller may ask for, whatever a shopper sends: a mistake in the program. */
export function check({ phase, from_account, to_account, amount, due_at }: Plan): void {
  const [from, to] = [kindOf(from_account), kindOf(to_account)];
  if (!Number.isSafeInteger(amount) || amount < 1) throw new RangeError(`no amount: ${amount}`);
  if (from_account === to_account) throw new RangeError(`from ${from_account} to itself`);
  if (from === null && to === null) throw new RangeError('one side is a wallet, a debt or a pot');
  if (phase === 'pending' && (from === 'owed' || to === 'owed'))
    throw new RangeError('a debt is not pending');
  if (phase === 'pending' && to === 'wallet' && from !== null)
    throw new RangeError('only what the mall gives is pending into a wallet');
  if (due_at !== null && phase !== 'pending') throw new RangeError('only a pending transfer is due');
}

export function moveAccounts(book: Book, { phase, from_account, to_account, amount }: Plan): void {
  const isEnd = phase === 'post' || phase === 'void';
  const isMove = phase === 'posted' || phase === 'post';
  const pending = phase === 'pending' ? amount : isEnd ? -amount : 0;
  book.move(from_account, { balance: isMove ? -amount : 0, held: pending });
  book.move(to_account, { balance: isMove ? amount : 0, incoming: pending });
}

/** What is kept of what it is about, apart from it. */
export function factsOf(
  plan: Plan,
  facts: Facts | undefined,
): Omit<TransferFactRow, 'mall_id' | 'transfer_id'> | undefined {
  if (!facts) return undefined;
  const wallet = [plan.from_account, plan.to_account].find((id) => kindOf(id) === 'wallet');
  return {
    shopper_id: facts.shopperId ?? (wallet ? ownerOf(wallet) : null),
    salt: newId(),
    order_id: facts.orderId ?? null,
    line_id: facts.lineId ?? null,
    review_id: facts.reviewId ?? null,
    club_id: facts.clubId ?? null,
    note: facts.note ?? null,
  };
}
