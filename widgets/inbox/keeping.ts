import { toJson } from '../core/old-library.ts';
import { forgetOwn, keepOwn, NOBODY, whoIn } from '../core/own.ts';
import type { MallSide } from '../core/page.ts';
import { kept } from '../core/storage.ts';
import { type Box, EMPTY } from './rules.ts';

/** So many of the newest are kept; more would fill the browser's store for nothing. */
const MOST = 30;

const nameOf = (mall: string, who: string) => `dangol-inbox:${mall}:${who}`;

/** One shopper's notices in this browser. All tabs write there: whoever changes something reads first. */
export class Keeping {
  readonly who: string;
  readonly #name: string;
  readonly #side: MallSide;
  /** Where pages were loaded that are not kept. */
  #more: Box | undefined;

  constructor(side: MallSide) {
    this.#side = side;
    this.who = whoIn(side.session);
    this.#name = nameOf(side.id, this.who);
    // Nobody who was here before leaves their notices to the next one.
    if (navigator.onLine) forgetOwn(nameOf(side.id, ''), this.#name);
  }

  /** It is still the same shopper who is here. */
  get isTheirs(): boolean {
    return this.who !== NOBODY && whoIn(this.#side.session) === this.who;
  }

  /** Whether a name of the browser's store is this one. */
  isIn(name: string | null): boolean {
    return name === this.#name;
  }

  read(): Box {
    const box = this.#more;
    try {
      const { items, unread, marks, until } = JSON.parse(kept(this.#name) ?? 'null') as Box;
      if (!Array.isArray(items) || !Array.isArray(marks)) return box ?? EMPTY;
      // Marks of other tabs count; pages that were loaded here stay.
      return { ...(box ?? { items, next: null, unread }), marks, until };
    } catch {
      // Nothing was kept, or not by us.
      return box ?? EMPTY;
    }
  }

  write(box: Box): void {
    if (!this.isTheirs) return;
    this.#more = box;
    keepOwn(this.#name, toJson({ ...box, items: box.items.slice(0, MOST), next: null }));
  }
}
