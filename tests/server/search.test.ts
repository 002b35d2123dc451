import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CompiledQuery } from 'kysely';
import type { Board, Review, ReviewPage } from '../../server/community/reviews/contract.ts';
import { fillReviews } from '../../server/community/reviews/fill.ts';
import { has } from '../../server/community/reviews/search.ts';
import { change, findReview, insertReview, restoreReview } from '../../server/community/reviews/store.ts';
import { WORDS_VERSION } from '../../server/community/reviews/words.ts';
import { wantedBy } from '../../server/community/reviews/words-query.ts';
import { assertCounts } from '../support/recount.ts';
import { fileAll } from '../support/recount-reviews.ts';
import { startService, type TestService } from '../support/service.ts';
import { everything } from '../support/tables.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
/** PostgreSQL's plan depends on what it has seen of the data. */
const onPostgres = process.env.TEST_DB === 'postgres';
let service: TestService;
let mall: Mall;
let other: Mall;
const db = () => service.services.database.db;

before(async () => {
  service = await startService();
  mall = await service.addMall('shop-a', { settings: { write: 'everyone' } });
  other = await service.addMall('shop-b', { settings: { write: 'everyone' } });
});
after(() => service.stop());

async function write(
  product: string,
  shopper: string,
  text: string,
  more: Record<string, unknown> = {},
  at = mall,
): Promise<Review> {
  const answer = await service.call<Review>('POST', `/v1/${at.id}/reviews`, {
    as: await at.token(shopper),
    body: { product, stars: 5, text, ...more },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

async function search(product: string, q: string, more = '', at = mall): Promise<Review[]> {
  const query = `product=${encodeURIComponent(product)}&q=${encodeURIComponent(q)}${more}`;
  const answer = await service.call<ReviewPage>('GET', `/v1/${at.id}/reviews?${query}`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.items;
}
const ids = async (...args: Parameters<typeof search>) => (await search(...args)).map((one) => one.id);

/** The words that are filed for a review. */
async function wordsOf(reviewId: string): Promise<string[]> {
  const rows = await db()
    .selectFrom('review_words')
    .select('word')
    .where('review_id', '=', reviewId)
    .execute();
  return rows.map((row) => row.word);
}

const moderate = (action: string, id: string) =>
  service.call('POST', `/v1/${mall.id}/moderation`, {
    as: mall.key,
    body: { action, subject: { kind: 'review', id }, ...(action === 'hide' && { reason: 'spam' }) },
  });

describe('search', () => {
  it('finds what is written, in the title too, and marks it as it stands there', async () => {
    const first = await write('p1', 'a', '빠른배송 최고예요', { title: 'Great SIZES' });
    const second = await write('p1', 'b', '무료 배송이라 좋아요. 색상은 그저 그래요', { stars: 2 });
    assert.deepEqual(await ids('p1', '배송', '&sort=newest'), [second.id, first.id]);
    assert.deepEqual(await ids('p1', '무료배송'), [second.id]);
    assert.deepEqual((await search('p1', 'size'))[0]?.found, ['SIZES']);
    assert.deepEqual((await search('p1', '무료배송'))[0]?.found, ['무료', '배송']);
    assert.deepEqual(await ids('p1', '배송 색상이'), [second.id]);
    assert.deepEqual(await ids('p1', '배송 size'), [first.id]);
    assert.deepEqual(await ids('p1', '배송 없는말'), []);
    const plain = await service.call<ReviewPage>('GET', `/v1/${mall.id}/reviews?product=p1`);
    assert.ok(plain.body.items.every((one) => one.found.length === 0));
  });

  it('goes with every other filter', async () => {
    assert.equal((await search('p1', '배송', '&stars=2')).length, 1);
    assert.equal((await search('p1', '배송', '&stars=3')).length, 0);
    assert.equal((await search('p1', '배송', '&bought=1')).length, 0);
    assert.equal((await search('p1', '배송', '&photo=1')).length, 0);
  });

  it('finds nothing, and fails at nothing, where there is nothing to look for', async () => {
    for (const q of [
      '',
      ' ',
      '%',
      '_',
      '👍',
      "'; drop table reviews; --",
      '"',
      '\\',
      'ㅋㅋㅋ',
      '\u0000',
      '((',
      '*',
    ])
      assert.deepEqual(await ids('p1', q), [], JSON.stringify(q));
    const long = await service.call('GET', `/v1/${mall.id}/reviews?product=p1&q=${'a'.repeat(101)}`);
    assert.equal(long.body.code, 'bad-input');
    for (const q of ['가'.repeat(100), '무료배송상품권 '.repeat(12), 'a1'.repeat(50)])
      assert.deepEqual(await ids('p1', q), []);
  });

  it('never finds what another product or another mall has', async () => {
    await write('p2', 'a', '배송 얘기는 여기');
    await write('p1', 'a', '배송 얘기는 저기', {}, other);
    assert.equal((await search('p1', '배송')).length, 2);
    assert.equal((await search('p1', '저기')).length, 0);
    assert.equal((await search('p1', '여기')).length, 0);
    assert.equal((await search('p1', '배송', '', other)).length, 1);
    assert.equal((await search('p3', '배송')).length, 0);
  });

  for (const isFiled of [false, true])
    it(`follows an edit, a hide, a restore and a deletion of one ${isFiled ? 'that is filed' : 'that is not filed yet'}`, async () => {
      const product = `p4-${isFiled}`;
      const review = await write(product, 'a', '처음에는 의자라고 썼어요');
      if (isFiled) await fileAll(service.services);
      assert.equal((await wordsOf(review.id)).length > 0, isFiled);
      assert.deepEqual(await ids(product, '의자'), [review.id]);
      const patch = await service.call<Review>('PATCH', `/v1/${mall.id}/reviews/${review.id}`, {
        as: await mall.token('a'),
        body: { stars: 4, text: '이제는 책상이라고 써요', version: 1 },
      });
      assert.equal(patch.status, 200);
      assert.deepEqual(await ids(product, '의자'), []);
      assert.deepEqual(await ids(product, '책상'), [review.id]);
      await moderate('hide', review.id);
      assert.deepEqual(await ids(product, '책상'), []);
      await moderate('restore', review.id);
      assert.deepEqual(await ids(product, '책상'), [review.id]);
      await assertCounts(db(), mall.id);
      await service.call('DELETE', `/v1/${mall.id}/reviews/${review.id}`, { as: await mall.token('a') });
      assert.deepEqual(await ids(product, '책상'), []);
      assert.deepEqual(await wordsOf(review.id), []);
    });

  it('writes nothing but the difference of an edit', async () => {
    const long = Array.from({ length: 60 }, (_, at) => `낱말${at}번`).join(' ');
    const review = await write('p5', 'a', long);
    await fileAll(service.services);
    const filed = (await wordsOf(review.id)).length;
    await service.call('PATCH', `/v1/${mall.id}/reviews/${review.id}`, {
      as: await mall.token('a'),
      body: { stars: 4, text: `${long} 덧붙임`, version: 1 },
    });
    assert.ok((await wordsOf(review.id)).length - filed <= 4);
    await assertCounts(db(), mall.id);
  });

  it('forgets the words of somebody who is erased', async () => {
    const review = await write('p6', 'leaver', '쾌뜑궯뷟 뷁쉙꿹꺏');
    await fileAll(service.services);
    const filed = await wordsOf(review.id);
    assert.ok(filed.length > 0);
    const gone = await service.call('DELETE', `/v1/${mall.id}/me`, { as: await mall.token('leaver') });
    assert.equal(gone.status, 204, JSON.stringify(gone.body));
    assert.deepEqual(await ids('p6', '쾌뜑궯뷟'), []);
    const text = await everything(service.services.database);
    for (const word of filed) assert.ok(!text.includes(word), word);
    await assertCounts(db(), mall.id);
  });
});

describe('three thousand reviews', () => {
  const COUNT = 3000;
  before(async () => {
    const now = service.services.now();
    const subjects = ['배송이', '무료 배송', '색상은', '사이즈가', '재구매', '포장도'];
    for (let from = 0; from < COUNT; from += 100)
      await service.services.database.write(async (trx) => {
        for (let at = from; at < from + 100; at++)
          await insertReview(
            trx,
            mall.id,
            {
              product: 'many',
              shopperId: `s${at}`,
              stars: 1 + (at % 5),
              title: '',
              text: `${subjects[at % 6]} 좋아요 번호${at}번 입니다 ${at % 50 === 0 ? 'rareword' : ''}`,
              options: { 색상: ['블루', '블랙', '베이지'][at % 3] ?? '' },
              attributes: {},
              photos: [],
              bought: at % 3 === 0,
              usedDays: null,
              disclosure: null,
              ordinal: 1,
            },
            now - at * 60_000,
          );
      });
  });

  for (const sort of ['newest', 'highest', 'lowest', 'helpful'] as const)
    it(`pages through all that it finds, in the order ${sort}`, async () => {
      const seen = new Set<string>();
      let cursor = '';
      do {
        const more = `&sort=${sort}&limit=50${cursor && `&cursor=${cursor}`}`;
        const answer = await service.call<ReviewPage>(
          'GET',
          `/v1/${mall.id}/reviews?product=many&q=${encodeURIComponent('배송')}${more}`,
        );
        for (const { id, text, found } of answer.body.items) {
          assert.ok(!seen.has(id));
          seen.add(id);
          assert.ok(text.includes('배송'));
          assert.deepEqual(found, ['배송']);
        }
        cursor = answer.body.next ?? '';
      } while (cursor);
      assert.equal(seen.size, COUNT / 3);
    });

  it('has most of them filed, and few that are not yet', async () => {
    const filed = await db()
      .selectFrom('review_words')
      .select('review_id')
      .distinct()
      .where('product', '=', 'many')
      .execute();
    const { unfiled } = await db()
      .selectFrom('product_stats')
      .select('unfiled')
      .where('product', '=', 'many')
      .executeTakeFirstOrThrow();
    assert.ok(filed.length >= COUNT - 128 && filed.length < COUNT, String(filed.length));
    assert.ok(unfiled <= 128, String(unfiled));
    await assertCounts(db(), mall.id);
  });

  it('follows an edit and a deletion of one that is filed', async () => {
    const { review_id: id } = await db()
      .selectFrom('review_words')
      .select('review_id')
      .where('product', '=', 'many')
      .orderBy('review_id', 'desc')
      .executeTakeFirstOrThrow();
    const edit = (text: string) =>
      service.services.database.write(async (trx) => {
        const before = await findReview(trx, mall.id, id);
        assert.ok(before);
        return change(trx, before, { text });
      });
    const { text } = await edit('유일무이한 문장입니다');
    assert.equal(text, '유일무이한 문장입니다');
    await assertCounts(db(), mall.id);
    await service.services.database.write(async (trx) => {
      const before = await findReview(trx, mall.id, id);
      assert.ok(before);
      await change(trx, before, { state: 'hidden', hide_reason: 'spam' });
    });
    assert.deepEqual(await wordsOf(id), []);
    await assertCounts(db(), mall.id);
    await service.services.database.write((trx) => restoreReview(trx, mall.id, id));
    await edit(`배송이 좋아요 번호${'9'.repeat(5)}번 입니다`);
    await assertCounts(db(), mall.id);
  });

  it('finds the rare and the common alike', async () => {
    assert.equal((await search('many', 'rareword', '&limit=50')).length, 50);
    assert.deepEqual((await search('many', '번호2999번'))[0]?.found, ['번호', '2999', '번']);
    assert.equal((await search('many', '좋아요 rareword 배송 ', '&limit=50&bought=1')).length > 0, true);
  });

  it('reads ranges of the index and no table from end to end', { skip: onPostgres }, async () => {
    for (const q of ['무료배송', 'rareword', '좋아요', '재 구매']) {
      const wanted = wantedBy(q);
      assert.ok(wanted);
      const query = db()
        .selectFrom('reviews')
        .select('review_id')
        .where('mall_id', '=', mall.id)
        .where('product', '=', 'many')
        .where('state', '=', 'shown')
        .where((eb) => has(eb, mall.id, 'many', wanted, ['0'.repeat(25)]))
        .compile();
      const { rows } = await db().executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]),
      );
      const reads = rows.map((row) => row.detail).filter((detail) => /review_words|reviews/.test(detail));
      assert.ok(reads.length >= 2, q);
      for (const detail of reads) assert.match(detail, /^SEARCH /, q);
      assert.ok(
        reads.some((detail) => /review_words .*word>\? AND word<\?/.test(detail)),
        reads.join('\n'),
      );
    }
  });
});

describe('reviews from before there was search', () => {
  it('are filed in batches, from where it was interrupted, and no second time', async () => {
    const { database } = service.services;
    const clear = (review_id: string | null, version = WORDS_VERSION) =>
      database.write(async (trx) => {
        await trx.deleteFrom('review_words').execute();
        await trx.deleteFrom('review_word_lists').execute();
        await trx.deleteFrom('review_words_done').execute();
        // Nothing is so young that a search would cut it.
        await trx.updateTable('product_stats').set({ filed_until: service.services.now() }).execute();
        if (review_id !== null)
          for (const { id } of [mall, other])
            await trx.insertInto('review_words_done').values({ mall_id: id, version, review_id }).execute();
      });
    // Their facets were filed as they came.
    await fileAll(service.services);
    await clear(null);
    assert.deepEqual(await ids('p1', '그저', '&limit=40'), []);
    await fillReviews(service.services);
    // The same question: what was answered before is not kept.
    assert.equal((await search('p1', '그저', '&limit=40')).length, 1);
    await assertCounts(db(), mall.id);
    await assertCounts(db(), other.id);

    const all = await db()
      .selectFrom('reviews')
      .select('review_id')
      .where('mall_id', '=', mall.id)
      .orderBy('review_id')
      .execute();
    const middle = all[Math.floor(all.length / 2)]!.review_id;
    await clear(middle);
    await fillReviews(service.services);
    const filed = await db()
      .selectFrom('review_words')
      .select('review_id')
      .where('mall_id', '=', mall.id)
      .execute();
    assert.ok(filed.length > 0 && filed.every((row) => row.review_id > middle));
    // Another way of cutting words begins anew, whatever was done.
    await clear('', WORDS_VERSION - 1);
    await fillReviews(service.services);
    await assertCounts(db(), mall.id);
    await clear('');
    await fillReviews(service.services);
    assert.equal((await db().selectFrom('review_words').selectAll().execute()).length, 0);
  });

  it('a board is the same with and without a search beside it', async () => {
    const board = await service.call<Board>('GET', `/v1/${mall.id}/board?product=p1`);
    assert.equal(board.body.summary.count, 2);
  });
});
