import { html, raw } from 'hono/html';
import type { Persona, Shop } from '../shops.ts';

export type Markup = ReturnType<typeof html>;

/** What every page needs to know of the request it answers. */
export interface View {
  shop: Shop;
  /** Address of the service, and this mall's name there. */
  service: string;
  mall: string;
  /** Address of this mall as the browser sees it. */
  origin: string;
  /** Who the visitor chose to be; nothing for a guest. */
  shopper: Persona | null;
}

/** How a shopper is greeted on the mall's own pages. */
export const callName = (persona: Persona): string => persona.handle ?? persona.name;

/** A whole page of a mall; one for the staff has no switch of shoppers. The first script line is the one that an owner pastes. */
export function page(
  view: View,
  parts: { title: string; head?: Markup; body: Markup; frameOf?: Persona | null; staff?: boolean },
): Markup {
  const { shop, service, mall } = view;
  const framed = parts.frameOf !== undefined;
  return html`<!doctype html>
<html lang="${shop.lang}" data-mall="${shop.lang}"${framed ? raw(' data-framed') : ''}${parts.frameOf ? raw(` data-as="${attribute(parts.frameOf.id)}"`) : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title}</title>
<script src="/assets/theme.js"></script>
<link rel="stylesheet" href="/assets/shop.css">
<link rel="icon" href="/assets/${shop.lang}.svg">
${parts.head ?? ''}
<script async src="${service}/embed.js?mall=${mall}"></script>
<script defer src="/assets/shop.js"></script>
</head>
<body>
${framed ? '' : header(view)}
<main id="main">${parts.body}</main>
${framed ? '' : html`${footer(view)}${parts.staff ? '' : whoButton(view)}`}
<p class="said" role="status" aria-live="polite"></p>
<script type="application/json" id="said">${jsonIn({ ...shop.words.said, refund: shop.words.refund, refundedLabel: shop.words.refunded })}</script>
</body>
</html>`;
}

/** JSON for a script element: `<` may not end it. */
export const jsonIn = (value: unknown) => raw(JSON.stringify(value).replaceAll('<', '\\u003c'));

const attribute = (text: string) => text.replace(/[^\w.@-]/g, '');

function header({ shop, shopper }: View): Markup {
  const { words, lang } = shop;
  return html`<a class="skip" href="#main">${words.skip}</a>
<header class="top">
  <div class="wide">
    <a class="logo" href="/${lang}/">${shop.name}</a>
    <nav aria-label="${words.all}">
      <a href="/${lang}/shop">${words.all}</a>
      <a href="/${lang}/blogs">${words.blogs.title}</a>
      <a href="/${lang}/together">${words.paying.together}</a>
      <a href="/${lang}/points">${words.paying.points}</a>
      ${shop.categories.slice(0, 5).map((category) => html`<a href="/${lang}/shop?c=${encodeURIComponent(category)}">${category}</a>`)}
    </nav>
    <span class="tools">
      <a class="icon" href="/${lang}/wishlist" aria-label="${words.wishlist}" title="${words.wishlist}"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.2 4.3 4.3 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/></svg></a>
      <dangol-inbox lang="${lang}"></dangol-inbox>
      <span class="hello">${shopper ? words.hello(callName(shopper)) : ''}</span>
      <button type="button" class="icon" data-theme-switch aria-label="${words.theme}" title="${words.theme}"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/></svg></button>
      <a class="lang" href="/${words.otherMallLang}/" hreflang="${words.otherMallLang}" lang="${words.otherMallLang}">${words.otherMall}</a>
    </span>
  </div>
</header>`;
}

function footer({ shop, service, mall }: View): Markup {
  const { words, lang } = shop;
  return html`<footer class="bottom">
  <div class="wide">
    <p class="logo">${shop.name}</p>
    <p>${words.demoNote}</p>
    <p class="links">
      <a href="/${lang}/chat">${words.chat.link}</a>
      <a href="/${lang}/checkout">${words.paying.checkout.title}</a>
      <a href="/${lang}/till">${words.paying.till.title}</a>
      <a href="/${lang}/strict.html">${words.strictLink}</a>
      <a href="/${lang}/plain.html">${words.plainLink}</a>
      <a href="${service}/m/${mall}/rules">${lang === 'ko' ? '후기 운영 기준' : 'Rules for reviews'}</a>
      <a href="${service}/docs">API</a>
      <a href="/notice.txt">${lang === 'ko' ? '사진과 글의 출처' : 'Where photos and texts are from'}</a>
    </p>
  </div>
</footer>`;
}

/** The switch of shoppers: tucked away, since no real mall has one. Works as plain forms, and better with script. */
function whoButton({ shop, shopper }: View): Markup {
  const { words, lang } = shop;
  const choice = (
    id: string,
    name: string,
    about: string,
    chosen: boolean,
  ) => html`<li><button name="shopper" value="${id}" data-name="${name}"${chosen ? raw(' aria-current="true"') : ''}>
  <span class="face" aria-hidden="true">${[...name][0] ?? ''}</span><span><b>${name}</b><small>${about}</small></span></button></li>`;
  return html`<button type="button" class="who-open" popovertarget="who">${words.who}</button>
<div id="who" class="who" popover>
  <form method="post" action="/${lang}/demo/session" data-who>
    <h2>${words.who}</h2>
    <p>${words.whoLead}</p>
    <ul>
      ${choice('', words.whoGuest, words.whoGuestText, shopper === null)}
      ${shop.personas.map((one) => choice(one.id, callName(one), one.about, one.id === shopper?.id))}
    </ul>
    <button class="quiet" name="shopper" value="" data-name="">${words.whoOut}</button>
  </form>
  <section data-orders hidden><h3>${words.orders}</h3><ul></ul></section>
  <button type="button" class="quiet" popovertarget="who" popovertargetaction="hide">${words.close}</button>
</div>`;
}
