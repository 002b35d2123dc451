// Every state that a board can be in, as a page shows it: who gets there, and how one knows.
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { WholeMall } from '../support/host.ts';
import type { Stage } from './stage.ts';

export type Lang = 'ko' | 'en';

export interface State {
  name: string;
  mall?: string;
  product: string;
  attributes?: string;
  /** Before the page is opened. */
  prepare?(page: Page): Promise<unknown>;
  /** Gets there from the opened page, and waits until it is. */
  reach(page: Page, board: Locator): Promise<unknown>;
}

const EMOJI = '🥰👨‍👩‍👧‍👦🏳️‍🌈👍🏽✨';
const SENTENCE = {
  ko: '색이 사진보다 조금 더 깊고, 만져 보면 결이 고와서 자꾸 손이 가요. ',
  en: 'The colour is a little deeper than in the photos, and the grain is so fine that I keep touching it. ',
};
/** 1,300 characters as people write them. */
export const longText = (lang: Lang): string => (SENTENCE[lang] + EMOJI).repeat(40).slice(0, 1300);
const LONG_NAME = '아주아주이름이긴단골손님이에요정말길어요';
const PRODUCT_NAME =
  '천연 원목으로 하나하나 손으로 깎아 만든 북유럽풍 4인용 확장형 식탁과 의자 여섯 개 세트 (무료 배송, 조립 포함)';

const attributes = [
  {
    key: 'fit',
    label: { ko: '사이즈는 어때요', en: 'How does it fit' },
    values: [
      { key: 'small', label: { ko: '생각보다 많이 작아요', en: 'Much smaller than expected' } },
      { key: 'right', label: { ko: '딱 맞아요', en: 'Just right' } },
    ],
  },
];

/** A mall of one language with products for every state. */
export async function openMall(stage: Stage, lang: Lang): Promise<WholeMall> {
  const settings = { write: 'everyone', locale: lang, attributes, rewardsElsewhere: true };
  const mall = await stage.whole.addMall(`looks-${lang}`, { settings });
  await stage.whole.addMall(`closed-${lang}`, { settings: { ...settings, read: 'members' } });
  await stage.whole.addMall(`stranger-${lang}`, { settings, origins: ['https://elsewhere.example'] });
  const options = [{ name: '색상과 마감', values: ['무광 월넛 브라운 (주문 제작)', '오크'] }];
  await mall.call('PUT', 'products', {
    as: mall.key,
    body: {
      products: ['full', 'one'].map((product) => ({ product, name: PRODUCT_NAME.slice(0, 60), options })),
    },
  });
  const file = fileURLToPath(new URL('../../demo/data/uploads/portrait-8.jpg', import.meta.url));
  for (let at = 0; at < 8; at++) {
    const as = await mall.sign(`member-${at}`, { name: at % 2 ? '남궁민수' : 'abigail' });
    if (at === 0) await mall.call('PATCH', 'me', { as, body: { handle: LONG_NAME } });
    const photos: string[] = [];
    for (let n = 0; n < (at === 0 ? 5 : at % 2); n++) {
      const bytes = await sharp(file)
        .autoOrient()
        .resize(400 + 20 * at + n)
        .jpeg()
        .toBuffer();
      const photo = await mall.call('POST', 'photos?alt=A%20photo', {
        as,
        body: new Uint8Array(bytes),
        type: 'image/jpeg',
      });
      photos.push(photo.id);
    }
    const { id } = await mall.call('POST', 'reviews', {
      as,
      body: {
        product: 'full',
        stars: 5 - (at % 5),
        title: at % 3 === 0 ? (SENTENCE[lang] + SENTENCE[lang]).slice(0, 90) : '',
        text: at === 0 ? longText(lang) : SENTENCE[lang].repeat(1 + at) + at,
        photos,
        options: { '색상과 마감': '무광 월넛 브라운 (주문 제작)' },
        attributes: { fit: at % 2 ? 'small' : 'right' },
      },
    });
    if (at === 7) {
      await mall.call('PUT', `reviews/${id}/reply`, {
        as: mall.key,
        body: { text: SENTENCE[lang].repeat(2) },
      });
      const subject = { kind: 'review', id };
      const first = await mall.call('POST', 'comments', {
        as,
        body: { subject, text: SENTENCE[lang] + EMOJI },
      });
      await mall.call('POST', 'comments', {
        as,
        body: { subject, parent: first.id, text: SENTENCE[lang].repeat(3) },
      });
    }
  }
  const order = {
    order: '1',
    shopper: 'member-7',
    placedAt: 1,
    changedAt: 1,
    lines: [{ line: '1', product: 'full', quantity: 1 }],
  };
  await mall.call('POST', 'orders', { as: mall.key, body: { orders: [order] } });
  await mall.post('alone', { product: 'one', stars: 4, text: SENTENCE[lang] });
  return mall;
}

