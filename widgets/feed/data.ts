import type { ReactiveControllerHost } from 'lit';
import type { Feed, FeedItem } from '../../server/community/blogs/feed/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { type LiveChange, liveOf } from '../core/live.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';

type Page = import('@hono/zod-openapi').z.infer<typeof Feed>;

/** New things on one page. */
const PAGE = 20;
/** Blogs that are listened to: those with the newest things. */
const HEARD = 20;
/** After so many the waits grow no more. */
const MOST_FAILURES = 10;
/** What of a blog is news; hearts and comments are not. */
const NEWS = new Set(['story.shown', 'blog.changed']);

/** What is new at one's neighbours, and how it stays so. */
export class FeedData {
  readonly host: ReactiveControllerHost;
  readonly side: MallSide;
  readonly load: Load<true>;
  mall: PublicMall | undefined;
  items: FeedItem[] = [];
  following = 0;
  next: string | null = null;
  /** There is something new that is not shown yet. */
  hasNews = false;
  isLoadingMore = false;
  #stops: (() => void)[] = [];
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(host: ReactiveControllerHost, side: MallSide) {
    this.host = host;
    this.side = side;
    this.load = new Load(host);
  }

  stop(): void {
    clearTimeout(this.#again);
    for (const stop of this.#stops.splice(0)) stop();
    this.load.reset();
  }

  #ask(cursor: string | null, signal?: AbortSignal): Promise<Page> {
    return this.side.client.get<Page>('me/feed', {
      query: { cursor, limit: PAGE },
      as: 'signed',
      fresh: true,
      ...(signal && { signal }),
    });
  }

  /** Loads the newest anew; what is shown stays until it is there. */
  async reload(): Promise<void> {
    clearTimeout(this.#again);
    let position = 0;
    const done = await this.load.run(async (signal) => {
      const page = await this.#ask(null, signal);
      Object.assign(this, { mall: page.mall, items: page.items, following: page.following, next: page.next });
      position = page.position;
      this.hasNews = false;
      return true;
    });
    if (!done) return;
    const { state } = this.load;
    if (state === 'ready') {
      this.#failures = 0;
      this.#listen(position);
    } else if (state === 'failed')
      // The service may be away for a while: it comes by itself when it is back.
      this.#again = setTimeout(
        () => void this.reload(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
    this.host.requestUpdate();
  }

  async more(): Promise<void> {
    if (this.isLoadingMore || !this.next) return;
    this.isLoadingMore = true;
    this.host.requestUpdate();
    try {
      const page = await this.#ask(this.next);
      this.items = [...this.items, ...page.items];
      this.next = page.next;
    } catch {
      // The button is still there for another try.
    }
    this.isLoadingMore = false;
    this.host.requestUpdate();
  }

  #listen(position: number): void {
    for (const stop of this.#stops.splice(0)) stop();
    const blogs = [...new Set(this.items.map(({ member }) => member.id))].slice(0, HEARD);
    const news = () => {
      this.hasNews = true;
      this.host.requestUpdate();
    };
    this.#stops = blogs.map((id) =>
      liveOf(this.side).subscribe(`blog:${id}`, position, {
        // Of what is not public is only said that something changed.
        change: ({ kind }: LiveChange) => (!kind || NEWS.has(kind)) && news(),
        reset: news,
      }),
    );
  }
}
