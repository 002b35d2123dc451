/**
 * Takes the pictures of the README (demo/screenshots) from a demo that runs:
 *
 *     npm start
 *     node tests/support/pictures.ts [http://localhost:8788] [name ...]
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser.ts';

interface Picture {
  name: string;
  path: string;
  width: number;
  height: number;
  dark?: boolean;
  /** Brings the page into the state that is shown. */
  before?: (page: Page) => Promise<void>;
}

const board = (page: Page) => page.locator('dangol-review-board');

/** The board at the top of the viewport, as far as the page goes. */
async function toBoard(page: Page): Promise<void> {
  await board(page).locator('article').first().waitFor();
  await page.locator('.who-open').evaluate((element: HTMLElement) => element.remove());
  await board(page).evaluate((element) =>
    scrollTo(0, element.getBoundingClientRect().top + scrollY - (innerWidth > 720 ? 92 : 16)),
  );
}

async function toReviews(page: Page): Promise<void> {
  await toBoard(page);
  await board(page)
    .locator('article')
    .first()
    .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
}

async function writing(page: Page): Promise<void> {
  await page.locator('.who-open').click();
  await page.locator('#who li button').nth(2).click();
  await page.locator('.said.shown').waitFor();
  await toBoard(page);
  await board(page)
    .getByRole('button', { name: /후기 쓰기|Write/ })
    .first()
    .click();
  await board(page).locator('input[type="radio"]').nth(4).waitFor({ state: 'attached' });
  await page.locator('body > .said').evaluate((element: HTMLElement) => element.remove());
}

/** Those who helped most, in the middle of the viewport. */
async function toLeaders(page: Page): Promise<void> {
  const leaders = page.locator('dangol-leaders');
  await leaders.scrollIntoViewIfNeeded();
  await leaders.locator('li').first().waitFor();
  await page.locator('.who-open').evaluate((element: HTMLElement) => element.remove());
  await leaders.evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

async function profile(page: Page): Promise<void> {
  await toLeaders(page);
  await page.locator('dangol-leaders li').first().click();
  await page.locator('dangol-part-profile .facts').waitFor();
}

/** The left one has just voted; the number has arrived in the right one. */
async function twoPhones(page: Page): Promise<void> {
  await page.locator('.phones').scrollIntoViewIfNeeded();
  const frames = [page.frameLocator('iframe').first(), page.frameLocator('iframe').last()] as const;
  for (const frame of frames) await frame.locator('dangol-review-board article').first().waitFor();
  const vote = frames[0].locator('dangol-review-board article .vote').first();
  if ((await vote.getAttribute('aria-pressed')) === 'false') await vote.click();
  for (const frame of frames)
    await frame
      .locator('dangol-review-board article')
      .first()
      .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
  await page.locator('.who-open').evaluate((element: HTMLElement) => element.remove());
  await page
    .locator('#two')
    .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 40));
}

/** Shops as the one of that place in the switch, and lets nothing of the switch stand in the picture. */
async function become(page: Page, place: number): Promise<void> {
  await page.locator('.who-open').click();
  await page.locator('#who li button').nth(place).click();
  await page.locator('.said.shown').waitFor();
}

const cleared = (page: Page) =>
  page.locator('.who-open, body > .said').evaluateAll((all) => {
    for (const one of all) one.remove();
  });

/** The list that is shared into the chat, as a member sees it. */
async function sharedList(page: Page): Promise<void> {
  const href = await page.locator('a.preview').first().getAttribute('href');
  await become(page, 1);
  await page.goto(new URL(href!.replace('?frame=1', ''), page.url()).href);
  await page
    .locator('dangol-wishlist')
    .getByText(/선물하기로 했어요|is giving/)
    .first()
    .waitFor();
  await cleared(page);
}

