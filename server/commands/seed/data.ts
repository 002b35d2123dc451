import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import { MallSettings } from '../../mall/malls/contract.ts';
import { CommandError } from '../command.ts';
import { partOf, type SeedBlogs } from './blogs.ts';
import { dataUrl } from './files.ts';
import { koreanLater, type SeedLater } from './later.ts';
import type { SeedTogether } from './together.ts';
import type { SeedWishlists } from './wishlists.ts';

/** Something that a shopper (or the seller) did at a certain time. */
export interface SeedComment {
  shopper: string;
  at: number;
  text: string;
  answers: { shopper: string; at: number; text: string }[];
}
export interface SeedReview {
  id: string;
  product: string;
  shopper: string;
  at: number;
  stars: number;
  title: string;
  text: string;
  options: Record<string, string>;
  attributes: Record<string, string>;
  bought: boolean;
  photos: { file: string; alt: string }[];
  /** Votes as yes or no, with the times they were cast at. */
  votes: { voter: string; helpful: boolean; at: number }[];
  reply: { text: string; at: number } | null;
  comments: SeedComment[];
}
export interface SeedShopper {
  id: string;
  name: string;
  handle: string | null;
}
export interface SeedProduct {
  product: string;
  name: string;
  category: string;
  /** In the currency's smallest unit. */
  price: number;
  currency: string;
  availability: string;
  photo: string | null;
  options: { name: string; values: string[] }[];
}

/** One demo mall with everything that has happened in it. */
export interface DemoMall {
  id: string;
  lang: 'ko' | 'en';
  name: string;
  settings: MallSettings;
  products: SeedProduct[];
  shoppers: Map<string, SeedShopper>;
  reviews: SeedReview[];
  /** What some of them say later of the same product. */
  later: SeedLater[];
  wishlists: SeedWishlists;
  /** How points came and went, and what people save together. */
  together: SeedTogether;
  blogs: SeedBlogs;
}

interface KoreanSaid {
  shopper: string;
  daysAgo: number;
  text: string;
}
/** A line of demo/data/ko/reviews.json. */
interface KoreanReview extends KoreanSaid {
  id: string;
  product: string;
  hour: number;
  stars: number;
  title: string;
  options?: Record<string, string>;
  attributes?: Record<string, string>;
  bought?: boolean;
  photos?: { file: string; alt: string }[];
  helpfulYes?: number;
  helpfulNo?: number;
  reply?: { daysAgo: number; text: string } | null;
  comments?: (KoreanSaid & { replies?: KoreanSaid[] })[];
}
/** A line of demo/data/en/reviews.json.gz. */
interface EnglishReview {
  id: string;
  product: string;
  shopper: string;
  stars: number;
  title: string;
  text: string;
  writtenAt: string;
  helpfulYes: number;
  helpfulTotal: number;
}

export const photoUrl = (lang: string, file: string): URL => dataUrl(`${lang}/photos/${file}`);

