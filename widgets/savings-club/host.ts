import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { ClubData } from './data.ts';

/** What can be opened over a club. */
export type DialogRequest =
  | LayerRequest
  /** `form`: another one, or changes to the one that is shown. */
  | { kind: 'form'; isNew: boolean }
  | { kind: 'give' | 'share' | 'till' | 'invite' | 'people' | 'statement' | 'paper' };

/** What the pieces of a club know of it. */
export interface ClubHost extends WidgetHost {
  readonly data: ClubData;
  /** The menu, once its code is there. */
  menus: typeof import('./menus.ts') | undefined;
  /** How a club ended and what an invited person sees, once its code is there. */
  late: typeof import('./late.ts') | undefined;
  /** Its comments are open. */
  isTalking: boolean;
  open(request: DialogRequest): Promise<void>;
  /** Does something whose code loads when it is first asked for. */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void>;
  /** Begins again from what attributes and address say now. */
  begin(): void;
  /** Takes the mall's own looks and language. */
  mallSays(mall: { looks: import('../core/looks.ts').MallLooks; locale: string }): void;
  /** An amount of points as people say it at this mall. */
  points(amount: number): string;
}
