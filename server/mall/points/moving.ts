import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Lots } from './lots.ts';
import type { Plan } from './plan.ts';
import { kindOf, type Move } from './rules.ts';
import { sumsOf, transferById } from './statements.ts';
import type { TransferRow } from './table.ts';
import type { Fresh } from './transfer.ts';

/** Where lots are moved. */
interface Place {
  trx: Trx;
  mallId: string;
  lots: Lots;
}

const hasLots = (accountId: string) => ['wallet', 'pot'].includes(kindOf(accountId) ?? '');

/** The lots of a transfer that is no end of another. */
export async function moveLots(place: Place, plan: Plan, one: Fresh, at: number): Promise<Move[]> {
  const { lots } = place;
  const { from_account: from, to_account: to, amount } = plan;
  const into = one.lots;
  const returns = typeof into === 'object' && 'returns' in into ? into.returns : undefined;
  if (returns !== undefined) await checkReturn(place, returns, plan);
  const back = returns === undefined ? [] : await lots.returning(returns, amount);
  const days = back.map((part) => ({ amount: part.amount, expiresAt: part.one.expires_at }));
  const taken = hasLots(from) ? await lots.take(from, amount, one.first, days) : [];
  if (plan.phase === 'pending') {
    if (kindOf(to) !== 'wallet') return taken;
    if (typeof into !== 'object' || !('expiresAt' in into)) throw new RangeError('which lot is it to be?');
    return lots.intend(to, into.expiresAt, at);
  }
  if (kindOf(to) === 'pot') return [...taken, ...(await lots.intoPot(to, lots.dated(taken)))];
  if (kindOf(to) !== 'wallet') return taken;
  if (into === undefined) throw new RangeError('which lots is it to fill?');
  if (into === 'of-pot') return [...taken, ...(await lots.intoDays(to, lots.dated(taken), at))];
  if (returns !== undefined) return [...taken, ...(await lots.giveBack(to, returns, back, at))];
  const expiresAt = 'expiresAt' in into ? into.expiresAt : null;
  return [...taken, ...(await lots.intoFresh(to, amount, expiresAt, at))];
}

/** Only what was spent comes back, to the wallet that spent it, and no more than that. */
async function checkReturn({ trx, mallId }: Place, returns: string, plan: Plan): Promise<void> {
  const [spent] = await transferById(trx, mallId, returns);
  if (!spent || spent.from_account !== plan.to_account || plan.phase !== 'posted')
    throw new RangeError(`${returns} took nothing from ${plan.to_account}`);
  if ((await leftOf(trx, mallId, spent)) < plan.amount) throw new Problem('not-now');
}

/** The lots of the end of a pending transfer, which had taken its points, or named the lot for them. */
export async function endLots(
  { lots }: Place,
  { phase, of_id, from_account: from, to_account: to, amount }: Plan,
  at: number,
): Promise<Move[]> {
  const of = of_id ?? '';
  if (phase === 'void')
    return hasLots(from) ? lots.giveBack(from, of, await lots.returning(of, amount), at) : [];
  if (kindOf(to) === 'wallet') return lots.intoIntended(to, of, amount, at);
  return kindOf(to) === 'pot' ? lots.intoPot(to, lots.dated(await lots.stillOut(of))) : [];
}

/** Of a posted transfer, or of what was posted of a pending one: what has not been taken back or refunded yet. */
export async function leftOf(trx: Trx, mallId: string, row: TransferRow): Promise<number> {
  const sums = new Map(
    (await sumsOf(trx, mallId, row.transfer_id)).map((one) => [one.phase, Number(one.amount)]),
  );
  const posted = row.phase === 'pending' ? (sums.get('post') ?? 0) : row.amount;
  return posted - (sums.get('posted') ?? 0);
}
