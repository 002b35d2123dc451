import type { ReactiveController } from 'lit';
import type { BlogPage, MyBlog, Visits } from '../../server/community/blogs/contract.ts';
import type { Purchase } from '../../server/community/blogs/purchases/contract.ts';
import type { MyStoryPart, StoryCard, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import type { Place } from './address.ts';
import type { BlogHost } from './host.ts';

/** After so many the waits grow no more. */
const MOST_FAILURES = 10;

/** Some of a list, and where the rest begins. */
export interface Some<Item> {
  items: readonly Item[];
  next: string | null;
}

/** What a blog shows, where it comes from, and how it stays true. */
export class BlogData implements ReactiveController {
  readonly host: BlogHost;
  /** The blog; `value` is as it was read last. */
  readonly load: Load<BlogPage | undefined>;
  /** The story that is open, beside it. */
  readonly reading: Load<StoryPage>;
  side: MallSide | undefined;
  place: Place = { member: null, story: null };
  mall: PublicMall | undefined;
  /** Id of the member whose blog is shown; nothing while nobody knows. */
  member: string | undefined;
  /** The blog with the first of everything; nothing while only a story is shown. */
  page: BlogPage | undefined;
  visits: Visits | undefined;
  /** What is shown of what the member bought, of all pages so far. */
  purchases: Some<Purchase> = { items: [], next: null };
  /** The stories of the board that is chosen, of all pages so far. */
  stories: Some<StoryCard> = { items: [], next: null };
  /** Id of the board that is chosen; null: all stories. */
  board: string | null = null;
  isLoadingMore: 'purchases' | 'stories' | '' = '';
  /** The story that is open. */
  story: StoryPage | undefined;
  /** What concerns me alone of it; undefined while nobody knows. */
  myStory: MyStoryPart | undefined;
  /** How its member and I stand to each other; undefined while nobody knows, or when nobody is signed in. */
  hood: MyNeighbourhood | undefined;
  /** My own blog, when it is mine that is shown. */
  my: MyBlog | undefined;
  /** What keeps it from loading although nothing failed. */
  trouble = '';
  /** The mall is read by members only: every read carries the token. */
  isSigned = false;
  /** That I was here has been said. */
  isVisited = false;
  /** The topics that are listened to. */
  heard = '';
  stops: (() => void)[] = [];
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(host: BlogHost) {
    this.host = host;
    this.load = new Load(host);
    this.reading = new Load(host);
    host.addController(this);
  }

  /** Whether the blog is my own. */
  get isMine(): boolean {
    return !!this.my || !!this.hood?.mine;
  }

  get isMember(): boolean {
    return this.side?.session.kind === 'member';
  }

  hostDisconnected(): void {
    this.stop();
    // What is on its way must not begin to listen again.
    this.load.reset();
    this.reading.reset();
  }

  stop(): void {
    clearTimeout(this.#again);
    this.heard = '';
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Another blog, another story of the same one, or the same anew. */
  begin(side: MallSide, place: Place): void {
    const isHere =
      side === this.side &&
      this.load.state === 'ready' &&
      this.member !== undefined &&
      (place.member ? place.member === this.member : !!this.my || !!place.story);
    this.side = side;
    this.place = place;
    if (isHere) {
      this.#leaveStory();
      if (place.story) void this.read();
      else this.host.requestUpdate();
      return;
    }
    this.stop();
    this.load.reset();
    this.#failures = 0;
    this.trouble = '';
    this.isSigned = this.isVisited = false;
    this.#forget();
    this.stops.push(
      side.session.onChange(() => {
        this.hood = this.my = this.myStory = undefined;
        void this.reload();
        this.host.sessionChanged();
      }),
    );
    void this.reload();
  }

  #forget(): void {
    this.#leaveStory();
    this.member = this.page = this.visits = this.hood = this.my = undefined;
    this.purchases = this.stories = { items: [], next: null };
    this.board = null;
  }

  #leaveStory(): void {
    this.reading.reset();
    this.story = this.myStory = undefined;
  }

  /** Reads as whoever asks; past the browser's own store. */
  get<Answer>(
    path: string,
    more: { query?: Record<string, string | number | readonly string[] | null>; signal?: AbortSignal } = {},
  ) {
    return this.side!.client.get<Answer>(path, { as: 'signed', fresh: true, ...more });
  }

  /** Reads what is the same for everybody: without a token, as long as the mall is not for members alone. */
  look<Answer>(
    path: string,
    more: { query?: Record<string, string | number | null>; signal?: AbortSignal } = {},
  ): Promise<Answer> {
    const ask = () =>
      this.side!.client.get<Answer>(path, { as: this.isSigned ? 'signed' : undefined, fresh: true, ...more });
    return ask().catch((error) =>
      import('./trouble.ts').then(
        ({ again }) => again(this, error, ask),
        // Nothing can be loaded at all: that is another matter.
        () => Promise.reject(error),
      ),
    );
  }

  /** Loads anew what is shown. What is there stays until the answer has come. */
  async reload(): Promise<void> {
    const { side, place, host, load } = this;
    if (!side) return;
    clearTimeout(this.#again);
    void host.bringRest();
    const reading = place.story ? this.read() : undefined;
    const done = await load.run((signal) => this.#first(place, reading, signal));
    if (!done) return;
    const { state, problem } = load;
    if (state === 'ready') {
      this.#failures = 0;
      this.trouble = '';
      if (this.mall) host.mallSays(this.mall);
      if (this.page) await this.#after();
    } else if (problem?.code === 'not-found') {
      // Nothing of what was seen before stays, but for a story that can be read.
      this.member = this.page = this.hood = this.my = undefined;
    } else if (state === 'failed' && !this.trouble)
      // The service may be away for a while: the blog comes by itself when it is back.
      this.#again = setTimeout(
        () => void this.reload(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
    host.requestUpdate();
  }

  async #first(
    { member, story }: Place,
    reading: Promise<void> | undefined,
    signal: AbortSignal,
  ): Promise<BlogPage | undefined> {
    const { session } = this.side!;
    let whose = member ?? undefined;
    if (!whose && story) {
      await reading;
      // Without a story there is nobody whose blog it could be.
      if (!this.story) throw this.reading.problem;
      whose = this.story.story.author.id;
    }
    if (!whose) {
      await session.token();
      if (session.kind !== 'member') {
        this.#forget();
        return undefined;
      }
    }
    // Whoever is signed in may be at home here: then there are tools, which shall not come late and push everything down.
    const mine = session.pending
      ? import('./mine.ts').then(({ whoseIs }) => whoseIs(this, whose))
      : undefined;
    const at = whose ?? (await mine)!;
    const [page] = await Promise.all([
      this.look<BlogPage>(`blogs/${encodeURIComponent(at)}`, { signal }),
      // The blog is shown all the same; each act asks the service anyway.
      mine?.catch(() => undefined),
    ]);
    // Laid out as its member wants from the first moment on.
    await this.host.bringLayout(page.blog.looks.layout);
    if (!signal.aborted) this.take(page);
    return page;
  }

  /** Takes a blog as it is now; of longer lists, what stands further below stays. */
  take(page: BlogPage): void {
    const { my } = this;
    // What the mall has hidden only its member sees.
    this.page = my ? { ...page, blog: my.blog } : page;
    this.member = page.blog.member.id;
    this.mall = page.mall;
    this.visits = page.visits;
    this.purchases = page.purchases;
    if (this.board && !page.blog.boards.some((one) => one.id === this.board)) this.board = null;
    if (!this.board) this.stories = page.stories;
  }

  /** What follows the first paint: the stream, what concerns me of a story, and that I was here. */
  async #after(): Promise<void> {
    const { page } = this;
    if (!this.host.isConnected) return;
    try {
      const { follow } = await import('./after.ts');
      if (page === this.page) follow(this);
    } catch {
      // It is shown all the same; only what changes meanwhile is not.
    }
  }

  /** Loads the story that the place names; its code comes with it. */
  async read(): Promise<void> {
    try {
      await (await import('./reading.ts')).read(this);
    } catch (error) {
      await this.reading.run(() => Promise.reject(error));
    }
  }
}
