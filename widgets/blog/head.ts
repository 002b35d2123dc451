import { html, nothing, type TemplateResult } from 'lit';
import type { Blog, BlogPage } from '../../server/community/blogs/contract.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { icon } from '../parts/icons.ts';
import { level } from '../parts/level.ts';
import type { BlogHost } from './host.ts';
import { SHARE } from './icons.ts';
import { image } from './thing.ts';

/** What a blog is called: as its member says, else by their name. */
export const titleOf = ({ title, member }: Blog, words: Words): string =>
  title ?? words.t('blogOf', { name: member.name });

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
    ${
      data.isMine
        ? nothing
        : (host.late.neighbour?.(host, words) ??
          html`<button type="button" class="main" part="neighbour" @click=${() => void host.act((acts) => acts.neighbour(host))}>${words.t('blogFollow')}</button>`)
    }
    ${round(words.t('blogShare'), SHARE, () => void host.act((acts) => acts.share(host)), 'share')}
    ${host.late.rest?.buttons(host, blog, words)}
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
      <dl class="counts">
        <div><dt>${words.t('blogToday')}</dt><dd>${words.number(visits?.today ?? 0)}</dd></div>
        <div><dt>${words.t('blogAll')}</dt><dd>${words.number(visits?.all ?? 0)}</dd></div>
        <div><dt>${words.t('blogNeighbours')}</dt><dd>${words.number(neighbours)}</dd></div>
      </dl>
      ${buttons(host, blog, words)}
    </div>
  </header>`;
}
