import { ProblemShowEvent } from '../core/events.ts';
import type { LayerRequest } from '../core/widget.ts';
import { openLayer, withHost } from '../parts/layers.ts';
import type { BoardHost, DialogRequest } from './host.ts';

/** Opens a dialog over a board, once its code is there. */
export const openDialog = (board: BoardHost, request: DialogRequest): Promise<void> =>
  openLayer<DialogRequest>(board, request, {
    levels: board.data.board?.mall.levels ?? [],
    as: board.data.as,
    make: (own, clear) => make(board, own, clear),
  });

async function make(
  board: BoardHost,
  request: Exclude<DialogRequest, LayerRequest>,
  clear: () => void,
): Promise<HTMLElement | undefined> {
  const words = board.words!;
  const { kind } = request;
  const isWriting = kind === 'write' || kind === 'edit' || kind === 'later';
  if (isWriting && board.data.board?.mall.write === 'members' && board.side?.session.kind !== 'member') {
    // A host that has a sign-in of its own may open it now.
    board.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
    board.notify(words.t('signInToWrite'));
    return undefined;
  }
  switch (request.kind) {
    case 'write':
    case 'edit':
      // What makes a guest comes along: by the time somebody posts the connection may be gone.
      await Promise.all([import('./write-form.ts'), import('../core/guest.ts')]);
      return withHost(board, document.createElement('dangol-board-form'), {
        review: request.kind === 'edit' ? request.review : undefined,
      });
    case 'later':
      await Promise.all([import('./write-form.ts'), import('../core/guest.ts')]);
      return withHost(board, document.createElement('dangol-board-form'), {
        first: request.review,
        kinds: request.kinds,
      });
    case 'history':
      await import('./history-sheet.ts');
      return withHost(board, document.createElement('dangol-board-history'), { review: request.review });
    case 'link':
      await import('./edit-link.ts');
      return withHost(board, document.createElement('dangol-board-edit-link'));
    case 'photo':
      return lightbox(board, request);
    case 'why': {
      const { peopleOf } = await import('../core/people.ts');
      const { data } = board;
      const { openWhy } = await import('../parts/why.ts');
      clear();
      await openWhy(peopleOf(board, data.board?.mall.levels ?? [], data.as));
      return undefined;
    }
    case 'delete': {
      const { deleteReview } = await import('./delete-review.ts');
      await import('../parts/confirm.ts');
      return withHost(board, document.createElement('dangol-part-confirm'), {
        heading: words.t(request.review.laterOf ? 'laterRemoveTitle' : 'removeTitle'),
        text: words.t('removeText'),
        label: '',
        task: () => deleteReview(board, request.review),
      });
    }
  }
}

async function lightbox(board: BoardHost, { photos, index }: Extract<DialogRequest, { kind: 'photo' }>) {
  await import('../parts/lightbox.ts');
  const words = board.words!;
  const dialog = document.createElement('dangol-part-lightbox');
  dialog.addEventListener('dangol-part-lightbox-close', () => dialog.remove());
  return Object.assign(dialog, {
    words,
    index,
    open: true,
    photos: photos.map(({ photo, review }) => {
      const of = typeof review === 'string' ? board.data.items.find(({ id }) => id === review) : review;
      return {
        photo,
        author: of && words.t('named', { name: of.author.name }),
        stars: of?.stars,
        text: of?.text,
      };
    }),
  });
}
