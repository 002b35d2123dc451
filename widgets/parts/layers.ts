import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { WidgetDialog } from './dialog.ts';

/** What was asked for last, and what is open: one at a time over a widget. */
const wanted = new WeakMap<WidgetHost, object>();
const shown = new WeakMap<WidgetHost, HTMLElement>();

/** How a widget opens what is its own. */
export interface Layers<Request> {
  levels: PublicMall['levels'];
  /** `signed` where only members may read. */
  as?: 'signed' | undefined;
  /**
   * Makes the dialog, once its code is there.
   *
   * @param clear takes away what is open, for what opens by itself
   * @returns nothing for what opens by itself, and where there is nothing to open
   */
  make(request: Request, clear: () => void): Promise<HTMLElement | undefined>;
}

/** What any widget can open: a member, a report, a question. */
const KINDS: readonly string[] = ['profile', 'report', 'confirm'] satisfies LayerRequest['kind'][];

/** Opens a dialog over a widget, once its code is there. */
export async function openLayer<Request extends { kind: string }>(
  host: WidgetHost,
  request: Request | LayerRequest,
  layers: Layers<Exclude<Request, LayerRequest>>,
): Promise<void> {
  wanted.set(host, request);
  const clear = () => shown.get(host)?.remove();
  const dialog = isShared(request)
    ? await makeShared(host, request, layers, clear)
    : await layers.make(request as Exclude<Request, LayerRequest>, clear);
  // Tapped twice, or something else meanwhile.
  if (!dialog || wanted.get(host) !== request) return;
  clear();
  shown.set(host, dialog);
  dialog.lang = host.words!.lang;
  host.shadowRoot!.append(dialog);
  await (dialog as WidgetDialog).updateComplete;
}

const isShared = (request: { kind: string }): request is LayerRequest => KINDS.includes(request.kind);

async function makeShared(
  host: WidgetHost,
  request: LayerRequest,
  { levels, as }: Pick<Layers<never>, 'levels' | 'as'>,
  clear: () => void,
): Promise<WidgetDialog | undefined> {
  switch (request.kind) {
    case 'profile': {
      const [{ peopleOf }, { openProfile }] = await Promise.all([
        import('../core/people.ts'),
        import('./profile.ts'),
      ]);
      clear();
      await openProfile(peopleOf(host, levels, as), request.member);
      return undefined;
    }
    case 'report':
      // What makes a guest comes along: by the time somebody sends it the connection may be gone.
      await Promise.all([import('./report-sheet.ts'), import('../core/guest.ts')]);
      return withHost(host, document.createElement('dangol-part-report-sheet'), { subject: request.subject });
    case 'confirm':
      await import('./confirm.ts');
      return withHost(host, document.createElement('dangol-part-confirm'), {
        heading: request.heading,
        text: request.text,
        label: request.label ?? '',
        task: request.run,
      });
  }
}

/** Gives a dialog its widget, and what else it is to know. */
export const withHost = <Dialog extends WidgetDialog>(
  host: Dialog['host'],
  dialog: Dialog,
  more: Partial<Dialog> = {},
): Dialog => Object.assign(dialog, { host }, more);
