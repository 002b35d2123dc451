import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import sharp from 'sharp';
import { DAY } from '../../server/base/clock.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import type { Movement } from '../../server/mall/points/contract.ts';
import { owned } from '../../server/office/privacy/registry.ts';
import { assertBlogCounts } from '../support/blog-counts.ts';
import { plantBlog } from '../support/blog-planted.ts';
import { PLANTED_SETTINGS, plantPoints } from '../support/planted.ts';
import { pointsOf } from '../support/points.ts';
import { assertCounts } from '../support/recount.ts';
import { noticeFor, waitingCode } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';
import { everything } from '../support/tables.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('export and erasure', () => {
  let service: TestService;
  let mall: Mall;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', {
      settings: {
        ...PLANTED_SETTINGS,
        write: 'everyone',
        limits: MallSettings.shape.limits.parse({ reviewsPerDay: 1000 }),
      },
    });
  });
  after(() => service.stop());
  const call = (method: string, path: string, as: string, body?: unknown) =>
    service.call(method, `/v1/shop1${path}`, { as, body });
  const db = () => service.services.database.db;
  /** What is done soon after has been done. */
  async function later(): Promise<void> {
    service.later(60_000);
    await service.services.jobs.runDue();
  }

  async function good<T extends { status: number; body: unknown }>(answer: Promise<T>): Promise<T['body']> {
    const { status, body } = await answer;
    assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A shopper with one row in every table that has rows of shoppers, each with words of their own. */
  async function plant(
    word: string,
    against: { review: string },
  ): Promise<{
    id: string;
    token: string;
    review: string;
    photo: string;
    words: string[];
    handedOn: string[];
  }> {
    const outside = `${word}-outside-id`;
    const token = await mall.token(outside, { name: `${word}이름` });
    const photo = (await good(
      service.call('POST', '/v1/shop1/photos', {
        as: token,
        headers: { 'content-type': 'image/png' },
        body: await sharp({
          create: {
            width: 30,
            height: 20,
            channels: 3,
            background: { r: word.length * 9, g: word.charCodeAt(0), b: 7 },
          },
        })
          .png()
          .toBuffer(),
      }),
    )) as { id: string; large: string };
    await good(call('PATCH', `/photos/${photo.id}`, token, { alt: `${word} 사진 설명` }));
    await good(call('POST', '/uploads', token, { kind: 'clip', bytes: 1000 }));
    await good(call('PATCH', '/me', token, { handle: `${word}별명` }));
    await good(
      service.call('POST', '/v1/shop1/orders', {
        as: mall.key,
        body: {
          orders: [
            {
              order: `${word}-order`,
              shopper: outside,
              placedAt: service.services.now() - DAY,
              changedAt: 2,
              lines: [
                { line: '1', product: 'p1', quantity: 1, options: { 색: `${word}색` } },
                { line: '2', product: `p-${word.length}`, quantity: 1, amount: 30_000 },
              ],
            },
          ],
        },
      }),
    );
    const options = { 색상: `${word}블루` };
    const { id: review } = (await good(
      call('POST', '/reviews', token, {
        product: `p-${word.length}`,
        stars: 5,
        title: `${word} 첫 제목`,
        text: `${word} 첫 글이에요`,
        options,
        photos: [photo.id],
      }),
    )) as { id: string };
    await good(
      call('PATCH', `/reviews/${review}`, token, {
        stars: 4,
        title: `${word} 제목`,
        text: `${word} 고친 글이에요 ${'길게 '.repeat(300)}`,
        options,
        photos: [photo.id],
        version: 1,
      }),
    );
    await good(call('PUT', `/reviews/${against.review}/vote`, token, { helpful: true }));
    // Somebody is helped by it, so that there is naegong.
    await good(
      call('PUT', `/reviews/${review}/vote`, await mall.token(`reader of ${word.length}`), { helpful: true }),
    );
    await good(
      call('POST', '/comments', token, {
        subject: { kind: 'review', id: against.review },
        text: `${word} 댓글이에요`,
      }),
    );
    await good(
      call('POST', '/reports', token, {
        subject: { kind: 'review', id: against.review },
        reason: 'other',
        note: `${word} 신고 내용`,
      }),
    );
    const session = await service.services.database.write(async (trx) => {
      const row = await trx
        .selectFrom('shoppers')
        .select('shopper_id')
        .where('outside_id', '=', outside)
        .executeTakeFirstOrThrow();
      const { insertSession, insertEditCode } = await import('../../server/mall/shoppers/store.ts');
      await insertEditCode(trx, 'shop1', `${word}-hash`, row.shopper_id, service.services.now() + DAY);
      return insertSession(trx, 'shop1', row.shopper_id, service.services.now(), 60_000);
    });
    assert.ok(session);
    const { id } = (await good(call('GET', '/me', token))) as { id: string };
    await noticeFor(service, 'shop1', id, `p-${word.length}`);
    await waitingCode(service, 'shop1', id);
    await good(call('PUT', '/me/consents', token, { purpose: 'advertising', channel: 'mail', given: true }));
    await good(call('PUT', '/me/alerts', token, { product: `p-${word.length}`, restock: true }));
    await plantLists(word, token);
    const ofPoints = await plantPoints(service, mall, word, outside, token);
    const ofBlog = await plantBlog(service, mall, word, outside, token);
    return {
      id,
      token,
      review,
      photo: photo.large,
      words: [
        outside,
        `${word}이름`,
        `${word}별명`,
        `${word} 첫`,
        `${word} 고친`,
        `${word} 제목`,
        `${word} 댓글`,
        `${word} 신고`,
        `${word} 사진`,
        `${word}블루`,
        `${word} 목록`,
        `${word} 쪽지`,
        ...ofPoints.words,
        ...ofBlog.words,
      ],
      handedOn: ofPoints.handedOn,
    };
  }

  let gifts = 0;
  /** Lists of their own with a wish and an invitation; and what they look after and give on those of somebody else. */
  async function plantLists(word: string, token: string): Promise<void> {
    const post = (path: string, as: string, body: unknown) => good(call('POST', path, as, body));
    const { id: list } = (await post('/wishlists', token, { name: `${word} 목록` })) as { id: string };
    await post('/wishes', token, { product: `w-${word}`, list, note: `${word} 쪽지` });
    await post(`/wishlists/${list}/invitations`, token, { role: 'helper' });
    const friend = await mall.token('base-friend');
    const { id: other } = (await post('/wishlists', friend, { name: '바탕이 되는 목록' })) as { id: string };
    const invited = (await post(`/wishlists/${other}/invitations`, friend, { role: 'helper' })) as {
      code: string;
    };
    await post(`/wishlists/${other}/join`, token, { code: invited.code });
    const product = `given-${++gifts}`;
    const { id: wish } = (await post('/wishes', friend, { product, list: other })) as { id: string };
    await good(call('PUT', `/wishes/${wish}/claim`, token, { named: true }));
  }

  /** Where any of the words is found: tables, the bytes of the database, the folder of files. */
  async function traces(words: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    const tables = await everything(service.services.database);
    for (const word of words)
      if (tables.includes(word))
        found.push(
          `${word} in a table: ${tables
            .split('\n')
            .filter((line) => line.includes(word))
            .map((line) => line.split(':')[0])}`,
        );
    const files = globSync('**/*', { cwd: service.settings.dataDir, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(
      files.some((entry) => entry.name.endsWith('.sqlite')) || service.services.database.kind === 'postgres',
    );
    for (const entry of files) {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      for (const word of words)
        if (bytes.includes(word) || entry.name.includes(word)) found.push(`${word} in ${entry.name}`);
    }
    return found;
  }

  const NOTHING_LEFT = { sums: [], lots: 0, pendings: 0, facts: 0, owned: [] };
  /** What the ledger still holds for somebody, and what is still said to be theirs. */
  async function leftInLedger(id: string): Promise<typeof NOTHING_LEFT> {
    const theirs = [`w:${id}`, `o:${id}`];
    const of = (table: 'accounts' | 'lots' | 'pendings' | 'transfers') =>
      db().selectFrom(table).selectAll().where('mall_id', '=', 'shop1').execute() as Promise<any[]>;
    const touches = (row: any) => theirs.includes(row.from_account) || theirs.includes(row.to_account);
    const accounts = (await of('accounts')).filter((row) => theirs.includes(row.account_id));
    const transfers = (await of('transfers')).filter(touches).map((row) => row.transfer_id);
    assert.ok(accounts.length > 0 && transfers.length > 0);
    const facts = await db()
      .selectFrom('transfer_facts')
      .select('transfer_id')
      .where('mall_id', '=', 'shop1')
      .where('transfer_id', 'in', transfers)
      .execute();
    const stillTheirs: string[] = [];
    for (const { table, owner, erase } of owned) {
      if (typeof erase === 'object' && !(owner in erase)) continue;
      if (erase === 'keep') continue;
      const { rows } = await sql`select mall_id from ${sql.table(table)}
        where mall_id = 'shop1' and ${sql.ref(owner)} = ${id}`.execute(db());
      if (rows.length > 0) stillTheirs.push(table);
    }
    return {
      sums: accounts.filter((row) => row.balance || row.held || row.incoming) as never[],
      lots: (await of('lots')).filter((row) => theirs.includes(row.account_id) && row.rest > 0).length,
      pendings: (await of('pendings')).filter((row) => touches(row) && row.rest > 0).length,
      facts: facts.length,
      owned: stillTheirs as never[],
    };
  }

  let base: { review: string };
  before(async () => {
    const writer = await mall.token('base-writer');
    const { id } = (await good(
      call('POST', '/reviews', writer, { product: 'p1', stars: 3, text: '바탕이 되는 후기' }),
    )) as { id: string };
    base = { review: id };
  });

  it('hands out every row of the shopper and of nobody else', async () => {
    const kim = await plant('canaryone', base);
    const lee = await plant('canarytwo!', base);
    const answer = await call('GET', '/me/export', kim.token);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-disposition') ?? '', /attachment/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { data } = answer.body;
    // What a wallet's transfers say stands together, as its owner reads it.
    assert.deepEqual(Object.keys(data).sort(), [...owned.map((one) => one.table), 'movements'].sort());
    for (const { table, owner } of owned) {
      const rows = await db()
        .selectFrom(table as 'reviews')
        .select('mall_id')
        .where('mall_id', '=', 'shop1')
        .where(sql.ref(owner), '=', answer.body.shopper)
        .execute();
      assert.ok(rows.length > 0, `${table} was planted`);
      assert.equal(data[table].length, rows.length, table);
    }
    assert.ok(data.movements.length > 10);
    const sum = data.movements.reduce(
      (all: number, { state, amount }: Movement) => all + (state === 'posted' ? amount : 0),
      0,
    );
    const { available, held } = (await call('GET', '/me/points', kim.token)).body;
    assert.equal(sum, available + held);
    const text = JSON.stringify(answer.body);
    for (const word of [...kim.words, ...kim.handedOn]) assert.ok(text.includes(word), word);
    for (const word of [...lee.words, ...lee.handedOn, 'canarytwo', '바탕이', lee.photo])
      assert.ok(!text.includes(word), word);
    assert.ok(data.photos.some((one: { address: string }) => one.address === kim.photo));
    assert.deepEqual(data.reviews[0].options, { 색상: 'canaryone블루' });
    assert.equal(data.review_edits.length, 1);
    assert.ok(text.includes('canaryone-order'));
    assert.equal((await service.call('GET', '/v1/shop1/me/export')).body.code, 'sign-in-required');
    assert.equal((await call('GET', '/me/export', mall.key)).body.code, 'sign-in-required');
  });

  it('of somebody new is empty, and makes no row', async () => {
    const answer = await call('GET', '/me/export', await mall.token('just-looking'));
    assert.equal(answer.status, 200);
    assert.deepEqual(
      new Set(Object.values(answer.body.data).map((rows) => (rows as unknown[]).length)),
      new Set([0]),
    );
    assert.equal((await call('DELETE', '/me', await mall.token('just-looking'))).status, 204);
    assert.equal(
      await db()
        .selectFrom('shoppers')
        .select('shopper_id')
        .where('outside_id', '=', 'just-looking')
        .executeTakeFirst(),
      undefined,
    );
  });

  it('leaves nothing of the shopper: no row, no byte of the database, no file', async () => {
    const kim = await plant('canarythree', base);
    const bystander = await plant('bystander', base);
    const found = await traces(kim.words);
    assert.ok(
      kim.words.every((word) => found.some((one) => one.startsWith(`${word} in a table`))),
      'the search finds what is there',
    );
    const summary = async () =>
      (await service.call('GET', '/v1/shop1/board?product=p1')).body.reviews.items.map(
        (one: { helpful: number; comments: number }) => [one.helpful, one.comments],
      );
    const before2 = await summary();
    const photo = new URL(kim.photo).pathname;
    assert.equal((await service.call('GET', photo)).status, 200);
    const files = () => globSync('files/**/*.webp', { cwd: service.settings.dataDir }).length;
    const filesBefore = files();

    assert.equal((await call('DELETE', '/me', kim.token)).status, 204);
    assert.equal((await service.call('GET', photo)).status, 404);
    assert.equal((await service.call('GET', `/v1/shop1/reviews/${kim.review}`)).status, 404);
    await later();
    assert.deepEqual(await traces(kim.words), []);
    // The club that others go on with is theirs now, as they know it.
    assert.deepEqual(
      (await traces(kim.handedOn)).filter((one) => one.includes('in a table')),
      kim.handedOn.map((word) => `${word} in a table: clubs`),
    );
    assert.deepEqual(await leftInLedger(kim.id), NOTHING_LEFT);
    await pointsOf(service, mall).balances();
    // Of the review and of the story.
    assert.equal(files(), filesBefore - 4);
    assert.deepEqual(
      await summary(),
      before2.map(([helpful, comments]: [number, number]) => [helpful - 1, comments - 1]),
    );
    assert.equal(
      (
        await db()
          .selectFrom('product_stats')
          .select('count')
          .where('product', '=', 'p-11')
          .executeTakeFirst()
      )?.count,
      0,
    );
    await assertCounts(db(), 'shop1');
    await assertBlogCounts(db(), 'shop1');
    // And everything of the one beside.
    assert.equal((await call('GET', '/me', bystander.token)).body.handle, 'bystander별명');
    const rest = await traces(bystander.words);
    assert.ok(bystander.words.every((word) => rest.some((one) => one.startsWith(word))));
    // The order stays the mall's own, without the shopper.
    const order = await db()
      .selectFrom('orders')
      .select(['order_id', 'shopper_id'])
      .where('order_id', '=', 'canarythree-order')
      .executeTakeFirst();
    assert.deepEqual(order, { order_id: 'canarythree-order', shopper_id: null });
    const kinds = (
      await db()
        .selectFrom('outbox')
        .select('kind')
        .where('mall_id', '=', 'shop1')
        .orderBy('created_at')
        .execute()
    ).map((row) => row.kind);
    for (const kind of ['vote.changed', 'review.deleted', 'comment.deleted', 'session.ended'])
      assert.ok(kinds.includes(kind), kind);
  });

  it('with keep=text leaves the texts, without the name and without photos', async () => {
    const kim = await plant('canaryfour', base);
    assert.equal((await call('DELETE', '/me?keep=all', kim.token)).body.code, 'bad-input');
    assert.equal((await call('DELETE', '/me?keep=text', kim.token)).status, 204);
    await later();
    const kept = ['canaryfour 고친', 'canaryfour 제목', 'canaryfour 댓글', 'canaryfour블루'];
    assert.deepEqual(await traces(kim.words.filter((word) => !kept.includes(word))), []);
    assert.deepEqual(await leftInLedger(kim.id), NOTHING_LEFT);
    await pointsOf(service, mall).balances();
    const review = (await service.call('GET', `/v1/shop1/reviews/${kim.review}`)).body;
    assert.match(review.text, /^canaryfour 고친/);
    assert.equal(review.author.name, '떠난 회원');
    assert.deepEqual(review.photos, []);
    assert.match(
      JSON.stringify((await service.call('GET', `/v1/shop1/comments?kind=review&id=${base.review}`)).body),
      /떠난 회원[^}]*\},"text":"canaryfour 댓글/,
    );
    await assertCounts(db(), 'shop1');
    await assertBlogCounts(db(), 'shop1');
  });

  it('ends sessions and reaches what was done as a guest', async () => {
    const guest = await mall.guest();
    await good(call('POST', '/reviews', guest, { product: 'p9', stars: 2, text: '손님일 때 쓴 canaryfive' }));
    const kim = await mall.token('canaryfive-id');
    await good(call('POST', '/merge', kim, { guestToken: guest }));
    const second = await mall.guest();
    await good(
      call('POST', '/comments', second, { subject: { kind: 'review', id: base.review }, text: 'canarysix' }),
    );
    assert.equal((await call('GET', '/me/export', kim)).body.data.shoppers.length, 2);
    assert.equal((await call('DELETE', '/me', kim)).status, 204);
    assert.equal((await call('DELETE', '/me', second)).status, 204);
    assert.equal((await call('GET', '/me', second)).body.code, 'token-refused');
    await later();
    assert.deepEqual(await traces(['canaryfive', 'canarysix']), []);
    await assertCounts(db(), 'shop1');
  });

  it('leaves no byte of many texts of many lengths, edited and moved about', async () => {
    const kim = await mall.token('canaryeight-id');
    const lee = await mall.token('beside-canary');
    for (let n = 0; n < 120; n++) {
      const as = n % 2 ? kim : lee;
      const word = n % 2 ? 'canaryeight' : 'neighbour';
      const long = (factor: number) => `${word} ${n} ${'가나 '.repeat((n * factor) % 700)}`;
      const { id } = (await good(
        call('POST', '/reviews', as, {
          product: `m${n}`,
          stars: 3,
          text: long(37),
          options: { 색: `${word}${n}` },
        }),
      )) as { id: string };
      if (n % 3 === 0)
        await good(call('PATCH', `/reviews/${id}`, as, { stars: 2, text: long(91), version: 1 }));
      await good(
        call('POST', '/comments', as, {
          subject: { kind: 'review', id: base.review },
          text: `${word} ${n} ${'다'.repeat((n * 13) % 300)}`,
        }),
      );
    }
    assert.equal((await call('DELETE', '/me', kim)).status, 204);
    await later();
    assert.deepEqual(await traces(['canaryeight']), []);
    assert.ok((await traces(['neighbour'])).length > 0);
    await assertCounts(db(), 'shop1');
  });

  it('many at once are scrubbed once', async () => {
    const { database } = service.services;
    const scrub = database.scrub;
    let scrubs = 0;
    database.scrub = (large) => {
      scrubs += 1;
      return scrub(large);
    };
    await later();
    scrubs = 0;
    for (let n = 0; n < 8; n++) assert.equal((await call('DELETE', '/me', await mall.guest())).status, 204);
    const waiting = await db()
      .selectFrom('jobs')
      .select('job_id')
      .where('kind', '=', 'privacy-scrub')
      .execute();
    // The minute may have turned while they were erased.
    assert.ok(waiting.length <= 2, `${waiting.length} jobs wait`);
    await later();
    assert.ok(scrubs >= 1 && scrubs <= 2, `${scrubs} scrubs`);
    database.scrub = scrub;
  });

  it('a hidden text does not stay behind a kept one', async () => {
    const kim = await mall.token('hidden-writer');
    const { id } = (await good(
      call('POST', '/reviews', kim, { product: 'p8', stars: 1, text: '숨겨진 canaryseven' }),
    )) as { id: string };
    await good(
      call('POST', '/moderation', mall.key, {
        action: 'hide',
        subject: { kind: 'review', id },
        reason: 'personal_data',
      }),
    );
    assert.equal((await call('DELETE', '/me?keep=text', kim)).status, 204);
    await later();
    assert.deepEqual(await traces(['canaryseven']), []);
    await assertCounts(db(), 'shop1');
  });
});
