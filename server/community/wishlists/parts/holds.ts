// What happens to the points of parts. Nothing of it touches the wallet of whoever wishes before they are handed over: a
// part is held for a pot of its own, goes there when the wish is given, and from there to them.
import type { Trx } from '../../../base/db/database.ts';
import type { Services } from '../../../base/services.ts';
import {
  type LedgerTools,
  type NewTransfer,
  potOf,
  walletOf,
  writeTransfers,
} from '../../../mall/points/ledger.ts';
import { type NewNotice, notifyAll } from '../../inbox/store.ts';
import type { WishPartRow, WishRow } from '../table.ts';
import { deleteParts, heldFor, restOf, setPart } from './rows.ts';

/** What it takes to move parts, and to tell of it. */
export type Moving = LedgerTools & Pick<Services, 'jobs'>;

/** Why somebody has points back. */
export type WhyBack = 'gone' | 'taken' | 'time' | 'price' | 'mine';

/** Names a hold for ever: each of a part has its own. */
const keyOf = (part: Pick<WishPartRow, 'part_id' | 'hold_no'>, what: string) =>
  `part:${part.part_id}:${part.hold_no}:${what}`;

/** Holds the whole amount of a part. @throws Problem points-short */
export async function hold(
  trx: Trx,
  moving: Moving,
  part: Pick<WishPartRow, 'mall_id' | 'part_id' | 'hold_no' | 'amount' | 'due_at'> & { shopper_id: string },
): Promise<string> {
  const [written] = await writeTransfers(trx, moving, part.mall_id, [holdOf(part)]);
  return (written as { transferId: string }).transferId;
}

const holdOf = (
  part: Pick<WishPartRow, 'part_id' | 'hold_no' | 'amount' | 'due_at'> & { shopper_id: string },
): NewTransfer => ({
  phase: 'pending',
  key: keyOf(part, 'hold'),
  kind: 'part-claim',
  from: walletOf(part.shopper_id),
  to: potOf(part.part_id),
  amount: part.amount,
  dueAt: part.due_at,
  onDue: 'void',
  facts: { shopperId: part.shopper_id },
});

/** Another amount in the place of what is held: less lets the difference go, more is held anew and for longer. */
export async function change(
  trx: Trx,
  moving: Moving,
  part: WishPartRow & { shopper_id: string },
  to: { amount: number; dueAt: number },
): Promise<void> {
  if (to.amount < part.amount) return lessen(trx, moving, part, to.amount);
  const rest = await restOf(trx, part.mall_id, [part]);
  const next = { ...part, amount: to.amount, due_at: to.dueAt, hold_no: part.hold_no + 1 };
  const written = await writeTransfers(trx, moving, part.mall_id, [
    ...(rest.has(part.hold_id) ? [voidOf(part)] : []),
    holdOf(next),
  ]);
  await setPart(trx, part, {
    amount: next.amount,
    due_at: next.due_at,
    hold_no: next.hold_no,
    hold_id: (written.at(-1) as { transferId: string }).transferId,
  });
}

const voidOf = (part: WishPartRow, amount?: number): NewTransfer => ({
  phase: 'void',
  key: keyOf(part, amount === undefined ? 'void' : `less:${part.amount - amount}`),
  of: part.hold_id,
  ...(amount !== undefined && { amount }),
});

/** Lets a part of what is held go. */
async function lessen(trx: Trx, moving: Moving, part: WishPartRow, amount: number): Promise<void> {
  await writeTransfers(trx, moving, part.mall_id, [voidOf(part, part.amount - amount)]);
  await setPart(trx, part, { amount });
}

/** Lets these parts go, each exactly; their givers are told, but for one who did it. */
export async function letGo(
  trx: Trx,
  moving: Moving,
  mallId: string,
  parts: readonly WishPartRow[],
  why: WhyBack,
): Promise<void> {
  if (parts.length === 0) return;
  // Whose time is over may have ended by itself.
  const rest = await restOf(trx, mallId, parts);
  await writeTransfers(
    trx,
    moving,
    mallId,
    parts.filter((part) => rest.has(part.hold_id)).map((part) => voidOf(part)),
  );
  await deleteParts(trx, mallId, parts);
  if (why !== 'mine') await notifyAll(trx, moving, mallId, parts.flatMap(backNotice(why)));
}

/** Lets go of all that is held for what somebody wishes: another gives it whole. */
export async function makeWay(
  trx: Trx,
  moving: Moving,
  wish: Pick<WishRow, 'mall_id' | 'shopper_id' | 'product'>,
): Promise<void> {
  const parts = await heldFor(trx, wish.mall_id, wish.shopper_id, wish.product);
  await letGo(trx, moving, wish.mall_id, parts, 'taken');
}

