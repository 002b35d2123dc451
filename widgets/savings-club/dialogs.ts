import { clubMoreWords } from '../core/strings/club.ts';
import type { LayerRequest } from '../core/widget.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import { openLayer, withHost } from '../parts/layers.ts';
import type { ClubHost, DialogRequest } from './host.ts';

/** Opens a dialog over a club, once its code is there. */
export async function openDialog(host: ClubHost, request: DialogRequest): Promise<void> {
  await clubMoreWords(host.words!);
  await openLayer<DialogRequest>(host, request, {
    levels: host.data.mall?.levels ?? [],
    as: 'signed',
    make: (own) => make(host, own),
  });
}

async function make(host: ClubHost, request: Exclude<DialogRequest, LayerRequest>): Promise<WidgetDialog> {
  switch (request.kind) {
    case 'give':
      await import('./give-sheet.ts');
      return withHost(host, document.createElement('dangol-club-give'));
    case 'share':
      await import('./share-sheet.ts');
      return withHost(host, document.createElement('dangol-club-share'));
    case 'till':
      await import('./till-sheet.ts');
      return withHost(host, document.createElement('dangol-club-till'));
    case 'invite':
      await import('./invite-sheet.ts');
      return withHost(host, document.createElement('dangol-club-invite'));
    case 'people':
      await import('./people-sheet.ts');
      return withHost(host, document.createElement('dangol-club-people'));
    case 'statement':
      await import('./statement-sheet.ts');
      return withHost(host, document.createElement('dangol-club-statement'));
    case 'paper':
      await import('./paper-sheet.ts');
      return withHost(host, document.createElement('dangol-club-paper'));
    case 'form':
      await import('./club-form.ts');
      return withHost(host, document.createElement('dangol-club-form'), { isNew: request.isNew });
  }
}
