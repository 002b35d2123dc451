// What a guest of this browser wrote: it moves to the member, or to another browser by an edit link.
import { merge, redeem } from '../core/guest.ts';
import { problemOf } from '../core/problems.ts';
import type { BoardHost } from './host.ts';

/** A guest has signed in: asks whether what they wrote becomes the member's. */
export async function offerMerge(board: BoardHost): Promise<void> {
  const words = board.words!;
  await words.more();
  const move = async () => {
    try {
      await merge(board.side!);
      await board.data.reload(true);
      board.notify(words.t('merged'));
    } catch (error) {
      board.tell(problemOf(error));
    }
  };
  board.notify(words.t('mergeAsk'), [
    { label: words.t('mergeYes'), run: () => void move() },
    { label: words.t('mergeNo'), run: () => undefined },
  ]);
}

/** A guest has posted: only this browser can edit it, unless they take a link along. */
export function offerEditLink(board: BoardHost): void {
  const words = board.words!;
  board.notify(words.t('posted'), [
    { label: words.t('editLink'), run: () => void board.open({ kind: 'link' }) },
    { label: words.t('close'), run: () => undefined },
  ]);
}

/** An edit link has brought a code that opens a guest's things: it is taken out of the address at once. */
export async function openEditLink(board: BoardHost): Promise<void> {
  const found = /[#&]dangol-edit=([\w-]{10,100})/.exec(location.hash);
  if (!found) return;
  const rest = location.hash.replace(found[0], '');
  history.replaceState(
    history.state,
    '',
    location.pathname + location.search + (rest.length > 1 ? rest : ''),
  );
  const words = board.words!;
  await words.more();
  try {
    await redeem(board.side!, found[1]!);
    board.notify(words.t('editOpened'));
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'network') board.tell(problem);
    else board.notify(words.t('editLinkSpent'));
  }
}
