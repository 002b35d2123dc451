// The same texts as in ko.ts: stars stand on pages that load nothing of the board.
export default {
  starsOf: '별점 5점 중 {mean}점',
  count: '후기 {count}개',
} as const;
