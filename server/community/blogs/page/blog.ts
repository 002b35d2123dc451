import { html } from 'hono/html';
import type { Blog, BlogPage } from '../contract.ts';
import { beginning } from '../rules.ts';
import type { StoryCard, StoryCardPage } from '../stories/contract.ts';
import type { Head } from './frame.ts';
import { linkedBlog } from './linked.ts';
import { type Html, type Page, picture, productCard, timeOf } from './parts.ts';
import type { PageWords } from './words.ts';

export const blogTitle = (words: PageWords, blog: Blog): string => blog.title ?? words.blog(blog.member.name);

/** What is told of a blog outside of it. */
export function blogHead({ mall, words, blogAt }: Page, { blog, stories, wishlist }: BlogPage): Head {
  const title = blogTitle(words, blog);
  const photo = blog.header ?? stories.items.find((one) => one.cover !== null)?.cover ?? null;
  const wished = wishlist?.wishes.items.find((one) => one.product.confirmed && one.product.image)?.product
    .image;
  const image = photo
    ? { url: photo.large, width: photo.width, height: photo.height }
    : wished
      ? { url: wished, width: null, height: null }
      : null;
  return {
    title,
    description: blog.about ? beginning(blog.about.replace(/\s+/g, ' ')) : words.home(mall.name),
    url: blogAt,
    type: 'profile',
    image,
    publishedAt: null,
    linked: linkedBlog(blog, title, {
      url: blogAt,
      blogUrl: blogAt,
      mall: mall.name,
      language: mall.settings.locale,
      image: photo?.large ?? null,
    }),
  };
}

/** All that a blog shows, in the order in which its element does. */
export function blogContent(page: Page, { blog, wishlist, purchases, stories }: BlogPage): Html {
  const { words } = page;
  const wishes = (wishlist?.wishes.items ?? []).filter((one) => one.product.confirmed);
  return html`<dangol-blog member="${blog.member.id}">
${blog.header ? picture(blog.header, '', true) : ''}
<h1>${blogTitle(words, blog)}</h1>
<p class="soft">${words.by(blog.member.name)}</p>
${blog.about ? html`<p class="words">${blog.about}</p>` : ''}
${
  wishes.length > 0
    ? html`<section><h2>${words.wishes}</h2>
<ul class="list goods">${wishes.map((one) => productCard(page, one.product, undefined))}</ul></section>`
    : ''
}
${
  purchases.items.length > 0
    ? html`<section><h2>${words.purchases}</h2>
<ul class="list goods">${purchases.items.map((one) => productCard(page, one.product, one.mark, one.review))}</ul></section>`
    : ''
}
${
  stories.items.length > 0
    ? html`<section><h2>${words.stories}</h2>
${storyList(page, stories)}</section>`
    : ''
}
</dangol-blog>`;
}

/** The same blog further down: stories older than those of its first page, for readers without script. */
export function olderContent(page: Page, blog: Blog, stories: StoryCardPage): Html {
  const title = blogTitle(page.words, blog);
  return html`<dangol-blog member="${blog.member.id}">
<p><a href="${page.blogAt}">${page.words.back(title)}</a></p>
<h1>${title}</h1>
<section><h2>${page.words.stories}</h2>
${storyList(page, stories)}</section>
</dangol-blog>`;
}

/** Address of the stories behind a cursor. */
export const olderAt = ({ blogAt }: Page, cursor: string): string =>
  `${blogAt}?stories=${encodeURIComponent(cursor)}`;

const storyList = (
  page: Page,
  { items, next }: StoryCardPage,
): Html => html`<ul class="list">${items.map((one) => storyCard(page, one))}</ul>
${next === null ? '' : html`<p><a rel="next" href="${olderAt(page, next)}">${page.words.moreStories}</a></p>`}`;

const storyCard = (page: Page, card: StoryCard): Html => html`<li class="card">
${card.disclosure ? html`<p class="paid">${card.disclosure}</p>` : ''}
<h3><a href="${page.blogAt}/stories/${card.id}">${card.title || page.words.noTitle}</a></h3>
${card.publishedAt === null ? '' : html`<p>${timeOf(page, card.publishedAt)}</p>`}
${card.cover ? picture(card.cover, '') : ''}
${card.text ? html`<p class="words">${card.text}</p>` : ''}
</li>`;
