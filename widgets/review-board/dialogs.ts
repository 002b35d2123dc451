import { ProblemShowEvent } from '../core/events.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import type { BoardHost, DialogRequest } from './host.ts';

/** What was asked for last, and what is open: one dialog at a time. */
const wanted = new WeakMap<BoardHost, DialogRequest>();
const shown = new WeakMap<BoardHost, HTMLElement>();

/** Opens a dialog over a board, once its code is there. */
export async function openDialog(board: BoardHost, request: DialogRequest): Promise<void> {
  wanted.set(board, request);
  const words = board.words!;
  const { kind } = request;
  const isWriting = kind === 'write' || kind === 'edit' || kind === 'later';
  if (isWriting && board.data.board?.mall.write === 'members' && board.side?.session.kind !== 'member') {
    // A host that has a sign-in of its own may open it now.
    board.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
    board.notify(words.t('signInToWrite'));
    return;
  }
  if (request.kind === 'profile' || request.kind === 'why') return openPeople(board, request);
  const dialog = request.kind === 'photo' ? await lightbox(board, request) : await make(board, request);
  // Tapped twice, or something else meanwhile.
  if (wanted.get(board) !== request) return;
  shown.get(board)?.remove();
  shown.set(board, dialog);
  dialog.lang = words.lang;
  board.shadowRoot!.append(dialog);
  await dialog.updateComplete;
}

async function make(
  board: BoardHost,
  request: Exclude<DialogRequest, { kind: 'photo' | 'profile' | 'why' }>,
): Promise<WidgetDialog> {
  const words = board.words!;
  const withBoard = <Dialog extends WidgetDialog>(dialog: Dialog, more: Partial<Dialog> = {}): Dialog =>
    Object.assign(dialog, { host: board }, more);
  switch (request.kind) {
    case 'write':
    case 'edit':
      // What makes a guest comes along: by the time somebody posts the connection may be gone.
      await Promise.all([import('./write-form.ts'), import('../core/guest.ts')]);
      return withBoard(document.createElement('dangol-board-form'), {
        review: request.kind === 'edit' ? request.review : undefined,
      });
    case 'later':
      await Promise.all([import('./write-form.ts'), import('../core/guest.ts')]);
      return withBoard(document.createElement('dangol-board-form'), {
        first: request.review,
        kinds: request.kinds,
      });
    case 'report':
      await import('../parts/report-sheet.ts');
      return withBoard(document.createElement('dangol-part-report-sheet'), { subject: request.subject });
    case 'history':
      await import('./history-sheet.ts');
      return withBoard(document.createElement('dangol-board-history'), { review: request.review });
    case 'link':
      await import('./edit-link.ts');
      return withBoard(document.createElement('dangol-board-edit-link'));
    case 'confirm':
      await import('../parts/confirm.ts');
      return withBoard(document.createElement('dangol-part-confirm'), {
        heading: request.heading,
        text: request.text,
        label: request.label ?? '',
        task: request.run,
      });
    case 'delete': {
      const { deleteReview } = await import('./delete-review.ts');
      return make(board, {
        kind: 'confirm',
        heading: words.t(request.review.laterOf ? 'laterRemoveTitle' : 'removeTitle'),
        text: words.t('removeText'),
        run: () => deleteReview(board, request.review),
      });
    }
  }
}

/** A sheet about somebody; it takes itself in and out. */
async function openPeople(
  board: BoardHost,
  request: Extract<DialogRequest, { kind: 'profile' | 'why' }>,
): Promise<void> {
  const { peopleOf } = await import('../core/people.ts');
  const { data } = board;
  const people = peopleOf(board, data.board?.mall.levels ?? [], data.as);
  shown.get(board)?.remove();
  if (request.kind === 'why') await (await import('../parts/why.ts')).openWhy(people);
  else await (await import('../parts/profile.ts')).openProfile(people, request.member);
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
