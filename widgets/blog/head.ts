import { html, nothing, type TemplateResult } from 'lit';
import type { Blog, BlogPage } from '../../server/community/blogs/contract.ts';
import { blogHash } from '../core/blog-url.ts';
import type { AnyKey } from '../core/strings/index.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { CHECK, icon, MORE } from '../parts/icons.ts';
import { level } from '../parts/level.ts';
import type { BlogHost } from './host.ts';
import { NOTE, SHARE } from './icons.ts';
import { image } from './thing.ts';

/** What a blog is called: as its member says, else by their name. */
export const titleOf = ({ title, member }: Blog, words: Words): string =>
  title ?? words.t('blogOf', { name: member.name });

/** What the button of a neighbour says: what we are to each other, and what a tap does. */
function neighbour(host: BlogHost, words: Words) {
  const { hood } = host.data;
  const { state = 'none', theirs = 'none' } = hood ?? {};
  const [says, does]: [AnyKey, AnyKey?] =
    state === 'follows'
      ? [theirs === 'follows' ? 'blogMutual' : 'blogFollows', 'blogUnfollows']
      : state === 'asked'
        ? ['blogAsked', 'blogUnasks']
        : [theirs === 'follows' ? 'blogFollowToo' : 'blogFollow'];
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

const round = (label: string, path: string, run: () => unknown, part: string) => html`<button
  type="button"
  class="round"
  part=${part}
  aria-label=${label}
  title=${label}
  @click=${run}
>
  ${icon(path)}
</button>`;

function buttons(host: BlogHost, blog: Blog, words: Words) {
  const { data } = host;
  return html`<div class="buttons">
    ${data.isMine ? nothing : neighbour(host, words)}
    ${
      blog.looks.tune
        ? html`<button
            type="button"
            class="round"
            part="tune"
            aria-pressed=${host.late.player?.isPlaying ?? false}
            aria-label=${words.t('blogTune')}
            title=${words.t('blogTune')}
            @click=${() => void host.act((acts) => acts.play(host))}
          >
            ${icon(NOTE)}
          </button>`
        : nothing
    }
    ${round(words.t('blogShare'), SHARE, () => void host.act((acts) => acts.share(host)), 'share')}
    ${
      data.isMine
        ? nothing
        : (host.late.menu?.(host, words) ??
          html`<button
            type="button"
            class="round"
            aria-haspopup="menu"
            aria-label=${words.t('blogMenu')}
            @click=${(event: Event) => {
              // The event forgets where it was by the time that the code is there.
              const place = (event.currentTarget as HTMLElement).parentElement!;
              void host.act((acts) => acts.menu(host, place));
            }}
          >
            ${icon(MORE, true)}
          </button>`)
    }
  </div>`;
}

/** Whose blog it is: at the top of everything. */
export function head(host: BlogHost, { blog, mall }: BlogPage, words: Words): TemplateResult {
  const { visits, isMine } = host.data;
  const { member, header, about, neighbours } = blog;
  return html`<header class="head">
    <div class="strip" part="header">
      ${header ? image({ url: header.large, alt: header.alt, width: header.width, height: header.height }, true) : nothing}
    </div>
    <div class="who">
      ${avatar(member)}
      <div class="names">
        <slot name="heading"><h2 tabindex="-1" part="home" class="own-font" dir="auto">${titleOf(blog, words)}</h2></slot>
        <p class="by">
          ${
            isMine
              ? html`<bdi>${words.t('blogBy', { name: member.name })}</bdi>`
              : html`<button
                  type="button"
                  class="name"
                  aria-haspopup="dialog"
                  @click=${() => void host.open({ kind: 'profile', member: member.id })}
                >
                  <bdi>${words.t('blogBy', { name: member.name })}</bdi>
                </button>`
          }
          ${level(member, mall.levels, words)}
        </p>
      </div>
      ${about ? html`<p class="about" dir="auto">${about}</p>` : nothing}
      ${blog.hidden ? html`<p class="told">${words.t('blogHidden')}</p>` : nothing}
      <dl class="counts">
        <div><dt>${words.t('blogToday')}</dt><dd>${words.number(visits?.today ?? 0)}</dd></div>
        <div><dt>${words.t('blogAll')}</dt><dd>${words.number(visits?.all ?? 0)}</dd></div>
        <div><dt>${words.t('blogNeighbours')}</dt><dd>${words.number(neighbours)}</dd></div>
      </dl>
      ${buttons(host, blog, words)}
    </div>
  </header>`;
}

/** Over an open story: whose it is, and the way back to all of it. */
export function smallHead({ blog }: BlogPage, words: Words): TemplateResult {
  return html`<a class="home" href=${blogHash(blog.member.id)}>
    ${avatar(blog.member)}<span><b class="own-font" dir="auto">${titleOf(blog, words)}</b><span class="small muted">${words.t('blogBack')}</span></span>
  </a>`;
}
