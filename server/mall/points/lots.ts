import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { timedId } from '../../base/ids.ts';
import {
  changeDay,
  changeLot,
  daysOf,
  insertLot,
  insertMove,
  lotsById,
  lowerDay,
  movesOf,
  nextLots,
  returnedTo,
} from './lot-statements.ts';
import { dayBack, inOrder, kindOf, lastSpentFirst, type Move, potDay, potLot } from './rules.ts';
import type { LotRow, PotLotRow } from './table.ts';

const move = (lotId: string, amount: number, expiresAt: number | null, more: Partial<Move> = {}): Move => ({
  lot_id: lotId,
  amount,
  returns_id: null,
  from_lot_id: null,
  expires_at: expiresAt,
  ...more,
});

/** Points with the day on which they expire: what was taken out of lots, or is to be put into some. */
type Dated = { amount: number; expiresAt: number | null };
const datedOf = (moves: readonly Move[]): Dated[] =>
  moves.map((one) => ({ amount: -one.amount, expiresAt: one.expires_at }));

/** The lots of one mall, while its transfers are written. Each answer says what was moved, for the transfer's rows. */
export function lotsOf(trx: Trx, mallId: string) {
  const disagree = (accountId: string) => new Error(`the lots of ${accountId} have less than its balance`);

  /** Takes out of a wallet or pot: the named lots first, then what expires next. */
  async function take(
    accountId: string,
    amount: number,
    first: readonly string[] = [],
    days: readonly Dated[] = [],
  ): Promise<Move[]> {
    return kindOf(accountId) === 'pot'
      ? takeDays(accountId, amount, days)
      : takeLots(accountId, amount, first);
  }

  async function takeLots(accountId: string, amount: number, first: readonly string[]): Promise<Move[]> {
    const moves: Move[] = [];
    let left = amount;
    const from = async (lots: readonly LotRow[]) => {
      const { parts, short } = inOrder(lots, (one) => one.rest, left);
      left = short;
      for (const { one, amount } of parts) {
        await changeLot(trx, -amount, mallId, one.lot_id);
        moves.push(move(one.lot_id, -amount, one.expires_at));
      }
    };
    if (first.length > 0) {
      const lots = await lotsById(trx, first, mallId);
      await from(
        first.flatMap((id) => lots.find((one) => one.lot_id === id && one.account_id === accountId) ?? []),
      );
    }
    while (left > 0) {
      const lots = await nextLots(trx, mallId, accountId);
      if (lots.length === 0) throw disagree(accountId);
      await from(lots);
    }
    return moves;
  }

  /** Out of a pot: of the wanted days as far as they are there, then what expires next. */
  async function takeDays(potId: string, amount: number, wanted: readonly Dated[]): Promise<Move[]> {
    const there = await daysOf(trx, mallId, potId);
    const taken = new Map<number, number>();
    const left = (one: PotLotRow) => one.amount - (taken.get(one.expires_at) ?? 0);
    const from = (rows: readonly PotLotRow[], much: number) => {
      const { parts, short } = inOrder(rows, left, much);
      for (const part of parts)
        taken.set(part.one.expires_at, (taken.get(part.one.expires_at) ?? 0) + part.amount);
      return short;
    };
    let short = amount;
    for (const want of wanted) {
      const day = potDay(want.expiresAt);
      const much = Math.min(want.amount, short);
      short +=
        from(
          there.filter((one) => one.expires_at === day),
          much,
        ) - much;
    }
    if (from(there, short) > 0) throw disagree(potId);
    for (const [day, much] of taken) await lowerDay(trx, much, mallId, potId, day);
    return [...taken].map(([day, much]) => move(potLot(potId, day), -much, day || null));
  }

  /** Into a pot, by day. */
  async function intoPot(potId: string, dated: readonly Dated[]): Promise<Move[]> {
    const days = new Map<number, number>();
    for (const one of dated) {
      const day = potDay(one.expiresAt);
      days.set(day, (days.get(day) ?? 0) + one.amount);
    }
    for (const [day, amount] of days) await changeDay(trx, mallId, potId, day, amount);
    return [...days].map(([day, amount]) => move(potLot(potId, day), amount, day || null));
  }

  /** A new lot of a wallet. */
  async function open(
    accountId: string,
    amount: number,
    expiresAt: number | null,
    at: number,
  ): Promise<string> {
    const lotId = timedId(at);
    await insertLot(trx, {
      mall_id: mallId,
      lot_id: lotId,
      account_id: accountId,
      expires_at: expiresAt,
      rest: amount,
      warned: 0,
    });
    return lotId;
  }

  async function intoFresh(
    accountId: string,
    amount: number,
    expiresAt: number | null,
    at: number,
  ): Promise<Move[]> {
    return [move(await open(accountId, amount, expiresAt, at), amount, expiresAt)];
  }

  /** Into a wallet, a lot for each day. */
  async function intoDays(accountId: string, dated: readonly Dated[], at: number): Promise<Move[]> {
    const days = new Map<number | null, number>();
    for (const one of dated) {
      const day = dayBack(one.expiresAt, at);
      days.set(day, (days.get(day) ?? 0) + one.amount);
    }
    const moves: Move[] = [];
    for (const [day, amount] of days) moves.push(...(await intoFresh(accountId, amount, day, at)));
    return moves;
  }

  /** The lot that a pending transfer will put its points into: named already, empty so far. */
  async function intend(accountId: string, expiresAt: number | null, at: number): Promise<Move[]> {
    return [move(await open(accountId, 0, expiresAt, at), 0, expiresAt)];
  }

  /** Into the lot that the pending transfer had named; into a new one where its day has passed meanwhile. */
  async function intoIntended(
    accountId: string,
    pendingId: string,
    amount: number,
    at: number,
  ): Promise<Move[]> {
    const [named] = await movesOf(trx, mallId, pendingId);
    if (!named) throw new Error(`${pendingId} named no lot`);
    const day = dayBack(named.expires_at, at);
    if (day !== named.expires_at)
      return [move(await open(accountId, amount, day, at), amount, day, { from_lot_id: named.lot_id })];
    await changeLot(trx, amount, mallId, named.lot_id);
    return [move(named.lot_id, amount, day)];
  }

  /** What a transfer had taken and has not come back since, last to be spent first. */
  async function stillOut(transferId: string): Promise<Move[]> {
    const taken = (await movesOf(trx, mallId, transferId)).filter((one) => one.amount < 0);
    const back = new Map(
      (await returnedTo(trx, mallId, transferId)).map((one) => [one.lot, Number(one.amount)]),
    );
    return taken
      .map((one) => ({ ...one, amount: one.amount + (back.get(one.lot_id) ?? 0) }))
      .filter((one) => one.amount < 0)
      .sort(lastSpentFirst);
  }

  /** Which lots would have how much again. */
  async function returning(transferId: string, amount: number) {
    const { parts, short } = inOrder(await stillOut(transferId), (one) => -one.amount, amount);
    if (short > 0) throw new Problem('not-now');
    return parts;
  }
  type Returning = Awaited<ReturnType<typeof returning>>;

  /** Back to where they came from; what is past its day into a new lot. */
  async function giveBack(
    accountId: string,
    transferId: string,
    parts: Returning,
    at: number,
  ): Promise<Move[]> {
    const moves: Move[] = [];
    for (const { one, amount } of parts) {
      if (kindOf(accountId) === 'pot') {
        const day = one.expires_at ?? 0;
        await changeDay(trx, mallId, accountId, day, amount);
        moves.push(move(one.lot_id, amount, one.expires_at, { returns_id: transferId }));
        continue;
      }
      const day = dayBack(one.expires_at, at);
      const isPast = day !== one.expires_at;
      const lotId = isPast ? await open(accountId, amount, day, at) : one.lot_id;
      if (!isPast) await changeLot(trx, amount, mallId, lotId);
      const from = isPast ? one.lot_id : null;
      moves.push(move(lotId, amount, day, { returns_id: transferId, from_lot_id: from }));
    }
    return moves;
  }

  return {
    take,
    intoPot,
    intoFresh,
    intoDays,
    intend,
    intoIntended,
    stillOut,
    returning,
    giveBack,
    dated: datedOf,
    /** The rows of what a transfer moved. */
    async write(transferId: string, moves: readonly Move[]): Promise<void> {
      for (const one of moves) await insertMove(trx, { mall_id: mallId, transfer_id: transferId, ...one });
    },
    /** The lots that a transfer filled. */
    async filledBy(transferId: string): Promise<string[]> {
      return (await movesOf(trx, mallId, transferId))
        .filter((one) => one.amount >= 0)
        .map((one) => one.lot_id);
    },
  };
}
export type Lots = ReturnType<typeof lotsOf>;
