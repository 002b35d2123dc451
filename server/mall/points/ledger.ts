// The door to the ledger: what other features may use of it.
export { type TakenBack, takeAway, takeBack } from './back.ts';
export { chainOf, type Link, movementsOf, potNow, walletNow, walletSeq } from './reading.ts';
export {
  type Facts,
  type IntoLots,
  type LedgerTools,
  type MallAccount,
  type NewTransfer,
  owedOf,
  potOf,
  type Written,
  walletOf,
} from './transfer.ts';
export { writeTransfers } from './write.ts';
