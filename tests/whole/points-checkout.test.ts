// Points at the demo's own shop: earned by an order, set aside while the next one is paid, spent, and given back with
// what was cancelled. The wallet tells each.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { PATIENCE_MS } from '../support/browser.ts';
import { until } from '../support/host.ts';
import { type Customer, type DemoShop, openShop, order } from './shop.ts';
import { openStage, type Stage } from './stage.ts';

const DAY = 24 * 60 * 60 * 1000;
let stage: Stage;
let shop: DemoShop;
before(async () => {
  stage = await openStage();
  shop = await openShop(stage, 'byeot', { points: { orderRate: 100, budgets: { order: 1_000_000 } } });
});
after(async () => {
  await shop?.stop();
  await stage?.close();
});

/** The job that posts what is due looks once a minute; how late it is on a busy machine is nothing that is asked here. */
const DUE = 180_000;
/** Waits until the wallet says something; where it keeps its height, the rest of the movements is asked for. */
async function told(customer: Customer, text: string | RegExp, patience = PATIENCE_MS): Promise<void> {
  const more = customer.wallet.getByRole('button', { name: '내역 더 보기' });
  const line = customer.wallet.getByText(text).first();
  await until(
    async () => {
      if (await line.isVisible()) return true;
      if (await more.isVisible()) await more.click({ timeout: 2000 }).catch(() => undefined);
      return false;
    },
    `the wallet says ${text}`,
    patience,
  );
}

test('an order earns, the next one spends, and what is cancelled comes back', async () => {
  const minji = await shop.enter('/ko/points', 'minji.k');
  await told(minji, '아직 내역이 없어요');

  // Ordered at the shop: pending until it can no longer be sent back.
  const other = await minji.context.newPage();
  await other.goto(`${shop.origin}/ko/p/1013`);
  await order(other);
  // Who has never done anything at a mall has no topic there yet: from the first order on the page is live.
  await minji.page.reload();
  await told(minji, '상품을 사고 받을 거예요');
  await told(minji, '240원');

  // An order of ten days ago: the seven days in which it might be returned are over.
  const placedAt = Date.now() - 10 * DAY;
  await shop.mall.call('POST', 'orders', {
    as: shop.mall.key,
    body: {
      orders: [
        {
          order: 'OLD-1',
          shopper: 'minji.k',
          placedAt,
          changedAt: placedAt,
          lines: [{ line: '1', product: '1006', quantity: 1, amount: 890_000 }],
        },
      ],
    },
  });
  await told(minji, '상품을 사고 받았어요', DUE);
  await told(minji, '8,900원');

  // The checkout knows what there is, and asks for no more than that.
  await other.goto(`${shop.origin}/ko/checkout?product=1013&with=1027`);
  const use = other.locator('#use');
  await other.getByText('지금 쓸 수 있는 적립금 8,900원').waitFor();
  assert.equal(await use.getAttribute('max'), '8900');
  await use.fill('4200');
  await other.getByRole('button', { name: '결제하기' }).click();
  await other.getByText('37,800원').waitFor();
  await told(minji, '쓰는 중');
  await told(minji, '4,700원');

  // Left: they are back at once, also when the window is simply closed.
  await other.getByRole('button', { name: '그만두기' }).click();
  await other.getByText('잡아 둔 적립금은 돌아왔어요').waitFor();
  await told(minji, '결제하지 않아 돌아왔어요');
  await told(minji, '8,900원');
  const closed = await minji.context.newPage();
  await closed.goto(`${shop.origin}/ko/checkout?product=1013`);
  await closed.locator('#use').fill('1000');
  await closed.getByRole('button', { name: '결제하기' }).click();
  await closed.getByText('23,000원').waitFor();
  await told(minji, '7,900원');
  await closed.close({ runBeforeUnload: true });
  await told(minji, '8,900원');

  // Paid: two lines share what was spent, 24,000 and 18,000 of 42,000.
  await other.goto(`${shop.origin}/ko/checkout?product=1013&with=1027`);
  await use.fill('4200');
  await other.getByRole('button', { name: '결제하기' }).click();
  await other.getByRole('button', { name: '결제 완료' }).click();
  await other.getByText('카드 21,600원 · 적립금 2,400원').waitFor();
  await other.getByText('카드 16,200원 · 적립금 1,800원').waitFor();
  await told(minji, '주문에 썼어요');
  await told(minji, '4,700원');
  // Only what was paid by card earns.
  await told(minji, '216원');
  await told(minji, '162원');

  // One line is cancelled: its points come back, and what it would have earned does not come.
  await other.getByRole('button', { name: /^밤하늘 S 머그/ }).click();
  await other.getByText('취소했어요. 쓴 적립금은 돌아왔고').waitFor();
  await told(minji, '주문이 취소되거나 반품되어 돌아왔어요');
  await told(minji, /주문이 취소되거나 반품되어 (쌓이지 않았어요|되돌렸어요)/);
  await told(minji, '6,500원');
  // What is left: the other line, and the order before.
  assert.equal(await other.getByRole('button', { name: '이 상품 취소' }).count(), 2);

  const saving = minji.page.waitForEvent('download');
  await minji.wallet.getByRole('button', { name: '내역을 CSV 파일로 내려받기' }).click();
  const csv = await readFile(await (await saving).path(), 'utf8');
  for (const amount of ['8900', '-4200', '1800']) assert.ok(csv.includes(amount), csv);

  // Somebody else sees none of it, at the checkout neither.
  const jay = await shop.enter('/ko/checkout?product=1013', 'jay.han');
  await jay.page.getByText('지금 쓸 수 있는 적립금 0원').waitFor();
  await jay.go('/ko/points');
  await told(jay, '아직 내역이 없어요');
  for (const one of [minji, jay]) {
    assert.deepEqual(one.seen.errors, []);
    await one.close();
  }
});
