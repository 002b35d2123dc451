import type { ReactiveController } from 'lit';
import type { BlogPage, MyBlog } from '../../server/community/blogs/contract.ts';
import type { MyStoryPart, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import type { Place } from './address.ts';
import type { BlogHost } from './host.ts';

/** What a blog shows, where it comes from, and how it stays true. */
export class BlogData implements ReactiveController {
  readonly host: BlogHost;
  readonly load: Load<'blog' | 'story'>;
  side: MallSide | undefined;
  place: Place = { member: null, story: null };
  mall: PublicMall | undefined;
  /** Id of the member whose blog is shown; nothing while nobody knows. */
  member: string | undefined;
  /** The blog with the first of everything; nothing while only a story is shown. */
  page: BlogPage | undefined;
  /** The story that is open. */
  story: StoryPage | undefined;
  /** What concerns me alone of it; undefined while nobody knows. */
  myStory: MyStoryPart | undefined;
  /** How its member and I stand to each other; undefined while nobody knows, or when nobody is signed in. */
  hood: MyNeighbourhood | undefined;
  /** My own blog, when it is mine that is shown. */
  my: MyBlog | undefined;

  constructor(host: BlogHost) {
    this.host = host;
    this.load = new Load(host);
    host.addController(this);
  }

  hostDisconnected(): void {}

  /** Whether the blog is my own. */
  get isMine(): boolean {
    return !!this.my;
  }

  get isMember(): boolean {
    return this.side?.session.kind === 'member';
  }

  get<Answer>(
    path: string,
    more: { query?: Record<string, string | number | readonly string[] | null>; signal?: AbortSignal } = {},
  ) {
    return this.side!.client.get<Answer>(path, { as: 'signed', fresh: true, ...more });
  }

  /** Loads anew what is shown. What is there stays until the answer has come. */
  async reload(): Promise<void> {}
}
