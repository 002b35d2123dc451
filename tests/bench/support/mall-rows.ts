/** The rows of a generated mall, member by member: see mall-numbers.ts for what they follow. */
import { freshUntil, rankHelpful } from '../../../server/community/reviews/rules.ts';
import { GAP } from '../../../server/community/wishlists/rules.ts';
import { putBlog, putStories } from './mall-blogs.ts';
import {
  DAY,
  FIRST,
  KIND,
  liked,
  listId,
  memberId,
  type Put,
  productKey,
  putPhoto,
  someProduct,
  type Who,
} from './mall-common.ts';
import {
  AMOUNT_SPREAD,
  ASSUMED,
  CANCELLED,
  CUSTOMER_SPREAD,
  chance,
  DAYS_TO_REVIEW,
  DEEDS,
  drawn,
  FURTHER_LINE,
  HELPFUL,
  idOf,
  normal,
  ORDERS,
  POPULAR_SHARE,
  popular,
  STARS,
  VOTED,
  VOTES,
} from './mall-numbers.ts';
import { colourOf, textOf } from './texts.ts';

/** Everything happened in the two years before this moment: fixed, so that a mall that is gone on with stays itself. */
const SPAN = 2 * 365 * DAY;
/** Votes come within so long, most of them soon. */
const VOTING_MS = 60 * DAY;

export function putProduct(put: Put, number: number): void {
  put('products', {
    product: productKey(number),
    confirmed: 1,
    name: `상품 ${number}`,
    url: `https://mall.example/products/${number}`,
    image: `https://mall.example/pictures/${number}.jpg`,
    price: 5000 + ((number * 7919) % 900) * 100,
    currency: 'KRW',
    availability: 'in_stock',
    stock: null,
    options: JSON.stringify([{ name: '색상', values: ['블루', '화이트', '블랙', '베이지'] }]),
    category: `분류 ${number % 12}`,
    changed_at: 1,
  });
}

/** One member with all that is theirs. What counts others' rows is summed up at the end. */
export function putMember(put: Put, number: number, members: number, end: number): void {
  const next = chance(number);
  const shopper_id = memberId(number);
  const created_at = end - Math.floor(next() * SPAN);
  const since = () => created_at + Math.floor(next() * (end - created_at));
  put('shoppers', {
    shopper_id,
    kind: 'member',
    outside_id: `m${number}`,
    name: null,
    handle: `${FIRST[number % FIRST.length]}${number}`,
    handle_key: `${FIRST[number % FIRST.length]}${number}`,
    created_at,
    joined_at: created_at,
    level: next() < 0.2 ? 1 : 0,
  });
  const who: Who = { put, next, number, members, shopper_id, end, since };
  const bought = putOrders(who);
  const shown = next() < ASSUMED.showing ? [...bought] : [];
  for (const [product, at] of shown)
    put('shown_purchases', { shopper_id, product, bought_at: at - (at % DAY), shown_at: since() });
  putWishes(who);
  putBlog(who, created_at, shown.length, putStories(who));
  if (next() < ASSUMED.following)
    for (let count = drawn(DEEDS, next()); count > 0; count--) {
      const followed_id = memberId(liked(who));
      if (followed_id !== shopper_id)
        put('neighbours', { follower_id: shopper_id, followed_id, state: 'follows', at: since() });
    }
}

