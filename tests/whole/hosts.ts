// Malls' pages whose windows are watched: whatever they are like, none of them may see an error of ours.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openStage, type Seen, watch } from './stage.ts';

export const TEXT = '여름 내내 썼는데 아직도 새것 같아요 🌊';
export const OTHER_TEXT = '둘째 상품의 글이에요.';

declare global {
  var noticed: string[];
}

export interface HostVisit {
  page: Page;
  seen: Seen;
}

/** A mall with a review of product a, and one of product b. */
export async function openHosts() {
  const stage = await openStage();
  const mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  await mall.post('writer-a', { product: 'a', stars: 5, title: '좋아요', text: TEXT });
  await mall.post('writer-b', { product: 'b', stars: 2, text: OTHER_TEXT });
  return {
    stage,
    mall,
    base: stage.whole.base,
    script: (attributes = 'async') =>
      `<script ${attributes} src="${stage.whole.base}/embed.js?mall=shop1"></script>`,
    /** As strict as the README says that a policy may be. */
    policy: (...more: string[]) =>
      [
        "default-src 'none'",
        `script-src ${stage.whole.base}`,
        `connect-src ${stage.whole.base}`,
        `img-src ${stage.whole.base} blob: data:`,
        ...more,
      ].join('; '),
    board: (product = 'a') => `<dangol-review-board product="${product}"></dangol-review-board>`,
    /** Opens a page; what its window hears of errors and of policies is kept. */
    async open(
      name: string,
      answer: { body: string | Uint8Array; type?: string; headers?: Record<string, string> },
    ): Promise<HostVisit> {
      const page = await stage.browser.newPage({ locale: 'ko-KR', viewport: { width: 390, height: 844 } });
      const seen = watch(page);
      await page.addInitScript(() => {
        globalThis.noticed = [];
        addEventListener('error', (event) => globalThis.noticed.push(`error ${event.message}`));
        addEventListener('unhandledrejection', (event) =>
          globalThis.noticed.push(`rejection ${event.reason}`),
        );
        document.addEventListener('securitypolicyviolation', (event) =>
          globalThis.noticed.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
        );
      });
      await page.goto(stage.whole.host.put(`/${name}`, answer));
      return { page, seen };
    },
  };
}

export type Hosts = Awaited<ReturnType<typeof openHosts>>;

/** A page without a style of its own, which a strict policy would not let in. */
export const plain = (content: string): string =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Mall</title><body>${content}</body></html>`;

// What prototype.js 1.7 and MooTools 1.6 do to the natives.
export const OLD_LIBRARY = `<script>
  Array.from = function (list) {
    if (!list) return [];
    if ('toArray' in Object(list)) return list.toArray();
    var length = list.length || 0, results = new Array(length);
    while (length--) results[length] = list[length];
    return results;
  };
  var more = ['each', 'all', 'any', 'collect', 'detect', 'findAll', 'grep', 'include', 'inject', 'invoke', 'max', 'min',
    'partition', 'pluck', 'reject', 'sortBy', 'toArray', 'zip', 'size', 'inspect', 'clear', 'first', 'last', 'compact',
    'flatten', 'without', 'uniq', 'intersect', 'clone', 'clean', 'associate', 'link', 'contains', 'append', 'getLast',
    'getRandom', 'combine', 'erase', 'empty', 'pick', 'hexToRgb', 'rgbToHex'];
  for (var i = 0; i < more.length; i++) Array.prototype[more[i]] = function () { return this; };
  Array.prototype.entries = undefined;
  Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; };
  String.prototype.toJSON = function () { return '"' + this + '"'; };
  Object.keys = (function (keys) { return function (of) { return keys(of); }; })(Object.keys);
  Function.prototype.bind = function (to) { var act = this; return function () { return act.apply(to, arguments); }; };
  Element.prototype.show = Element.prototype.hide = Element.prototype.update = function () { return this; };
  window.$ = window.$$ = function () { return null; };
</script>`;

export const shows = (page: Page, text = TEXT): Promise<void> =>
  page.getByRole('article').filter({ hasText: text }).first().waitFor();

/** Votes, opens the form, writes and leaves, opens the comments: most of the code has run then. */
export async function use(page: Page): Promise<void> {
  await shows(page);
  const first = page.getByRole('article').first();
  // What is said goes after a while: it is looked for from before on.
  await Promise.all([
    page.locator('[part~=notice]').waitFor(),
    first.getByRole('button', { name: '도움돼요' }).click(),
  ]);
  await page.getByRole('button', { name: '후기 쓰기' }).click();
  await page.getByRole('radio', { name: /^4/ }).check({ force: true });
  await page.locator('textarea#text').fill('여기서도 써져요.');
  await page.keyboard.press('Escape');
  await page.locator('textarea#text').waitFor({ state: 'detached' });
  await first.getByRole('button', { name: /^댓글/ }).click();
  await page.getByRole('textbox', { name: '댓글 쓰기' }).waitFor();
}

/** The window has heard of nothing. */
export async function leave({ page, seen }: HostVisit): Promise<void> {
  assert.deepEqual(await page.evaluate(() => globalThis.noticed), []);
  assert.deepEqual(seen.errors, []);
  await page.close();
}