const ownList = (name: string) => async (page: Page) => {
  await become(page, name === 'Cabin' ? 5 : 1);
  await page.locator('dangol-wishlist').getByText(name).first().click();
  await page.locator('dangol-wishlist .wishes > li').nth(3).waitFor();
  await cleared(page);
};

async function inbox(page: Page): Promise<void> {
  await become(page, 1);
  await page.locator('dangol-inbox .count').waitFor();
  await page.locator('dangol-inbox').click();
  await page.locator('dangol-part-sheet li').first().waitFor();
  await cleared(page);
}

async function chat(page: Page): Promise<void> {
  await page.frameLocator('iframe').locator('dangol-wishlist .wishes > li').first().waitFor();
  await cleared(page);
}

/** One of the clubs of the first shopper, opened from among them. */
const club =
  (name: string, place = 1) =>
  async (page: Page) => {
    await become(page, place);
    await page.locator('dangol-savings-club').getByText(name).first().click();
    await page.locator('dangol-savings-club .far').waitFor();
    await cleared(page);
  };

/** What everybody wrote, with the gift. */
async function paper(page: Page): Promise<void> {
  await club('서른')(page);
  await page.locator('dangol-savings-club [part=paper]').click();
  await page.locator('dangol-club-paper .note').nth(3).waitFor();
}

const own = (place: number, ready: string) => async (page: Page) => {
  await become(page, place);
  await page.locator(ready).first().waitFor();
  await cleared(page);
};

/** A story that the mall's own page of blogs leads to, and from it the blog it stands in. */
const story =
  (title: string, ready: string, isBlog = false) =>
  async (page: Page) => {
    const href = await page.locator('.stories a', { hasText: title }).getAttribute('href');
    const address = new URL(href!, page.url()).href;
    await page.goto(isBlog ? address.replace(/&story=.*/, '') : address);
    await page.locator('dangol-blog').locator(ready).first().waitFor();
    const picture = page.locator('dangol-blog img').first();
    await picture.evaluate((image: HTMLImageElement) => image.decode());
    await page.locator('dangol-blog').evaluate((element) => {
      const top = element.getBoundingClientRect().top + scrollY;
      scrollTo(0, innerWidth < 500 ? top - 8 : 0);
    });
    await cleared(page);
  };

async function blogCards(page: Page): Promise<void> {
  await page.locator('dangol-blog-card [part~=visit]').nth(2).waitFor();
  // The fonts that members chose, of which a slice is asked for once it is needed.
  await page.waitForFunction(
    () => document.fonts.status === 'loaded' && [...document.fonts].some((font) => font.status === 'loaded'),
  );
  await page
    .locator('.blog-cards')
    .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 92));
  await cleared(page);
}

const phone = { width: 390, height: 844 };
const desk = { width: 1200, height: 900 };

