import type { TemplateResult } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import type { LaterKind, Review } from '../../server/community/reviews/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { TextMarks } from '../parts/fold-text.ts';
import type { BoardData } from './data.ts';
import type { View } from './view.ts';

/** What can be opened over a board. */
export type DialogRequest =
  | LayerRequest
  | { kind: 'write' | 'link' }
  | { kind: 'later'; review: Review; kinds: LaterKind[] }
  | { kind: 'why' }
  | { kind: 'edit' | 'delete' | 'history'; review: Review }
  | { kind: 'photo'; photos: readonly { photo: Photo; review: Review | string }[]; index: number };

/** What its writer can do about a review, where others vote. */
export interface OwnActs {
  /** Instead of the vote. */
  act: TemplateResult | undefined;
  /** Beside how many it helped. */
  why: TemplateResult | undefined;
}

/** What the pieces of a board know of the board. */
export interface BoardHost extends WidgetHost {
  readonly sort: string | null;
  readonly data: BoardData;
  /** What keeps a board from loading although nothing failed; its words are loaded. */
  trouble: 'notRegistered' | 'noProduct' | 'refused' | undefined;
  /** Takes the mall's own looks and language. */
  mallSays(mall: PublicMall): void;
  /** What only time brings, once its code is there; null when it cannot be had. */
  late: typeof import('./late.ts') | null | undefined;
  /** Brings it. */
  bringLate(): void;
  /** Marks what a search has found, once there was one. */
  marks: TextMarks | undefined;
  /** The field to search in, while it is open. */
  search: (() => TemplateResult) | undefined;
  sessionChanged(): void;
  /** Gives what is to be done the room that it needs. */
  unfold(): void;
  /** Another view was picked. */
  look(change: Partial<View>): void;
  /** Does something whose code loads when it is first asked for. */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void>;
  /** Opens a dialog; its code loads when it is first asked for. */
  open(request: DialogRequest): Promise<void>;
}
