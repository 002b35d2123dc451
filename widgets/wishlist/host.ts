import type { MyWishlist, Wish } from '../../server/community/wishlists/contract.ts';
import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { WishlistData } from './data.ts';

/** What can be opened over a wishlist. */
export type DialogRequest =
  | LayerRequest
  | { kind: 'wish' | 'give' | 'alerts'; wish: Wish }
  | { kind: 'transfer'; wish: Wish; copy: boolean }
  /** Without a list: a new one. */
  | { kind: 'list'; list?: MyWishlist }
  | { kind: 'share' | 'people' | 'giving' };

/** What the pieces of a wishlist know of it. */
export interface WishlistHost extends WidgetHost {
  readonly data: WishlistData;
  open(request: DialogRequest): Promise<void>;
  /** Does something whose code loads when it is first asked for. */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void>;
  /** Says something that is seen already to those who only hear. */
  say(text: string): void;
  sessionChanged(): void;
  /** Begins again from what attributes and address say now. */
  begin(): void;
  /** Takes the mall's own looks and language. */
  mallSays(mall: { looks: import('../core/looks.ts').MallLooks; locale: string }): void;
  /** The menus of wishes and of the list, once their code is there. */
  menus: typeof import('./menus.ts') | undefined;
  /** Wishes whose comments are open. */
  readonly talking: Set<string>;
}
