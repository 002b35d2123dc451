import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { MallSide } from '../core/page.ts';
import type { ClientProblem } from '../core/problems.ts';
import type { Words } from '../core/words.ts';
import type { BoardData } from './data.ts';

/** Something that can be done about a message. */
export interface NoticeAction {
  label: string;
  run(): void;
}

/** What the pieces of a board know of the board. */
export interface BoardHost extends ReactiveControllerHost, HTMLElement {
  readonly sort: string | null;
  readonly data: BoardData;
  readonly words: Words | undefined;
  readonly side: MallSide | undefined;
  isUnregistered: boolean;
  /** Takes the mall's own looks and language. */
  mallSays(mall: PublicMall): void;
  sessionChanged(): void;
  /** A review has come while somebody is looking. */
  announceArrival(): void;
  /** The comments of a review have changed. */
  commentsChanged(review: string): void;
  /** Says something in the polite live region, for a while or until it is answered. */
  notify(text: string | TemplateResult, actions?: NoticeAction[]): void;
  /** Says what went wrong, in one calm sentence. */
  tell(problem: ClientProblem): void;
}
