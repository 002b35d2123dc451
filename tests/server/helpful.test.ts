// The helpful order: what its pages hold is what the rule says, whatever was judged, and no list goes through the fresh.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import type { Database } from '../../server/base/db/database.ts';
import { askStraight } from '../../server/base/db/prepared.ts';
import { type ListQuery, listReviews } from '../../server/community/reviews/lists.ts';
import { FRESH_MS, freshUntil, interleave, rankHelpful } from '../../server/community/reviews/rules.ts';
import type { ReviewRow } from '../../server/community/reviews/table.ts';
import { startService, type TestService } from '../support/service.ts';

const HOUR = 60 * 60 * 1000;
const NOW = 500_000 * HOUR;
const MALL = 'shop';

interface Given {
  /** Milliseconds before now. */
  age: number;
  yes: number;
  no: number;
  bought: boolean;
}
const rowOf = (product: string, number: number, { age, yes, no, bought }: Given): ReviewRow => ({
  mall_id: MALL,
  review_id: `${product}-${String(number).padStart(5, '0')}`,
  product,
  shopper_id: `s${number}`,
  ordinal: 1,
  stars: 5,
  title: '',
  text: 'x',
  text_digest: '',
  options: '{}',
  attributes: '{}',
  bought: bought ? 1 : 0,
  photo_count: 0,
  disclosure: null,
  state: 'shown',
  hide_reason: null,
  version: 1,
  created_at: NOW - age,
  edited_at: null,
  weight_yes: yes,
  weight_no: no,
  voters_yes: 0,
  comment_count: 0,
  stamp: 0,
  later_of: null,
  later_kind: null,
  used_days: null,
  reply_text: null,
  reply_at: null,
  rank_helpful: rankHelpful(yes, no),
  fresh_until: freshUntil(NOW - age, yes, no),
});

const KEY = ['rank_helpful', 'bought', 'created_at', 'review_id'] as const;
const before_ = (columns: readonly (keyof ReviewRow)[]) => (a: ReviewRow, b: ReviewRow) => {
  const column = columns.find((one) => a[one] !== b[one]);
  return column === undefined ? 0 : (a[column] as number) < (b[column] as number) ? 1 : -1;
};
/** The whole of the list by the rule's own words. */
function expected(rows: ReviewRow[], now: number): string[] {
  const judged = rows.filter((row) => row.fresh_until <= now).sort(before_(KEY));
  const fresh = rows.filter((row) => row.fresh_until > now).sort(before_(KEY.slice(2)));
  return interleave(judged, fresh, 0, rows.length).items.map((row) => row.review_id);
}

