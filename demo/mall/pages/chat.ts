import { html } from 'hono/html';
import type { SharedLink } from '../backend.ts';
import { type Markup, page, type View } from './layout.ts';

/** Somebody shares a wishlist into a chat; a friend without an account opens it on their phone. */
export function chatPage(view: View, links: SharedLink[]): Markup {
  const { shop } = view;
  const { words, lang } = shop;
  const { chat } = words;
  return page(view, {
    title: `${chat.title} — ${shop.name}`,
    body: html`
<div class="wide list">
  <h1>${chat.title}</h1>
  <p class="lead">${chat.lead}</p>
  ${
    links.length === 0
      ? html`<p class="lead">${chat.none}</p>`
      : html`<div class="chat">
  <section class="talk" aria-label="${chat.room}">
    <h2>${chat.room}</h2>
    <ol>
      ${links.map(
        ({
          by,
          text,
          preview,
          framed,
        }) => html`<li class="theirs"><span class="face" aria-hidden="true">${[...by][0] ?? ''}</span><div><b>${by}</b>
        <p class="bubble">${text}</p>
        <a class="bubble preview" href="${framed}" target="phone">
          ${preview.image ? html`<img src="${preview.image}" alt="" width="600" height="315" loading="lazy">` : ''}
          <span><b>${preview.title}</b><small>${preview.text}</small></span>
        </a></div></li>`,
      )}
      <li class="mine"><p class="bubble">${chat.answer}</p></li>
    </ol>
  </section>
  <figure class="phone"><figcaption>${chat.phone}</figcaption>
    <div class="glass"><iframe name="phone" title="${chat.phone}" src="${links[0]!.framed}"></iframe></div>
  </figure>
</div>`
  }
  <p class="lead"><a href="/${lang}/wishlist">${chat.own}</a></p>
</div>`,
  });
}
