import { walletMoreWords } from '../core/strings/points.ts';
import type { WidgetDialog } from '../parts/dialog.ts';
import type { PointsHost, PointsRequest } from './host.ts';

/** What was asked for last, and what is open: one dialog at a time. */
const wanted = new WeakMap<PointsHost, PointsRequest>();
const shown = new WeakMap<PointsHost, HTMLElement>();

/** Opens a dialog over a wallet, once its code and its words are there. */
export async function openSheet(host: PointsHost, request: PointsRequest): Promise<void> {
  wanted.set(host, request);
  const words = host.words!;
  const [dialog] = await Promise.all([make(request), walletMoreWords(words)]);
  // Tapped twice, or something else meanwhile.
  if (wanted.get(host) !== request || !dialog) return;
  shown.get(host)?.remove();
  shown.set(host, dialog);
  dialog.host = host;
  dialog.lang = words.lang;
  host.shadowRoot!.append(dialog);
  await dialog.updateComplete;
}

async function make(request: PointsRequest): Promise<WidgetDialog | undefined> {
  if (request.kind === 'out') return new (await import('./out-sheet.ts')).OutSheet();
  if (request.kind !== 'statement') return undefined;
  const { StatementSheet } = await import('./statement-sheet.ts');
  return Object.assign(new StatementSheet(), { file: request.file });
}
