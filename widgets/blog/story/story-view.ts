import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import type { Words } from '../../core/words.ts';
import type { BlogHost } from '../host.ts';
import './story.ts';

/** A story inside of a blog's element; it brings the words that it needs by itself. */
export function storyView(host: BlogHost, page: StoryPage, words: Words): TemplateResult {
  return html`<dangol-blog-story .host=${host} .page=${page} .words=${words} .mine=${host.data.myStory}></dangol-blog-story>`;
}

/** Of the blog's own root, where the view stands. */
export const storyStyles: CSSResult = css`
  dangol-blog-story {
    display: block;
    min-block-size: 420px;
  }
`;
