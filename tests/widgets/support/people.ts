// Members as the service tells of them: leaders, a profile, and why my naegong is what it is.
import type { Profile } from '../../../server/community/profiles/contract.ts';
import type { Leaders, MyNaegong, NaegongLine } from '../../../server/community/reputation/contract.ts';
import type { PublicProduct } from '../../../server/mall/products/contract.ts';
import type { Author, Me } from '../../../server/mall/shoppers/contract.ts';
import { noonHere } from './days.ts';
import { review } from './service.ts';

export const LEVELS: Leaders['levels'] = [
  { key: 'sprout', label: { ko: '새싹', en: 'Sprout' } },
  { key: 'neighbour', label: { ko: '이웃', en: 'Neighbour' } },
  { key: 'regular', label: { ko: '단골', en: 'Regular' } },
];

export function member(number: number, more: Partial<Author> = {}): Author {
  return {
    id: `m${number}`.padEnd(25, '0'),
    name: `회원${number}`,
    guest: false,
    seller: false,
    level: number % 4,
    ...more,
  };
}

/** So many members, the first two at one place. */
export function leaders(count: number, more: Partial<Leaders> = {}): Leaders {
  return {
    period: 'week',
    since: Date.now() - 86_400_000,
    levels: LEVELS,
    locale: 'ko',
    looks: { scheme: 'auto', accent: null, radius: null },
    categories: [],
    items: Array.from({ length: count }, (_, at) => ({
      place: at === 1 ? 1 : at + 1,
      member: member(at + 1),
      helped: Math.max(1, 40 - at * 3),
    })),
    ...more,
  };
}

export const me = (more: Partial<Me> = {}): Me => ({
  id: member(1).id,
  kind: 'member',
  name: '회원1',
  handle: '회원1',
  level: 1,
  listed: true,
  joinedAt: Date.now(),
  ...more,
});

export function product(key: string, more: Partial<PublicProduct> = {}): PublicProduct {
  return {
    product: key,
    confirmed: true,
    name: '민트 머그잔',
    url: `https://mall.test/p/${key}`,
    image: null,
    price: null,
    currency: null,
    availability: null,
    fewLeft: false,
    options: [],
    category: null,
    ...more,
  };
}

export function profile(more: Partial<Profile> = {}): Profile {
  return {
    member: member(1),
    joinedAt: Date.UTC(2025, 2, 15),
    helped: 12,
    reviewCount: 2,
    commentCount: 5,
    reviews: { items: [review(1), review(2, { product: '2' })], next: null },
    products: [product('1'), product('2', { name: null, url: null })],
    ...more,
  };
}

export function line(id: string, more: Partial<NaegongLine> = {}): NaegongLine {
  return {
    id,
    kind: 'grant',
    vote: 'helpful',
    amount: 5,
    capped: false,
    recounted: false,
    reversal: null,
    at: noonHere('2026-11-03'),
    review: review(1).id,
    product: '1',
    productName: '민트 머그잔',
    ...more,
  };
}

export function naegong(more: Partial<MyNaegong> = {}): MyNaegong {
  return {
    naegong: 64,
    helped: 8,
    share: 50,
    level: 2,
    next: {
      level: 3,
      naegong: { has: 64, needs: 100 },
      helped: { has: 8, needs: 10 },
      share: { has: 50, needs: 50 },
    },
    frozen: null,
    items: [line('l1')],
    nextCursor: null,
    ...more,
  };
}
