import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Mall } from '../malls/rules.ts';
import { ensureMember } from '../shoppers/store.ts';
import { expiryOf } from './budgets.ts';
import { type LedgerTools, takeAway, walletOf, writeTransfers } from './ledger.ts';

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
): Promise<{ transfer: string | null; owed: number }> {
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
  if (wanted.amount < 0) {
    const away = { key, kind: 'correction', shopperId, amount: -wanted.amount, facts } as const;
    return { transfer: null, owed: (await takeAway(trx, tools, mall.id, away)).owed };
  }
  const lots = { expiresAt: wanted.expiresAt === undefined ? expiryOf(mall, now) : wanted.expiresAt };
  const [given] = await writeTransfers(trx, tools, mall.id, [
    { key, kind: 'grant', from: 'issue', to: walletOf(shopperId), amount: wanted.amount, lots, facts },
  ]);
  return { transfer: given?.transferId ?? null, owed: 0 };
}
