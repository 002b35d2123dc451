// What somebody writes, as the editor has it and as this browser keeps it.
import type { PostStory, Story, StoryMedia } from '../../../server/community/blogs/stories/contract.ts';
import { newAct } from '../../core/act.ts';

export const TITLE_MAX = 60;
export const TEXT_MAX = 5000;
export const MOST_MEDIA = 10;
export const MOST_MARKS = 8;
/** A picture that no story has is kept for a day; a little less, so that nothing is sent in vain. */
const WAITS_MS = 23 * 3_600_000;

export interface Mark {
  key: string;
  /** Hundredths of a percent of the width and the height. */
  x: number;
  y: number;
  product: string;
  /** What the product is called, for whoever looks at the list of marks. */
  name: string;
}

/** What says that a file chosen again is the same one. */
export interface FileName {
  name: string;
  size: number;
  modified: number;
}

export interface Item {
  key: string;
  kind: 'photo' | 'animation' | 'clip';
  /** Once the service has it whole. */
  id?: string | undefined;
  alt: string;
  marks: Mark[];
  /** Addresses of what is shown of it: of the service, or `blob:` ones of this page. */
  small: string;
  large: string;
  width: number;
  height: number;
  /** `waiting`: its file has to be chosen again. */
  state: 'sending' | 'ready' | 'failed' | 'waiting';
  progress: number;
  problem: string;
  /** Another try would end alike. */
  isFinal?: boolean;
  file?: File | undefined;
  of?: FileName | undefined;
  act: string;
  /** When the service took it; nothing when a story has it. */
  at?: number | undefined;
  /** Of what is sent in parts: how it is called there, and the picture that becomes its still. */
  upload?: string | undefined;
  poster?: string | undefined;
}

export interface Written {
  title: string;
  text: string;
  board: string | null;
  review: string | null;
  commentsOpen: boolean;
  items: Item[];
}

export const EMPTY: Written = {
  title: '',
  text: '',
  board: null,
  review: null,
  commentsOpen: true,
  items: [],
};

export const isEmpty = ({ title, text, items }: Written): boolean =>
  !title.trim() && !text.trim() && !items.length;

function itemOf({ media, marks }: StoryMedia, names: ReadonlyMap<string, string | null>): Item {
  const { id, alt, small, large, width, height, motion } = media;
  return {
    key: id,
    id,
    kind: motion?.kind ?? 'photo',
    alt,
    small,
    large,
    width,
    height,
    marks: marks.map(({ x, y, product }) => ({
      key: newAct(),
      x,
      y,
      product,
      name: names.get(product) ?? product,
    })),
    state: 'ready',
    progress: 1,
    problem: '',
    act: '',
  };
}

/** A story that is there already, as the editor has it. */
export function writtenIn({ title, text, board, review, commentsOpen, media, products }: Story): Written {
  const names = new Map(products.map((one) => [one.product, one.name]));
  return {
    title,
    text,
    board,
    review: review?.id ?? null,
    commentsOpen,
    items: media.map((one) => itemOf(one, names)),
  };
}

const kept = (address: string) => (address.startsWith('blob:') ? '' : address);

/** What of it outlives this page: no file, and no address that only this page knows. */
export const toKeep = (written: Written): Written => ({
  ...written,
  items: written.items
    .filter(({ isFinal }) => !isFinal)
    .map(({ file: _, problem: __, ...one }) => ({
      ...one,
      small: kept(one.small),
      large: kept(one.large),
      problem: '',
      state: one.id ? 'ready' : 'waiting',
    })),
});

/** What was kept, without what the service has forgotten meanwhile. */
export const stillThere = (written: Written): Written => ({
  ...written,
  items: written.items.filter(({ at }) => !at || at > Date.now() - WAITS_MS),
});

/** What the service is sent; `state` stays as it is where it is not named. */
export function bodyOf(written: Written, state?: 'draft' | 'shown'): PostStory {
  const { title, text, board, review, commentsOpen, items } = written;
  return {
    title: title.trim(),
    text: text.trim(),
    board,
    review,
    commentsOpen,
    media: items.flatMap(({ id, marks }) =>
      id ? [{ id, marks: marks.map(({ x, y, product }) => ({ x, y, product })) }] : [],
    ),
    ...(state && { state }),
  } as PostStory;
}
