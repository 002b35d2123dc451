// Hearts, bell and wishlist fill the places that were held for them: nothing on the page moves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WholeMall } from '../support/host.ts';
import { noteMoves, settled } from './moves.ts';
import { openStage, type Person, type Stage } from './stage.ts';
import { makeList, state } from './wishes.ts';

let stage: Stage;
let mall: WholeMall;
const PRODUCTS = Array.from({ length: 24 }, (_, at) => `p${at}`);

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  await state(
    mall,
    PRODUCTS.map((product, at) => ({
      product,
      name: `여름 내내 쓰기 좋은 상품 ${product}`,
      price: 10_000 + at * 100,
      availability: at % 3 ? 'in_stock' : 'out_of_stock',
    })),
  );
  for (let at = 0; at < 12; at++)
    for (const product of ['p0', 'p5'])
      await mall.call('PUT', 'hearts', { as: await mall.sign(`fan-${at}`), body: { product, wished: true } });
});
after(() => stage?.close());

async function still(given: {
  content: string;
  hash?: string;
  viewport: { width: number; height: number };
  /** @param stream the answer that comes after all that is drawn first */
  filled(person: Person, stream: Promise<unknown>): Promise<unknown>;
}): Promise<void> {
  const { viewport, filled, ...rest } = given;
  let stream: Promise<unknown> = Promise.resolve();
  const person = await stage.visit({
    mall: 'shop1',
    ...rest,
    options: { viewport },
    prepare: (page) => {
      stream = page.waitForResponse('**/stream').catch(() => undefined);
      return noteMoves(page);
    },
  });
  await filled(person, stream);
  await settled(person.page);
  const moves = await person.page.evaluate(() => globalThis.moves);
  assert.deepEqual(moves, []);
  assert.deepEqual(person.seen.errors, []);
  await person.close();
}

const SQUARE = 'style="display:inline-block;width:44px;height:44px;vertical-align:middle"';
const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1200, height: 900 },
];

for (const viewport of VIEWPORTS) {
  test(`hearts in cards and a bell in the head move nothing at ${viewport.width} px`, () =>
    still({
      viewport,
      content: `<p>Mall <dangol-inbox ${SQUARE}></dangol-inbox> and what stands behind it</p>
        <ul style="display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr))">${PRODUCTS.map(
          (one) =>
            `<li>${one} <dangol-wish-button product="${one}" ${SQUARE}></dangol-wish-button> <b>12,000</b></li>`,
        ).join('')}</ul>`,
      filled: async ({ page }) => {
        await page.locator('dangol-wish-button[product="p5"]').locator('.count').waitFor();
        await page.locator('dangol-inbox').getByRole('button').waitFor();
      },
    }));

  for (const count of [0, 1, 24])
    test(`nothing moves when a wishlist with ${count} wishes fills at ${viewport.width} px`, async () => {
      const { hash } = await makeList(mall, `owner-${viewport.width}-${count}`, PRODUCTS.slice(0, count));
      await still({
        viewport,
        hash,
        // As high as the page that it is the content of.
        content: `<dangol-wishlist style="display:block;min-height:${viewport.height}px"></dangol-wishlist>`,
        filled: async ({ list }, stream) => {
          if (count)
            await list
              .locator('li[part~=wish] .give:enabled')
              .nth(Math.min(count, 20) - 1)
              .waitFor();
          else await list.getByText('아직 찜한 상품이 없어요').waitFor();
          await stream;
        },
      });
    });

  test(`nor for nobody, at ${viewport.width} px, with what stands below`, () =>
    still({
      viewport,
      content: '<dangol-wishlist style="display:block;min-height:620px"></dangol-wishlist>',
      filled: ({ list }) => list.getByText('로그인하면 내 찜 목록을 볼 수 있어요.').waitFor(),
    }));
}
