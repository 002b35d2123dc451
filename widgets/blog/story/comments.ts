import type { PropertyDeclarations } from 'lit';
import type { Story } from '../../../server/community/blogs/stories/contract.ts';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import type { CommentSubject } from '../../core/comments.ts';
import { defineOnce } from '../../core/define.ts';
import { CommentsOf } from '../../parts/comments.ts';
import type { BlogHost } from '../host.ts';

/** The comments under a story. */
export class StoryComments extends CommentsOf {
  static override properties: PropertyDeclarations = {
    ...CommentsOf.properties,
    host: { attribute: false },
    story: { attribute: false },
    shop: { attribute: false },
  };

  declare host: BlogHost;
  declare story: Story;
  declare shop: PublicMall;

  protected override get widget(): BlogHost {
    return this.host;
  }

  protected override get subject(): CommentSubject {
    return { kind: 'story', id: this.story.id };
  }

  protected override get mall(): PublicMall {
    return this.shop;
  }

  protected override get mine(): readonly string[] {
    return this.host.data.myStory?.comments ?? [];
  }

  protected override get mayClear(): boolean {
    return this.host.data.myStory?.mine ?? false;
  }

  protected override get closed(): string {
    const words = this.host.words!;
    if (this.story.state !== 'shown') return words.t('storyCommentsDraft');
    return this.story.commentsOpen ? '' : words.t('storyCommentsClosed');
  }

  protected override counted(by: number): void {
    this.dispatchEvent(new CommentCountEvent(by));
  }
}

/** There are so many comments more, or fewer. */
export class CommentCountEvent extends Event {
  static readonly type = 'dangol-part-comment-count';
  readonly by: number;
  constructor(by: number) {
    super(CommentCountEvent.type);
    this.by = by;
  }
}

defineOnce('dangol-blog-comments', StoryComments);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-comments': StoryComments;
  }
}
