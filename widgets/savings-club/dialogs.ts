import { clubMoreWords } from '../core/strings/club.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import type { ClubHost, DialogRequest } from './host.ts';

/** What was asked for last, and what is open: one dialog at a time. */
const wanted = new WeakMap<ClubHost, DialogRequest>();
const shown = new WeakMap<ClubHost, HTMLElement>();

/** Opens a dialog over a club, once its code is there. */
export async function openDialog(host: ClubHost, request: DialogRequest): Promise<void> {
  wanted.set(host, request);
  const words = host.words!;
  await clubMoreWords(words);
  if (request.kind === 'profile') {
    const [{ peopleOf }, { openProfile }] = await Promise.all([
      import('../core/people.ts'),
      import('../parts/profile.ts'),
    ]);
    shown.get(host)?.remove();
    return openProfile(peopleOf(host, host.data.mall?.levels ?? [], 'signed'), request.member);
  }
  const dialog = await make(host, request);
  // Tapped twice, or something else meanwhile.
  if (wanted.get(host) !== request) return;
  shown.get(host)?.remove();
  shown.set(host, dialog);
  dialog.lang = words.lang;
  host.shadowRoot!.append(dialog);
  await dialog.updateComplete;
}

async function make(host: ClubHost, request: DialogRequest): Promise<WidgetDialog> {
  const withHost = <Dialog extends WidgetDialog>(dialog: Dialog, more: Partial<Dialog> = {}): Dialog =>
    Object.assign(dialog, { host }, more);
  switch (request.kind) {
    case 'give':
      await import('./give-sheet.ts');
      return withHost(document.createElement('dangol-club-give'));
    case 'share':
      await import('./share-sheet.ts');
      return withHost(document.createElement('dangol-club-share'));
    case 'till':
      await import('./till-sheet.ts');
      return withHost(document.createElement('dangol-club-till'));
    case 'invite':
      await import('./invite-sheet.ts');
      return withHost(document.createElement('dangol-club-invite'));
    case 'people':
      await import('./people-sheet.ts');
      return withHost(document.createElement('dangol-club-people'));
    case 'statement':
      await import('./statement-sheet.ts');
      return withHost(document.createElement('dangol-club-statement'));
    case 'paper':
      await import('./paper-sheet.ts');
      return withHost(document.createElement('dangol-club-paper'));
    case 'form':
      await import('./club-form.ts');
      return withHost(document.createElement('dangol-club-form'), { isNew: request.isNew });
    case 'report':
      await Promise.all([import('../parts/report-sheet.ts'), import('../core/guest.ts')]);
      return withHost(document.createElement('dangol-part-report-sheet'), { subject: request.subject });
    case 'confirm':
      await import('../parts/confirm.ts');
      return withHost(document.createElement('dangol-part-confirm'), {
        heading: request.heading,
        text: request.text,
        label: request.label ?? '',
        task: request.run,
      });
    default:
      throw new Error(`${request.kind} opens by itself`);
  }
}
