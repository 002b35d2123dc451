import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import { type Language, Problem, preferredLanguage } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { requestAddressKeys } from '../../mall/shoppers/middleware.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;color:#1d1d1f;background:#fafafb;word-break:keep-all;overflow-wrap:break-word}
header,main{box-sizing:border-box;max-width:40rem;margin:0 auto;padding:1rem 1.25rem}
header{color:#5b5b60;font-weight:600}
dangol-savings-club{display:block;min-height:20rem}
@media(prefers-color-scheme:dark){body{color:#ececf0;background:#161618}header{color:#a9a9b0}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Our own script, our own API, pictures from wherever the mall keeps them, and the one style by what it is. */
function policyFor(mall: Mall): string {
  // A mall that is tried out without https has its pictures there too.
  const plain = mall.origins.filter((origin) => origin.startsWith('http:'));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    `img-src ${["'self'", 'https:', ...plain].join(' ')}`,
    `style-src 'sha256-${STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const WORDS = {
  ko: {
    title: '같이 모으기',
    at: (mall: string) => `${mall}에서 보기`,
    script: '같이 모으기를 보려면 브라우저에서 자바스크립트를 켜 주세요.',
  },
  en: {
    title: 'Savings club',
    at: (mall: string) => `At ${mall}`,
    script: 'To see the savings club, please turn on JavaScript in your browser.',
  },
} as const;

function page(mall: Mall, publicUrl: string, language: Language) {
  const words = WORDS[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title} · ${mall.name}</title>
<meta name="robots" content="noindex">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${mall.name}">
<meta property="og:title" content="${words.title}">
<meta property="og:description" content="${words.at(mall.name)}">
<style>${raw(STYLE)}</style>
<script async src="${publicUrl}/embed.js?mall=${mall.id}"></script>
</head>
<body>
<header>${mall.name}</header>
<main>
<dangol-savings-club shared></dangol-savings-club>
<noscript><p>${words.script}</p></noscript>
</main>
</body>
</html>`;
}

/** Looks at one club after the other are people's; hundreds from one address are not. */
const PAGE_PACE = { name: 'club-pages', points: 120, seconds: 60 };

/**
 * `/c/:mall`: the page of clubs where the mall has none of its own. It is one and the same for every club and for every
 * invitation, and tells nothing of any: which one it is, and its secret, stand behind the `#`, so that no preview, no log
 * and no server on the way has them.
 */
export function clubPage(services: Services, malls: Malls) {
  const addressKeyOf = requestAddressKeys(services);

  return router().openapi(
    createRoute({
      method: 'get',
      path: '/c/{mall}',
      operationId: 'getClubPage',
      tags: ['clubs'],
      summary: 'The page of clubs where the mall has none of its own',
      request: { params: MallParam },
      responses: {
        200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
        ...problems(),
      },
    }),
    async (c) => {
      await services.pace.take(c, PAGE_PACE, [addressKeyOf(c)]);
      const mall = await malls.find(c.req.valid('param').mall);
      if (!mall) throw new Problem('not-found');
      const language = preferredLanguage(c.req.header('accept-language')) ?? mall.settings.locale;
      c.header('Content-Security-Policy', policyFor(mall));
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Referrer-Policy', 'no-referrer');
      c.header('Content-Language', language);
      c.header('Cache-Control', 'no-store');
      c.header('Vary', 'Accept-Language');
      return c.html(page(mall, services.publicUrl, language));
    },
  );
}
