/** Stories and blogs of a generated mall's members. */

import { DAY, FIRST, KIND, memberId, productKey, putPhoto, someProduct, type Who } from './mall-common.ts';
import { ASSUMED, DEEDS, drawn, idOf, VOTES } from './mall-numbers.ts';
import { textOf } from './texts.ts';

const SKINS = ['paper', 'mint', 'dusk', 'berry', 'night'];
const LAYOUTS = ['shelf', 'gallery', 'diary'];

/** @returns how many */
export function putStories(who: Who): number {
  const { put, next, number, shopper_id, members, since, end } = who;
  if (next() >= ASSUMED.writing) return 0;
  const stories = drawn(DEEDS, next());
  for (let at = 0; at < stories; at++) {
    const story_id = idOf(KIND.story, number, at);
    const published_at = since();
    const pictures = 1 + Math.floor(next() * next() * 4);
    const marked = new Set<string>();
    for (let place = 0; place < pictures; place++) {
      const photo_id = putPhoto(who, 'story', story_id, place, at * 4 + place + 10_000, published_at);
      if (next() < 0.3) continue;
      const product = productKey(someProduct(who));
      marked.add(product);
      put('story_marks', { story_id, photo_id, place, shopper_id, product, x: 5000, y: 4000 });
    }
    let hearts = 0;
    if (next() < ASSUMED.hearted) {
      const likers = new Set<number>();
      for (let count = drawn(VOTES, next()); count > 0; count--) likers.add(Math.floor(next() * members));
      for (const liker of likers)
        put('story_hearts', { story_id, shopper_id: memberId(liker), at: published_at });
      hearts = likers.size;
    }
    put('stories', {
      story_id,
      shopper_id,
      board_id: at % 3 === 0 ? idOf(KIND.board, number) : null,
      title: `${at + 1}번째 이야기`,
      text: `${textOf(number + at)}\n\n${textOf(number + at + 1)}`,
      state: 'shown',
      comments_open: 1,
      review_id: null,
      disclosure: null,
      media_count: pictures,
      product_count: marked.size,
      comment_count: 0,
      heart_count: hearts,
      published_at,
      created_at: published_at,
      version: 1,
    });
  }
  const board = Math.ceil(stories / 3);
  put('blog_boards', {
    board_id: idOf(KIND.board, number),
    shopper_id,
    name: '오늘의 물건',
    place: 0,
    story_count: board,
  });
  for (let day = 0; day < ASSUMED.daysVisited; day++) {
    const on = new Date(end - Math.floor(next() * 30) * DAY).toISOString().slice(0, 10);
    put('blog_visits', { shopper_id, day: on, count: 1 + Math.floor(next() * 20) });
  }
  return stories;
}

export function putBlog(
  { put, next, number, shopper_id }: Who,
  created_at: number,
  shown: number,
  stories: number,
) {
  const dressed = next() < ASSUMED.dressed;
  put('blogs', {
    shopper_id,
    title: dressed ? `${FIRST[number % FIRST.length]}네 옷장` : null,
    about: dressed ? '좋아하는 것을 오래 써요.' : '',
    skin: dressed ? (SKINS[number % SKINS.length] ?? 'plain') : 'plain',
    font: 'page',
    layout: LAYOUTS[number % LAYOUTS.length] ?? 'shelf',
    hue: null,
    tune: null,
    asks: 0,
    front_page_at: stories > 0 && next() < 0.5 ? created_at : null,
    story_count: stories,
    purchase_count: shown,
    neighbour_count: 0,
    visit_count: 0,
    gone_times: null,
    version: 1,
    created_at,
  });
}
