// What the photos of a form ask of their widget.

/** One photo of the form, as the widget keeps it. */
export interface PickedPhoto {
  key: string;
  /** A `blob:` address of this page, or the small one of a photo that is kept already. */
  preview: string;
  alt: string;
  state: 'sending' | 'ready' | 'failed';
  /** 0 to 1 while it is sent. */
  progress: number;
  /** One calm sentence when it failed. */
  problem?: string;
}

/** Files were chosen, never more than there is room for. */
export class PhotoAddEvent extends Event {
  static readonly type = 'dangol-part-photo-add';
  readonly files: readonly File[];
  constructor(files: readonly File[]) {
    super(PhotoAddEvent.type, { bubbles: true });
    this.files = files;
  }
}
/** A photo is to go. */
export class PhotoRemoveEvent extends Event {
  static readonly type = 'dangol-part-photo-remove';
  readonly key: string;
  constructor(key: string) {
    super(PhotoRemoveEvent.type, { bubbles: true });
    this.key = key;
  }
}
/** A photo that failed is to be sent again. */
export class PhotoRetryEvent extends Event {
  static readonly type = 'dangol-part-photo-retry';
  readonly key: string;
  constructor(key: string) {
    super(PhotoRetryEvent.type, { bubbles: true });
    this.key = key;
  }
}
/** A photo is to change places: one to the front (-1) or one back (1). */
export class PhotoMoveEvent extends Event {
  static readonly type = 'dangol-part-photo-move';
  readonly key: string;
  readonly by: -1 | 1;
  constructor(key: string, by: -1 | 1) {
    super(PhotoMoveEvent.type, { bubbles: true });
    this.key = key;
    this.by = by;
  }
}
/** Words for those who do not see the photo. */
export class PhotoAltEvent extends Event {
  static readonly type = 'dangol-part-photo-alt';
  readonly key: string;
  readonly alt: string;
  constructor(key: string, alt: string) {
    super(PhotoAltEvent.type, { bubbles: true });
    this.key = key;
    this.alt = alt;
  }
}
