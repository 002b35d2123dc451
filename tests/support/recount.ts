import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Reader } from '../../server/base/db/database.ts';
import type { Tables } from '../../server/base/db/tables.ts';
import { dayOf, levelOf, mondayOf } from '../../server/community/reputation/rules.ts';
import { facetsOf, rankHelpful } from '../../server/community/reviews/rules.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { assertDrift, assertFiled } from './recount-reviews.ts';

/** Counts a mall's reviews, votes and comments anew from their rows, and compares with every count that is kept. */
export async function assertCounts(db: Reader, mallId: string): Promise<void> {
  const reviews = await db.selectFrom('reviews').selectAll().where('mall_id', '=', mallId).execute();
  const votes = await db.selectFrom('votes').selectAll().where('mall_id', '=', mallId).execute();
  const comments = await db.selectFrom('comments').selectAll().where('mall_id', '=', mallId).execute();
  const photos = await db.selectFrom('photos').selectAll().where('mall_id', '=', mallId).execute();
  const stats = new Map<string, number>();
  const facets = new Map<string, number>();
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const review of reviews) {
    const of = votes.filter((vote) => vote.review_id === review.review_id);
    const weigh = (helpful: number) =>
      of.filter((vote) => vote.helpful === helpful).reduce((sum, vote) => sum + effective(vote), 0);
    const shown = comments.filter(
      (one) => one.subject_id === review.review_id && one.state === 'shown',
    ).length;
    assert.deepEqual(
      [review.weight_yes, review.weight_no, review.voters_yes, review.comment_count, review.rank_helpful],
      [
        weigh(1),
        weigh(0),
        of.filter((vote) => vote.helpful && effective(vote) > 0).length,
        shown,
        rankHelpful(weigh(1), weigh(0)),
      ],
      `counts of review ${review.review_id}`,
    );
    assert.ok(
      of.every((vote) => vote.shopper_id !== review.shopper_id),
      'nobody votes on their own',
    );
    assert.equal(
      photos.filter((photo) => photo.owner_id === review.review_id).length,
      review.photo_count,
      'photos',
    );
    const { product } = review;
    if (review.state === 'hidden') add(facets, `${product}|hidden:${review.hide_reason}`);
    if (review.state !== 'shown' || review.later_of !== null) continue;
    for (const column of [
      'count',
      `stars_${review.stars}`,
      ...(review.photo_count ? ['with_photo'] : []),
      ...(review.bought ? ['bought'] : []),
    ])
      add(stats, `${product}|${column}`);
    for (const facet of new Set(facetsOf(JSON.parse(review.options), JSON.parse(review.attributes))))
      add(facets, `${product}|${facet}`);
  }
  const keptStats = new Map<string, number>();
  for (const { mall_id: _, product, unfiled: _words, filed_until: _until, ...columns } of await db
    .selectFrom('product_stats')
    .selectAll()
    .where('mall_id', '=', mallId)
    .execute())
    for (const [column, count] of Object.entries(columns))
      if (count !== 0) keptStats.set(`${product}|${column}`, Number(count));
  assert.deepEqual(sorted(keptStats), sorted(stats), 'summaries');
  const keptFacets = new Map<string, number>();
  for (const row of await db
    .selectFrom('product_facet_stats')
    .selectAll()
    .where('mall_id', '=', mallId)
    .execute())
    keptFacets.set(`${row.product}|${row.facet}`, row.count);
  assert.deepEqual(sorted(keptFacets), sorted(facets), 'counts of facets');
  await assertFiled(db, mallId);
  await assertDrift(db, mallId);
  await assertNaegong(db, mallId);
}

/** What a vote weighs: nothing while it is set aside. */
const effective = (vote: { weight: number; set_aside: number }) => (vote.set_aside ? 0 : vote.weight);

/**
 * Counts naegong anew from the grants, and compares with all that is kept of them; and that there is just one standing
 * grant for each vote that weighs on a review of a member who is still there.
 */
