import { blogMoreWords } from '../core/strings/blog.ts';
import type { LayerRequest } from '../core/widget.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import { openLayer, withHost } from '../parts/layers.ts';
import type { BlogHost, DialogRequest } from './host.ts';

/** Opens a dialog over a blog, once its code is there. */
export async function openDialog(host: BlogHost, request: DialogRequest): Promise<void> {
  await blogMoreWords(host.words!);
  await openLayer<DialogRequest>(host, request, {
    levels: host.data.mall?.levels ?? [],
    as: 'signed',
    make: (own, clear) => make(host, own, clear),
  });
}

async function make(
  host: BlogHost,
  request: Exclude<DialogRequest, LayerRequest>,
  clear: () => void,
): Promise<WidgetDialog | undefined> {
  switch (request.kind) {
    case 'looks':
      clear();
      await (await import('./looks.ts')).openMyLooks(host);
      return undefined;
    case 'editor':
      await import('./editor/editor.ts');
      return withHost(host, document.createElement('dangol-blog-editor'), { story: request.story });
    case 'boards':
      await import('./boards-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-boards'));
    case 'purchases':
      await import('./purchases-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-purchases'));
    case 'neighbours':
      await import('./people-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-people'));
    case 'sales':
      await import('./sales-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-sales'));
    case 'drafts':
      await import('./drafts-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-drafts'));
    case 'share':
      await import('./share-sheet.ts');
      return withHost(host, document.createElement('dangol-blog-share'));
  }
}
