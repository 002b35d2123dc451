import { readFileSync } from 'node:fs';
import { type Language, type Words, words } from './words.ts';

export interface ShopProduct {
  product: string;
  name: string;
  category: string;
  /** As the shop shows it: won, or dollars with cents. */
  price: number;
  currency: string;
  availability: 'in_stock' | 'out_of_stock' | 'preorder';
  photo: string | null;
  options: { name: string; values: string[] }[];
  description: string;
}

/** Somebody the visitor may be. */
export interface Persona {
  id: string;
  name: string;
  /** How this shopper is called in the community, or nothing when they have not chosen a name there. */
  handle: string | null;
  about: string;
}

/** One of the two demo malls. */
export interface Shop {
  lang: Language;
  name: string;
  words: Words;
  products: ShopProduct[];
  personas: Persona[];
  /** Whose lists are shared into the chat. */
  sharer: Persona;
  categories: string[];
  /** Shown first, and on the front page. */
  featured: ShopProduct[];
  /** Who told a story of a product, by the product. */
  tellers: ReadonlyMap<string, string>;
  find(product: string): ShopProduct | undefined;
  price(product: ShopProduct): string;
  /** An amount in the currency's smallest unit, as the shop shows it. */
  money(amount: number): string;
  /** In the currency's smallest unit, as the service wants it. */
  smallestUnit(product: ShopProduct): number;
}

const DATA = new URL('../data/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, DATA), 'utf8'));

interface ShopperData {
  id: string;
  name: string;
  handle?: string | null;
  persona?: string;
  personaEn?: string;
}

interface BlogData {
  people: ShopperData[];
  stories: { shopper: string; state?: string; media: { marks?: { product: string }[] }[] }[];
}

function tellersOf({ stories }: BlogData): Map<string, string> {
  const tellers = new Map<string, string>();
  for (const { shopper, state, media } of stories)
    for (const { marks = [] } of state === 'draft' ? [] : media)
      for (const { product } of marks) if (!tellers.has(product)) tellers.set(product, shopper);
  return tellers;
}

/** Who has something to celebrate. */
const SHARERS: Record<Language, string> = { ko: 'sunok.p', en: 'demo-june' };

function sharerOf(lang: Language, shoppers: ShopperData[]): Persona {
  const { id, name, handle } = shoppers.find((one) => one.id === SHARERS[lang])!;
  return { id, name, handle: handle ?? null, about: '' };
}

function openShop(lang: Language, name: string, featuredKeys: string[]): Shop {
  const products = (read(`${lang}/products.json`) as ShopProduct[]).map((one) => ({
    ...one,
    photo: one.photo ?? null,
  }));
  const byKey = new Map(products.map((one) => [one.product, one]));
  const featured = featuredKeys.map((key) => byKey.get(key)).filter((one) => one !== undefined);
  const blogs = read(`${lang}/blogs.json`) as BlogData;
  const shoppers = [
    ...(read(`${lang}/shoppers.json`) as ShopperData[]),
    ...(read(`${lang}/wishlists.json`) as { people: ShopperData[] }).people,
    ...(read(`${lang}/together.json`) as { people: ShopperData[] }).people,
    ...blogs.people,
  ];
  const personas = shoppers
    .filter((one) => one.persona)
    .map((one) => ({ id: one.id, name: one.name, handle: one.handle ?? null, about: one.persona ?? '' }));
  return {
    lang,
    name,
    words: words[lang],
    // What is shown first leads the lists too.
    products: [...featured, ...products.filter((one) => !featured.includes(one))],
    personas,
    sharer: sharerOf(lang, shoppers),
    categories: [...new Set(products.map((one) => one.category))],
    featured,
    tellers: tellersOf(blogs),
    find: (product) => byKey.get(product),
    price: (product) => formatPrice(product.price, product.currency, lang),
    money: (amount) =>
      lang === 'ko' ? formatPrice(amount, 'KRW', lang) : formatPrice(amount / 100, 'USD', lang),
    smallestUnit: (product) => Math.round(product.price * (product.currency === 'KRW' ? 1 : 100)),
  };
}

function formatPrice(price: number, currency: string, lang: Language): string {
  if (currency === 'KRW') return `${price.toLocaleString('ko-KR')}원`;
  return new Intl.NumberFormat(lang, { style: 'currency', currency }).format(price);
}

/** Both malls, from demo/data. */
export function openShops(): Record<Language, Shop> {
  const flagships = read('en/flagships.json') as string[];
  return {
    ko: openShop('ko', '볕다락', [
      '1001',
      '1009',
      '1013',
      '1004',
      '1006',
      '1016',
      '1012',
      '1027',
      '1005',
      '1015',
      '1010',
      '1023',
    ]),
    en: openShop('en', 'Pantry Row', flagships),
  };
}
