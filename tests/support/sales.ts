import { DAY } from '../../server/base/clock.ts';
import type { SalePage } from '../../server/community/blogs/sales/contract.ts';
import { markDay, sealMark } from '../../server/community/blogs/sales/seal.ts';
import { pointsOf } from './points.ts';
import type { TestService } from './service.ts';
import { socialOf } from './social.ts';

let malls = 0;
/** A mall of its own that gives authors a tenth of what their stories sell. */
export async function saleScene(
  service: TestService,
  points: Record<string, unknown> = {},
  settings: Record<string, unknown> = {},
) {
  const mall = await service.addMall(`sale${++malls}`, {
    settings: {
      returnWindowDays: 7,
      points: {
        saleRate: 1000,
        salesPerBuyer: 100,
        budgets: { order: 0, text: 0, photo: 0, later: 0, naegong: 0, sale: 1_000_000_000 },
        ...points,
      },
      ...settings,
    },
  });
  const social = socialOf(service, mall);
  const ledger = pointsOf(service, mall);
  const { services } = service;
  const placedAt = services.now() - 1000;
  let changedAt = placedAt;
  const kim = await social.member('kim');
  /** With the sentence that says that its author may earn. */
  const paid = (author: string) => social.story(author, { disclosure: '[광고]', product_count: 1 });
  return {
    ...ledger,
    mall,
    social,
    placedAt,
    kim,
    paid,
    story: await paid(kim.id),
    mark: (author: string, story: string | null, product = 'p', at = placedAt) =>
      sealMark(services.secrets, mall.id, { author, story, product, day: markDay(at) }),
    /** States an order as it is now, newer than all before, and waits until what came of it is settled. */
    async order(
      order: string,
      shopper: string | null,
      lines: Record<string, unknown>[],
      more: Record<string, unknown> = {},
    ) {
      await ledger.state([
        {
          order,
          shopper,
          placedAt,
          changedAt: ++changedAt,
          lines: lines.map((line, at) => ({
            line: `${at + 1}`,
            product: 'p',
            quantity: 1,
            amount: 10_000,
            ...line,
          })),
          ...more,
        },
      ]);
      await ledger.followed('blog-sales', ['order.marked']);
    },
    sales: async (shopper: string, query = '') =>
      ledger.good<SalePage>(ledger.ask('GET', `/me/sales${query}`, await mall.token(shopper))),
    figures: async (shopper: string) => {
      const { available, pending, owed } = await ledger.has(shopper);
      return [available, pending, owed];
    },
    used: async () => {
      const { months } = await ledger.good(ledger.backend('GET', '/report'));
      return months.find((one: { source: string }) => one.source === 'sale')?.used ?? 0;
    },
    rows: () =>
      services.database.db
        .selectFrom('story_sales')
        .selectAll()
        .where('mall_id', '=', mall.id)
        .orderBy('order_id')
        .orderBy('line_id')
        .execute(),
    /** The time to return has passed. */
    async passed(days = 8) {
      service.later(days * DAY);
      await services.jobs.runDue();
    },
  };
}
export type SaleScene = Awaited<ReturnType<typeof saleScene>>;

export const brief = ({ items, total }: SalePage) => ({
  items: items.map((one) => [one.product.product, one.count, one.state, one.points]),
  total: [total.count, total.points],
});
