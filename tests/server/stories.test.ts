import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { type Blogging, blogging } from '../support/blogs.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let does: Blogging;
let minji: string;
let jun: string;
let guest: string;
let author: string;

before(async () => {
  service = await startService();
  const mall = await service.addMall('stories-a', { settings: { write: 'everyone' } });
  does = blogging(service, mall);
  minji = await mall.token('minji', { name: '김민지' });
  jun = await mall.token('jun');
  guest = await mall.guest();
  author = await does.join(minji);
  await does.join(jun);
  await does.state([1, 2, 3].map((n) => ({ product: `p${n}`, name: `상품 ${n}`, price: n * 1000 })));
});
after(() => service.stop());

describe('a story', () => {
  it('is written, shown and read with its pictures and marks by everybody', async () => {
    const photo = await does.photo(minji);
    const story = await does.story(minji, {
      title: '여름 셔츠',
      media: [
        {
          id: photo.id,
          marks: [
            { x: 5000, y: 3200, product: 'p1' },
            { x: 1, y: 2, product: 'p2' },
          ],
        },
      ],
    });
    assert.equal(story.state, 'shown');
    assert.equal(story.version, 1);
    assert.equal(story.author.id, author);
    for (const as of [undefined, jun, guest, minji]) {
      const { status, body } = await does.see(story.id, as);
      assert.equal(status, 200);
      assert.equal(body.story.title, '여름 셔츠');
      assert.deepEqual(
        body.story.media.map((one) => [one.media.id, one.marks.map((mark) => [mark.product, mark.x])]),
        [
          [
            photo.id,
            [
              ['p1', 5000],
              ['p2', 1],
            ],
          ],
        ],
      );
      assert.deepEqual(
        body.story.products.map((one) => one.name),
        ['상품 1', '상품 2'],
      );
      for (const mark of body.story.media[0]?.marks ?? []) assert.match(mark.mark, /^[\w-]{60,150}$/);
    }
    const page = await does.read(author);
    assert.equal(page.blog.stories, 1);
    assert.deepEqual(
      page.stories.items.map((one) => [one.id, one.media, one.products, one.cover?.id]),
      [[story.id, 1, 2, photo.id]],
    );
    const [card] = (await does.cards([author])).items;
    assert.equal(card?.story?.id, story.id);
    assert.equal((await does.see(newId())).status, 404);
  });
});
