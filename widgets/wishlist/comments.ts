import type { PropertyDeclarations } from 'lit';
import type { Wish } from '../../server/community/wishlists/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { CommentSubject } from '../core/comments.ts';
import { defineOnce } from '../core/define.ts';
import { CommentsOf } from '../parts/comments.ts';
import type { WishlistHost } from './host.ts';

/** The comments under one wish. */
export class WishlistComments extends CommentsOf {
  static override properties: PropertyDeclarations = {
    ...CommentsOf.properties,
    host: { attribute: false },
    wish: { attribute: false },
  };

  declare host: WishlistHost;
  declare wish: Wish;

  protected override get widget(): WishlistHost {
    return this.host;
  }

  protected override get subject(): CommentSubject {
    return { kind: 'wish', id: this.wish.id };
  }

  protected override get mall(): PublicMall | undefined {
    return this.host.data.mall;
  }

  protected override get mine(): readonly string[] {
    return this.host.data.comments;
  }

  protected override get link(): string | null {
    return this.host.data.key;
  }

  protected override get mayClear(): boolean {
    return this.host.data.mayEdit;
  }

  protected override get closed(): string {
    return this.host.data.list?.commentsOpen === false ? this.host.words!.t('commentsClosed') : '';
  }

  protected override counted(by: number): void {
    const { data } = this.host;
    const { id } = this.wish;
    data.items = data.items.map((one) =>
      one.id === id ? { ...one, comments: Math.max(0, one.comments + by) } : one,
    );
    this.host.requestUpdate();
  }
}

defineOnce('dangol-wishlist-comments', WishlistComments);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-comments': WishlistComments;
  }
}
