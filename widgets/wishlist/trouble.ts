// What a wishlist does about a read that failed: seldom needed, so not part of the first paint.
import { isRegistered } from '../core/here.ts';
import { ClientProblem, problemOf } from '../core/problems.ts';
import type { WishlistData } from './data.ts';
import type { WishlistHost } from './host.ts';

let isTold = false;

/** Nobody has said which mall this page belongs to. */
export async function noMall(host: WishlistHost): Promise<void> {
  if (!isTold)
    console.warn(
      "Dangol: this page does not say which mall it belongs to. Add the mall's id to the script's address, such as " +
        '<script async src=".../embed.js?mall=shop1"></script>, or mall="shop1" to <dangol-wishlist>.',
    );
  isTold = true;
  host.data.trouble = host.words?.t('listRefused') ?? '';
  host.requestUpdate();
}

/**
 * Notes when the page may not embed the mall at all. What can be no id is a link that came without its end.
 *
 * @throws what was given, or what it means
 */
export async function explain(data: WishlistData, error: unknown): Promise<never> {
  const { client } = data.side!;
  const { code } = problemOf(error);
  if (code === 'bad-input') throw new ClientProblem('not-found');
  if (code === 'network' && !(await isRegistered(client))) {
    await data.host.words?.more();
    data.trouble = data.host.words?.t('notRegistered') ?? '';
  }
  throw error;
}
