// Each tag alone on a page, as the build ships it: what it needs is there without another tag that happens to bring it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TAGS } from '../../widgets/build/tags.ts';
import { until, type WholeMall } from '../support/host.ts';
import { openStage, type Person, type Stage, sheet, signIn } from './stage.ts';
import { makeList, state } from './wishes.ts';

let stage: Stage;
let mall: WholeMall;
let hash = '';
let writer = '';

before(async () => {
  stage = await openStage();
  mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  await state(mall, [{ product: 'cup', name: '컵', price: 12_000 }]);
  const review = await mall.post('writer', { product: 'cup', stars: 5, text: '오래 써도 좋아요.' });
  await mall.call('PUT', `reviews/${review.id}/vote`, {
    as: await mall.sign('reader'),
    body: { helpful: true },
  });
  const made = await makeList(mall, 'owner', ['cup']);
  hash = made.hash;
  await writeStory();
  const as = await mall.sign('owner');
  await mall.call('POST', 'points/grants', {
    as: mall.key,
    body: { shopper: 'owner', amount: 1200, note: '선물' },
  });
  await mall.call('PUT', 'me/consents', {
    as,
    body: { purpose: 'advertising', channel: 'inbox', given: true },
  });
});
after(() => stage?.close());

const asOwner = (person: Person) => signIn(stage, person, 'owner', () => mall.sign('owner'));

/** A blog with a story, of whoever wrote the review. */
async function writeStory(): Promise<void> {
  const as = await mall.sign('writer', { name: 'writer' });
  await mall.call('POST', 'stories', {
    as,
    body: { title: '컵 이야기', text: '아침마다 이 컵부터 찾아요.' },
  });
  const { blog } = await mall.call('GET', 'me/blog', { as });
  writer = blog.member.id;
  await mall.call('PUT', `blogs/${writer}/neighbour`, { as: await mall.sign('owner') });
}

/** What is pasted, and what has to be seen of it. */
const PAGES: Record<
  string,
  { content: string | (() => string); hash?: boolean; see(person: Person): Promise<unknown> }
> = {
  'review-board': {
    content: '<dangol-review-board product="cup"></dangol-review-board>',
    see: ({ board }) => board.getByText('오래 써도 좋아요.').waitFor(),
  },
  leaders: {
    content: '<dangol-leaders></dangol-leaders>',
    see: ({ page }) => page.locator('dangol-leaders').getByText('1명이 도움받았어요').waitFor(),
  },
  rating: {
    content: '<dangol-rating product="cup"></dangol-rating>',
    see: ({ page }) => page.locator('dangol-rating').getByText('후기 1개').waitFor({ state: 'attached' }),
  },
  'wish-button': {
    content: '<dangol-wish-button product="cup" label="컵"></dangol-wish-button>',
    async see({ page }) {
      await page.getByRole('button', { name: '컵 찜하기' }).click();
      await page.locator('dangol-wish-button .note').waitFor();
    },
  },
  wishlist: {
    content: '<dangol-wishlist></dangol-wishlist>',
    hash: true,
    see: ({ list }) =>
      list.locator('li[part~=wish]').getByRole('button', { name: '내가 선물할게요' }).waitFor(),
  },
  inbox: {
    content: '<dangol-inbox></dangol-inbox>',
    async see(person) {
      await asOwner(person);
      await person.page.getByRole('button', { name: '알림 1개' }).click();
      await sheet(person)
        .getByText(/수신에 동의하셨습니다/)
        .waitFor();
      await sheet(person).getByRole('button', { name: '알림 설정' }).click();
      await person.page.getByRole('switch').first().waitFor();
    },
  },
  points: {
    content: '<dangol-points></dangol-points>',
    async see(person) {
      const points = person.page.locator('dangol-points');
      await points.getByText('로그인하면 적립금 내역을 볼 수 있어요').waitFor();
      await asOwner(person);
      await points.getByText('+1,200원').waitFor();
    },
  },
  'savings-club': {
    content: '<dangol-savings-club></dangol-savings-club>',
    async see(person) {
      const club = person.page.locator('dangol-savings-club');
      await club.getByText('로그인하면 시작하거나 함께할 수 있어요').waitFor();
      await asOwner(person);
      await club.getByText('아직 함께하는 같이 모으기가 없어요').waitFor();
      await club.getByRole('button', { name: '시작하기' }).click();
      await sheet(person).getByRole('textbox').first().waitFor();
    },
  },
  'blog-card': {
    content: () => `<dangol-blog-card member="${writer}"></dangol-blog-card>`,
    see: ({ page }) => page.locator('dangol-blog-card').getByText('컵 이야기').waitFor(),
  },
  blog: {
    content: () => `<dangol-blog member="${writer}"></dangol-blog>`,
    async see({ page }) {
      const blog = page.locator('dangol-blog');
      await blog.getByRole('link', { name: '컵 이야기' }).first().click();
      await blog.getByText('아침마다 이 컵부터 찾아요.').waitFor();
    },
  },
  feed: {
    content: '<dangol-feed></dangol-feed>',
    async see(person) {
      await asOwner(person);
      await person.page.locator('dangol-feed').getByText('컵 이야기').waitFor();
    },
  },
};

test('every tag has its page here', () => {
  assert.deepEqual(Object.keys(PAGES).sort(), Object.keys(TAGS).sort());
});

for (const [tag, { content, hash: hasHash, see }] of Object.entries(PAGES))
  test(`<dangol-${tag}> alone`, async () => {
    const pasted = typeof content === 'string' ? content : content();
    const person = await stage.visit({ mall: 'shop1', content: pasted, ...(hasHash && { hash }) });
    await see(person);
    const warned = person.seen.warnings.filter((one) => !one.startsWith('Dangol:'));
    assert.deepEqual([person.seen.errors, warned], [[], []]);
    await until(
      () => person.page.evaluate((tag) => !!customElements.get(`dangol-${tag}`), tag),
      'the tag is defined',
    );
    await person.close();
  });
