// Of whoever is signed in: whether this blog is their own, and how they stand to its member.

import { html, nothing, type TemplateResult } from 'lit';
import type { MyBlog } from '../../server/community/blogs/contract.ts';
import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import { blogLateWords } from '../core/strings/blog.ts';
import type { AnyKey } from '../core/strings/index.ts';
import type { Words } from '../core/words.ts';
import { CHECK, icon } from '../parts/icons.ts';
import type { BlogData } from './data.ts';
import type { BlogHost } from './host.ts';

/** What the button of a neighbour says: what we are to each other, and what a tap does. */
export function neighbourButton(host: BlogHost, words: Words): TemplateResult {
  const { state = 'none', theirs = 'none' } = host.data.hood ?? {};
  const isMutual = theirs === 'follows';
  const [says, does]: [AnyKey, AnyKey?] =
    state === 'follows'
      ? [isMutual ? 'blogMutual' : 'blogFollows', 'blogUnfollows']
      : state === 'asked'
        ? ['blogAsked', 'blogUnasks']
        : [isMutual ? 'blogFollowToo' : 'blogFollow'];
  return html`<button
    type="button"
    class=${state === 'none' ? 'main' : 'plain'}
    part="neighbour"
    aria-haspopup=${state === 'follows' ? 'dialog' : nothing}
    @click=${() => void host.act((acts) => acts.neighbour(host))}
  >
    ${state === 'follows' ? icon(CHECK) : nothing}${words.t(says as 'blogFollow')}${
      does ? html`<span class="only-heard">. ${words.t(does as 'blogUnasks')}</span>` : nothing
    }
  </button>`;
}

/**
 * Learns how a member and I stand to each other; without a member, which blog is mine.
 *
 * @returns the member whose blog it is
 */
export async function whoseIs(data: BlogData, member: string | undefined): Promise<string | undefined> {
  const { session } = data.side!;
  await session.token();
  if (session.kind !== 'member') return member;
  const { host } = data;
  await host.learn(blogLateWords);
  host.late.neighbour = neighbourButton;
  if (member) {
    const hood = await data.get<MyNeighbourhood>(`blogs/${encodeURIComponent(member)}/me`);
    data.hood = hood;
    if (!hood.mine) return member;
  }
  await Promise.all([loadMy(data), host.bringTools()]);
  return data.my!.blog.member.id;
}

/** My own blog as it is now, with what waits for me. */
export async function loadMy(data: BlogData): Promise<void> {
  const my = await data.get<MyBlog>('me/blog');
  data.my = my;
  data.visits = my.visits;
  if (data.page) data.page = { ...data.page, blog: my.blog };
}
