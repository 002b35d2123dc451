// Stands in until the view of stories is there.
import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import type { Words } from '../../core/words.ts';
import type { BlogHost } from '../host.ts';

export const storyView = (_host: BlogHost, { story }: StoryPage, _words: Words): TemplateResult =>
  html`<article><h2>${story.title}</h2><p>${story.text}</p></article>`;

export const storyStyles: CSSResult = css``;