const articles = (board: Locator) => board.getByRole('article');
const ready = (_: Page, board: Locator) => articles(board).nth(5).waitFor();

async function form(page: Page, board: Locator): Promise<void> {
  await articles(board).first().waitFor();
  await board.locator('[part~=write]').click();
  await page.locator('textarea#text').waitFor();
}

export const STATES: State[] = [
  {
    name: 'waiting',
    product: 'full',
    prepare: (page) => page.route('**/board?**', () => undefined),
    reach: (_, board) => board.locator('h2').waitFor(),
  },
  { name: 'empty', product: 'none', reach: (_, board) => board.locator('[part~=write]').waitFor() },
  { name: 'ready', product: 'full', reach: ready },
  { name: 'one', product: 'one', reach: (_, board) => articles(board).first().waitFor() },
  {
    name: 'filtered-empty',
    product: 'one',
    attributes: 'url-state',
    async reach(page, board) {
      await page.goto(`${page.url()}?dangol-stars=1`);
      await board.getByRole('button', { name: /조건 지우기|Clear filters/ }).waitFor();
    },
  },
  {
    name: 'refused',
    mall: 'closed',
    product: 'full',
    reach: (_, board) => board.getByText(/로그인하면|Sign in to/).waitFor(),
  },
  {
    name: 'failed',
    product: 'full',
    prepare: (page) => page.route('**/board?**', (route) => route.fulfill({ status: 500, body: 'no' })),
    reach: (_, board) => board.getByRole('button', { name: /다시 시도|Try again/ }).waitFor(),
  },
  {
    name: 'offline',
    product: 'full',
    async prepare(page) {
      await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
      await page.route('**/v1/**', (route) => route.abort());
    },
    reach: (_, board) => board.getByText(/인터넷에 연결|You are offline/).waitFor(),
  },
  {
    name: 'unregistered',
    mall: 'stranger',
    product: 'full',
    reach: (_, board) => board.getByText(/등록되지 않|not registered/).waitFor(),
  },
  {
    name: 'form-errors',
    product: 'full',
    async reach(page, board) {
      await form(page, board);
      await page.locator('textarea#text').fill('짧');
      await page.locator('dangol-part-sheet button.main').click();
      await page.getByText(/별점을 골라|choose a rating/).waitFor();
    },
  },
  {
    name: 'form-written',
    product: 'full',
    async reach(page, board) {
      await form(page, board);
      await page.getByRole('radio').nth(3).check({ force: true });
      await page.locator('textarea#text').fill(longText('ko'));
    },
  },
  {
    name: 'lightbox',
    product: 'full',
    async reach(page, board) {
      await articles(board).first().waitFor();
      await board.locator('[part~=photos] button').first().click();
      await page.locator('dangol-part-lightbox img').first().waitFor();
    },
  },
  {
    name: 'comments',
    product: 'full',
    async reach(page, board) {
      await board.getByRole('button', { name: /댓글 2|2 comments/ }).click();
      await page.locator('dangol-part-comment-thread textarea').waitFor();
      await page.locator('dangol-part-comment-thread .one').nth(1).waitFor();
    },
  },
  {
    name: 'report',
    product: 'full',
    async reach(page, board) {
      await articles(board)
        .first()
        .getByRole('button', { name: /더보기|More actions/ })
        .first()
        .click();
      await page.getByRole('menuitem').last().click();
      await page.locator('dangol-part-report-form').getByRole('radio').first().waitFor();
    },
  },
];
