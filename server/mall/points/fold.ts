import { sha256 } from '../../base/secrets.ts';
import { chainStart, factsDigest, kindOf, linkHash, lotsDigest, ownerOf, partsOf } from './rules.ts';
import type { AccountRow, LotMoveRow, PendingRow, TransferFactRow, TransferRow } from './table.ts';

/** The first thing that is not as it must be. */
export interface Wrong {
  mall: string;
  table:
    | 'transfers'
    | 'lot_moves'
    | 'transfer_facts'
    | 'accounts'
    | 'lots'
    | 'pot_lots'
    | 'pendings'
    | 'mall';
  id: string;
  field: string;
  /** One sentence. */
  why: string;
}
/** Ends the fold at what is wrong. */
export class Mismatch extends Error {
  readonly wrong: Wrong;
  constructor(wrong: Wrong) {
    super(wrong.why);
    this.wrong = wrong;
  }
}

type Kept = Omit<AccountRow, 'mall_id' | 'seal'>;
/** What a lot must be by its moves. */
export interface FoldedLot {
  account: string;
  expiresAt: number | null;
  rest: number;
}

type Fail = (table: Wrong['table'], id: string, field: string, why: string) => never;

const PHASES = new Set(['posted', 'pending', 'post', 'void']);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const show = (value: unknown) => JSON.stringify(value) ?? String(value);

