// What a guest of this browser wrote: it can go to another browser by an edit link.
import { redeem } from '../core/guest.ts';
import { problemOf } from '../core/problems.ts';
import type { BoardHost } from './host.ts';

/** A guest has posted: only this browser can edit it, unless they take a link along. */
export function offerEditLink(board: BoardHost): void {
  const words = board.words!;
  board.notify(words.t('posted'), [
    { label: words.t('editLink'), run: () => void board.open({ kind: 'link' }) },
    { label: words.t('close'), run: () => undefined },
  ]);
}

/**
 * An edit link has brought a code that opens a guest's things: it is taken out of the address at once, and kept here
 * until the shopper has said what to do. A link never decides by itself who somebody is in this browser.
 */
export async function openEditLink(board: BoardHost): Promise<void> {
  const found = /[#&]dangol-edit=([^&]*)/.exec(location.hash);
  if (!found) return;
  const rest = location.hash.replace(found[0], '').replace(/^&/, '#');
  history.replaceState(
    history.state,
    '',
    location.pathname + location.search + (rest.length > 1 ? rest : ''),
  );
  const words = board.words!;
  await words.more();
  const code = found[1]!;
  if (/^[\w-]{10,100}$/.test(code)) await askToRedeem(board, code);
  else board.notify(words.t('editLinkSpent'));
}

async function askToRedeem(board: BoardHost, code: string): Promise<void> {
  const { session } = board.side!;
  const words = board.words!;
  // Whoever is just being signed in is waited for.
  await session.pending;
  if (session.kind === 'member') {
    board.notify(words.t('editLinkMember'));
    const stop = session.onChange(() => {
      if (session.kind === 'member') return;
      stop();
      void askToRedeem(board, code);
    });
    return;
  }
  const asked = session.guestToken();
  await board.open({
    kind: 'confirm',
    heading: words.t('editLinkAsk'),
    text: asked ? words.t('editLinkInstead') : '',
    label: words.t('editLinkOpen'),
    run: async () => {
      // Meanwhile somebody may have signed in, or written something here: that is another question.
      if (session.kind === 'member' || session.guestToken() !== asked) {
        setTimeout(() => void askToRedeem(board, code));
        return;
      }
      try {
        await redeem(board.side!, code);
        board.notify(words.t('editOpened'));
      } catch (error) {
        // Spent is spent; anything else is said in the question itself, whose button tries again.
        if (problemOf(error).code !== 'token-refused') throw error;
        board.notify(words.t('editLinkSpent'));
      }
    },
  });
}
