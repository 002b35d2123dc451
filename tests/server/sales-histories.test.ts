// Random histories of what a mall states of its orders: sales and points end as the newest statements alone would make them.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import { DAY } from '../../server/base/clock.ts';
import { settleSales } from '../../server/community/blogs/sales/settle.ts';
import { OrderStatement } from '../../server/mall/orders/contract.ts';
import { stateOrders } from '../../server/mall/orders/store.ts';
import { endAllDue } from '../../server/mall/points/jobs.ts';
import { type SaleScene, saleScene } from '../support/sales.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
before(async () => {
  service = await startService({ start: false });
});
after(() => service.stop());

const RUNS = Number(process.env.HISTORIES ?? (process.env.TEST_DB === 'postgres' ? 12 : 30));
/** Where a line came from: stories of two authors, what one of them bought, nowhere. */
const SOURCES = ['kim', 'kim 2', 'park', 'bought', 'forged', null] as const;
const line = fc.record({
  line: fc.constantFrom('1', '2'),
  product: fc.constantFrom('p', 'q'),
  source: fc.constantFrom(...SOURCES),
  quantity: fc.integer({ min: 1, max: 3 }),
  refunded: fc.integer({ min: 0, max: 3 }),
  amount: fc.integer({ min: 0, max: 90_000 }),
});
const statement = fc.record({
  order: fc.constantFrom('A', 'B', 'C'),
  shopper: fc.constantFrom('lee', 'choi', 'kim', null),
  day: fc.integer({ min: 0, max: 40 }),
  lines: fc.uniqueArray(line, { selector: (one) => one.line, maxLength: 2 }),
});
const history = fc.array(statement, { minLength: 1, maxLength: 7 }).chain((all) =>
  fc.tuple(
    fc.constant(all),
    fc.shuffledSubarray([...all.keys(), ...all.keys()], {
      minLength: all.length,
      maxLength: all.length * 2,
    }),
  ),
);
type Stated = (typeof history extends fc.Arbitrary<infer T> ? T : never)[0];

async function play(
  scene: SaleScene,
  sources: Map<string, [string, string | null]>,
  all: Stated,
  order: number[],
) {
  const { services } = service;
  for (const at of order) {
    const one = all[at]!;
    const placedAt = scene.placedAt - one.day * DAY;
    const statement = OrderStatement.parse({
      order: one.order,
      shopper: one.shopper,
      placedAt,
      changedAt: scene.placedAt + at,
      lines: one.lines.map(({ source, ...rest }) => {
        const [author, story] = sources.get(source ?? '') ?? [];
        const mark = author === undefined ? null : scene.mark(author, story ?? null, rest.product, placedAt);
        return {
          ...rest,
          refunded: Math.min(rest.refunded, rest.quantity),
          mark: source === 'forged' ? 'A'.repeat(120) : mark,
        };
      }),
    });
    await services.database.write(async (trx) => {
      await stateOrders(trx, services, scene.mall.id, [statement], services.now());
    });
    await services.database.write((trx) => settleSales(trx, services, scene.mall.id, one.order));
    if (at % 2 === 0) await endAllDue(services, scene.mall.id);
  }
}

/** What stands in the end: the sales that were not returned, and what each of the two has. */
async function ending(scene: SaleScene) {
  const rows = (await scene.rows()).filter((row) => row.quantity > 0);
  const has = async (name: string) => {
    const [available = 0, pending = 0, owed = 0] = await scene.figures(name);
    return available + pending - owed;
  };
  const nameOf = new Map([[scene.kim.id, 'kim']]);
  return {
    rows: rows.map((row) => [
      row.order_id,
      row.line_id,
      nameOf.get(row.shopper_id) ?? 'park',
      row.story_id === null ? 'bought' : row.story_id === scene.story ? 'first' : 'another',
      row.product,
      row.quantity,
      row.day,
      row.doubt,
      row.rate,
    ]),
    kim: await has('kim'),
    park: await has('park'),
  };
}

async function begin(points: Record<string, unknown>) {
  const scene = await saleScene(service, points);
  const park = await scene.social.member('park');
  const sources = new Map<string, [string, string | null]>([
    ['kim', [scene.kim.id, scene.story]],
    ['kim 2', [scene.kim.id, await scene.paid(scene.kim.id)]],
    ['park', [park.id, await scene.paid(park.id)]],
    ['bought', [scene.kim.id, null]],
  ]);
  return { scene, sources };
}

it(`${RUNS} histories end like the newest statements alone, whatever came before, in whichever order`, {
  timeout: 1_200_000 + RUNS * 5000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 3 }), async ([all, order], salesPerBuyer) => {
      const long = await begin({ salesPerBuyer });
      await play(long.scene, long.sources, all, order);
      // Of each order the newest that arrived.
      const newest = new Map<string, number>();
      for (const at of order) newest.set(all[at]!.order, Math.max(at, newest.get(all[at]!.order) ?? -1));
      const alone = await begin({ salesPerBuyer });
      await play(alone.scene, alone.sources, all, [...newest.values()]);
      assert.deepEqual(await ending(long.scene), await ending(alone.scene));
      for (const { scene } of [long, alone]) {
        await scene.balances();
        const earning = (await scene.rows()).filter(
          (row) => row.quantity > 0 && row.rate > 0 && row.doubt === null,
        );
        for (const { at, shopper_id, buyer_id } of earning)
          assert.ok(
            earning.filter(
              (row) =>
                row.shopper_id === shopper_id &&
                row.buyer_id === buyer_id &&
                row.at <= at &&
                row.at > at - 30 * DAY,
            ).length <= salesPerBuyer,
            'more than one buyer may bring',
          );
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

it('whatever the mall states, its budget holds', { timeout: 1_200_000 + RUNS * 5000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 6000 }), async ([all, order], sale) => {
      const budgets = { order: 0, text: 0, photo: 0, later: 0, naegong: 0, sale };
      const { scene, sources } = await begin({ budgets });
      await play(scene, sources, all, order);
      const { kim, park } = await ending(scene);
      const used = await scene.used();
      assert.ok(kim + park <= used && used <= sale, JSON.stringify({ kim, park, used, sale }));
      await scene.balances();
    }),
    { numRuns: Math.ceil(RUNS / 3), endOnFailure: true },
  );
});
