// What is shown of a shopper's notices: what the service said last, and what was done since and is not there yet. Pure.
import type { Inbox, Notice } from '../../server/community/inbox/contract.ts';

/** Something done to one notice that the service is still to be told. */
export interface Mark {
  id: string;
  how: 'read' | 'gone';
  /** It had not been read, so the service still counts it. */
  counted: boolean;
}

/** Everything that is kept of one shopper. */
export interface Box {
  /** As the service said it last, newest first. */
  items: readonly Notice[];
  next: string | null;
  /** As the service counted last; null: it was never asked. */
  unread: number | null;
  marks: readonly Mark[];
  /** All up to this time are read. */
  until: number | null;
}

export const EMPTY: Box = { items: [], next: null, unread: null, marks: [], until: null };

const isUnread = ({ until }: Box, { read, at }: Notice) => !read && !(until !== null && at <= until);

/** The notices as they are to be seen, and how many of all are unread. */
export function shownOf(box: Box): { items: Notice[]; unread: number } {
  const read = new Set(box.marks.filter(({ how }) => how === 'read').map(({ id }) => id));
  const gone = new Set(box.marks.filter(({ how }) => how === 'gone').map(({ id }) => id));
  const counted = box.marks.filter((mark) => mark.counted).length;
  const all = box.until === null ? (box.unread ?? 0) : box.items.filter((one) => isUnread(box, one)).length;
  return {
    items: box.items
      .filter(({ id }) => !gone.has(id))
      .map((one) => ({ ...one, read: !isUnread(box, one) || read.has(one.id) })),
    unread: Math.max(0, all - counted),
  };
}

/** The same with one notice read or deleted; done twice it counts once. */
export function withMark(box: Box, id: string, how: Mark['how']): Box {
  const one = shownOf(box).items.find((each) => each.id === id);
  if (!one || (how === 'read' && one.read)) return box;
  const before = box.marks.find((mark) => mark.id === id);
  const mark: Mark = { id, how, counted: !one.read || !!before?.counted };
  return { ...box, marks: [...box.marks.filter((each) => each.id !== id), mark] };
}

/** The same with everything read that is there. */
export function withAllRead(box: Box): Box {
  const newest = shownOf(box).items[0]?.at;
  if (newest === undefined) return box;
  const until = Math.max(newest, box.until ?? 0);
  const marks = box.marks.filter(({ how }) => how === 'gone').map((mark) => ({ ...mark, counted: false }));
  return { ...box, until, marks };
}

/** The service knows that all up to a time are read; `unread` is its count after that. */
export function withUntilTold(box: Box, until: number, unread: number): Box {
  return {
    ...box,
    items: box.items.map((one) => (one.at <= until ? { ...one, read: true } : one)),
    unread,
    // Something newer may have been asked for meanwhile.
    until: box.until !== null && box.until > until ? box.until : null,
  };
}

/** The service knows that some are read; `unread` is its count after that. */
export function withReadsTold(box: Box, ids: readonly string[], unread: number): Box {
  return {
    ...box,
    items: box.items.map((one) => (ids.includes(one.id) ? { ...one, read: true } : one)),
    unread,
    // One that was deleted meanwhile is no longer counted by the service.
    marks: box.marks
      .filter(({ id, how }) => how === 'gone' || !ids.includes(id))
      .map((mark) => (ids.includes(mark.id) ? { ...mark, counted: false } : mark)),
  };
}

/** The service has deleted one, or never had it. */
export function withGoneTold(box: Box, id: string): Box {
  const mark = box.marks.find((one) => one.id === id && one.how === 'gone');
  return {
    ...box,
    items: box.items.filter((one) => one.id !== id),
    unread: box.unread === null ? null : Math.max(0, box.unread - (mark?.counted ? 1 : 0)),
    marks: box.marks.filter((one) => one !== mark),
  };
}

/** The newest page, in place of what it covers; older pages stay where the two meet. */
export function withFirstPage(box: Box, page: Inbox): Box {
  const last = page.items.at(-1);
  const meet = last ? box.items.findIndex(({ id }) => id === last.id) : -1;
  const isWhole = page.next === null || meet < 0;
  return {
    ...box,
    items: isWhole ? page.items : [...page.items, ...box.items.slice(meet + 1)],
    next: isWhole || meet === box.items.length - 1 ? page.next : box.next,
    unread: page.unread,
  };
}

/** One page more at the end. */
export function withPage(box: Box, page: Inbox): Box {
  const known = new Set(box.items.map(({ id }) => id));
  return {
    ...box,
    items: [...box.items, ...page.items.filter(({ id }) => !known.has(id))],
    next: page.next,
    unread: page.unread,
  };
}
