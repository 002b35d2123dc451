// Attack strings that are shipped, through every text of a blog and its stories: none of them runs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { BlogCards, BlogPage, MyBlog } from '../../server/community/blogs/contract.ts';
import type { Feed, FeedItem } from '../../server/community/blogs/feed/contract.ts';
import type { Story, StoryCard, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { Media } from '../../server/community/media/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { hostPage, type WholeMall } from '../support/host.ts';
import { openStage, type Stage } from './stage.ts';
import { attacks, batches, foreignMarkup, trap } from './traps.ts';

let stage: Stage;
let mall: WholeMall;
const strings = attacks();
/** Every twelfth is posted for real; past the service all are shown. */
const EVERY = 12;
const PHOTO = new URL('../../demo/data/ko/photos/mug.webp', import.meta.url);

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', {
    settings: { write: 'everyone', limits: { storiesPerDay: 100 } },
  });
  const products = [{ product: 'cup', name: '컵', price: 12_000 }];
  await mall.call('PUT', 'products', { as: mall.key, body: { products } });
});
after(() => stage?.close());

const put = (path: string, content: string) =>
  stage.whole.host.put(path, { body: hostPage(`${stage.whole.load('shop1')}\n${content}`) });

/** The first of a thing's texts that the service lets in, else none. */
async function taken<Made>(...ways: (() => Promise<Made>)[]): Promise<Made | undefined> {
  for (const way of ways)
    try {
      return await way();
    } catch {
      // Refused: too long, or nothing but spaces.
    }
  return undefined;
}

test('as people could post them: names and words of blogs, boards, stories, what pictures show, comments', async () => {
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  let stories = 0;
  const some = strings.filter((_, at) => at % EVERY === 0);
  for (const [batch, ones] of batches(some, 12).entries()) {
    const as = await mall.sign(`author-${batch}`, { name: ones[0] });
    const short = (most: number) => ones.filter((one) => one.trim() && one.length <= most);
    await taken(() => mall.call('PATCH', 'me', { as, body: { handle: short(20)[0] ?? null } }));
    const alt = short(200)[0] ?? 'plain';
    const { id: photo } = await mall.call<{ id: string }>('POST', `photos?alt=${encodeURIComponent(alt)}`, {
      as,
      body: new Uint8Array(readFileSync(PHOTO)),
      type: 'image/webp',
    });
    const about = short(300).at(-1) ?? '';
    const looks = { skin: 'mint' };
    let mine = await taken<MyBlog>(
      () => mall.call('PATCH', 'me/blog', { as, body: { version: 0, title: short(40)[0], about, looks } }),
      () => mall.call('PATCH', 'me/blog', { as, body: { version: 0, title: 'plain', about } }),
      () => mall.call('PATCH', 'me/blog', { as, body: { version: 0, title: 'plain' } }),
    );
    const boards = short(20).map((name) => ({ id: null, name }));
    mine = (await taken<MyBlog>(() => mall.call('PUT', 'me/blog/boards', { as, body: { boards } }))) ?? mine;
    const { member } = mine!.blog;
    const board = mine!.blog.boards[0]?.id ?? null;
    const made: Story[] = [];
    for (const [at, one] of ones.entries()) {
      const media = at === 0 ? [{ id: photo, marks: [{ x: 100, y: 9900, product: 'cup' }] }] : [];
      const story = await taken<Story>(
        () =>
          mall.call('POST', 'stories', {
            as,
            body: { title: one.slice(0, 60), text: one.slice(0, 5000), board, media },
          }),
        () => mall.call('POST', 'stories', { as, body: { text: `.${one.slice(0, 4000)}`, media } }),
      );
      if (story) made.push(story);
    }
    stories += made.length;
    const last = made.at(-1)!;
    const writer = await mall.sign(`writer-${batch}`, { name: ones.at(-1) });
    const subject = { kind: 'story', id: made[0]!.id };
    await taken(() =>
      mall.call('POST', 'comments', { as: writer, body: { subject, text: ones[1]!.slice(0, 500) } }),
    );
    const tags = `<dangol-blog></dangol-blog><dangol-blog-card member="${member.id}"></dangol-blog-card>`;
    await page.goto(`${put('/real', tags)}?${batch}#dangol-blog=${member.id}`);
    await page
      .locator('dangol-blog [part~=story]')
      .nth(made.length - 1)
      .waitFor({ state: 'attached' });
    await page.locator('dangol-blog-card [part~=visit]').waitFor();
    for (const tag of ['dangol-blog', 'dangol-blog-card'])
      assert.deepEqual(await foreignMarkup(page, tag), [], `batch ${batch}`);
    await open(page, member.id, made[0]!.id);
    assert.deepEqual(await foreignMarkup(page, 'dangol-blog'), [], `a story of batch ${batch}`);
    // The service's own page: its texts are texts, before any script has run.
    for (const path of ['', `/stories/${last.id}`]) {
      const answer = await fetch(`${stage.whole.base}/m/shop1/blogs/${member.id}${path}`);
      assert.equal(answer.status, 200);
      const found = await page.evaluate(markupOf, await answer.text());
      assert.deepEqual(found, { scripts: 1, handlers: [], addresses: [] }, `batch ${batch}${path}`);
    }
    assert.deepEqual(fired, [], `batch ${batch}`);
  }
  console.log(`Posted for real: ${stories} stories in ${Math.ceil(some.length / 12)} blogs, nothing ran`);
  assert.ok(stories > some.length * 0.9, `only ${stories} stories were taken`);
  await context.close();
});

