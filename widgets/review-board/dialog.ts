import { WidgetDialog } from '../parts/dialog.ts';
import type { BoardHost } from './host.ts';

export { dialogStyles } from '../parts/dialog.ts';

/** A dialog that only a board has. */
export abstract class BoardDialog extends WidgetDialog {
  declare host: BoardHost;

  get board(): BoardHost {
    return this.host;
  }
}
