import type { ReactiveController } from 'lit';
import type {
  Claim,
  ListRole,
  MyPart,
  MyWishlist,
  MyWishlistPage,
  SharedList,
  Wish,
  Wishlist,
  WishlistPage,
} from '../../server/community/wishlists/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { liveOf } from '../core/live.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import type { Place } from './address.ts';
import type { WishlistHost } from './host.ts';

/** Wishes, or lists, on one page. */
export const PAGE = 20;
/** After so many the waits grow no more. */
const MOST_FAILURES = 10;

/** What a wishlist shows, where it comes from, and how it stays true. */
export class WishlistData implements ReactiveController {
  readonly host: WishlistHost;
  readonly load: Load<'list' | 'lists'>;
  side: MallSide | undefined;
  place: Place = { kind: 'mine' };
  mall: PublicMall | undefined;
  /** The one list that is shown. */
  list: Wishlist | undefined;
  items: Wish[] = [];
  /** All lists of mine, or of a member. */
  lists: (Wishlist | MyWishlist)[] = [];
  products: Readonly<Record<string, PublicProduct>> = {};
  next: string | null = null;
  isLoadingMore = false;
  /** What I am on the list; undefined while nobody knows. */
  role: ListRole | null | undefined;
  /** Of wishes that somebody will give, as far as I may see it. */
  claims = new Map<string, Claim>();
  /** Wishes of which I have learned that somebody else gives them. */
  taken = new Set<string>();
  /** My own comments. */
  comments: readonly string[] = [];
  /** What keeps it from loading although nothing failed. */
  trouble = '';
  /** Until the service knows of all wishes that were moved here, and how many times one was. */
  moving: Promise<unknown> | undefined;
  moves = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #stops: (() => void)[] = [];
  #unlisten: () => void = () => undefined;
  #heard = '';

  constructor(host: WishlistHost) {
    this.host = host;
    this.load = new Load(host);
    host.addController(this);
  }

  /** The secret part of the link by which the list was opened. */
  get key(): string | null {
    return this.place.kind === 'list' ? this.place.key : null;
  }

  /** Whether I may change the wishes. */
  get mayEdit(): boolean {
    return this.role === 'owner' || this.role === 'co-owner';
  }

  get isMember(): boolean {
    return this.side?.session.kind === 'member';
  }

  hostDisconnected(): void {
    this.stop();
    // What is on its way must not begin to listen again.
    this.load.reset();
  }

  stop(): void {
    clearTimeout(this.#again);
    for (const stop of this.#stops.splice(0)) stop();
    this.#unlisten();
    this.#heard = '';
  }

  /** Another place, or the same one anew. */
  begin(side: MallSide, place: Place): void {
    this.stop();
    this.side = side;
    this.place = place;
    this.load.reset();
    this.#failures = 0;
    this.trouble = '';
    this.#forget();
    this.#stops.push(
      side.session.onChange(() => {
        this.role = undefined;
        void this.reload();
        this.host.sessionChanged();
      }),
    );
    void this.reload();
  }

  #forget(): void {
    this.list = undefined;
    this.items = [];
    this.lists = [];
    this.next = null;
    this.role = undefined;
    this.claims.clear();
    this.taken.clear();
    this.comments = [];
    this.host.talking.clear();
  }

  get<Answer>(
    path: string,
    more: { query?: Record<string, string | number | readonly string[] | null>; signal?: AbortSignal } = {},
  ) {
    return this.side!.client.get<Answer>(path, { as: 'signed', link: this.key, fresh: true, ...more });
  }