const PICTURES: Picture[] = [
  { name: 'ko-front', path: '/ko/', ...desk },
  { name: 'ko-two-shoppers', path: '/ko/', width: 1200, height: 1020, before: twoPhones },
  { name: 'ko-board', path: '/ko/p/1001', width: 1200, height: 1100, before: toBoard },
  { name: 'ko-phone', path: '/ko/p/1001', ...phone, before: toBoard },
  { name: 'ko-phone-dark', path: '/ko/p/1001', ...phone, dark: true, before: toBoard },
  { name: 'ko-phone-reviews', path: '/ko/p/1001', ...phone, before: toReviews },
  { name: 'ko-phone-reviews-dark', path: '/ko/p/1001', ...phone, dark: true, before: toReviews },
  { name: 'ko-phone-write', path: '/ko/p/1013', ...phone, before: writing },
  {
    name: 'ko-phone-empty',
    path: '/ko/p/1021',
    ...phone,
    before: async (page) => {
      await board(page).scrollIntoViewIfNeeded();
    },
  },
  { name: 'ko-phone-small', path: '/ko/p/1012', width: 320, height: 700, before: toBoard },
  { name: 'ko-phone-leaders', path: `/ko/shop?c=${encodeURIComponent('식물')}`, ...phone, before: toLeaders },
  {
    name: 'ko-phone-profile',
    path: `/ko/shop?c=${encodeURIComponent('식물')}`,
    ...phone,
    before: profile,
  },
  {
    name: 'ko-phone-hearts',
    path: '/ko/shop',
    ...phone,
    before: async (page) => {
      await become(page, 1);
      await page.locator('dangol-wish-button button[aria-pressed="true"]').first().waitFor();
      await cleared(page);
    },
  },
  { name: 'ko-phone-wishlist', path: '/ko/chat', ...phone, before: sharedList },
  { name: 'ko-phone-inbox', path: '/ko/shop', ...phone, before: inbox },
  { name: 'ko-phone-clubs', path: '/ko/together', ...phone, before: own(1, 'dangol-savings-club .card') },
  { name: 'ko-phone-club', path: '/ko/together', ...phone, before: club('순옥 님') },
  { name: 'ko-phone-paper', path: '/ko/together', ...phone, before: paper },
  { name: 'ko-phone-points', path: '/ko/points', ...phone, before: own(1, 'dangol-points li') },
  { name: 'en-phone-club', path: '/en/together', ...phone, before: club('Cabin weekend', 5) },
  { name: 'en-phone-points', path: '/en/points', ...phone, before: own(5, 'dangol-points li') },
  {
    name: 'ko-phone-blog',
    path: '/ko/blogs',
    ...phone,
    before: story('스툴 하나로', '[part~=thing]', true),
  },
  { name: 'ko-phone-story', path: '/ko/blogs', ...phone, before: story('여덟 식구', '[part~=dot]') },
  { name: 'ko-blog-cards', path: '/ko/', width: 1200, height: 720, before: blogCards },
  { name: 'en-blog', path: '/en/blogs', ...desk, before: story('The flower', '[part~=story]', true) },
  { name: 'ko-wishlist', path: '/ko/wishlist', ...desk, before: ownList('봄 이사') },
  { name: 'ko-chat', path: '/ko/chat', ...desk, before: chat },
  { name: 'en-wishlist-dark', path: '/en/wishlist', ...desk, dark: true, before: ownList('Cabin') },
  { name: 'en-front', path: '/en/', ...desk },
  { name: 'en-category', path: '/en/shop', ...desk },
  { name: 'en-board', path: '/en/p/p3bb08f733a05', width: 1200, height: 1100, before: toBoard },
  {
    name: 'en-board-dark',
    path: '/en/p/p6cdcb0a82497',
    width: 1200,
    height: 1100,
    dark: true,
    before: toBoard,
  },
  { name: 'en-phone', path: '/en/p/p4e764cc28dae', ...phone, before: toBoard },
];

const [base = 'http://localhost:8788', ...names] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../demo/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
for (const picture of PICTURES) {
  if (names.length > 0 && !names.includes(picture.name)) continue;
  const context = await browser.newContext({
    viewport: { width: picture.width, height: picture.height },
    deviceScaleFactor: picture.width < 500 ? 2 : 1,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (picture.dark) await page.addInitScript(() => localStorage.setItem('theme', 'dark'));
  await page.goto(base + picture.path);
  await page
    .locator(
      'dangol-rating, dangol-review-board, dangol-wishlist, dangol-savings-club, dangol-points, dangol-feed, iframe',
    )
    .first()
    .waitFor({ state: 'attached' });
  await picture.before?.(page);
  // Pictures that the scrolling has called for.
  await page.waitForFunction(() =>
    [...document.images].every((image) => image.complete || image.loading === 'lazy'),
  );
  // A stream stays open, so the network is never idle: what is drawn late gets a moment.
  await page.waitForTimeout(1000);
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 8 })
    .toFile(`${folder}${picture.name}.png`);
  console.log(`${picture.name}.png`);
  await context.close();
}
await browser.close();
