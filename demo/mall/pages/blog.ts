import { html } from 'hono/html';
import type { BestStory } from '../backend.ts';
import type { Shop } from '../shops.ts';
import { type Markup, page, type View } from './layout.ts';

/** Where links to blogs lead: the element alone knows which blog is meant, or which story. */
export function blogPage(view: View): Markup {
  const { shop } = view;
  return page(view, {
    title: `${shop.words.blogs.title} — ${shop.name}`,
    body: html`<div class="wide list own"><dangol-blog lang="${shop.lang}"></dangol-blog></div>`,
  });
}

/** Stories that readers liked, as the mall's own page shows them: of members who agreed to it. */
export function bestStories({ words }: Shop, best: readonly BestStory[]): Markup {
  return html`<ul class="cards stories">${best.map(
    ({ story, author, url }) => html`<li class="card">
  <a href="${url}">
    <span class="photo">${story.cover ? html`<img src="${story.cover.small}" alt="${story.cover.alt}" width="${story.cover.width}" height="${story.cover.height}" loading="lazy" decoding="async">` : ''}</span>
    ${story.disclosure ? html`<small class="disclosure">${story.disclosure}</small>` : ''}
    <span class="name">${story.title}</span>
    <small>${words.blogs.by(author.name)} · ${words.blogs.hearts(story.hearts)}</small>
  </a>
</li>`,
  )}</ul>`;
}

const CARDS = 3;

/** The blogs that they stand in. */
export function blogCards({ lang }: Shop, best: readonly BestStory[]): Markup {
  const members = [...new Set(best.map(({ author }) => author.id))].slice(0, CARDS);
  return html`<div class="blog-cards">${members.map(
    (member) => html`<dangol-blog-card member="${member}" lang="${lang}"></dangol-blog-card>`,
  )}</div>`;
}

/** What is read these days, and what is new at one's neighbours. */
export function blogsPage(view: View, best: readonly BestStory[]): Markup {
  const { shop } = view;
  const { words, lang } = shop;
  return page(view, {
    title: `${words.blogs.title} — ${shop.name}`,
    body: html`<div class="wide list">
  <h1>${words.blogs.title}</h1>
  <p class="lead">${words.blogs.lead}</p>
  <p><a class="button" href="/${lang}/blog">${words.blogs.mine}</a></p>
  <section><h2>${words.blogs.best}</h2>${bestStories(shop, best)}</section>
  <section>${blogCards(shop, best)}</section>
  <section class="feed"><dangol-feed lang="${lang}"><h2 slot="heading">${words.blogs.feed}</h2></dangol-feed></section>
</div>`,
  });
}
