import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type Canary, seedCanary } from '../../server/commands/seed/canary.ts';
import { type DemoMall, englishMall, koreanMall } from '../../server/commands/seed/data.ts';
import { type Seeded, seedDemo } from '../../server/commands/seed/demo.ts';
import {
  openSeeding,
  removeSeeded,
  type Seeding,
  seedState,
  workingKey,
} from '../../server/commands/seed/session.ts';
import type { Board, Review, ReviewPage } from '../../server/community/reviews/contract.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { insertMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { readSettings } from '../../server/settings.ts';
import { freshDatabase } from '../support/postgres.ts';
import { assertCounts } from '../support/recount.ts';

const ORIGIN = 'http://localhost:8788';
const NOW = Date.now();
const DAY = 24 * 60 * 60 * 1000;
type Products = { items: PublicProduct[] };

async function open() {
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-seed-'));
  const postgres =
    process.env.TEST_DB === 'postgres' ? await freshDatabase(process.env.TEST_DATABASE_URL ?? '') : undefined;
  const seeding = await openSeeding(
    readSettings({
      DATA_DIR: dataDir,
      MASTER_KEY: '5a'.repeat(32),
      ...(postgres && { DATABASE_URL: postgres.url }),
    }),
  );
  return {
    seeding,
    async close() {
      await seeding.close();
      await postgres?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const options = (lines: string[] = []) => ({
  origin: ORIGIN,
  origins: [ORIGIN, 'http://127.0.0.1:8788'],
  now: NOW,
  progress: (line: string) => void lines.push(line),
});

async function get<T>(seeding: Seeding, path: string): Promise<T> {
  const answer = await seeding.app.routes.request(path, { headers: { origin: ORIGIN } });
  assert.equal(answer.status, 200, path);
  return (await answer.json()) as T;
}

/** Every review of a product, as the board reads them. */
async function reviewsOf(seeding: Seeding, mall: string, product: string): Promise<Review[]> {
  const all: Review[] = [];
  let cursor = '';
  do {
    const page = await get<ReviewPage>(
      seeding,
      `/v1/${mall}/reviews?product=${product}&sort=newest&limit=50${cursor && `&cursor=${cursor}`}`,
    );
    all.push(...page.items);
    cursor = page.next ?? '';
  } while (cursor);
  return all;
}

const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

for (const [lang, read] of [
  ['ko', () => koreanMall(ORIGIN, NOW, { reviews: 30 })],
  ['en', () => englishMall(ORIGIN, { reviews: 40, now: NOW })],
] as const)
  describe(`the ${lang} demo mall`, () => {
    let place: Awaited<ReturnType<typeof open>>;
    let data: DemoMall;
    let seeded: Seeded;
    const lines: string[] = [];
    before(async () => {
      place = await open();
      data = read();
      seeded = await seedDemo(place.seeding, data, options(lines));
    });
    after(() => place.close());

    it('has all that the data say, each thing at its own time', async () => {
      const shown = new Map<string, Review>();
      for (const product of new Set(data.reviews.map((one) => one.product)))
        for (const review of await reviewsOf(place.seeding, data.id, product))
          shown.set(`${product} ${review.createdAt}`, review);
      assert.equal(shown.size, data.reviews.length);
      for (const expected of data.reviews) {
        const review = shown.get(`${expected.product} ${expected.at}`);
        assert.ok(review, `${expected.id} is there with its date`);
        assert.equal(review.stars, expected.stars);
        assert.equal(review.bought, expected.bought, `${expected.id} bought`);
        assert.equal(review.photos.length, expected.photos.length);
        assert.equal(
          review.helpful,
          expected.votes.filter((vote) => vote.helpful).length,
          `${expected.id} votes`,
        );
        assert.equal(
          review.comments,
          expected.comments.reduce((sum, one) => sum + 1 + one.answers.length, 0),
        );
        assert.equal(review.reply?.at ?? null, expected.reply?.at ?? null);
        assert.ok(review.createdAt <= NOW);
      }
    });

    it('counts as the data do', async () => {
      for (const product of new Set(data.reviews.map((one) => one.product))) {
        const stars = data.reviews.filter((one) => one.product === product).map((one) => one.stars);
        const { summary } = await get<Board>(place.seeding, `/v1/${data.id}/board?product=${product}`);
        assert.equal(summary.count, stars.length);
        assert.equal(summary.mean, Math.round(mean(stars) * 100) / 100);
      }
    });

    it('has all later reviews, each on its own first one', async () => {
      const products = [...new Set(data.reviews.map((one) => one.product))];
      const reviews = await Promise.all(products.map((one) => reviewsOf(place.seeding, data.id, one)));
      const hanging = reviews
        .flat()
        .flatMap((one) => one.later.map((later) => [one.createdAt, later] as const));
      assert.equal(hanging.length, data.later.length);
      for (const expected of data.later) {
        const first = data.reviews.find((one) => one.id === expected.of);
        const [at, later] = hanging.find(([, one]) => one.text === expected.text) ?? [];
        assert.equal(at, first?.at);
        assert.deepEqual(
          [later?.kind, later?.createdAt, later?.stars],
          [expected.kind, expected.at, expected.stars],
        );
      }
    });

    it('has members of some level, and its counts and naegong add up', async () => {
      const products = [...new Set(data.reviews.map((one) => one.product))];
      const reviews = await Promise.all(products.map((one) => reviewsOf(place.seeding, data.id, one)));
      const authors = reviews.flat().map((one) => one.author);
      assert.ok(authors.some((one) => one.level > 0));
      await assertCounts(place.seeding.services.database.db, data.id);
    });

    it('shows no whole name and no id of the mall', async () => {
      const text = JSON.stringify(await reviewsOf(place.seeding, data.id, data.reviews[0]!.product));
      for (const { shopper } of data.reviews) {
        const { name, handle } = data.shoppers.get(shopper)!;
        assert.ok(!text.includes(`"${shopper}"`));
        if (handle !== name) assert.ok(!text.includes(`"${name}"`), name);
      }
    });

    it('tells how far it is', () => {
      assert.match(lines.at(-1) ?? '', /^.+: \d+ of \d+$/);
    });

    it('stays as it is the second time, with a new key', async () => {
      const again = await seedDemo(place.seeding, read(), options());
      assert.equal(again.before, true);
      assert.notEqual(again.key, seeded.key);
      const ask = (key: string) =>
        place.seeding.app.routes.request(`/v1/${data.id}/settings`, {
          headers: { authorization: `Bearer ${key}` },
        });
      assert.equal((await ask(seeded.key)).status, 401, 'the key before is revoked');
      assert.equal((await ask(again.key)).status, 200);
    });

    it('follows the demo to another port', async () => {
      const moved = 'http://localhost:9999';
      const there =
        lang === 'ko' ? koreanMall(moved, NOW, { reviews: 1 }) : englishMall(moved, { reviews: 1 });
      await seedDemo(place.seeding, there, { ...options(), origin: moved, origins: [moved] });
      const product = data.products[0]!.product;
      const { items } = await get<Products>(place.seeding, `/v1/${data.id}/products?product=${product}`);
      assert.equal(items[0]?.url, `${moved}/${lang}/p/${product}`);
      const answer = await place.seeding.app.routes.request(`/v1/${data.id}/mall`, {
        headers: { origin: moved },
      });
      assert.equal(answer.status, 200);
    });
  });

describe('the whole data', () => {
  it('holds every review once, within what the malls allow', () => {
    const ko = koreanMall(ORIGIN, NOW);
    const en = englishMall(ORIGIN, { now: NOW });
    assert.equal(en.reviews.length, 3436);
    for (const mall of [ko, en]) {
      assert.equal(
        new Set(mall.reviews.map((one) => `${one.product} ${one.shopper}`)).size,
        mall.reviews.length,
      );
      assert.equal(new Set(mall.reviews.map((one) => one.id)).size, mall.reviews.length);
      for (const review of mall.reviews) {
        assert.ok(mall.shoppers.has(review.shopper), review.id);
        assert.ok(
          mall.products.some((one) => one.product === review.product),
          review.id,
        );
        assert.ok(
          review.at <= NOW && review.votes.every((vote) => vote.at > review.at && vote.at <= NOW),
          review.id,
        );
        assert.equal(new Set(review.votes.map((vote) => vote.voter)).size, review.votes.length, review.id);
        assert.doesNotMatch(review.text, /<\/?(a|span|br)\b/i);
      }
    }
  });
});

it('somebody leads this week and ever in both malls', () => {
  for (const mall of [koreanMall(ORIGIN, NOW), englishMall(ORIGIN, { now: NOW })]) {
    // As much as a week begins with: the votes of the week before, and of one so far.
    for (const week of [0, 1, 2]) {
      const votes = mall.reviews.flatMap((review) => review.votes.map((vote) => NOW - vote.at));
      const days = votes.filter((ago) => ago >= week * 7 * DAY && ago < (week + 1) * 7 * DAY);
      assert.ok(days.length >= 20, `${mall.id}: ${days.length} votes ${week} weeks ago`);
    }
  }
});

describe('what seed refuses and mends', () => {
  let place: Awaited<ReturnType<typeof open>>;
  before(async () => {
    place = await open();
  });
  after(() => place.close());
  const small = () => koreanMall(ORIGIN, NOW, { reviews: 2 });
  const insert = (seeded: boolean, id = 'byeot') =>
    place.seeding.services.database.write((trx) =>
      insertMall(
        trx,
        { id, name: 'Mine', origins: ['https://mine.example'], settings: MallSettings.parse({}), seeded },
        NOW,
      ),
    );

  it('begins again where an earlier seed was interrupted', async () => {
    await insert(true);
    const key = await workingKey(place.seeding, 'byeot', NOW);
    await place.seeding.ask({
      at: NOW,
      method: 'PUT',
      path: '/v1/byeot/products',
      as: key,
      body: { products: [{ product: 'left-over', name: 'Left over' }] },
    });
    assert.equal(await seedState(place.seeding.services, 'byeot'), 'begun');
    const done = await seedDemo(place.seeding, small(), options());
    assert.equal(done.before, false);
    assert.equal(await seedState(place.seeding.services, 'byeot'), 'done');
    assert.deepEqual((await get<Products>(place.seeding, '/v1/byeot/products?product=left-over')).items, []);
    const old = await place.seeding.app.routes.request('/v1/byeot/mall', {
      headers: { origin: 'https://mine.example' },
    });
    assert.equal(old.status, 403, 'the origin of the earlier attempt is gone');
  });

  it('throws a half-made ledger away, and no other: the guards stand before, meanwhile and after', async () => {
    const { services } = place.seeding;
    const { database } = services;
    const pay = (mall: string, key: string) =>
      database.write((trx) =>
        writeTransfers(trx, services, mall, [
          { key, kind: 'grant', from: 'issue', to: walletOf('kim'), amount: 500, lots: { expiresAt: null } },
        ]),
      );
    const count = async (mall: string) =>
      (await database.db.selectFrom('transfers').select('transfer_id').where('mall_id', '=', mall).execute())
        .length;
    /** Nobody can change or delete what a ledger says, of whatever mall. */
    const guarded = async (mall: string) => {
      for (const table of ['transfers', 'lot_moves'] as const)
        for (const change of [
          sql`delete from ${sql.table(table)} where mall_id = ${mall}`,
          sql`update ${sql.table(table)} set amount = amount + 1 where mall_id = ${mall}`,
        ])
          await assert.rejects(
            database.write((trx) => change.execute(trx)),
            /never changed/,
          );
    };
    await insert(true, 'half-made');
    await insert(false, 'real');
    for (const mall of ['half-made', 'real']) await pay(mall, 'first');
    await guarded('half-made');

    await assert.rejects(removeSeeded(services, 'real'), /not made by seed/);
    await assert.rejects(removeSeeded(services, 'no-such-mall'), /not made by seed/);
    await guarded('real');

    // It fails after the guards were lifted: all of it is undone, the guards too.
    const { write } = database;
    database.write = (body) =>
      write(async (trx) => {
        await body(trx);
        throw new Error('the power went');
      });
    await assert.rejects(removeSeeded(services, 'half-made'), /the power went/);
    database.write = write;
    assert.equal(await count('half-made'), 1);
    for (const mall of ['half-made', 'real']) await guarded(mall);

    await removeSeeded(services, 'half-made');
    assert.deepEqual([await count('half-made'), await count('real')], [0, 1]);
    await guarded('real');
    await pay('real', 'second');
    const proven = await database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => verifyMall(trx, services.secrets, 'real'));
    assert.equal(proven.wrong, null);
  });

  it('leaves a mall alone that it did not make', async () => {
    await insert(false, 'pantry');
    await assert.rejects(
      seedDemo(place.seeding, englishMall(ORIGIN, { reviews: 1 }), options()),
      /"pantry" was not made by seed/,
    );
    await insert(false, 'canary-a');
    await assert.rejects(seedCanary(place.seeding, 'X', 'A', NOW), /"canary-a" was not made by seed/);
    const rows = await place.seeding.services.database.db
      .selectFrom('malls')
      .select(['mall_id', 'name'])
      .where('seeded', '=', 0)
      .orderBy('mall_id')
      .execute();
    assert.deepEqual(rows, [
      { mall_id: 'canary-a', name: 'Mine' },
      { mall_id: 'pantry', name: 'Mine' },
      { mall_id: 'real', name: 'Mine' },
    ]);
  });
});

describe('the canaries', () => {
  let place: Awaited<ReturnType<typeof open>>;
  let a: Canary;
  let b: Canary;
  before(async () => {
    place = await open();
    a = await seedCanary(place.seeding, 'X7', 'A', NOW);
    b = await seedCanary(place.seeding, 'X7', 'B', NOW);
  });
  after(() => place.close());

  const everything = async (canary: Canary, as?: string): Promise<string> => {
    const paths = [
      ...canary.products.flatMap((product) => [`board?product=${product}`, `products?product=${product}`]),
      `comments?kind=review&id=${canary.ids.review}`,
      'mall',
    ];
    const texts = [];
    for (const path of paths) {
      const answer = await place.seeding.app.routes.request(`/v1/${canary.mall}/${path}`, {
        headers: as ? { authorization: `Bearer ${as}` } : { origin: canary.origin },
      });
      assert.equal(answer.status, 200, path);
      texts.push(await answer.text());
    }
    return texts.join('\n');
  };

  it('have the same keys of products and no text in common', async () => {
    for (const [mine, other] of [
      [a, b],
      [b, a],
    ] as const)
      for (const as of [undefined, mine.key, mine.member.token, mine.guest.token]) {
        const text = await everything(mine, as);
        assert.ok(text.includes(`${mine.mark} text of review 1`));
        assert.ok(text.includes(`${mine.mark} comment 1`));
        assert.ok(text.includes(`${mine.mark} photo 1`));
        assert.ok(!text.includes(other.mark));
        assert.ok(!text.includes(`${mine.mark} text of review 4`), 'the hidden one');
      }
    assert.equal(a.products[0], b.products[0]);
    assert.equal(a.member.shopper, b.member.shopper);
  });

  it('refuse what belongs to the other', async () => {
    for (const as of [b.key, b.member.token, b.guest.token]) {
      const answer = await place.seeding.app.routes.request(`/v1/${a.mall}/me`, {
        headers: { authorization: `Bearer ${as}` },
      });
      assert.equal(answer.status, 401);
    }
    const foreign = await place.seeding.app.routes.request(`/v1/${a.mall}/reviews/${b.ids.review}`);
    assert.equal(foreign.status, 404);
  });

  it('are filled anew each time, so that what was printed last holds', async () => {
    const again = await seedCanary(place.seeding, 'Y8', 'A', NOW);
    const text = await everything(again);
    assert.ok(text.includes('Y8-A') && !text.includes('X7-A'));
  });
});
