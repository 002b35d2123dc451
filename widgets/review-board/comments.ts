import type { PropertyDeclarations } from 'lit';
import type { Review } from '../../server/community/reviews/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { CommentSubject } from '../core/comments.ts';
import { defineOnce } from '../core/define.ts';
import { CommentsOf } from '../parts/comments.ts';
import { upsert } from './changes.ts';
import type { BoardHost } from './host.ts';

/** The comments of one review. */
export class BoardComments extends CommentsOf {
  static override properties: PropertyDeclarations = {
    ...CommentsOf.properties,
    board: { attribute: false },
    review: { attribute: false },
  };

  declare board: BoardHost;
  declare review: Review;

  protected override get widget(): BoardHost {
    return this.board;
  }

  protected override get subject(): CommentSubject {
    return { kind: 'review', id: this.review.id };
  }

  protected override get mall(): PublicMall | undefined {
    return this.board.data.board?.mall;
  }

  protected override get mine(): readonly string[] {
    return this.board.data.mine?.comments ?? [];
  }

  protected override counted(by: number): void {
    const { data } = this.board;
    const known = data.items.find(({ id }) => id === this.review.id);
    if (known) upsert(data, { ...known, comments: Math.max(0, known.comments + by) });
  }
}

defineOnce('dangol-board-comments', BoardComments);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-comments': BoardComments;
  }
}