  /** Asks for wishes in their order: an answer from before a move would undo it on the screen. */
  async settled<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      // When one has ended another may have begun.
      while (this.moving) await this.moving;
      const { moves } = this;
      const answer = await ask();
      if (moves === this.moves) return answer;
    }
  }

  /** Loads what the first paint needs. What is shown stays until the answer is there. */
  async reload(): Promise<void> {
    const { side, place, host } = this;
    if (!side) return;
    clearTimeout(this.#again);
    const done = await this.load.run((signal) =>
      this.#first(place, signal).catch((error) =>
        import('./trouble.ts').then(
          ({ explain }) => explain(this, error),
          // Nothing can be loaded at all: that is another matter.
          () => Promise.reject(error),
        ),
      ),
    );
    if (!done) return;
    const { state, problem } = this.load;
    if (state === 'ready') {
      this.#failures = 0;
      this.trouble = '';
      if (this.mall) host.mallSays(this.mall);
      if (this.list) await this.loadMine();
    } else if (problem?.code === 'not-found') {
      // Nothing of what was seen before stays.
      this.#unlisten();
      this.#forget();
    } else if (state === 'failed' && !this.trouble)
      // The service may be away for a while: the list comes by itself when it is back.
      this.#again = setTimeout(
        () => void this.reload(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
    host.requestUpdate();
  }

  async #first(place: Place, signal: AbortSignal): Promise<'list' | 'lists'> {
    if (place.kind === 'list') return this.#open(place.id, signal);
    if (place.kind === 'member') {
      const path = `members/${encodeURIComponent(place.member)}/wishlists`;
      const { items, next } = await this.get<WishlistPage>(path, { query: { limit: PAGE }, signal });
      Object.assign(this, { lists: items, next });
      return 'lists';
    }
    // Whoever is nobody yet has no list that could be asked for.
    if (!(await this.side!.session.token())) {
      this.#forget();
      return 'lists';
    }
    const page = await this.get<MyWishlistPage>('me/wishlists', { query: { limit: PAGE }, signal });
    this.takeLists(page);
    const [only, other] = page.items;
    // The only list is opened at once, unless the address asks for all.
    if (only?.role === 'owner' && !other && !location.hash.includes('dangol-wishlist')) {
      this.role = only.role;
      return this.#open(only.id, signal);
    }
    this.list = undefined;
    return 'lists';
  }

  /** Takes a page of lists of mine, behind those that are there already or instead of them. */
  takeLists({ mall, items, products, next }: MyWishlistPage, isMore = false): void {
    this.mall = mall;
    this.lists = isMore ? [...this.lists, ...items] : items;
    this.next = next;
    this.products = {
      ...(isMore && this.products),
      ...Object.fromEntries(products.map((one) => [one.product, one])),
    };
  }

  async #open(id: string, signal: AbortSignal): Promise<'list'> {
    const { mall, list, wishes, position } = await this.settled(() =>
      this.get<SharedList>(`wishlists/${id}`, { signal }),
    );
    this.mall = mall;
    this.list = list;
    // Those further below stay where they are; what has changed of them is told live.
    const known = new Set(wishes.items.map((one) => one.id));
    const below = this.items.length > wishes.items.length && this.load.state === 'ready';
    this.items = below ? [...wishes.items, ...this.items.filter((one) => !known.has(one.id))] : wishes.items;
    if (!below) this.next = wishes.next;
    this.#listen(position);
    return 'list';
  }

  /** What I am here, and what concerns me: asked for after the first paint, and only by somebody. */
  async loadMine(wishes: readonly Wish[] = this.items): Promise<void> {
    const { side, list } = this;
    const kind = side!.session.kind;
    if (kind === 'none') this.role = null;
    else
      try {
        const { takeMine } = await import('./mine.ts');
        await takeMine(this, list!.id, wishes);
      } catch {
        // The list is shown all the same; each act asks the service anyway.
        this.role ??= null;
      }
    if (list?.id !== this.list?.id) return;
    this.#listen();
    this.host.requestUpdate();
  }

  /** Takes what concerns me alone of some wishes. */
  takeMine({ role, claims, comments }: MyPart, wishes: readonly string[]): void {
    this.role = role;
    for (const id of wishes) this.claims.delete(id);
    for (const claim of claims) this.claims.set(claim.wish, claim);
    this.comments = [...new Set([...this.comments, ...comments])];
  }

  #position = 0;
  #listen(position = this.#position): void {
    this.#position = position;
    if (!this.host.isConnected) return;
    const { list, key, side } = this;
    const end = `${list!.id}${key && list!.visibility === 'link' ? `.${key}` : ''}`;
    // Who gives what is told to members who may see it, and never to those who are given to.
    const topics = [
      `wishlist:${end}`,
      ...(this.isMember && this.role !== undefined && !this.mayEdit ? [`gifts:${end}`] : []),
    ];
    if (this.#heard === topics.join()) return;
    this.#unlisten();
    this.#heard = topics.join();
    const stops = topics.map((topic) =>
      liveOf(side!).subscribe(topic, position, {
        change: (change) =>
          void import('./changes.ts').then(
            ({ note }) => note(this, topic, change),
            () => void this.reload(),
          ),
        reset: () => {
          this.#heard = '';
          void this.reload();
        },
      }),
    );
    this.#unlisten = () => {
      for (const stop of stops) stop();
    };
  }
}
