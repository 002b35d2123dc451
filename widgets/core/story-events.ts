import type { Story } from '../../server/community/blogs/stories/contract.ts';
import { DangolEvent } from './event.ts';

/** Cancelable: a story is about to be saved, as a draft or for everybody to see. */
export class BeforeStorySaveEvent extends DangolEvent<{ story: string | null; state: 'draft' | 'shown' }> {
  constructor(detail: { story: string | null; state: 'draft' | 'shown' }) {
    super('dangol-before-story-save', detail, true);
  }
}
/** A story has been saved, shown, or taken back to a draft. */
export class StorySaveEvent extends DangolEvent<{ story: Story }> {
  constructor(detail: { story: Story }) {
    super('dangol-story-save', detail);
  }
}
/** A story has been deleted. */
export class StoryDeleteEvent extends DangolEvent<{ story: string }> {
  constructor(detail: { story: string }) {
    super('dangol-story-delete', detail);
  }
}
/** Cancelable: the shopper is about to give a story their heart, or to take it back. */
export class BeforeStoryHeartEvent extends DangolEvent<{ story: string; hearted: boolean }> {
  constructor(detail: { story: string; hearted: boolean }) {
    super('dangol-before-story-heart', detail, true);
  }
}
/** The service knows of the heart. */
export class StoryHeartEvent extends DangolEvent<{ story: string; hearted: boolean; hearts: number }> {
  constructor(detail: { story: string; hearted: boolean; hearts: number }) {
    super('dangol-story-heart', detail);
  }
}
/** The link of a story was copied, or handed to the phone's own share sheet. */
export class StoryShareEvent extends DangolEvent<{ story: string; way: 'copy' | 'share' }> {
  constructor(detail: { story: string; way: 'copy' | 'share' }) {
    super('dangol-story-share', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-before-story-save': BeforeStorySaveEvent;
    'dangol-story-save': StorySaveEvent;
    'dangol-story-delete': StoryDeleteEvent;
    'dangol-before-story-heart': BeforeStoryHeartEvent;
    'dangol-story-heart': StoryHeartEvent;
    'dangol-story-share': StoryShareEvent;
  }
}
