import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import { type Language, Problem, preferredLanguage } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { disclosureOf, type Mall } from '../../mall/malls/rules.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { requestAddressKeys } from '../../mall/shoppers/middleware.ts';
import { HideReason } from '../reviews/contract.ts';
import { countHides } from './lists.ts';
import { RULES_PACE } from './rules.ts';
import { RULES_WORDS } from './rules-words.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:42rem;font:16px/1.7 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;color:#1d1d1f;background:#fff;word-break:keep-all;overflow-wrap:break-word}
header{display:flex;justify-content:flex-end}
h1{font-size:1.7rem;line-height:1.3;margin:.5rem 0 .75rem;letter-spacing:-.01em}
h2{font-size:1.1rem;margin:2.25rem 0 .5rem}
p{margin:.5rem 0}
.lead,footer{color:#5b5b60}
ul{margin:0;padding-left:1.2rem}
li{margin:.3rem 0}
a{color:#0a58ca;padding:.25rem .5rem;margin:-.25rem -.5rem;border-radius:.4rem}
a:focus-visible{outline:3px solid #0a58ca;outline-offset:2px}
.stars{border-left:4px solid #2e7d32;background:#f1f8f2;padding:.75rem 1rem;border-radius:.25rem;font-weight:600}
blockquote{margin:.75rem 0;padding:.6rem 1rem;border-left:4px solid #c9c9ce;background:#f6f6f8;border-radius:.25rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;padding:.55rem .25rem;border-bottom:1px solid #e3e3e8;font-weight:400}
thead th{font-weight:600}
td:last-child,th:last-child{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
footer{margin-top:3rem;font-size:.9rem}
@media(prefers-color-scheme:dark){body{color:#ececf0;background:#161618}.lead,footer{color:#a9a9b0}a{color:#8ab4ff}a:focus-visible{outline-color:#8ab4ff}.stars{background:#16271a}blockquote{background:#212125;border-color:#55555c}th,td{border-color:#33333a}}`;

const LANG = "Language of the page; else the reader's (Accept-Language), else the mall's.";
/** The one style of the page is allowed by what it is: nothing else runs or loads. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function page(mall: Mall, language: Language, hides: Awaited<ReturnType<typeof countHides>>) {
  const words = RULES_WORDS[language];
  const other: Language = language === 'ko' ? 'en' : 'ko';
  const disclosure = disclosureOf(mall.settings);
  const hidden = HideReason.options.reduce((sum, reason) => sum + (hides.reasons.get(reason) ?? 0), 0);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title(mall.name)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.other}</a></header>
<main>
<h1>${words.title(mall.name)}</h1>
<p class="lead">${words.lead}</p>
${words.sections.map(
  (section, index) => html`<section>
<h2>${section.heading}</h2>
<ul>
${section.points(mall).map((point) => html`<li>${point}</li>\n`)}</ul>
${index === 2 && disclosure ? html`<blockquote>${disclosure}</blockquote>` : ''}
</section>
`,
)}<section>
<h2>${words.hiding.heading}</h2>
<p class="stars">${words.hiding.stars}</p>
<p>${words.hiding.lead}</p>
<table>
<thead><tr><th scope="col">${words.hiding.table[0]}</th><th scope="col">${words.hiding.table[1]}</th></tr></thead>
<tbody>
${HideReason.options.map((reason) => html`<tr><th scope="row">${words.reasons[reason]}</th><td>${hides.reasons.get(reason) ?? 0}</td></tr>\n`)}</tbody>
</table>
${hidden === 0 ? html`<p>${words.hiding.none}</p>` : ''}${hides.restored > 0 ? html`<p>${words.hiding.restored(hides.restored)}</p>` : ''}
</section>
</main>
<footer>${words.end}</footer>
</body>
</html>`;
}

/** `/m/:mall/rules`: the mall's review rules, made from its settings. Plain HTML without a script. */
export function rulesPage(services: Services, malls: Malls) {
  const addressKeyOf = requestAddressKeys(services);
  return router().openapi(
    createRoute({
      method: 'get',
      path: '/m/{mall}/rules',
      operationId: 'getRulesPage',
      tags: ['malls'],
      summary: 'The public page of the review rules',
      request: {
        params: MallParam,
        query: z.object({ lang: z.enum(['ko', 'en']).optional().openapi({ description: LANG }) }),
      },
      responses: {
        200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
        ...problems(),
      },
    }),
    async (c) => {
      await services.pace.take(c, RULES_PACE, [addressKeyOf(c)]);
      const mall = await malls.find(c.req.valid('param').mall);
      if (!mall) throw new Problem('not-found');
      const language =
        c.req.valid('query').lang ??
        preferredLanguage(c.req.header('accept-language')) ??
        mall.settings.locale;
      const hides = await countHides(services.database.db, mall.id, services.now());
      c.header('Content-Security-Policy', POLICY);
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Referrer-Policy', 'no-referrer');
      c.header('Content-Language', language);
      c.header('Cache-Control', 'public, max-age=60');
      c.header('Vary', 'Accept-Language');
      return c.html(page(mall, language, hides));
    },
  );
}