/** A price fell: what is too much goes back, from the newest. */
export async function trim(
  trx: Trx,
  moving: Moving,
  mallId: string,
  parts: readonly WishPartRow[],
  less: ReadonlyMap<string, number>,
): Promise<void> {
  for (const part of parts) {
    const stays = less.get(part.part_id);
    if (stays === undefined) continue;
    if (stays === 0) await letGo(trx, moving, mallId, [part], 'price');
    else {
      await lessen(trx, moving, part, stays);
      const back = { ...part, amount: part.amount - stays };
      await notifyAll(trx, moving, mallId, backNotice('price')(back));
    }
  }
}

const backNotice =
  (why: WhyBack) =>
  (part: WishPartRow): NewNotice[] =>
    part.shopper_id === null
      ? []
      : [
          {
            shopperId: part.shopper_id,
            kind: 'part-back',
            onceKey: `part:${part.part_id}:${part.hold_no}:${part.amount}:${why}`,
            product: part.product,
            listId: part.list_id,
            wishId: part.wish_id,
            facts: { amount: part.amount },
          },
        ];

/** All parts of a wish together are its price: they leave the wallets of their givers. */
export async function give(
  trx: Trx,
  moving: Moving,
  mallId: string,
  parts: readonly WishPartRow[],
  deliverOn: string | null,
): Promise<WishPartRow[]> {
  await writeTransfers(
    trx,
    moving,
    mallId,
    parts.map((part) => ({ phase: 'post', key: keyOf(part, 'post'), of: part.hold_id })),
  );
  const given: WishPartRow[] = [];
  for (const part of parts) {
    const set = { state: 'given' as const, deliver_on: deliverOn };
    await setPart(trx, part, set);
    given.push({ ...part, ...set });
  }
  await notifyAll(
    trx,
    moving,
    mallId,
    given.flatMap((part) =>
      part.shopper_id === null
        ? []
        : [
            {
              shopperId: part.shopper_id,
              kind: 'part-given' as const,
              onceKey: `part:${part.part_id}:given`,
              product: part.product,
              listId: part.list_id,
              wishId: part.wish_id,
              facts: { amount: part.amount },
            },
          ],
    ),
  );
  return given;
}

/** Hands given parts over: from now on whoever wishes has the points, and reads the names of those who want to be named. */
export async function handOver(
  trx: Trx,
  moving: Moving,
  mallId: string,
  ownerId: string,
  parts: readonly WishPartRow[],
): Promise<void> {
  await writeTransfers(
    trx,
    moving,
    mallId,
    parts.map((part) => ({
      key: keyOf(part, 'hand-over'),
      kind: 'part-claim',
      from: potOf(part.part_id),
      to: walletOf(ownerId),
      amount: part.amount,
      // They keep the days that they had in the wallets they came from.
      lots: 'of-pot',
      facts: { shopperId: ownerId },
    })),
  );
  for (const part of parts) await setPart(trx, part, { state: 'done' });
  await notifyAll(trx, moving, mallId, giftNotices(ownerId, parts));
}

/** One for each giver who wants to be named, and one for all others. */
function giftNotices(ownerId: string, parts: readonly WishPartRow[]): NewNotice[] {
  const [first] = parts;
  if (!first) return [];
  const about = {
    shopperId: ownerId,
    kind: 'gift-points' as const,
    product: first.product,
    listId: first.list_id,
    wishId: first.wish_id,
  };
  const named = parts.filter((part) => part.named === 1 && part.shopper_id !== null);
  const others = parts.filter((part) => !named.includes(part));
  const rest = others.reduce((sum, part) => sum + part.amount, 0);
  return [
    ...named.map((part) => ({
      ...about,
      onceKey: `gift:${part.part_id}`,
      fromId: part.shopper_id as string,
      facts: { amount: part.amount },
    })),
    ...(rest > 0 ? [{ ...about, onceKey: `gift:${first.part_id}:others`, facts: { amount: rest } }] : []),
  ];
}

/**
 * Given parts that nobody is there any more to be handed: each goes back to the lots it came from; of a giver who has been
 * erased, to the mall.
 */
export async function takeBackGiven(
  trx: Trx,
  moving: Moving,
  mallId: string,
  parts: readonly WishPartRow[],
): Promise<void> {
  await writeTransfers(
    trx,
    moving,
    mallId,
    parts.map((part) => ({
      key: keyOf(part, 'back'),
      kind: part.shopper_id === null ? 'erased' : 'part-claim',
      from: potOf(part.part_id),
      amount: part.amount,
      ...(part.shopper_id === null
        ? { to: 'expiry' }
        : {
            to: walletOf(part.shopper_id),
            // It was the hold that took them.
            lots: { returns: part.hold_id },
            facts: { shopperId: part.shopper_id },
          }),
    })),
  );
  await deleteParts(trx, mallId, parts);
  await notifyAll(trx, moving, mallId, parts.flatMap(backNotice('gone')));
}
