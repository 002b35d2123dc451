// What a thread of comments asks of its widget.

/** What is being written: a new comment, an answer to `parent`, or another text for `editing`. */
export interface CommentDraft {
  text: string;
  parent: string | null;
  editing: string | null;
}

/** The text under the pen changed. */
export class CommentDraftEvent extends Event {
  static readonly type = 'dangol-part-comment-draft';
  readonly draft: CommentDraft;
  constructor(draft: CommentDraft) {
    super(CommentDraftEvent.type, { bubbles: true });
    this.draft = draft;
  }
}
/** A new comment, or an answer. */
export class CommentPostEvent extends Event {
  static readonly type = 'dangol-part-comment-post';
  readonly text: string;
  readonly parent: string | null;
  constructor(text: string, parent: string | null) {
    super(CommentPostEvent.type, { bubbles: true });
    this.text = text;
    this.parent = parent;
  }
}
/** Another text for one's own comment. */
export class CommentEditEvent extends Event {
  static readonly type = 'dangol-part-comment-edit';
  readonly id: string;
  readonly text: string;
  constructor(id: string, text: string) {
    super(CommentEditEvent.type, { bubbles: true });
    this.id = id;
    this.text = text;
  }
}
/** One's own comment is to go; the widget asks once more. */
export class CommentRemoveEvent extends Event {
  static readonly type = 'dangol-part-comment-remove';
  readonly id: string;
  constructor(id: string) {
    super(CommentRemoveEvent.type, { bubbles: true });
    this.id = id;
  }
}
/** Somebody else's comment is to be reported. */
export class CommentReportEvent extends Event {
  static readonly type = 'dangol-part-comment-report';
  readonly id: string;
  constructor(id: string) {
    super(CommentReportEvent.type, { bubbles: true });
    this.id = id;
  }
}
/** Who wrote a comment is to be shown. */
export class CommentPersonEvent extends Event {
  static readonly type = 'dangol-part-comment-person';
  /** Of the member. */
  readonly id: string;
  constructor(id: string) {
    super(CommentPersonEvent.type, { bubbles: true });
    this.id = id;
  }
}
/** The next page. */
export class CommentMoreEvent extends Event {
  static readonly type = 'dangol-part-comment-more';
  constructor() {
    super(CommentMoreEvent.type, { bubbles: true });
  }
}