function read(path: string): unknown {
  const url = dataUrl(path);
  if (!existsSync(url))
    throw new CommandError('The demo data (demo/data) is not here: seed from a clone of the repository.');
  const bytes = readFileSync(url);
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** A number from 0 to 1 that is always the same for the same text: what the data leaves open is not left to chance. */
export function share(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** Voters of a mall: invented, since the counts say how many and not who. */
const VOTERS = 120;

/**
 * As many votes as were counted, by invented voters, on days after the review that are invented too: most come soon.
 */
function votesFor(id: string, yes: number, no: number, from: number, until: number): SeedReview['votes'] {
  const first = Math.floor(share(`${id} voters`) * VOTERS);
  return Array.from({ length: yes + no }, (_, at) => ({
    voter: `voter-${String(((first + at) % VOTERS) + 1).padStart(3, '0')}`,
    helpful: at < yes,
    at: Math.round(from + MINUTE + share(`${id} vote ${at}`) ** 2 * Math.max(0, until - from - 2 * MINUTE)),
  }));
}

/** How much of a mall's data to take: tests need little of it. */
export interface Part {
  reviews?: number | undefined;
  /** Today, for a mall whose reviews are old: some of their votes then come from these weeks. */
  now?: number | undefined;
}

/** Of old reviews one vote in so many is of the last weeks: they are still read, so that somebody leads this week. */
const LATE_EVERY = 25;
const LATE_WEEKS = 4;
const lately = (votes: SeedReview['votes'], id: string, now: number | undefined): SeedReview['votes'] =>
  now === undefined
    ? votes
    : votes.map((vote, at) => {
        if (share(`${id} late ${at}`) * LATE_EVERY >= 1) return vote;
        const since = share(`${id} since ${at}`) * LATE_WEEKS * 7 * DAY;
        return { ...vote, at: Math.max(vote.at, Math.round(now - MINUTE - since)) };
      });

/** So many, from all over the list. */
function take<T>(list: T[], { reviews }: Part): T[] {
  if (reviews === undefined || reviews >= list.length) return list;
  return Array.from({ length: reviews }, (_, at) => list[Math.floor((at * list.length) / reviews)]!);
}

/** The Korean select shop. Its dates are told as so many days ago, so that the demo is always fresh. */
export function koreanMall(origin: string, now: number, part: Part = {}): DemoMall {
  // Midnight in Seoul, today.
  const midnight = Math.floor((now + 9 * HOUR) / DAY) * DAY - 9 * HOUR;
  /** A time of that day, after what it follows and before now. */
  const when = (daysAgo: number, hour: number, key: string, after = 0) => {
    const wanted = midnight - daysAgo * DAY + hour * HOUR + Math.floor(share(key) * 60) * MINUTE;
    return Math.min(Math.max(wanted, after + 10 * MINUTE), now - MINUTE);
  };
  const reviews = take(read('ko/reviews.json') as KoreanReview[], part).map((one): SeedReview => {
    const at = when(one.daysAgo, one.hour, one.id);
    return {
      id: one.id,
      product: one.product,
      shopper: one.shopper,
      at,
      stars: one.stars,
      title: one.title,
      text: one.text,
      options: one.options ?? {},
      attributes: one.attributes ?? {},
      bought: one.bought === true,
      photos: one.photos ?? [],
      votes: votesFor(one.id, one.helpfulYes ?? 0, one.helpfulNo ?? 0, at, Math.min(now, at + 120 * DAY)),
      reply: one.reply
        ? { text: one.reply.text, at: when(one.reply.daysAgo, 11, `${one.id} reply`, at) }
        : null,
      comments: (one.comments ?? []).map((comment, index): SeedComment => {
        const key = `${one.id} comment ${index}`;
        const said = when(comment.daysAgo, 9 + Math.floor(share(key) * 13), key, at);
        let last = said;
        return {
          shopper: comment.shopper,
          at: said,
          text: comment.text,
          answers: (comment.replies ?? []).map((answer, place) => {
            const name = `${key} answer ${place}`;
            last = when(answer.daysAgo, 9 + Math.floor(share(name) * 13), name, last);
            return { shopper: answer.shopper, at: last, text: answer.text };
          }),
        };
      }),
    };
  });
  return {
    id: 'byeot',
    lang: 'ko',
    name: '볕다락',
    settings: MallSettings.parse({
      locale: 'ko',
      timeZone: 'Asia/Seoul',
      currency: 'KRW',
      write: 'everyone',
      attributes: read('ko/attributes.json'),
      // People write "굿" and mean it.
      limits: { reviewTextMin: 1 },
      rewardDisclosure: '[적립금 후기] 이 후기를 쓰고 볕다락에서 적립금 500원을 받았습니다.',
      looks: { accent: '#9c4a26', radius: 14 },
      pages: {
        product: `${origin}/ko/p/{product}`,
        wishlist: `${origin}/ko/wishlist`,
        club: `${origin}/ko/together`,
        blog: `${origin}/ko/blog`,
      },
      // What earns points is switched on as the story goes.
      points: { leastSpend: 100 },
      sender: { name: '볕다락', contact: '볕다락 손님 상담 (데모) 02-000-0000' },
    }),
    products: (read('ko/products.json') as SeedProduct[]).map((one) => ({
      ...one,
      photo: one.photo ?? null,
    })),
    shoppers: shoppersOf('ko'),
    reviews: reviews.sort(byTime),
    later: koreanLater(reviews, now),
    wishlists: wishlistsOf('ko', part),
    together: read('ko/together.json') as SeedTogether,
    blogs: blogsOf('ko', part),
  };
}

/** The English food shop. Its reviews are real ones with dates of their own, 2004 to 2012, which they keep. */
export function englishMall(origin: string, part: Part = {}): DemoMall {
  const data = read('en/reviews.json.gz') as EnglishReview[];
  const end = Math.max(...data.map((one) => Date.parse(one.writtenAt))) + DAY;
  const reviews = take(data, part).map((one): SeedReview => {
    // Between morning and evening in New York: the day is then the same there and in UTC.
    const at = Date.parse(one.writtenAt) + 12 * HOUR + Math.floor(share(one.id) * 11 * 60) * MINUTE;
    return {
      id: one.id,
      product: one.product,
      shopper: one.shopper,
      at,
      stars: one.stars,
      title: one.title,
      text: one.text,
      options: {},
      attributes: {},
      bought: false,
      photos: [],
      votes: lately(
        votesFor(
          one.id,
          one.helpfulYes,
          one.helpfulTotal - one.helpfulYes,
          at,
          Math.max(at + HOUR, Math.min(end, at + 400 * DAY)),
        ),
        one.id,
        part.now,
      ),
      reply: null,
      comments: [],
    };
  });
  return {
    id: 'pantry',
    lang: 'en',
    name: 'Pantry Row',
    settings: MallSettings.parse({
      locale: 'en',
      timeZone: 'America/New_York',
      currency: 'USD',
      write: 'everyone',
      attributes: read('en/attributes.json'),
      rewardDisclosure: '[Rewarded review] Pantry Row gave 50 cents of store credit for writing this review.',
      limits: { reviewTextMax: 5000 },
      looks: { accent: '#2f6b45', radius: 14 },
      pages: {
        product: `${origin}/en/p/{product}`,
        wishlist: `${origin}/en/wishlist`,
        club: `${origin}/en/together`,
        blog: `${origin}/en/blog`,
      },
      points: { name: { ko: '팬트리 포인트', en: 'Pantry points' } },
      sender: { name: 'Pantry Row', contact: 'Pantry Row (a demo), 1 Example Street' },
    }),
    products: (read('en/products.json') as SeedProduct[]).map((one) => ({
      ...one,
      price: Math.round(one.price * 100),
      photo: one.photo ?? null,
    })),
    shoppers: shoppersOf('en'),
    reviews: reviews.sort(byTime),
    // Real people's reviews: nothing is put into their mouths.
    later: [],
    wishlists: wishlistsOf('en', part),
    together: read('en/together.json') as SeedTogether,
    blogs: blogsOf('en', part),
  };
}

const byTime = (a: SeedReview, b: SeedReview) => a.at - b.at || (a.id < b.id ? -1 : 1);

/** Whoever takes only some of the reviews takes only some of the hearts. */
function wishlistsOf(lang: string, { reviews }: Part): SeedWishlists {
  const whole = read(`${lang}/wishlists.json`) as SeedWishlists;
  return reviews === undefined
    ? whole
    : { ...whole, hearts: Object.fromEntries(Object.entries(whole.hearts).slice(0, 1)) };
}

function blogsOf(lang: string, { reviews }: Part): SeedBlogs {
  const whole = read(`${lang}/blogs.json`) as SeedBlogs;
  return reviews === undefined ? whole : partOf(whole);
}

function shoppersOf(lang: string): Map<string, SeedShopper> {
  const list = [
    ...(read(`${lang}/shoppers.json`) as { id: string; name: string; handle?: string | null }[]),
    ...(read(`${lang}/wishlists.json`) as SeedWishlists).people,
    ...(read(`${lang}/together.json`) as SeedTogether).people,
    ...(read(`${lang}/blogs.json`) as SeedBlogs).people,
  ];
  return new Map(list.map((one) => [one.id, { id: one.id, name: one.name, handle: one.handle ?? null }]));
}
