import { blogMoreWords } from '../core/strings/blog.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import type { BlogHost, DialogRequest } from './host.ts';

/** What was asked for last, and what is open: one dialog at a time. */
const wanted = new WeakMap<BlogHost, DialogRequest>();
const shown = new WeakMap<BlogHost, HTMLElement>();

/** Opens a dialog over a blog, once its code is there. */
export async function openDialog(host: BlogHost, request: DialogRequest): Promise<void> {
  wanted.set(host, request);
  const words = host.words!;
  await blogMoreWords(words);
  if (request.kind === 'profile') {
    const [{ peopleOf }, { openProfile }] = await Promise.all([
      import('../core/people.ts'),
      import('../parts/profile.ts'),
    ]);
    shown.get(host)?.remove();
    return openProfile(peopleOf(host, host.data.mall?.levels ?? [], 'signed'), request.member);
  }
  if (request.kind === 'looks') {
    shown.get(host)?.remove();
    return (await import('./looks.ts')).openMyLooks(host);
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

async function make(host: BlogHost, request: DialogRequest): Promise<WidgetDialog> {
  const withHost = <Dialog extends WidgetDialog>(dialog: Dialog, more: Partial<Dialog> = {}): Dialog =>
    Object.assign(dialog, { host }, more);
  switch (request.kind) {
    case 'editor':
      await import('./editor/editor.ts');
      return withHost(document.createElement('dangol-blog-editor'), { story: request.story });
    case 'boards':
      await import('./boards-sheet.ts');
      return withHost(document.createElement('dangol-blog-boards'));
    case 'purchases':
      await import('./purchases-sheet.ts');
      return withHost(document.createElement('dangol-blog-purchases'));
    case 'neighbours':
      await import('./people-sheet.ts');
      return withHost(document.createElement('dangol-blog-people'));
    case 'sales':
      await import('./sales-sheet.ts');
      return withHost(document.createElement('dangol-blog-sales'));
    case 'drafts':
      await import('./drafts-sheet.ts');
      return withHost(document.createElement('dangol-blog-drafts'));
    case 'share':
      await import('./share-sheet.ts');
      return withHost(document.createElement('dangol-blog-share'));
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
