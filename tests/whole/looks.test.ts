/**
 * Every state of the widgets, light and dark, Korean and English, narrow and wide: nothing that axe objects to, nothing
 * that sticks out. `PICTURES=folder` leaves a picture of each there.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { hostPage } from '../support/host.ts';
import { openStage, type Stage } from './stage.ts';
import { type Lang, openMall, STATES } from './states.ts';

let stage: Stage;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.PICTURES;
const LANGS: Lang[] = ['ko', 'en'];
const SCHEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 320, height: 640 },
  { width: 1200, height: 900 },
];

before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  stage = await openStage();
  for (const lang of LANGS) await openMall(stage, lang);
});
after(() => stage?.close());

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const head = (scheme: string, more = '') => `<style>
  html { color-scheme: ${scheme}; background: ${scheme === 'dark' ? '#17181c' : '#fff'}; color: ${scheme === 'dark' ? '#e8e8ea' : '#222'}; }
  body { font-family: sans-serif; margin: 16px; } ${more}
</style>`;

/** What axe has to say about a widget and everything that it has opened. */
async function objections(page: Page, tag: string): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (tag) => {
    const { violations } = await window.axe.run(tag);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} ${JSON.stringify(target)} ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
    );
  }, tag);
}

/** How far the page can be scrolled sideways, which it must not. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function open(options: {
  lang: Lang;
  scheme: 'light' | 'dark';
  content: string;
  size: (typeof SIZES)[number];
  style?: string;
  prepare?(page: Page): Promise<unknown>;
}) {
  const context = await stage.browser.newContext({
    viewport: options.size,
    reducedMotion: 'reduce',
    colorScheme: options.scheme,
    locale: options.lang,
  });
  const page = await context.newPage();
  await options.prepare?.(page);
  const body = hostPage(options.content, {
    lang: options.lang,
    head: head(options.scheme, options.style),
    below: '',
  });
  await page.goto(stage.whole.host.put('/looks', { body }));
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  const isDialog = (await page.locator('dangol-part-sheet, dangol-part-lightbox').count()) > 0;
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: !isDialog, animations: 'disabled' });
}

for (const lang of LANGS)
  for (const scheme of SCHEMES)
    test(`every state of the board, ${lang}, ${scheme}`, async () => {
      const found: string[] = [];
      for (const state of STATES) {
        const mall = `${state.mall ?? 'looks'}-${lang}`;
        const page = await open({
          lang,
          scheme,
          size: SIZES[0]!,
          content: stage.whole.paste(mall, state.product, state.attributes),
          ...(state.prepare && { prepare: (page: Page) => state.prepare!(page) }),
        });
        const board = page.locator('dangol-review-board');
        await state.reach(page, board).catch((error: Error) => found.push(`${state.name}: ${error.message}`));
        for (const size of SIZES) {
          await page.setViewportSize(size);
          const name = `${state.name}-${lang}-${scheme}-${size.width}`;
          await picture(page, name);
          for (const one of await objections(page, 'dangol-review-board')) found.push(`${name}: ${one}`);
          const over = await sideways(page);
          if (over > 0) found.push(`${name}: ${over} px too wide`);
        }
        await page.context().close();
      }
      assert.deepEqual(found, []);
    });

test('ratings in a list, and alone, in both looks and languages', async () => {
  const found: string[] = [];
  for (const lang of LANGS)
    for (const scheme of SCHEMES) {
      const content = `<ul>${['full', 'one', 'none'].map((product) => `<li><dangol-rating product="${product}"></dangol-rating></li>`).join('')}</ul>
        <script async src="${stage.whole.base}/embed.js?mall=looks-${lang}"></script>`;
      const page = await open({ lang, scheme, size: SIZES[0]!, content });
      await page.locator('dangol-rating[product=one]').getByText('4.0', { exact: true }).waitFor();
      await picture(page, `rating-${lang}-${scheme}`);
      for (const one of await objections(page, 'ul')) found.push(`rating ${lang} ${scheme}: ${one}`);
      if ((await sideways(page)) > 0) found.push(`rating ${lang} ${scheme}: too wide`);
      await page.context().close();
    }
  assert.deepEqual(found, []);
});

test('text at twice its size still fits a narrow phone', async () => {
  const found: string[] = [];
  for (const lang of LANGS)
    for (const state of STATES.filter((one) => !one.prepare)) {
      const page = await open({
        lang,
        scheme: 'light',
        size: SIZES[0]!,
        content: stage.whole.paste(`${state.mall ?? 'looks'}-${lang}`, state.product, state.attributes),
        style: 'body { font-size: 200%; } dangol-review-board { --dangol-font-size: 30px; }',
      });
      await state
        .reach(page, page.locator('dangol-review-board'))
        .catch((error: Error) => found.push(`${state.name}: ${error.message}`));
      await picture(page, `twice-${state.name}-${lang}`);
      const over = await sideways(page);
      if (over > 0) found.push(`${state.name} ${lang}: ${over} px too wide`);
      await page.context().close();
    }
  assert.deepEqual(found, []);
});
