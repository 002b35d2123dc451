import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Trx } from '../../base/db/database.ts';
import { type Language, Problem, preferredLanguage } from '../../base/http/problem.ts';
import { MallParam, noStore, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Malls } from '../../mall/malls/store.ts';
import { requestAddressKeys } from '../../mall/shoppers/middleware.ts';
import { findShopper } from '../../mall/shoppers/store.ts';
import { putConsent } from './consents.ts';
import { findContact } from './contacts.ts';
import type { Purpose } from './contract.ts';
import { UNSUBSCRIBE_PACE } from './rules.ts';
import { readUnsubscribe } from './unsubscribe-token.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;padding:3rem 1.25rem;max-width:34rem;font:16px/1.7 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;color:#1d1d1f;background:#fff;word-break:keep-all;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 .75rem}
p{margin:.5rem 0}
button{font:inherit;font-weight:600;min-height:44px;padding:.5rem 1.25rem;margin-top:1rem;border:1px solid currentColor;border-radius:.5rem;background:none;color:inherit;cursor:pointer}
button:focus-visible{outline:3px solid #0a58ca;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#ececf0;background:#161618}button:focus-visible{outline-color:#8ab4ff}}`;

/** Nothing runs, nothing loads, and the one form goes to this page. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

type Kind = Record<Purpose, string>;
const WORDS: Record<
  Language,
  { title: Kind; lead: (mall: string) => Kind; button: string; done: Kind; after: string }
> = {
  ko: {
    title: { advertising: '광고 메일 수신거부', information: '알림 메일 수신거부' },
    lead: (mall) => ({
      advertising: `${mall}의 광고성 정보를 더 이상 메일로 받지 않으시겠습니까?`,
      information: `${mall}의 알림을 더 이상 메일로 받지 않으시겠습니까?`,
    }),
    button: '수신거부',
    done: {
      advertising: '광고성 정보 메일의 수신 동의가 철회되었습니다.',
      information: '알림 메일의 수신 동의가 철회되었습니다.',
    },
    after: '앞으로는 보내지 않겠습니다. 이 창은 닫으셔도 됩니다.',
  },
  en: {
    title: { advertising: 'Unsubscribe from advertising', information: 'Unsubscribe from notices' },
    lead: (mall) => ({
      advertising: `Receive no more advertising of ${mall} by mail?`,
      information: `Receive no more notices of ${mall} by mail?`,
    }),
    button: 'Unsubscribe',
    done: {
      advertising: 'You no longer receive advertising by mail.',
      information: 'You no longer receive notices by mail.',
    },
    after: 'Nothing more will be sent. You can close this page.',
  },
};

function page(mall: Mall, language: Language, purpose: Purpose, isDone: boolean) {
  const words = WORDS[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title[purpose]} · ${mall.name}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${words.title[purpose]}</h1>
${
  isDone
    ? html`<p role="status">${words.done[purpose]}</p><p>${words.after}</p>`
    : html`<p>${words.lead(mall.name)[purpose]}</p><form method="post"><button type="submit">${words.button}</button></form>`
}
</main>
</body>
</html>`;
}

/** Whose consent it is now: a guest may have become a member since. */
async function ownerNow(trx: Trx, mallId: string, shopperId: string): Promise<string | undefined> {
  const row = await findShopper(trx, mallId, shopperId);
  const owner = row?.merged_into ? await findShopper(trx, mallId, row.merged_into) : row;
  return owner && owner.erased_at === null ? owner.shopper_id : undefined;
}

const UnsubscribeParam = MallParam.extend({
  token: z
    .string()
    .max(400)
    .regex(/^[A-Za-z0-9_.-]+$/)
    .openapi({
      param: { name: 'token', in: 'path', description: 'As it stands in the mail.' },
      example: 'v1.q83vEjRWeJASNFZ4',
    }),
});
const PAGE = { description: 'The page', content: { 'text/html': { schema: z.string() } } };

/** `/m/:mall/unsubscribe/:token`: takes back a consent to mail, without signing in. To look changes nothing. */
export function unsubscribePage(services: Services, malls: Malls) {
  const addressKeyOf = requestAddressKeys(services);

  async function opened(c: Context, mallId: string, token: string) {
    await services.pace.take(c, UNSUBSCRIBE_PACE, [addressKeyOf(c)]);
    const mall = await malls.find(mallId);
    const whose = mall && readUnsubscribe(services, mall.id, token);
    if (!whose) throw new Problem('not-found');
    return { mall, ...whose };
  }

  /** In the language of their mails, else of the browser, else of the mall. */
  async function answer(c: Context, mall: Mall, shopperId: string, purpose: Purpose, isDone: boolean) {
    const contact = await findContact(services.database.db, mall.id, shopperId);
    const language =
      contact?.language ?? preferredLanguage(c.req.header('accept-language')) ?? mall.settings.locale;
    noStore(c);
    c.header('Content-Security-Policy', POLICY);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Content-Language', language);
    return c.html(page(mall, language, purpose, isDone), 200);
  }

  return router()
    .openapi(
      createRoute({
        method: 'get',
        path: '/m/{mall}/unsubscribe/{token}',
        operationId: 'getUnsubscribePage',
        tags: ['inbox'],
        summary: 'The page that a mail leads to: it asks once more',
        request: { params: UnsubscribeParam },
        responses: { 200: PAGE, ...problems() },
      }),
      async (c) => {
        const { mall: mallId, token } = c.req.valid('param');
        const { mall, shopperId, purpose } = await opened(c, mallId, token);
        return answer(c, mall, shopperId, purpose, false);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/m/{mall}/unsubscribe/{token}',
        operationId: 'unsubscribe',
        tags: ['inbox'],
        summary: 'No more mails of that kind (also as the one click of RFC 8058)',
        description: 'Whatever the body says is not read. A second time changes nothing.',
        request: { params: UnsubscribeParam },
        responses: { 200: PAGE, ...problems('storage-full') },
      }),
      async (c) => {
        const { mall: mallId, token } = c.req.valid('param');
        const { mall, shopperId, purpose } = await opened(c, mallId, token);
        await services.database.write(async (trx) => {
          const owner = await ownerNow(trx, mall.id, shopperId);
          if (owner === undefined) return;
          const back = { purpose, channel: 'mail', given: false } as const;
          // The page says so itself: one mail more would be the opposite of what was asked for.
          await putConsent(trx, services, mall.id, owner, back, false);
        });
        return answer(c, mall, shopperId, purpose, true);
      },
    );
}