export async function assertNaegong(db: Reader, mallId: string): Promise<void> {
  const of = <T extends keyof Tables>(table: T) =>
    sql<Tables[T]>`select * from ${sql.table(table)} where mall_id = ${mallId}`
      .execute(db)
      .then(({ rows }) => rows);
  const mall = await findMall(db, mallId);
  assert.ok(mall);
  const { levels } = mall.settings.reputation;
  const shoppers = await of('shoppers');
  const grants = await of('naegong_grants');
  const members = new Set(
    shoppers.filter((one) => one.kind === 'member' && one.erased_at === null).map((one) => one.shopper_id),
  );
  const author = new Map((await of('reviews')).map((row) => [row.review_id, row.shopper_id]));
  const standing = grants.filter((row) => row.reversed_at === null);
  assert.deepEqual(
    standing.map((row) => [row.review_id, row.voter_id, row.shopper_id, row.kind, row.weight].join()).sort(),
    (await of('votes'))
      .filter((vote) => effective(vote) > 0 && members.has(author.get(vote.review_id) ?? ''))
      .map((vote) =>
        [
          vote.review_id,
          vote.shopper_id,
          author.get(vote.review_id),
          vote.helpful ? 'helpful' : 'unhelpful',
          vote.weight,
        ].join(),
      )
      .sort(),
    'one standing grant for each vote that weighs',
  );
  for (const row of grants) {
    assert.ok(members.has(row.shopper_id), 'only members have naegong');
    assert.equal(row.reversed_at === null, row.reversal === null);
    assert.equal(row.day, dayOf(row.at, mall.settings.timeZone));
    assert.ok(Math.abs(row.amount) <= Math.abs(row.wanted) && row.amount * row.wanted >= 0);
  }
  const kept = new Map((await of('standings')).map((row) => [row.shopper_id, row]));
  const pairs = await of('helped_pairs');
  const tallies = await of('naegong_tallies');
  for (const { shopper_id: id, level } of shoppers) {
    const theirs = standing.filter((row) => row.shopper_id === id);
    const sum = (rows: typeof theirs, column: 'amount' | 'weight') =>
      rows.reduce((all, row) => all + row[column], 0);
    const helpful = theirs.filter((row) => row.kind === 'helpful');
    const helped = new Map<string, number>();
    for (const one of helpful) helped.set(one.voter_id, (helped.get(one.voter_id) ?? 0) + 1);
    const row = kept.get(id);
    const weightYes = sum(helpful, 'weight');
    const weightNo = sum(theirs, 'weight') - weightYes;
    const sums = { naegong: sum(theirs, 'amount'), helped: helped.size, weightYes, weightNo };
    assert.deepEqual(
      {
        naegong: row?.naegong ?? 0,
        helped: row?.helped ?? 0,
        weightYes: row?.weight_yes ?? 0,
        weightNo: row?.weight_no ?? 0,
      },
      sums,
      `standing of ${id}`,
    );
    assert.deepEqual(
      [row?.level ?? 0, level],
      [levelOf(sums, levels), levelOf(sums, levels)],
      `level of ${id}`,
    );
    assert.deepEqual(
      pairs
        .filter((pair) => pair.shopper_id === id)
        .map((pair) => `${pair.voter_id} ${pair.votes}`)
        .sort(),
      [...helped].map(([voter, votes]) => `${voter} ${votes}`).sort(),
      `whom ${id} helped`,
    );
    const counted = new Map<string, number>();
    for (const one of theirs)
      for (const period of ['all', String(mondayOf(one.day))])
        for (const category of new Set(['', one.category])) {
          const key = `${period}|${category}`;
          counted.set(key, (counted.get(key) ?? 0) + one.amount);
        }
    const tallied = new Map(
      tallies
        .filter((tally) => tally.shopper_id === id)
        .map((tally) => [`${tally.period}|${tally.category}`, tally.amount] as const),
    );
    const some = (map: Map<string, number>) => sorted(new Map([...map].filter(([, amount]) => amount !== 0)));
    assert.deepEqual(some(tallied), some(counted), `tallies of ${id}`);
  }
}

const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
