// What a blog does about a read that failed: seldom needed, so not part of the first paint.
import { isRegistered } from '../core/here.ts';
import { ClientProblem, problemOf } from '../core/problems.ts';
import type { BlogData } from './data.ts';
import type { BlogHost } from './host.ts';

let isTold = false;

/** Nobody has said which mall this page belongs to. */
export async function noMall(host: BlogHost): Promise<void> {
  if (!isTold)
    console.warn(
      "Dangol: this page does not say which mall it belongs to. Add the mall's id to the script's address, such as " +
        '<script async src=".../embed.js?mall=shop1"></script>, or mall="shop1" to <dangol-blog>.',
    );
  isTold = true;
  host.data.trouble = host.words?.t('blogRefused') ?? '';
  host.requestUpdate();
}

/**
 * Asks once more with the token, where only members read; notes when the page may not embed the mall at all. An id that
 * cannot be one names nothing.
 *
 * @throws what was given, when another try makes no sense
 */
export async function again<Answer>(
  data: BlogData,
  error: unknown,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { client, session } = data.side!;
  const { code } = problemOf(error);
  if (code === 'bad-input') throw new ClientProblem('not-found');
  if (code === 'network' && !(await isRegistered(client))) {
    await data.host.words?.more();
    data.trouble = data.host.words?.t('notRegistered') ?? '';
  }
  if (data.isSigned || code !== 'sign-in-required' || !(await session.token())) throw error;
  data.isSigned = true;
  return ask();
}
