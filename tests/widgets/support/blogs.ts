// Blogs as the service tells of them.
import type { Blog, BlogCard, BlogLooks, Tune } from '../../../server/community/blogs/contract.ts';
import type { Purchase } from '../../../server/community/blogs/purchases/contract.ts';
import type { Story, StoryCard } from '../../../server/community/blogs/stories/contract.ts';
import type { Media, Photo } from '../../../server/community/media/contract.ts';
import { member, product } from './people.ts';

export const storyId = (number: number) => `s${number}`.padEnd(25, 'x');
export const MARK = 'djE6c2VhbGVk-_0123456789';

/** Photos that the browser has without asking anybody: one colour each. */
const paint = (colour: string, width: number, height: number) => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas;
};
const COLOURS = ['#8fb8de', '#e8b4a0', '#a9c9a4', '#d9c27e', '#b9a3d6'];
/** `blob:` addresses of this page, which safeUrl lets through; call once before using photos. */
const painted: string[] = [];
export async function paintPhotos(): Promise<void> {
  for (const colour of COLOURS) {
    const blob = await new Promise<Blob | null>((done) => paint(colour, 64, 64).toBlob(done));
    painted.push(URL.createObjectURL(blob!));
  }
}
/** The address of a picture: one that is there after `paintPhotos`, else one that nobody answers. */
export const pictureUrl = (number: number): string =>
  painted[number % COLOURS.length] ?? `https://service.test/m/shop1/media/p${number}.webp`;

export const photo = (number: number, more: Partial<Photo> = {}): Photo => ({
  id: `p${number}`.padEnd(25, 'x'),
  alt: `사진 ${number}`,
  width: 1200,
  height: 900,
  small: pictureUrl(number),
  large: pictureUrl(number),
  ...more,
});
export const media = (number: number, more: Partial<Media> = {}): Media => ({
  ...photo(number),
  motion: null,
  ...more,
});

export const tune = (more: Partial<Tune> = {}): Tune => ({
  notes: ['c4', 'e4', 'g4', 'c5', 'rest', 'g4'],
  tempo: 110,
  ...more,
});
export const blogLooks = (more: Partial<BlogLooks> = {}): BlogLooks => ({
  skin: 'plain',
  font: 'page',
  layout: 'shelf',
  hue: null,
  tune: null,
  ...more,
});

export function blog(more: Partial<Blog> = {}): Blog {
  return {
    member: member(1, { name: '민지', level: 2 }),
    title: '민지네 옷장',
    about: '오래 입을 옷만 천천히 고르고 있어요.',
    looks: blogLooks(),
    header: null,
    boards: [],
    stories: 4,
    neighbours: 12,
    asks: false,
    hidden: false,
    version: 1,
    ...more,
  };
}

/** Something the mall has stated, with price and picture. */
export const thing = (number: number) =>
  product(String(number), {
    name: ['린넨 셔츠', '민트 머그잔', '가죽 카드지갑', '라탄 바구니', '울 머플러'][number % 5]!,
    image: pictureUrl(number),
    price: 12_900 + number * 1000,
    currency: 'KRW',
    availability: 'in_stock',
  });

export const purchase = (number: number, more: Partial<Purchase> = {}): Purchase => ({
  product: thing(number),
  boughtAt: Date.UTC(2026, 10, 20 - number),
  review: null,
  mark: `${MARK}${number}`,
  ...more,
});

export const storyCard = (number: number, more: Partial<StoryCard> = {}): StoryCard => ({
  id: storyId(number),
  board: null,
  title: `여름 셔츠 이야기 ${number}`,
  disclosure: null,
  comments: 2,
  hearts: 7,
  publishedAt: Date.now() - number * 3_600_000,
  text: '올여름에 가장 자주 입은 셔츠예요.',
  cover: media(number),
  media: 3,
  products: 2,
  ...more,
});

export const story = (number: number, more: Partial<Story> = {}): Story => {
  const { text: _text, cover: _cover, media: _count, products: _products, ...card } = storyCard(number);
  return {
    ...card,
    author: blog().member,
    state: 'shown',
    text: '올여름에 가장 자주 입은 셔츠예요.\n\n세 번 빨아도 그대로예요.',
    media: [
      { media: media(1), marks: [{ x: 3000, y: 4200, product: '1', mark: MARK }] },
      { media: media(2), marks: [] },
    ],
    products: [thing(1)],
    review: null,
    commentsOpen: true,
    editedAt: null,
    version: 1,
    ...more,
  };
};

export const blogCard = (more: Partial<BlogCard> = {}): BlogCard => ({
  blog: blog(),
  wishes: [thing(1), thing(2), thing(3)],
  purchases: [4, 5, 6].map((number) => ({ product: thing(number), mark: `${MARK}${number}` })),
  story: storyCard(1),
  ...more,
});
