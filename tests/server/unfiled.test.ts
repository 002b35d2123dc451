// Reviews that are not filed yet are found like those that are: by their words, by their facets, by both.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { countingAt } from '../../server/community/reputation/store.ts';
import { type ListQuery, listReviews } from '../../server/community/reviews/lists.ts';
import {
  change,
  deleteReview,
  hideReview,
  insertReview,
  restoreReview,
} from '../../server/community/reviews/store.ts';
import type { ReviewRow } from '../../server/community/reviews/table.ts';
import { wantedBy } from '../../server/community/reviews/words-query.ts';
import { assertCounts } from '../support/recount.ts';
import { fileAll } from '../support/recount-reviews.ts';
import { startService, type TestService } from '../support/service.ts';

const COLOURS = ['블루', '블랙', '베이지'];
const WORDS = ['배송', '색상', '사이즈', '포장'];
type Does = {
  does: 'write' | 'older' | 'edit' | 'hide' | 'restore' | 'delete' | 'file';
  at: number;
  pick: number;
};
const history = fc.array(
  fc.record({
    does: fc.constantFrom<Does['does']>(
      'write',
      'write',
      'write',
      'older',
      'edit',
      'hide',
      'restore',
      'delete',
      'file',
    ),
    at: fc.nat(1000),
    pick: fc.nat(11),
  }),
  { minLength: 5, maxLength: 40 },
);

const step = (does: Does['does'], at = 0): Does => ({ does, at, pick: 0 });
/** A hidden review that an older one's filing went past comes back: it is one more that is not filed. */
const RESTORED_LATE = [
  step('write'),
  step('older', 1),
  step('hide'),
  step('file'),
  step('write'),
  step('write'),
  step('restore'),
];

describe('reviews that are not filed yet', () => {
  let service: TestService;
  before(async () => {
    service = await startService();
  });
  after(() => service.stop());

  it('are found like those that are, whatever became of them', async () => {
    let mallNumber = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const mall = await service.addMall(`unfiled-${mallNumber++}`);
        const { database, outbox } = service.services;
        const reviews: ReviewRow[] = [];
        let now = Date.now();
        let shopper = 0;
        for (const { does, at, pick } of steps) {
          now += 1000;
          const one = reviews.length > 0 ? at % reviews.length : -1;
          const content = {
            text: `${WORDS[pick % 4]} 이야기를 적어요 ${shopper}`,
            options: { 색상: COLOURS[pick % 3] ?? '' },
          };
          await database.write(async (trx) => {
            if (does === 'write' || does === 'older')
              reviews.push(
                await insertReview(
                  trx,
                  mall.id,
                  {
                    ...content,
                    product: 'p',
                    shopperId: `s${shopper++}`,
                    stars: 5,
                    title: '',
                    attributes: {},
                    photos: [],
                    bought: false,
                    usedDays: null,
                    disclosure: null,
                    ordinal: 1,
                  },
                  does === 'older' ? now - at * 60_000 : now,
                ),
              );
            const before = reviews[one];
            if (!before) return;
            if (does === 'edit' && before.state !== 'deleted')
              reviews[one] = await change(trx, before, {
                text: content.text,
                options: JSON.stringify(content.options),
              });
            if (does === 'hide' && (await hideReview(trx, mall.id, before.review_id, 'spam')))
              reviews[one] = { ...before, state: 'hidden', hide_reason: 'spam' };
            if (does === 'restore' && (await restoreReview(trx, mall.id, before.review_id)))
              reviews[one] = { ...before, state: 'shown', hide_reason: null };
            if (does === 'delete' && before.state !== 'deleted') {
              const counting = await countingAt(trx, outbox, mall.id, now);
              assert.ok(counting);
              await deleteReview(trx, counting, before);
              reviews[one] = { ...before, state: 'deleted', text: '', options: '{}' };
            }
          });
          if (does === 'file') await fileAll(service.services);
        }
        await assertCounts(database.db, mall.id);
        const shown = reviews.filter((row) => row.state === 'shown');
        const found = async (query: Pick<ListQuery, 'facets' | 'wanted'>) => {
          const { rows } = await listReviews(
            database.db,
            mall.id,
            { product: 'p', sort: 'newest', limit: 50, ...query },
            now,
          );
          return rows.map((row) => row.review_id).sort();
        };
        const expected = (holds: (row: ReviewRow) => boolean) =>
          shown
            .filter(holds)
            .map((row) => row.review_id)
            .sort();
        for (const colour of COLOURS) {
          const hasColour = (row: ReviewRow) => JSON.parse(row.options).색상 === colour;
          const facets = [`option:색상:${colour}`];
          assert.deepEqual(await found({ facets }), expected(hasColour), colour);
          for (const word of WORDS) {
            const hasWord = (row: ReviewRow) => row.text.includes(word);
            const wanted = wantedBy(word);
            assert.deepEqual(await found({ facets: [], wanted }), expected(hasWord), word);
            assert.deepEqual(
              await found({ facets, wanted }),
              expected((row) => hasColour(row) && hasWord(row)),
              `${colour} and ${word}`,
            );
          }
        }
      }),
      { numRuns: 25, examples: [[RESTORED_LATE]] },
    );
  });
});
