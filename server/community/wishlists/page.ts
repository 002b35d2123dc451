import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Reader } from '../../base/db/database.ts';
import { type Language, Problem, preferredLanguage } from '../../base/http/problem.ts';
import { MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { requestAddressKeys } from '../../mall/shoppers/middleware.ts';
import { accessTo } from './access.ts';
import { listWishes } from './lists.ts';
import { productsOf, toWishlists } from './views.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;color:#1d1d1f;background:#fafafb;word-break:keep-all;overflow-wrap:break-word}
header,main{box-sizing:border-box;max-width:60rem;margin:0 auto;padding:1rem 1.25rem}
header{color:#5b5b60;font-weight:600}
dangol-wishlist{display:block;min-height:20rem}
@media(prefers-color-scheme:dark){body{color:#ececf0;background:#161618}header{color:#a9a9b0}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Our own script, our own API, pictures from wherever the mall keeps them, and the one style by what it is: nothing else
 * runs or loads.
 */
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
    list: '찜 목록',
    of: (name: string, list: string) => `${name}님의 ${list}`,
    count: (count: number) => `찜한 상품 ${count.toLocaleString('ko')}개`,
    at: (mall: string) => `${mall}에서 보기`,
    script: '찜 목록을 보려면 브라우저에서 자바스크립트를 켜 주세요.',
  },
  en: {
    list: 'Wishlist',
    of: (name: string, list: string) => `${list} of ${name}`,
    count: (count: number) => `${count.toLocaleString('en')} wished ${count === 1 ? 'product' : 'products'}`,
    at: (mall: string) => `At ${mall}`,
    script: 'To see the wishlist, please turn on JavaScript in your browser.',
  },
} as const;

interface Preview {
  id: string;
  title: string;
  description: string;
  image: string | null;
}

/** Wishes that are looked through for a picture. */
const LOOKED_AT = 20;

/** What a preview may tell: of a list that everybody may see, and of none other. */
async function previewOf(
  db: Reader,
  services: Pick<Services, 'secrets' | 'now'>,
  mall: Mall,
  id: string,
  language: Language,
): Promise<Preview | undefined> {
  if (mall.settings.read !== 'everyone') return undefined;
  const nobody = { who: { kind: 'nobody' }, linkKey: undefined } as const;
  const list = (await accessTo(db, services, mall, id, nobody))?.list;
  if (!list) return undefined;
  const [shown] = await toWishlists(db, mall, [list]);
  const { rows } = await listWishes(db, list, undefined, LOOKED_AT);
  const products = await productsOf(
    db,
    mall,
    rows.map((row) => row.product),
  );
  const words = WORDS[language];
  return {
    id,
    title: words.of(shown?.owner.name ?? '', list.name ?? words.list),
    description: `${words.count(list.wish_count)} · ${words.at(mall.name)}`,
    image: products.find((one) => one.confirmed && one.image !== null)?.image ?? null,
  };
}

function page(mall: Mall, publicUrl: string, language: Language, preview: Preview | undefined) {
  const words = WORDS[language];
  const title = preview?.title ?? words.list;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · ${mall.name}</title>
${preview ? '' : html`<meta name="robots" content="noindex">\n`}<meta property="og:type" content="website">
<meta property="og:site_name" content="${mall.name}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${preview?.description ?? words.at(mall.name)}">
${preview?.image ? html`<meta property="og:image" content="${preview.image}">\n` : ''}<style>${raw(STYLE)}</style>
<script async src="${publicUrl}/embed.js?mall=${mall.id}"></script>
</head>
<body>
<header>${mall.name}</header>
<main>
${preview ? html`<dangol-wishlist list="${preview.id}"></dangol-wishlist>` : html`<dangol-wishlist shared></dangol-wishlist>`}
<noscript><p>${words.script}</p></noscript>
</main>
</body>
</html>`;
}

/** Looks at one list after the other are people's; hundreds from one address are not. */
const PAGE_PACE = { name: 'wishlist-pages', points: 120, seconds: 60 };

/**
 * `/m/:mall/wishlists/:id`: the page of a list where the mall has none of its own. What is public is named in it; what is
 * not, and what there is not, is one and the same page: which list it is, and the secret of its link, stand behind the `#`.
 */
export function wishlistPage(services: Services, malls: Malls) {
  const { database, publicUrl } = services;
  const addressKeyOf = requestAddressKeys(services);

  async function takePlace(c: Context): Promise<void> {
    await services.pace.take(c, PAGE_PACE, [addressKeyOf(c)]);
  }

  return router().openapi(
    createRoute({
      method: 'get',
      path: '/m/{mall}/wishlists/{id}',
      operationId: 'getWishlistPage',
      tags: ['wishlists'],
      summary: 'The page of a list where the mall has none of its own',
      request: {
        params: MallParam.extend({
          id: z
            .string()
            .max(200)
            .openapi({
              param: { name: 'id', in: 'path' },
              description:
                'Id of the list; whatever else stands here gives the page of a list that there is not.',
              example: '0a1b2c3d4e5f6g7h8i9jkalmn',
            }),
        }),
      },
      responses: {
        200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
        ...problems(),
      },
    }),
    async (c) => {
      await takePlace(c);
      const { mall: mallId, id } = c.req.valid('param');
      const mall = await malls.find(mallId);
      if (!mall) throw new Problem('not-found');
      const language = preferredLanguage(c.req.header('accept-language')) ?? mall.settings.locale;
      // Only what can be an id is looked up: PostgreSQL chokes on %00.
      const isId = /^[0-9a-v]{25}$/.test(id);
      const preview = isId ? await previewOf(database.db, services, mall, id, language) : undefined;
      c.header('Content-Security-Policy', policyFor(mall));
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Referrer-Policy', 'no-referrer');
      c.header('Content-Language', language);
      c.header('Cache-Control', 'no-store');
      c.header('Vary', 'Accept-Language');
      return c.html(page(mall, publicUrl, language, preview));
    },
  );
}
