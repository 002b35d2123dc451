import type { Reader, Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { OutboxEvent, PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { findMall } from '../../mall/malls/store.ts';
import { walletNow } from '../../mall/points/ledger.ts';
import { findClub, isKeptFrom } from './access.ts';
import { findContribution, give, takeOut } from './giving.ts';
import { sharesAt } from './members.ts';
import { isUnsettled, shareBack, shareOf } from './rules.ts';
import { idOf, type Writing, writingOf } from './store.ts';

/** The line of an order that points are about. */
interface Line {
  orderId: string;
  lineId: string;
}

async function lineOf(db: Reader, mallId: string, transferId: string): Promise<Line | undefined> {
  const facts = await db
    .selectFrom('transfer_facts')
    .select(['order_id', 'line_id'])
    .where('mall_id', '=', mallId)
    .where('transfer_id', '=', transferId)
    .executeTakeFirst();
  return facts?.order_id && facts.line_id ? { orderId: facts.order_id, lineId: facts.line_id } : undefined;
}

/**
 * What a member's order earned has come into their wallet: of it each of their clubs has the share that stood when it
 * came, in the order in which they joined them; never more than the club still needs, nor than is there.
 */
async function shareOut(
  trx: Trx,
  writing: Writing,
  shopperId: string,
  posted: { transferId: string; amount: number; seq: number },
  line: Line | undefined,
): Promise<void> {
  const { mall, secrets } = writing;
  for (const { clubId, percent } of await sharesAt(trx, mall.id, shopperId, posted.seq)) {
    const club = await findClub(trx, mall.id, clubId);
    if (club?.state !== 'open' || isKeptFrom(mall, club, shopperId, writing.now())) continue;
    const { available } = await walletNow(trx, mall.id, shopperId);
    const amount = shareOf(posted.amount, percent, Math.min(club.goal - club.raised, available));
    const contributionId = idOf(secrets, mall.id, 'share', clubId, posted.transferId);
    if (amount === 0 || (await findContribution(trx, mall.id, contributionId))) continue;
    await give(trx, writing, club, { contributionId, shopperId, amount, via: 'share', ...line });
  }
}

/** What a line has earned once: by which transfers it came, how much, and how much of that was taken back. */
interface Earning {
  posts: string[];
  earned: number;
  back: number;
}

/**
 * What a line has earned, by the ledger: once, or again and again where the mall stated it anew, each with what was taken
 * back of it.
 */
async function earningsOf(db: Reader, mallId: string, { orderId, lineId }: Line): Promise<Earning[]> {
  const given = await db
    .selectFrom('transfer_facts as about')
    .innerJoin('transfers', (join) =>
      join
        .onRef('transfers.mall_id', '=', 'about.mall_id')
        .onRef('transfers.transfer_id', '=', 'about.transfer_id'),
    )
    .select('transfers.transfer_id')
    .where('about.mall_id', '=', mallId)
    .where('about.order_id', '=', orderId)
    .where('about.line_id', '=', lineId)
    .where('transfers.kind', '=', 'order')
    .where('transfers.phase', '=', 'pending')
    .execute();
  if (given.length === 0) return [];
  const ids = given.map((row) => row.transfer_id);
  const rows = await db
    .selectFrom('transfers')
    .select(['transfer_id', 'of_id', 'phase', 'amount'])
    .where('mall_id', '=', mallId)
    .where('of_id', 'in', ids)
    .where('phase', 'in', ['post', 'posted'])
    .execute();
  const sum = (of: readonly { amount: number }[]) => of.reduce((all, one) => all + one.amount, 0);
  return ids.map((id) => {
    const its = rows.filter((row) => row.of_id === id);
    const posts = its.filter((row) => row.phase === 'post');
    return {
      posts: posts.map((row) => row.transfer_id),
      earned: sum(posts),
      back: sum(its.filter((row) => row.phase === 'posted')),
    };
  });
}

/**
 * Of an order's points some were taken back: the same part of what came of them into clubs goes back to the wallet, where
 * it meets what is owed now. What has been given stays given.
 */
async function shareBackOf(trx: Trx, writing: Writing, line: Line): Promise<void> {
  const { mall, secrets } = writing;
  const rows = await trx
    .selectFrom('contributions')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('order_id', '=', line.orderId)
    .where('line_id', '=', line.lineId)
    .where('via', '=', 'share')
    .whereRef('amount', '>', 'refunded')
    .orderBy('at')
    .orderBy('contribution_id')
    .execute();
  if (rows.length === 0) return;
  const earnings = await earningsOf(trx, mall.id, line);
  for (const contribution of rows) {
    // The id of a share was made from what it is a share of.
    const isOf = (post: string) =>
      idOf(secrets, mall.id, 'share', contribution.club_id, post) === contribution.contribution_id;
    const earning = earnings.find(({ posts }) => posts.some(isOf));
    if (!earning) continue;
    const amount = shareBack(contribution.amount, earning.earned, earning.back) - contribution.refunded;
    const club = amount > 0 ? await findClub(trx, mall.id, contribution.club_id) : undefined;
    if (!club || !isUnsettled(club.state)) continue;
    await takeOut(trx, writing, club, [{ contribution, amount }], {
      kind: 'order-returned',
      shopperId: contribution.shopper_id,
      amount,
    });
  }
}

/** What an event says that clubs do something upon. */
const moveIn = ({ kind: what, ids }: OutboxEvent) => {
  const { kind, phase, transfer, of } = ids;
  if (what !== 'points.moved' || typeof transfer !== 'string') return undefined;
  const isEarned = kind === 'order' && (phase === 'post' || phase === 'posted');
  const isBack = kind === 'order-returned' && phase === 'posted';
  return isEarned || isBack ? { transfer, of, isEarned } : undefined;
};

/** Points moved: what orders earned is shared out, and what was taken back of it goes back. */
export async function followMove(trx: Trx, writing: Writing, event: OutboxEvent): Promise<void> {
  const move = moveIn(event);
  if (!move) return;
  const { transfer, of, isEarned } = move;
  const { mall } = writing;
  const origin = isEarned && typeof of === 'string' ? of : transfer;
  const line = await lineOf(trx, mall.id, origin);
  if (!isEarned) {
    if (line) await shareBackOf(trx, writing, line);
    return;
  }
  const row = await trx
    .selectFrom('transfers')
    .select(['amount', 'to_seq'])
    .where('mall_id', '=', mall.id)
    .where('transfer_id', '=', transfer)
    .executeTakeFirst();
  const shopperId = event.topic.slice('shopper:'.length);
  // Points of an order come into a wallet: there they have a place.
  if (row?.to_seq == null) return;
  const posted = { transferId: transfer, amount: row.amount, seq: row.to_seq };
  await shareOut(trx, writing, shopperId, posted, line);
  // It may have been taken back before this was heard.
  if (line) await shareBackOf(trx, writing, line);
}

/** The same, of every event once. */
export function sharesConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    const mall = moveIn(event) && (await findMall(trx, event.mallId));
    if (mall) await followMove(trx, writingOf(services, mall), event);
  };
  return consume(services, 'clubs-shares', follow, ['points.moved']);
}
