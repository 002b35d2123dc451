// What the leaders do about a read that failed: seldom needed, so not part of the first paint.
import { isRegistered } from '../core/here.ts';
import { problemOf } from '../core/problems.ts';
import type { LeadersData } from './data.ts';

let isTold = false;

/** Once for a page: a hint to whoever builds it. */
export function tellNoMall(): void {
  if (!isTold)
    console.warn(
      "Dangol: this page does not say which mall it belongs to. Add the mall's id to the script's address, such as " +
        '<script async src=".../embed.js?mall=shop1"></script>, or mall="shop1" to <dangol-leaders>.',
    );
  isTold = true;
}

/**
 * Asks once more with the token, where only members read; notes when the page may not embed the mall at all.
 *
 * @throws what was given, when another try makes no sense
 */
export async function remedy<Answer>(
  data: LeadersData,
  error: unknown,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { client, session } = data.side!;
  const { code } = problemOf(error);
  if (code === 'network') data.trouble = (await isRegistered(client)) ? undefined : 'notRegistered';
  if (data.as || code !== 'sign-in-required' || !(await session.token())) throw error;
  data.sign();
  return ask();
}
