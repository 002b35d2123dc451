import type { z } from '@hono/zod-openapi';
import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import type { PostReport } from '../../server/community/reports/contract.ts';
import type { Review } from '../../server/community/reviews/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { MallSide } from '../core/page.ts';
import type { Words } from '../core/words.ts';
import type { BoardData } from './data.ts';

/** Something that can be done about a message. */
export interface NoticeAction {
  label: string;
  run(): void;
}

/** What a report is about. */
export type Subject = z.infer<typeof PostReport>['subject'];

/** What can be opened over a board. */
export type DialogRequest =
  | { kind: 'write' | 'link' }
  | { kind: 'edit' | 'delete' | 'history'; review: Review }
  | { kind: 'report'; subject: Subject }
  | { kind: 'confirm'; heading: string; text: string; label?: string; run(): Promise<void> }
  | { kind: 'photo'; photos: readonly { photo: Photo; review: Review | string }[]; index: number };

/** What the pieces of a board know of the board. */
export interface BoardHost extends ReactiveControllerHost, HTMLElement {
  readonly sort: string | null;
  readonly data: BoardData;
  readonly words: Words | undefined;
  readonly side: MallSide | undefined;
  /** What keeps a board from loading although nothing failed; its words are loaded. */
  trouble: 'notRegistered' | 'noProduct' | 'refused' | undefined;
  /** Takes the mall's own looks and language. */
  mallSays(mall: PublicMall): void;
  sessionChanged(): void;
  /** Does something whose code loads when it is first asked for. */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void>;
  /** Opens a dialog; its code loads when it is first asked for. */
  open(request: DialogRequest): Promise<void>;
  /** Says something in the polite live region, for a while or until it is answered. */
  notify(text: string | TemplateResult, actions?: NoticeAction[]): void;
}
