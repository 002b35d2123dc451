import { html, nothing, type TemplateResult } from 'lit';
import type { Blog } from '../../server/community/blogs/contract.ts';
import type { StoryCard } from '../../server/community/blogs/stories/contract.ts';
import { blogHash } from '../core/blog-url.ts';
import '../core/times.ts';
import type { Words } from '../core/words.ts';
import { COMMENT, icon } from '../parts/icons.ts';
import type { BlogHost } from './host.ts';
import { BAG } from './icons.ts';
import { HEART, PICTURES, PLAY } from './icons-rest.ts';
import { moreButton } from './rest.ts';
import { section } from './sections.ts';
import { image } from './thing.ts';

/** "0:07": how long a clip takes. */
function length(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What a cover does not show by itself: that it moves, and that there are more. */
function signs({ cover, media }: StoryCard, words: Words) {
  const motion = cover?.motion;
  return html`${
    motion
      ? html`<span class="sign"
          ><span class="only-heard">${words.t(motion.kind === 'clip' ? 'blogClip' : 'blogMoving')}</span>${
            motion.kind === 'clip' ? html`${icon(PLAY, true)}${length(motion.durationMs)}` : 'GIF'
          }</span
        >`
      : nothing
  }${
    media > 1
      ? html`<span class="sign many">${icon(PICTURES)}<span class="only-heard">${words.t('blogPictures')}</span>${words.number(media)}</span>`
      : nothing
  }`;
}

const counted = (path: string, label: string, count: number, words: Words) =>
  count
    ? html`<span class="count">${icon(path)}<span class="only-heard">${label}</span>${words.number(count)}</span>`
    : nothing;

function card(host: BlogHost, story: StoryCard, isLarge: boolean, words: Words): TemplateResult {
  const { id, title, text, cover, disclosure, publishedAt } = story;
  const { member } = host.data;
  return html`<li class="story" id="story-${id}" part="story">
    ${
      cover
        ? html`<div class="frame cover">
            ${image({ url: isLarge ? cover.large : cover.small, alt: cover.alt, width: cover.width, height: cover.height })}${signs(story, words)}
          </div>`
        : nothing
    }
    <div class="facts">
      ${disclosure ? html`<p class="told">${disclosure}</p>` : nothing}
      <h4 class="own-font" dir="auto">
        <a class="whole" href=${blogHash(member, id)}>${title || text || words.t('blogUntitled')}</a>
      </h4>
      ${title && text ? html`<p class="text" dir="auto">${text}</p>` : nothing}
      <p class="row small muted">
        ${publishedAt === null ? nothing : html`<time datetime=${new Date(publishedAt).toISOString()}>${words.ago(publishedAt)}</time>`}
        ${counted(HEART, words.t('blogHearts'), story.hearts, words)}
        ${counted(COMMENT, words.t('blogComments'), story.comments, words)}
        ${counted(BAG, words.t('blogMarked'), story.products, words)}
      </p>
    </div>
  </li>`;
}

/** The boards to choose from: one of them, or all stories. */
function boards(host: BlogHost, { boards, stories }: Blog, words: Words) {
  const { data } = host;
  if (!boards.length) return nothing;
  const one = (id: string | null, name: string, count: number) => html`<label class="board"
    ><input
      type="radio"
      name="board"
      .checked=${data.board === id}
      @change=${() => void host.act((acts) => acts.choose(host, id))}
    /><span><bdi>${name}</bdi> <small>${words.number(count)}</small></span></label
  >`;
  return html`<fieldset class="boards">
    <legend class="only-heard">${words.t('blogBoards')}</legend>
    ${one(null, words.t('blogAllBoards'), stories)} ${boards.map(({ id, name, stories }) => one(id, name, stories))}
  </fieldset>`;
}

export function storySection(host: BlogHost, blog: Blog, words: Words) {
  const { data, late } = host;
  const { items } = data.stories;
  const isMine = data.isMine && late.tools;
  if (!items.length && !blog.stories && !isMine) return nothing;
  const { layout } = blog.looks;
  return section(
    'stories',
    words.t('blogStories'),
    html`${boards(host, blog, words)}
      ${
        items.length
          ? html`<ul class="cards ${data.isLoadingMore === 'stories' ? 'busy' : ''}" role="list" aria-labelledby="s-stories">
              ${items.map((story, at) => card(host, story, layout === 'diary' || (layout === 'gallery' && at === 0), words))}
            </ul>`
          : blog.stories
            ? html`<p class="muted none">${words.t('blogBoardEmpty')}</p>`
            : late.tools!.noStories(host, words)
      }
      ${moreButton(host, 'stories', words)}`,
    isMine && items.length
      ? html`<button type="button" class="all" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'editor' })}>${words.t('blogWrite')}</button>`
      : nothing,
  );
}