/** @returns what they bought and kept, and when last */
function putOrders(who: Who): Map<string, number> {
  const { put, next, number, shopper_id, end, since } = who;
  const kept = new Map<string, number>();
  const means = Math.exp(CUSTOMER_SPREAD * normal(next));
  const written = new Set<string>();
  for (let order = drawn(ORDERS, next()), at = 0; at < order; at++) {
    const order_id = idOf(KIND.order, number, at);
    const placed_at = since();
    put('orders', {
      order_id,
      shopper_id,
      placed_at,
      changed_at: placed_at,
      digest: order_id,
      currency: 'KRW',
    });
    const cancelled = next() < CANCELLED;
    for (let line = 0; line === 0 || (line < 20 && next() < FURTHER_LINE); line++) {
      const product = productKey(someProduct(who));
      put('order_lines', {
        order_id,
        line_id: `${line}`,
        shopper_id,
        product,
        options: '{}',
        quantity: 1,
        refunded: cancelled ? 1 : 0,
        amount: Math.round(30_000 * means * Math.exp(AMOUNT_SPREAD * normal(next))),
        mark: null,
      });
      if (cancelled) continue;
      kept.set(product, Math.max(placed_at, kept.get(product) ?? 0));
      const days = Math.round(DAYS_TO_REVIEW * Math.exp(0.8 * normal(next)));
      if (next() >= ASSUMED.reviewed || written.has(product) || placed_at + days * DAY > end) continue;
      putReview(who, product, written.size, placed_at + days * DAY, days);
      written.add(product);
    }
  }
  return kept;
}

function putReview(who: Who, product: string, at: number, created_at: number, used_days: number): void {
  const { put, next, number, members, shopper_id, end } = who;
  const review_id = idOf(KIND.review, number, at);
  const voters = new Map<number, boolean>();
  if (next() < VOTED)
    for (let count = drawn(VOTES, next()); count > 0; count--) {
      // Who reads much votes much: other people than those who are liked most.
      const voter = (popular(members, POPULAR_SHARE, next) * 104_729 + 7) % members;
      if (voter !== number) voters.set(voter, next() < HELPFUL);
    }
  let [yes, no] = [0, 0];
  for (const [voter, helpful] of voters) {
    if (helpful) yes++;
    else no++;
    put('votes', {
      review_id,
      shopper_id: memberId(voter),
      helpful: helpful ? 1 : 0,
      // It stands in the review alone: the look for arrangements, which reads all votes after a start, would wonder at
      // what chance has put together here.
      weight: 0,
      cast_at: Math.min(end, created_at + Math.floor(next() ** 2 * VOTING_MS)),
    });
  }
  const text = textOf(number + at);
  const colour = colourOf(number + at);
  const withPhoto = next() < ASSUMED.reviewWithPhoto;
  put('reviews', {
    review_id,
    product,
    shopper_id,
    ordinal: 1,
    stars: drawn(STARS, next()),
    title: '',
    text,
    text_digest: review_id,
    options: JSON.stringify({ 색상: colour }),
    attributes: '{}',
    bought: 1,
    photo_count: withPhoto ? 1 : 0,
    disclosure: null,
    state: 'shown',
    version: 1,
    created_at,
    weight_yes: yes * 100,
    weight_no: no * 100,
    voters_yes: yes,
    comment_count: 0,
    used_days,
    stamp: 0,
    rank_helpful: rankHelpful(yes * 100, no * 100),
    fresh_until: freshUntil(created_at, yes * 100, no * 100),
  });
  if (withPhoto) putPhoto(who, 'review', review_id, 0, 5000 + at, created_at);
  put('review_facets', { product, facet: `option:색상:${colour}`, review_id });
}

function putWishes(who: Who): void {
  const { put, next, number, shopper_id, since } = who;
  if (next() >= ASSUMED.wishing) return;
  const list_id = listId(number);
  const products = new Set<number>();
  for (let count = drawn(DEEDS, next()); count > 0; count--) products.add(someProduct(who));
  put('wishlists', {
    list_id,
    shopper_id,
    is_default: 1,
    name: null,
    visibility: next() < ASSUMED.publicList ? 'public' : 'private',
    link_version: 1,
    comments_open: 1,
    wish_count: products.size,
    version: 1,
    created_at: since(),
  });
  let at = 0;
  for (const product of products)
    put('wishes', {
      wish_id: idOf(KIND.wish, number, at),
      list_id,
      shopper_id,
      product: productKey(product),
      options: '{}',
      note: at % 4 === 0 ? '언젠가 꼭' : '',
      quantity: 1,
      priority: 1,
      price_then: null,
      place: at++ * GAP,
      state: 'shown',
      comment_count: 0,
      added_at: since(),
      version: 1,
    });
}