/** What of a page's source could run or lead elsewhere; the loader is the one script that belongs there. */
function markupOf(html: string) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const all = [...parsed.querySelectorAll('*')];
  return {
    scripts: [...parsed.scripts].filter((one) => one.type !== 'application/ld+json').length,
    handlers: all.flatMap((element) =>
      [...element.attributes].filter(({ name }) => /^on/i.test(name)).map(({ name }) => name),
    ),
    addresses: all.flatMap((element) =>
      [...element.attributes]
        .filter(
          ({ name, value }) => /^(href|src)$/i.test(name) && !/^(https?:|\/|#|data:,)/i.test(value.trim()),
        )
        .map(({ value }) => value),
    ),
  };
}

/** Opens a story by the address, and waits until it is there with its comments. */
async function open(page: Page, member: string, story: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#dangol-blog=${member}&story=${story}`);
  await page
    .locator('dangol-blog')
    .getByRole('button', { name: '마음' })
    .first()
    .waitFor({ state: 'attached' });
}

interface Seed {
  blog: BlogPage;
  story: StoryPage;
  cards: BlogCards;
}

/** A blog with one attack in each of its texts, past everything that the service would refuse. */
function poisoned({ blog: known, story: told, cards }: Seed, some: readonly string[]) {
  const at = (n: number) => some[n % some.length]!;
  const id = (n: number) => String(n).padStart(25, '0');
  const product = (n: number): PublicProduct => ({
    ...told.story.products[0]!,
    product: at(n),
    name: at(n + 1),
    url: at(n + 2),
    image: at(n + 3),
    category: at(n + 4),
    currency: n % 2 ? 'KRW' : at(n + 5),
  });
  const media = (n: number): Media => ({
    ...told.story.media[0]!.media,
    id: id(n),
    alt: at(n),
    small: at(n + 1),
    large: at(n + 2),
    motion:
      n % 2 ? null : { kind: 'animation', url: at(n + 3), type: 'image/webp', durationMs: 900, sound: false },
  });
  const review = (n: number) => ({ id: id(n), stars: 5, text: at(n), disclosure: at(n + 1), photo: null });
  const member = { ...known.blog.member, name: at(0) };
  const stories = some.map(
    (one, n): StoryCard => ({
      ...known.stories.items[0]!,
      id: id(n),
      board: n % 2 ? id(0) : null,
      title: one,
      text: one,
      disclosure: one,
      cover: media(n),
    }),
  );
  const purchases = some
    .slice(0, 12)
    .map((one, n) => ({ product: product(n), boughtAt: 1, review: review(n), mark: one }));
  const page: BlogPage = {
    ...known,
    mall: { ...known.mall, name: at(1), looks: { ...known.mall.looks, accent: at(2) } },
    blog: {
      ...known.blog,
      member,
      title: at(3),
      about: at(4),
      header: media(5),
      boards: some.slice(0, 12).map((name, n) => ({ id: id(n), name, stories: 3 })),
      looks: { ...known.blog.looks, skin: at(6) as 'mint', font: at(7) as 'page', layout: at(8) as 'diary' },
      stories: stories.length,
    },
    purchases: { items: purchases, next: null },
    stories: { items: stories, next: null },
  };
  const story: StoryPage = {
    ...told,
    story: {
      ...told.story,
      author: member,
      title: at(9),
      text: some.join('\n'),
      disclosure: at(10),
      media: some.slice(0, 10).map((one, n) => ({
        media: media(n),
        marks: [{ x: 5000, y: 5000, product: product(n).product, mark: one }],
      })),
      products: some.slice(0, 10).map((_, n) => product(n)),
      review: { ...review(3), product: at(4) },
    },
  };
  const card: BlogCards = {
    ...cards,
    items: [
      {
        blog: page.blog,
        wishes: [product(1), product(2), product(3)],
        purchases: purchases.slice(0, 3),
        story: stories[4] ?? null,
      },
    ],
  };
  const items = stories.map(
    (one, n): FeedItem => ({
      kind: n % 3 === 0 ? 'story' : n % 3 === 1 ? 'purchase' : 'wish',
      at: 1,
      member,
      story: n % 3 === 0 ? one : null,
      purchase: n % 3 === 1 ? { ...purchases[0]!, product: product(n) } : null,
      wish: n % 3 === 2 ? { id: id(n), list: id(n), note: at(n), product: product(n) } : null,
    }),
  );
  const feed: Feed = { mall: page.mall, following: 3, items, next: null, position: 0 };
  return { page, story, card, feed };
}

