// What follows the first paint of a blog: the stream, and that somebody was here.
import { visitBlog } from '../core/blog-visit.ts';
import { liveOf } from '../core/live.ts';
import type { BlogData } from './data.ts';

/** Listens to what happens to the blog from where it was read, and says once that it is looked at. */
export function follow(data: BlogData): void {
  const { page, side, member } = data;
  const topics = [`blog:${member}`, ...(data.my ? [`shopper:${member}`] : [])];
  if (data.heard !== topics.join()) {
    listen(data, topics, page!.position);
    data.heard = topics.join();
  }
  if (data.isVisited || data.isMine) return;
  data.isVisited = true;
  void visitBlog(side!, member!).then((visits) => {
    if (!visits || data.member !== member) return;
    data.visits = visits;
    data.host.requestUpdate();
  });
}

/** How to stop each stream that is heard. */
const stops = new WeakMap<BlogData, () => void>();

function listen(data: BlogData, topics: readonly string[], position: number): void {
  stops.get(data)?.();
  const all = topics.map((topic) =>
    liveOf(data.side!).subscribe(topic, position, {
      change: (change) =>
        void import('./changes.ts').then(
          ({ note }) => note(data, change),
          () => void data.reload(),
        ),
      reset: () => {
        data.heard = '';
        void data.reload();
      },
    }),
  );
  const stop = () => {
    for (const one of all.splice(0)) one();
  };
  stops.set(data, stop);
  data.stops.push(stop);
}
