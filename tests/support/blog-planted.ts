import { newId } from '../../server/base/ids.ts';
import { blogging } from './blogs.ts';
import type { TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/**
 * A blog of a shopper with a row in each of its tables, and words of their own in it: boards, a story with a picture and a
 * mark, a draft, a heart for somebody's, a purchase that is shown, visits, sales, a pin, neighbours.
 *
 * @returns those words, and the story of somebody else that they hearted
 */
export async function plantBlog(
  service: TestService,
  mall: Mall,
  word: string,
  outside: string,
  token: string,
): Promise<{ words: string[]; hearted: string }> {
  const does = blogging(service, mall);
  const product = `blog-${word}`;
  await does.state([{ product, name: '담은 상품', price: 1000 }]);
  const friend = await mall.token('base-friend');
  const friendId = await does.join(friend);
  const theirs = await does.story(friend, { text: '바탕이 되는 이야기' });
  const memberId = await does.idOf(token);
  await does.patchMine(token, 0, { title: `${word} 블로그`, about: `${word} 소개`, frontPage: true });
  const boards = [{ name: `${word} 게시판` }];
  const { blog } = await does.good(does.ask('PUT', '/me/blog/boards', token, { boards }), 200);
  const photo = await does.photo(token);
  const story = await does.story(token, {
    title: `${word} 이야기`,
    text: `${word} 이야기 본문`,
    board: blog.boards[0].id,
    media: [{ id: photo.id, marks: [{ x: 1, y: 2, product }] }],
  });
  await does.story(token, { title: `${word} 초안`, state: 'draft' });
  await does.good(does.ask('PUT', `/stories/${theirs.id}/heart`, token), 200);
  await does.good(does.ask('PUT', `/stories/${story.id}/heart`, friend), 200);
  const subject = { kind: 'story', id: story.id };
  await does.good(does.ask('POST', '/comments', friend, { subject, text: `남의 댓글 ${word}` }), 201);
  await does.order(outside, [{ product }], { order: `${word}-shown` });
  await does.show(token, product);
  const { database, now } = service.services;
  const mall_id = mall.id;
  await database.write(async (trx) => {
    const sale = {
      mall_id,
      order_id: `${word}-sold`,
      story_id: story.id,
      product,
      quantity: 1,
      day: '2027-05-08',
      at: now(),
      due_at: now(),
      doubt: null,
      rate: 0,
    };
    const sale_id = newId();
    const sales = [
      { ...sale, sale_id, line_id: '1', shopper_id: memberId, buyer_id: friendId },
      {
        ...sale,
        sale_id: newId(),
        line_id: '2',
        shopper_id: friendId,
        story_id: theirs.id,
        buyer_id: memberId,
      },
    ];
    await trx.insertInto('story_sales').values(sales).execute();
    const earning = { mall_id, sale_id, transfer_id: newId(), shopper_id: memberId };
    await trx
      .insertInto('story_earnings')
      .values({ ...earning, amount: 0, taken: 0, room: 0 })
      .execute();
    const ofBlog = { mall_id, shopper_id: memberId };
    await trx
      .insertInto('blog_visits')
      .values({ ...ofBlog, day: '2027-05-08', count: 1 })
      .execute();
    await trx
      .insertInto('blog_pins')
      .values({ ...ofBlog, kind: 'blog', id: memberId, pinned_at: now() })
      .execute();
    await trx
      .insertInto('neighbours')
      .values({ mall_id, follower_id: memberId, followed_id: friendId, state: 'asked', at: now() })
      .execute();
    await trx
      .insertInto('uploads')
      .values({
        mall_id,
        upload_id: newId(),
        shopper_id: memberId,
        kind: 'clip',
        bytes: 10,
        received: 0,
        parts: '{"kept":[],"begun":[]}',
        created_at: now(),
        changed_at: now(),
      })
      .execute();
  });
  const said = ['블로그', '소개', '게시판', '이야기', '초안'].map((what) => `${word} ${what}`);
  return { words: said, hearted: theirs.id };
}
