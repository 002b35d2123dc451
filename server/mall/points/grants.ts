import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Mall } from '../malls/rules.ts';
import { ensureMember } from '../shoppers/store.ts';
import { expiryOf } from './budgets.ts';
import { type LedgerTools, owedOf, type Written, walletOf, writeTransfers } from './ledger.ts';
import { balancesOf } from './wallet.ts';

/** What a mall gives of its own accord, or takes. */
export interface Grant {
  /** The mall's own id of the member. */
  shopper: string;
  /** Below zero: taken back. */
  amount: number;
  note: string;
  /** Null: never; left out: as the settings say. */
  expiresAt?: number | null | undefined;
}

/**
 * Gives points of the mall, or takes some: out of the wallet what is there, the rest is owed. The member's row is made
 * when new; nobody joins the community by it.
 *
 * @param key what makes it happen once, for ever
 */
export async function grant(
  trx: Trx,
  tools: LedgerTools,
  mall: Pick<Mall, 'id' | 'settings'>,
  wanted: Grant,
  key: string,
): Promise<{ transfer: string; owed: number }> {
  const now = tools.now();
  if (wanted.expiresAt !== null && wanted.expiresAt !== undefined && wanted.expiresAt <= now)
    throw new Problem('bad-input', { fields: [{ path: 'expiresAt', message: 'a time that is to come' }] });
  const shopperId = await ensureMember(
    trx,
    mall.id,
    { outsideId: wanted.shopper, name: null, join: false },
    now,
  );
  const facts = { shopperId, note: wanted.note };
  const [wallet, debt] = [walletOf(shopperId), owedOf(shopperId)];
  if (wanted.amount > 0) {
    const lots = { expiresAt: wanted.expiresAt === undefined ? expiryOf(mall, now) : wanted.expiresAt };
    const [given] = await writeTransfers(trx, tools, mall.id, [
      { key, kind: 'grant', from: 'issue', to: wallet, amount: wanted.amount, lots, facts },
    ]);
    return resultOf(trx, mall.id, shopperId, given);
  }
  // All of it is owed at first, and met by what is there: so that it is one thing to be known by its key, whatever is there.
  const amount = -wanted.amount;
  const [taken] = await writeTransfers(trx, tools, mall.id, [
    { key, kind: 'correction', from: debt, to: 'issue', amount, facts },
  ]);
  const { available } = await balancesOf(trx, mall.id, shopperId);
  const met = Math.min(available, amount);
  if (!taken?.replayed && met > 0)
    await writeTransfers(trx, tools, mall.id, [
      { key: `${key} met`, kind: 'correction', from: wallet, to: debt, amount: met, facts },
    ]);
  return resultOf(trx, mall.id, shopperId, taken);
}

async function resultOf(trx: Trx, mallId: string, shopperId: string, written: Written | undefined) {
  const { owed } = await balancesOf(trx, mallId, shopperId);
  return { transfer: written!.transferId, owed };
}
