import { html, raw } from 'hono/html';
import type { BestStory } from '../backend.ts';
import { bestStories, blogCards } from './blog.ts';
import { card, picture } from './card.ts';
import { callName, type Markup, page, type View } from './layout.ts';
import { regulars } from './regulars.ts';

/** The front page: a picture, a few products, and one product seen by two shoppers at once. */
export function frontPage(view: View, best: readonly BestStory[]): Markup {
  const { shop } = view;
  const { words, lang } = shop;
  const shown = shop.featured[0]!;
  // The one who has not written here yet comes first: they can vote on what the other wrote.
  const pair =
    lang === 'ko' ? [shop.personas[1]!, shop.personas[0]!] : [shop.personas[0]!, shop.personas[1]!];
  return page(view, {
    title: `${shop.name} — ${words.tagline}`,
    head: html`<meta name="description" content="${words.heroText}">`,
    body: html`
<section class="hero hero-${lang}">
  <div class="hero-text">
    <p class="eyebrow">${words.tagline}</p>
    <h1>${words.heroTitle.split('\n').map((line, at) => html`${at ? raw('<br>') : ''}${line}`)}</h1>
    <p>${words.heroText}</p>
    <a class="button" href="/${lang}/shop">${words.heroLink}</a>
  </div>
  <div class="hero-photo">${
    lang === 'ko'
      ? html`<img src="/photos/ko/sofa-leather.webp" alt="" width="900" height="600">`
      : html`<div class="mosaic">${shop.featured.slice(0, 4).map((one) => picture(shop, one, { eager: true }))}</div>`
  }</div>
</section>
<section class="wide">
  <h2>${words.loved}</h2>
  <ul class="cards">${shop.featured.slice(0, 8).map((product) => card(shop, product))}</ul>
</section>
${
  best.length > 0
    ? html`<section class="wide" id="stories">
  <h2>${words.blogs.best}</h2>
  ${bestStories(shop, best)}
  ${blogCards(shop, best)}
  <p><a class="button" href="/${lang}/blogs">${words.blogs.more}</a></p>
</section>`
    : ''
}
<section class="frames" id="two">
  <div class="wide">
    <h2>${words.framesTitle}</h2>
    <p class="lead">${words.framesText}</p>
    <div class="phones">
      ${pair.map(
        (persona) => html`<figure class="phone"><figcaption>${words.frameOf(callName(persona))}</figcaption>
        <div class="glass"><iframe loading="lazy" title="${words.frameOf(callName(persona))}" src="/${lang}/p/${encodeURIComponent(shown.product)}?frame=1&amp;as=${encodeURIComponent(persona.id)}"></iframe></div></figure>`,
      )}
    </div>
  </div>
</section>
<section class="wide regulars">
  ${regulars(shop)}
</section>`,
  });
}