const ON_A_PAGE = 60;
test('past everything that the service refuses: each string in each text of a blog, a story, a card and the feed', async () => {
  const as = await mall.sign('poisoner', { name: 'poisoner' });
  const photo = await mall.call<{ id: string }>('POST', 'photos?alt=mug', {
    as,
    body: new Uint8Array(readFileSync(PHOTO)),
    type: 'image/webp',
  });
  const media = [{ id: photo.id, marks: [{ x: 5000, y: 5000, product: 'cup' }] }];
  const told = await mall.call<Story>('POST', 'stories', { as, body: { text: 'poison', media } });
  const member = told.author.id;
  const seed: Seed = {
    blog: await mall.call('GET', `blogs/${member}`),
    story: await mall.call('GET', `stories/${told.id}`),
    cards: await mall.call('GET', `blog-cards?member=${member}`),
  };
  const { context, fired } = await trap(stage);
  const page = await context.newPage();
  const headers = { 'access-control-allow-origin': stage.whole.host.origin };
  let now: ReturnType<typeof poisoned>;
  // Where a picture's address is a web address the page may ask for it; for nothing else.
  const asked = strings.map((one) => one.trim()).filter((one) => /^https?:/i.test(one));
  const answer = (glob: string, json: () => unknown) =>
    page.route(glob, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: json(), headers }) : route.continue(),
    );
  await answer(`**/v1/shop1/blogs/${member}`, () => now.page);
  await answer(`**/v1/shop1/stories/${told.id}`, () => now.story);
  await answer('**/v1/shop1/blog-cards?**', () => now.card);
  await answer('**/v1/shop1/me/feed*', () => now.feed);
  for (const [n, some] of batches(strings, ON_A_PAGE).entries()) {
    now = poisoned(seed, some);
    const content = `<dangol-blog></dangol-blog><dangol-blog-card member="${member}"></dangol-blog-card><dangol-feed></dangol-feed>`;
    await page.goto(`${put('/poison', content)}?${n}#dangol-blog=${member}`);
    await page.waitForFunction(() => 'dangol' in globalThis);
    await page.evaluate((token) => dangol.identify(token), as);
    await page
      .locator('dangol-blog [part~=story]')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
    await page
      .locator('dangol-feed [part~=item]')
      .nth(some.length - 1)
      .waitFor({ state: 'attached' });
    await page.locator('dangol-blog-card [part~=visit]').waitFor();
    for (const tag of ['dangol-blog', 'dangol-blog-card', 'dangol-feed'])
      assert.deepEqual(await foreignMarkup(page, tag), [], `batch ${n}`);
    await open(page, member, told.id);
    assert.deepEqual(await foreignMarkup(page, 'dangol-blog'), [], `story ${n}`);
    const unasked = fired.filter(
      (one) => !asked.some((url) => one.startsWith(`request ${url.slice(0, 12)}`)),
    );
    assert.deepEqual(unasked, [], `batch ${n}: ${JSON.stringify(some)}`);
  }
  console.log(
    `Past the service: ${strings.length} strings in a blog, a story, a card and the feed, nothing ran`,
  );
  await context.close();
});
