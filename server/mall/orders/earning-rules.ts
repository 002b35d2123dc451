/** What was given for a line by one transfer, and what of it was taken back. */
export interface Given {
  transferId: string;
  /** Empty: erased meanwhile. */
  shopperId: string;
  amount: number;
  taken: number;
  /** How much of the month's budget it used; what was taken back uses it still. */
  room: number;
}

/**
 * What a line earns: its part of what was paid, for what was kept of it.
 *
 * @param rate in hundredths of a percent
 * @param most no line earns more
 */
export function earnedBy(
  line: { amount: number; quantity: number; refunded: number },
  rate: number,
  most: number,
): number {
  if (line.quantity <= 0) return 0;
  // Past 2^53 on the way: what was paid may be large.
  const kept = BigInt(line.quantity - line.refunded);
  const earned = (BigInt(line.amount) * kept * BigInt(rate)) / (BigInt(line.quantity) * 10_000n);
  return Number(earned < BigInt(most) ? earned : BigInt(most));
}

const standing = (given: Given) => given.amount - given.taken;
const sum = (all: readonly Given[], of: (one: Given) => number) =>
  all.reduce((total, one) => total + of(one), 0);

/**
 * How what stands for a line becomes what its newest statement says. What it gave before and took back is given anew
 * without using the budget a second time.
 *
 * @param shopperId whose order it is now; null: nobody's
 * @returns what to take back of which transfers, and how much to give, of it how much for which there is room already
 */
export function adjust(
  target: number,
  shopperId: string | null,
  given: readonly Given[],
): { takes: { given: Given; amount: number }[]; give: number; free: number } {
  // An erased shopper's earnings still count for their line: who comes back does not earn it twice.
  const isOwn = (one: Given) => one.shopperId === '' || one.shopperId === shopperId;
  const takes = given
    .filter((one) => !isOwn(one) && standing(one) > 0)
    .map((one) => ({ given: one, amount: standing(one) }));
  const own = given.filter(isOwn);
  const wanted = shopperId === null ? 0 : target;
  let less = sum(own, standing) - wanted;
  // The newest first, so that what came last and may still be pending goes first.
  for (const one of [...own].reverse()) {
    const amount = Math.min(Math.max(0, less), standing(one));
    if (amount > 0) takes.push({ given: one, amount });
    less -= amount;
  }
  const left = sum(given, standing) - takes.reduce((total, one) => total + one.amount, 0);
  const give = Math.max(0, wanted - sum(own, standing));
  return { takes, give, free: Math.min(give, sum(given, (one) => one.room) - left) };
}