describe('the helpful order', () => {
  let service: TestService;
  let database: Database;
  before(async () => {
    service = await startService({ start: false });
    ({ database } = service.services);
  });
  after(() => service.stop());

  let products = 0;
  async function putProduct(all: readonly Given[]): Promise<{ product: string; rows: ReviewRow[] }> {
    const product = `p${products++}`;
    const rows = all.map((given, number) => rowOf(product, number, given));
    await database.write(async (trx) => {
      for (let at = 0; at < rows.length; at += 100)
        await trx
          .insertInto('reviews')
          .values(rows.slice(at, at + 100))
          .execute();
    });
    return { product, rows };
  }
  const query = (product: string, more: Partial<ListQuery> = {}): ListQuery => ({
    product,
    sort: 'helpful',
    facets: [],
    limit: 7,
    ...more,
  });

  it('its pages put together are the rule’s own order, with or without a filter', async () => {
    const given = fc.record({
      // Around the end of being fresh, to the millisecond, and at the same moment as others.
      age: fc.oneof(
        fc.integer({ min: -2, max: 2 }).map((by) => FRESH_MS + by),
        fc.integer({ min: 0, max: 5 }).map((days) => days * 4 * 24 * HOUR),
        fc.integer({ min: 0, max: 3 * FRESH_MS }),
      ),
      // Nothing, too little to be judged, just enough, much; also nothing but "not helpful".
      yes: fc.constantFrom(0, 0, 0, 1, 100, 250, 499, 500, 3000),
      no: fc.constantFrom(0, 0, 0, 100, 400, 500, 900),
      bought: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(given, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        async (all, limit) => {
          const { product, rows } = await putProduct(all);
          const walk = async (more: Partial<ListQuery>) => {
            const ids: string[] = [];
            let cursor: string | null | undefined;
            do {
              const page = await listReviews(
                database.db,
                MALL,
                query(product, { limit, ...more, ...(cursor && { cursor }) }),
                NOW,
              );
              ids.push(...page.rows.map((row) => row.review_id));
              cursor = page.next;
            } while (cursor);
            return ids;
          };
          assert.deepEqual(await walk({}), expected(rows, NOW));
          assert.deepEqual(await walk({ stars: 5 }), expected(rows, NOW), 'by another question');
          assert.deepEqual(
            await walk({ bought: true }),
            expected(
              rows.filter((row) => row.bought === 1),
              NOW,
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a page goes through no more rows of a product with thousands of fresh ones than it shows', async () => {
    // Many nobody has said anything about, half of them fresh; a few that some found helpful, or nobody did.
    const { product, rows } = await putProduct(
      Array.from({ length: 4000 }, (_, at) => ({
        age: Math.floor((at / 4000) * 2 * FRESH_MS),
        yes: at % 500 === 499 ? 600 : 0,
        no: at % 700 === 699 ? 600 : 0,
        bought: at % 2 === 0,
      })),
    );
    let asked: { sql: string; parameters: readonly unknown[] } | undefined;
    askStraight(database.db, async (sql, parameters) => {
      asked = { sql, parameters };
      return (await database.db.executeQuery(CompiledQuery.raw(sql, [...parameters]))).rows;
    });
    const first = await listReviews(database.db, MALL, query(product, { limit: 20 }), NOW);
    const second = await listReviews(
      database.db,
      MALL,
      query(product, { limit: 20, cursor: first.next as string }),
      NOW,
    );
    askStraight(database.db, undefined);
    assert.deepEqual(
      [...first.rows, ...second.rows].map((row) => row.review_id),
      expected(rows, NOW).slice(0, 40),
    );
    assert.ok(asked);
    const explain = async (how: string) =>
      (
        await database.db.executeQuery(
          CompiledQuery.raw(`${how} ${asked?.sql}`, [...(asked?.parameters ?? [])]),
        )
      ).rows;
    if (database.kind === 'sqlite') {
      const plan = (await explain('explain query plan')).map((row) => (row as { detail: string }).detail);
      assert.deepEqual(
        plan.filter((line) => /SCAN reviews|TEMP B-TREE|USING INDEX/.test(line)),
        [],
        plan.join('\n'),
      );
      const ranges = plan.filter((line) => line.startsWith('SEARCH reviews'));
      assert.equal(ranges.length, 4, plan.join('\n'));
      assert.match(ranges[0] ?? '', /USING COVERING INDEX reviews_judged/);
      for (const range of ranges.slice(1, 3))
        assert.match(range, /COVERING INDEX reviews_most_helpful .*rank_helpful=\? AND bought=\?/);
      assert.match(ranges[3] ?? '', /COVERING INDEX reviews_latest .*created_at/);
    } else {
      await database.db.executeQuery(CompiledQuery.raw('vacuum analyze reviews', []));
      const plan = (await explain('explain (analyze, buffers)')).map(
        (row) => Object.values(row as Record<string, string>)[0] ?? '',
      );
      const most = Math.max(
        0,
        ...plan.map((line) => Number(/Rows Removed by Filter: (\d+)/.exec(line)?.[1] ?? 0)),
      );
      const pages = Number(/Buffers: shared hit=(\d+)/.exec(plan.join('\n'))?.[1]);
      assert.ok(most < 40 && pages < 60, plan.join('\n'));
    }
  });
});
