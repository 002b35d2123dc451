import type { Trx } from '../../base/db/database.ts';
import { type LedgerTools, type NewTransfer, owedOf, walletNow, walletOf, writeTransfers } from './ledger.ts';

/**
 * A shopper leaves: what was to come does not come, what was set aside is let go, and what is there then goes. A debt is
 * let off. Nothing of the ledger is taken away, so that it still adds up; what named them is apart from it.
 */
export async function erasePoints(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  shopperId: string,
): Promise<void> {
  const [wallet, debt] = [walletOf(shopperId), owedOf(shopperId)];
  const once = (what: string) => JSON.stringify(['erased', shopperId, what]);
  const pending = await trx
    .selectFrom('pendings')
    .select('transfer_id')
    .where('mall_id', '=', mallId)
    .where('rest', '>', 0)
    .where((eb) => eb.or([eb('from_account', '=', wallet), eb('to_account', '=', wallet)]))
    .orderBy('transfer_id')
    .execute();
  const voided = pending.map(
    ({ transfer_id: of }): NewTransfer => ({ phase: 'void', key: once(of), of, kind: 'erased' }),
  );
  if (voided.length > 0) await writeTransfers(trx, tools, mallId, voided);
  await trx
    .updateTable('payouts')
    .set({ state: 'refused', ended_at: tools.now() })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('state', '=', 'waiting')
    .execute();
  const { available, owed } = await walletNow(trx, mallId, shopperId);
  const left: NewTransfer[] = [];
  if (available > 0)
    left.push({ key: once('wallet'), kind: 'erased', from: wallet, to: 'expiry', amount: available });
  if (owed > 0) left.push({ key: once('owed'), kind: 'erased', from: 'issue', to: debt, amount: owed });
  if (left.length > 0) await writeTransfers(trx, tools, mallId, left);
}