/** All that one mall's transfers add up to, one after the other in the order of their ids. */
export function openFold(mall: string) {
  const accounts = new Map<string, Kept>();
  const pendings = new Map<string, PendingRow>();
  const lots = new Map<string, FoldedLot>();
  const pots = new Map<string, { account: string; day: number; amount: number }>();
  /** Of the mall's own accounts. */
  let others = 0;
  let transfers = 0;
  let erased = 0;

  const fail: Fail = (table, id, field, why) => {
    throw new Mismatch({ mall, table, id, field, why });
  };
  const same = (table: Wrong['table'], id: string, field: string, is: unknown, must: unknown) => {
    if (is !== must) fail(table, id, field, `it is ${show(is)} and must be ${show(must)}`);
  };

  function accountOf(row: TransferRow, side: 'from' | 'to'): Kept | undefined {
    const id = row[`${side}_account`];
    let kind: AccountRow['kind'] | null = null;
    try {
      kind = kindOf(id);
    } catch {
      fail('transfers', row.transfer_id, `${side}_account`, `there is no account ${show(id)}`);
    }
    if (kind === null) return undefined;
    let kept = accounts.get(id);
    if (!kept) {
      kept = {
        account_id: id,
        kind,
        shopper_id: kind === 'pot' ? null : ownerOf(id),
        balance: 0,
        held: 0,
        incoming: 0,
        seq: 0,
        head: chainStart(sha256, id),
        last_at: 0,
      };
      accounts.set(id, kept);
    }
    return kept;
  }

  /** Moves one side, and looks at what the transfer says of it. */
  function side(row: TransferRow, which: 'from' | 'to'): void {
    const id = row.transfer_id;
    const kept = accountOf(row, which);
    const sign = which === 'from' ? -1 : 1;
    const moved = row.phase === 'posted' || row.phase === 'post' ? sign * row.amount : 0;
    if (!kept) {
      others += moved;
      for (const field of ['seq', 'balance', 'hash'] as const)
        same('transfers', id, `${which}_${field}`, row[`${which}_${field}`], null);
      return;
    }
    const coming = row.phase === 'pending' ? row.amount : row.phase === 'posted' ? 0 : -row.amount;
    kept.balance += moved;
    kept[which === 'from' ? 'held' : 'incoming'] += coming;
    kept.seq += 1;
    same('transfers', id, `${which}_seq`, row[`${which}_seq`], kept.seq);
    if (!(row.at > kept.last_at)) fail('transfers', id, 'at', `${show(row.at)} is not after ${kept.last_at}`);
    kept.last_at = row.at;
    same('transfers', id, `${which}_balance`, row[`${which}_balance`], kept.balance);
    const isEnough = kept.kind === 'owed' ? kept.balance <= 0 : kept.balance >= kept.held;
    if (!isEnough || kept.held < 0 || kept.incoming < 0)
      fail('transfers', id, 'amount', `${kept.account_id} has not so many`);
    kept.head = linkHash(sha256, kept.head, partsOf(row, kept));
    same('transfers', id, `${which}_hash`, row[`${which}_hash`], kept.head);
  }

  /** What was pending, or a part of it, has ended. */
  function end(row: TransferRow): void {
    const id = row.transfer_id;
    const pending = pendings.get(row.of_id ?? '');
    if (!pending) fail('transfers', id, 'of_id', `nothing is pending as ${show(row.of_id)}`);
    same('transfers', id, 'from_account', row.from_account, pending.from_account);
    same('transfers', id, 'to_account', row.to_account, pending.to_account);
    pending.rest -= row.amount;
    if (pending.rest < 0) fail('transfers', id, 'amount', `of ${pending.transfer_id} was less left`);
    if (pending.rest === 0) pendings.delete(pending.transfer_id);
  }

  function moveLot(row: TransferRow, one: LotMoveRow): void {
    const id = `${row.transfer_id}/${one.lot_id}`;
    if (!isWhole(one.amount)) fail('lot_moves', id, 'amount', `${show(one.amount)} is no amount`);
    const slash = one.lot_id.lastIndexOf('/');
    if (slash > 0) {
      const account = one.lot_id.slice(0, slash);
      const pot = pots.get(one.lot_id) ?? { account, day: Number(one.lot_id.slice(slash + 1)), amount: 0 };
      pot.amount += one.amount;
      if (pot.amount < 0) fail('lot_moves', id, 'amount', 'the pot has not so many of that day');
      pots.set(one.lot_id, pot);
      return;
    }
    const wallet = [row.from_account, row.to_account].find((account) => account.startsWith('w:'));
    if (!wallet) fail('lot_moves', id, 'lot_id', 'no wallet takes part in it');
    const lot = lots.get(one.lot_id) ?? { account: wallet, expiresAt: one.expires_at, rest: 0 };
    same('lot_moves', id, 'lot_id', lot.account, wallet);
    same('lot_moves', id, 'expires_at', one.expires_at, lot.expiresAt);
    lot.rest += one.amount;
    if (lot.rest < 0) fail('lot_moves', id, 'amount', 'the lot has not so many');
    lots.set(one.lot_id, lot);
  }

  return {
    accounts,
    pendings,
    lots,
    pots,
    fail,
    same,
    counts: () => ({ transfers, accounts: accounts.size, erased }),
    /** The mall's own accounts together. */
    others: () => others,
    add(row: TransferRow, moves: readonly LotMoveRow[], facts: TransferFactRow | undefined): void {
      const id = row.transfer_id;
      transfers++;
      if (!PHASES.has(row.phase)) fail('transfers', id, 'phase', `${show(row.phase)} is no phase`);
      if (!isWhole(row.amount) || row.amount < 1)
        fail('transfers', id, 'amount', `${show(row.amount)} is no amount`);
      if (!isWhole(row.at)) fail('transfers', id, 'at', `${show(row.at)} is no time`);
      if (kindless(row)) fail('transfers', id, 'from_account', 'no wallet, debt or pot takes part in it');
      if (row.lots_digest !== lotsDigest(sha256, moves))
        fail('lot_moves', id, 'lots_digest', 'its lots are not those that its digest was made of');
      if (facts && row.facts_digest !== factsDigest(sha256, facts))
        fail('transfer_facts', id, 'facts_digest', 'its facts are not those that its digest was made of');
      if (!facts && row.facts_digest !== '') erased++;
      if (row.phase === 'post' || row.phase === 'void') end(row);
      side(row, 'from');
      side(row, 'to');
      if (row.phase === 'pending')
        pendings.set(id, {
          mall_id: mall,
          transfer_id: id,
          from_account: row.from_account,
          to_account: row.to_account,
          kind: row.kind,
          rest: row.amount,
          due_at: row.due_at,
          on_due: row.on_due,
        });
      for (const one of moves) moveLot(row, one);
    },
  };
}
export type Fold = ReturnType<typeof openFold>;

/** True when both sides are the mall's own accounts. */
const kindless = (row: TransferRow): boolean =>
  !/^[wop]:/.test(row.from_account) && !/^[wop]:/.test(row.to_account);
