import type { Hearts as Answer } from '../../server/community/wishlists/contract.ts';
import { pause } from '../core/client.ts';
import type { MallSide } from '../core/page.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import type { DangolWishButton } from './wish-button.ts';

const MOST = 100;
/** After so many the waits grow no more. */
const MOST_FAILURES = 10;
/** Problems that pass by themselves. */
const AWAY = /^(network|busy|internal|too-many)$/;

/** What is known of one product's heart, for all its buttons on the page. */
export interface Known {
  readonly product: string;
  readonly hearts: Hearts;
  readonly buttons: Set<DangolWishButton>;
  /** Members who wish it; nothing below ten. */
  count: number | null;
  mine: boolean;
  /** As the shopper wants it, until the service has said so too. */
  wanted?: boolean;
  isSending: boolean;
  /** Asked for; to ask again would change nothing. */
  isAsked: boolean;
  /** Moves with each tap, its answer and each session: what was asked for before knows nothing of it. */
  turn: number;
}

/** The hearts of one mall on this page. */
export class Hearts {
  declare readonly side: MallSide;
  readonly all = new Map<string, Known>();
  #kind: string;
  #failures = 0;
  #isSoon = false;
  /** Why nobody may wish here without signing in, once that is known. */
  closed: ClientProblem | undefined;

  constructor(side: MallSide) {
    this.side = side;
    this.#kind = side.session.kind;
    side.session.onChange(() => this.#sessionChanged());
    this.#offer();
    addEventListener('online', () => this.#ask());
    // Back from a product's page: its heart may be another one now.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#askAnew());
    // Of any other element that changes wishes.
    document.addEventListener('dangol-wish-change', ({ detail: { mall, product, wished } }) => {
      const known = this.all.get(product);
      if (mall === side.id && known && !known.isSending) this.take(known, wished, known.count);
    });
  }

  /** What is known of a product; asked for when nothing is. */
  watch(product: string, button: DangolWishButton): Known {
    const known: Known = this.all.get(product) ?? {
      product,
      hearts: this,
      buttons: new Set(),
      count: null,
      mine: false,
      isSending: false,
      isAsked: false,
      turn: 0,
    };
    this.all.set(product, known);
    known.buttons.add(button);
    this.#ask();
    return known;
  }

  /** Draws all buttons of a product anew. */
  tell(known: Known): void {
    for (const button of known.buttons) button.requestUpdate();
  }

  /** Notes how a heart is now. */
  take(known: Known, mine: boolean, count: number | null): void {
    known.turn++;
    known.mine = mine;
    known.count = count;
    this.tell(known);
  }

  /** A tap: shown at once, and sent until the service knows what was wanted last. */
  async turn(known: Known, wished: boolean, button: DangolWishButton): Promise<void> {
    known.turn++;
    if (!this.closed) known.wanted = wished;
    this.tell(known);
    if (known.isSending) return;
    known.isSending = true;
    try {
      await (await import('./send.ts')).send(this, known, wished, button);
    } catch {
      // Without its code there is nothing to send.
      button.say(button.words?.t('wishFailed') ?? '', true);
    }
    known.isSending = false;
    known.wanted = undefined;
    this.tell(known);
  }

  /** A guest has signed in: somebody has to ask whether their hearts go along. */
  #offer(): void {
    if (this.side.session.canMerge)
      import('./merge.ts')
        .then(({ askToMerge }) => askToMerge(this))
        // The next page asks.
        .catch(() => undefined);
  }

  #sessionChanged(): void {
    const before = this.#kind;
    this.#kind = this.side.session.kind;
    // A guest since the first heart has no others.
    if (before === 'none' && this.#kind === 'guest') return;
    this.closed = undefined;
    for (const known of this.all.values())
      this.take(known, known.mine && this.#kind === 'member', known.count);
    this.#offer();
    this.#askAnew();
  }

  #askAnew(): void {
    for (const known of this.all.values()) known.isAsked = false;
    this.#ask();
  }

  /** Asks for hearts that somebody can see: all that do so in the same moment in one request. */
  #ask(): void {
    if (this.#isSoon) return;
    this.#isSoon = true;
    // Not an animation frame: a tab in the background has none.
    setTimeout(() => {
      this.#isSoon = false;
      const all = [...this.all.values()].filter((known) => known.buttons.size && !known.isAsked);
      for (let from = 0; from < all.length; from += MOST) void this.#askFor(all.slice(from, from + MOST));
    });
  }

  async #askFor(some: Known[]): Promise<void> {
    const turns = some.map((known) => {
      known.isAsked = true;
      return known.turn;
    });
    try {
      const { items } = await this.side.client.get<Answer>('hearts', {
        query: { product: some.map(({ product }) => product) },
        as: 'signed',
      });
      // In the order asked for.
      items.forEach(({ mine, count }, at) => {
        if (some[at]!.turn === turns[at]) this.take(some[at]!, mine, count);
      });
      this.#failures = 0;
    } catch (error) {
      const { code } = problemOf(error);
      // One key that is no key spoils the answer for all: the good ones are found by halves.
      if (code === 'bad-input' && some.length > 1) {
        const half = some.length >> 1;
        void this.#askFor(some.slice(0, half));
        void this.#askFor(some.slice(half));
      }
      // What is refused stays refused until somebody signs in; a service that is away comes back.
      if (!AWAY.test(code)) return;
      for (const known of some) known.isAsked = false;
      await pause(6_000 * Math.min(++this.#failures, MOST_FAILURES));
      this.#ask();
    }
  }
}

const pages = new WeakMap<MallSide, Hearts>();

/** The hearts of a mall, one for the page. */
export function heartsOf(side: MallSide): Hearts {
  const hearts = pages.get(side) ?? new Hearts(side);
  pages.set(side, hearts);
  return hearts;
}
