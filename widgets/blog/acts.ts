// What happens after a tap on a blog: loaded then, not before.
import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import { BeforeNeighbourChangeEvent, BlogShareEvent, NeighbourChangeEvent } from '../core/blog-events.ts';
import { blogUrl } from '../core/blog-url.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { blogMoreWords } from '../core/strings/blog.ts';
import { refresh } from './changes.ts';
import type { Some } from './data.ts';
import type { BlogHost } from './host.ts';

export { refresh };

/** Says what went wrong, in one calm sentence. */
export async function tell(host: BlogHost, problem: ClientProblem): Promise<void> {
  host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
  const words = host.words!;
  await blogMoreWords(words);
  host.notify(problemWords(words, problem));
}

const pathOf = (host: BlogHost) => `blogs/${encodeURIComponent(host.data.member!)}`;

/** The next page of what was bought, or of the stories. */
export async function more(host: BlogHost, what: 'purchases' | 'stories'): Promise<void> {
  const { data } = host;
  const { next } = data[what];
  const { board } = data;
  if (!next || data.isLoadingMore) return;
  data.isLoadingMore = what;
  host.requestUpdate();
  try {
    const page = await data.look<Some<never>>(`${pathOf(host)}/${what}`, {
      query: { cursor: next, board: what === 'stories' ? board : null },
    });
    // Loaded anew meanwhile, or another board was chosen.
    if (next !== data[what].next) return;
    data[what] = { items: [...data[what].items, ...page.items], next: page.next } as never;
    host.requestUpdate();
    await host.updateComplete;
  } catch (error) {
    await tell(host, problemOf(error));
  } finally {
    if (data.isLoadingMore === what) data.isLoadingMore = '';
    host.requestUpdate();
  }
}

/** Shows the stories of one board, or all. */
export async function choose(host: BlogHost, board: string | null): Promise<void> {
  const { data } = host;
  const before = data.board;
  data.board = board;
  data.isLoadingMore = 'stories';
  host.requestUpdate();
  try {
    const page = await data.look<Some<never>>(`${pathOf(host)}/stories`, { query: { board } });
    if (data.board !== board) return;
    data.stories = page;
  } catch (error) {
    if (data.board !== board) return;
    data.board = before;
    await tell(host, problemOf(error));
  } finally {
    if (data.board === board || data.board === before) data.isLoadingMore = '';
    host.requestUpdate();
  }
}

/** A host that has a sign-in of its own may open it now; whoever stands before it learns where to go. */
export async function signIn(host: BlogHost): Promise<void> {
  const words = host.words!;
  host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
  await blogMoreWords(words);
  host.notify(words.t('blogSignInHow'));
}

/** Follows a blog, asks to, or does so no longer: whatever the button says now. */
export async function neighbour(host: BlogHost): Promise<void> {
  const { data } = host;
  const words = host.words!;
  await blogMoreWords(words);
  if (!data.isMember) {
    // A host that has a sign-in of its own may open it now.
    host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
    host.notify(words.t('blogSignInFollow'));
    return;
  }
  const { state = 'none' } = data.hood ?? {};
  const { blog } = data.page!;
  if (state === 'none') return follow(host, true);
  if (state === 'asked') return follow(host, false);
  await host.open({
    kind: 'confirm',
    heading: words.t('blogUnfollowTitle', { name: blog.member.name }),
    text: words.t('blogUnfollowText'),
    label: words.t('blogUnfollow'),
    run: async () => {
      await send(host, false);
    },
  });
}

/** Shown at once as it is wanted, and put back for everybody to see when it is refused. */
async function follow(host: BlogHost, isOn: boolean): Promise<void> {
  const { data } = host;
  const before = data.hood;
  const { asks } = data.page!.blog;
  data.hood = {
    mine: false,
    theirs: before?.theirs ?? 'none',
    state: isOn ? (asks ? 'asked' : 'follows') : 'none',
  };
  host.requestUpdate();
  try {
    if (!(await send(host, isOn))) data.hood = before;
  } catch (error) {
    data.hood = before;
    await tell(host, problemOf(error));
  }
  host.requestUpdate();
}

/** @returns false when the page did not want it */
async function send(host: BlogHost, isOn: boolean): Promise<boolean> {
  const { data } = host;
  const words = host.words!;
  const member = data.member!;
  if (!host.dispatchEvent(new BeforeNeighbourChangeEvent({ member, follow: isOn }))) return false;
  const was = data.hood?.state;
  const hood = await data.side!.client.request<MyNeighbourhood>(
    isOn ? 'PUT' : 'DELETE',
    `${pathOf(host)}/neighbour`,
    { as: 'signed', lang: words.lang },
  );
  if (data.member !== member) return true;
  data.hood = hood;
  host.dispatchEvent(new NeighbourChangeEvent({ member, state: hood.state }));
  host.notify(
    words.t(
      hood.state === 'follows'
        ? 'blogNowFollows'
        : hood.state === 'asked'
          ? 'blogNowAsked'
          : was === 'follows'
            ? 'blogNowUnfollowed'
            : 'blogNowUnasked',
    ),
  );
  host.requestUpdate();
  // The number of neighbours beside it.
  await refresh(data).catch(() => undefined);
  return true;
}

/** Where the blog is that is shown. */
export const linkOf = ({ data }: BlogHost): string =>
  blogUrl(data.side!.client, data.mall?.pages.blog, data.member!);

/** By the phone's own sheet where there is one, else by a sheet with a link to copy. */
export async function share(host: BlogHost): Promise<void> {
  const { data } = host;
  if (!('share' in navigator) || !matchMedia('(pointer: coarse)').matches)
    return host.open({ kind: 'share' });
  try {
    await navigator.share({ title: host.called, url: linkOf(host) });
    host.dispatchEvent(new BlogShareEvent({ member: data.member!, way: 'share' }));
  } catch (error) {
    // Whoever changed their mind is left in peace.
    if ((error as Error).name !== 'AbortError') await host.open({ kind: 'share' });
  }
}

/** Brings the menu where only its button was, and opens it. */
export async function menu(host: BlogHost, place: HTMLElement): Promise<void> {
  const [{ blogMenu }] = await Promise.all([import('./menu.ts'), blogMoreWords(host.words!)]);
  host.late.menu = blogMenu;
  host.requestUpdate();
  await host.updateComplete;
  const part = place.querySelector('dangol-part-menu');
  await part?.updateComplete;
  part?.shadowRoot?.querySelector('button')?.click();
}

/** Plays the tune of the blog, or stops it. */
export async function play(host: BlogHost): Promise<void> {
  await (await import('./playing.ts')).toggle(host);
}

/** Shows the blog as it is after a change of mine, without waiting to be told live. */
export async function changed(host: BlogHost): Promise<void> {
  try {
    await refresh(host.data);
  } catch {
    // The stream tells it again.
  }
}
