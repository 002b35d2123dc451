import { html } from 'hono/html';
import type { Blog } from '../contract.ts';
import { beginning } from '../rules.ts';
import type { Story, StoryMedia } from '../stories/contract.ts';
import { blogTitle } from './blog.ts';
import type { Head } from './frame.ts';
import { linkedStory } from './linked.ts';
import { type Html, mediaOf, type Page, productLink, reviewOf, timeOf } from './parts.ts';

/** A story, with what stands beside it in its blog. */
export interface StoryToShow {
  blog: Blog;
  story: Story;
  newer: string | null;
  older: string | null;
}

/** What is told of a story outside of it: that its author earns by it before all else. */
export function storyHead({ mall, words, blogAt }: Page, { story }: StoryToShow): Head {
  const title = story.title || words.noTitle;
  const first = story.media[0]?.media;
  const url = `${blogAt}/stories/${story.id}`;
  const text = beginning(story.text.replace(/\s+/g, ' ')) || words.by(story.author.name);
  return {
    title,
    description: [story.disclosure, text].filter(Boolean).join(' '),
    url,
    type: 'article',
    image: first ? { url: first.large, width: first.width, height: first.height } : null,
    publishedAt: story.publishedAt,
    linked: linkedStory(story, title, {
      url,
      blogUrl: blogAt,
      mall: mall.name,
      language: mall.settings.locale,
      image: first?.large ?? null,
    }),
  };
}

export function storyContent(page: Page, { blog, story, newer, older }: StoryToShow): Html {
  const { words, blogAt } = page;
  const paid = story.disclosure !== null;
  const link = (id: string, text: string, rel: string) =>
    html`<a href="${blogAt}/stories/${id}" rel="${rel}">${text}</a>`;
  return html`<dangol-blog member="${story.author.id}" story="${story.id}">
<article>
${paid ? html`<p class="paid">${story.disclosure}</p>` : ''}
<h1>${story.title || words.noTitle}</h1>
<p class="soft"><a href="${blogAt}" rel="author">${words.by(story.author.name)}</a>${story.publishedAt === null ? '' : html` · ${timeOf(page, story.publishedAt)}`}</p>
${story.media.map((one, at) => figure(page, story, one, at, paid))}
${story.text ? html`<p class="words">${story.text}</p>` : ''}
${story.review ? reviewOf(page, story.review) : ''}
</article>
<nav>${newer ? link(newer, words.newer, 'next') : ''}${older ? link(older, words.older, 'prev') : ''}<a href="${blogAt}">${words.back(blogTitle(words, blog))}</a></nav>
</dangol-blog>`;
}

/** A picture with what it shows, each product once. */
function figure(page: Page, story: Story, { media, marks }: StoryMedia, at: number, paid: boolean): Html {
  const seen = new Set<string>();
  const named = marks.flatMap(({ product: key, mark }) => {
    const product = story.products.find((one) => one.product === key);
    if (!product || seen.has(key)) return [];
    seen.add(key);
    return [html`<li>${productLink(page, product, mark, paid)}</li>`];
  });
  return html`<figure>${mediaOf(page, media, at)}
${named.length > 0 ? html`<figcaption class="soft">${page.words.products}<ul>${named}</ul></figcaption>` : ''}</figure>`;
}
