import { html } from 'hono/html';
import type { Markup, View } from './layout.ts';
import { page } from './layout.ts';

/** What an owner gets who pastes the two lines into an empty file, and nothing else. */
export function plainPage({ shop, service, mall }: View): Markup {
  return html`<!doctype html>
<html lang="${shop.lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shop.name}</title>
<h1>${shop.featured[0]!.name}</h1>
<script async src="${service}/embed.js?mall=${mall}"></script>
<dangol-review-board product="${shop.featured[0]!.product}"></dangol-review-board>
`;
}

/**
 * The policy of the strict page: the service, the previews of photos and clips before they are sent, and the shop's own
 * pictures of its products, at the address that the service knows them by.
 */
export const strictPolicy = (service: string, pictures: string): string =>
  [
    "default-src 'none'",
    `script-src ${service}`,
    `connect-src ${service}`,
    `img-src 'self' ${pictures} ${service} blob:`,
    `media-src ${service} blob:`,
    `font-src ${service}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A page whose policy lets nothing run but the service's scripts: none of the mall's own. */
export function strictPage({ shop, service, mall }: View, policy: string, teller: string | null): Markup {
  const { words } = shop;
  return html`<!doctype html>
<html lang="${shop.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.strictTitle}</title>
<link rel="stylesheet" href="/assets/shop.css">
<script async src="${service}/embed.js?mall=${mall}"></script>
</head>
<body>
<main class="wide list">
  <p class="eyebrow">${shop.name}</p>
  <h1>${words.strictTitle}</h1>
  <p class="lead">${words.strictText}</p>
  <pre class="policy">${policy.replaceAll('; ', ';\n')}</pre>
  <dangol-review-board product="${shop.featured[0]!.product}" lang="${shop.lang}"></dangol-review-board>
  ${teller ? html`<dangol-blog-card member="${teller}" lang="${shop.lang}"></dangol-blog-card>` : ''}
  <dangol-savings-club lang="${shop.lang}"></dangol-savings-club>
  <p><a href="/${shop.lang}/">${words.home}</a></p>
</main>
</body>
</html>`;
}

export function missingPage(view: View): Markup {
  const { words, lang } = view.shop;
  return page(view, {
    title: words.notFound,
    body: html`<div class="wide list"><h1>${words.notFound}</h1><p class="lead">${words.notFoundText}</p><p><a class="button" href="/${lang}/">${words.home}</a></p></div>`,
  });
}
