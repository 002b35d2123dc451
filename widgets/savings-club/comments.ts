import type { PropertyDeclarations } from 'lit';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { CommentSubject } from '../core/comments.ts';
import { defineOnce } from '../core/define.ts';
import { CommentsOf } from '../parts/comments.ts';
import type { ClubHost } from './host.ts';

/** The comments under a club. */
export class ClubComments extends CommentsOf {
  static override properties: PropertyDeclarations = {
    ...CommentsOf.properties,
    host: { attribute: false },
  };

  declare host: ClubHost;
  #club: string | undefined;

  protected override get widget(): ClubHost {
    return this.host;
  }

  protected override get subject(): CommentSubject {
    this.#club = this.host.data.page?.club.id ?? this.#club;
    return { kind: 'club', id: this.#club! };
  }

  protected override get mall(): PublicMall | undefined {
    return this.host.data.mall;
  }

  protected override get mine(): readonly string[] {
    return [];
  }

  protected override get link(): string | null {
    return this.host.data.key;
  }

  protected override get mayClear(): boolean {
    return this.host.data.page?.me.role === 'starter';
  }

  protected override get closed(): string {
    const { page } = this.host.data;
    const words = this.host.words!;
    if (page?.club.commentsOpen === false) return words.t('clubCommentsClosed');
    return page && !page.me.role ? words.t('clubCommentsMembers') : '';
  }

  protected override counted(by: number): void {
    const { page } = this.host.data;
    if (page) page.club.comments = Math.max(0, page.club.comments + by);
    this.host.requestUpdate();
  }
}

defineOnce('dangol-club-comments', ClubComments);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-comments': ClubComments;
  }
}
