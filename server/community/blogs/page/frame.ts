import { html, raw } from 'hono/html';
import type { Mall } from '../../../mall/malls/rules.ts';
import { inScript } from './linked.ts';
import type { Html } from './parts.ts';
import { STYLE } from './style.ts';
import { WORDS } from './words.ts';

/** What a messenger and a search engine are told of a page. */
export interface Head {
  title: string;
  description: string;
  url: string;
  type: 'profile' | 'article';
  image: { url: string; width: number | null; height: number | null } | null;
  publishedAt: number | null;
  linked: object;
}

const shared = (mall: Mall, head: Head): Html => html`<link rel="canonical" href="${head.url}">
<meta name="description" content="${head.description}">
<meta property="og:type" content="${head.type}">
<meta property="og:site_name" content="${mall.name}">
<meta property="og:locale" content="${mall.settings.locale === 'ko' ? 'ko_KR' : 'en_US'}">
<meta property="og:title" content="${head.title}">
<meta property="og:description" content="${head.description}">
<meta property="og:url" content="${head.url}">
${
  head.image
    ? html`<meta property="og:image" content="${head.image.url}">
${
  head.image.width && head.image.height
    ? html`<meta property="og:image:width" content="${head.image.width}">
<meta property="og:image:height" content="${head.image.height}">
`
    : ''
}<meta name="twitter:card" content="summary_large_image">
`
    : ''
}${head.publishedAt === null ? '' : html`<meta property="article:published_time" content="${new Date(head.publishedAt).toISOString()}">\n`}<script type="application/ld+json">${raw(inScript(head.linked))}</script>`;

/** A page that says nothing but that nothing is there: the same for what is hidden, gone, not public or never was. */
export const nothing = (mall: Mall): Html => {
  const words = WORDS[mall.settings.locale];
  return document(
    mall,
    words.nothing,
    html`<meta name="robots" content="noindex">`,
    html`<h1>${words.nothing}</h1>
<p>${words.nothingWhy}</p>`,
  );
};

/**
 * A page with all of its content in it, readable without any script; where ours runs, the element takes over.
 */
export const whole = (mall: Mall, publicUrl: string, head: Head, content: Html): Html =>
  document(
    mall,
    head.title,
    html`${shared(mall, head)}
<script async src="${publicUrl}/embed.js?mall=${mall.id}"></script>`,
    content,
  );

const document = (mall: Mall, title: string, head: Html, content: Html): Html => html`<!doctype html>
<html lang="${mall.settings.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · ${mall.name}</title>
${head}
<style>${raw(STYLE)}</style>
</head>
<body>
<header class="top">${mall.origins[0] ? html`<a href="${mall.origins[0]}">${mall.name}</a>` : mall.name}</header>
<main>
${content}
</main>
</body>
</html>`;
