// What a board does about a read that failed: seldom needed, so not part of the first paint.
import { isRegistered } from '../core/here.ts';
import { problemOf } from '../core/problems.ts';
import type { BoardData } from './data.ts';

/**
 * Asks once more with the token, where only members read; notes when the page may not embed the mall at all.
 *
 * @throws what was given, when another try makes no sense
 */
export async function again<Answer>(
  data: BoardData,
  error: unknown,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { client, session } = data.side!;
  const { code } = problemOf(error);
  if (code === 'network') data.host.trouble = (await isRegistered(client)) ? undefined : 'notRegistered';
  if (data.isSigned || code !== 'sign-in-required' || !(await session.token())) throw error;
  data.isSigned = true;
  return ask();
}
