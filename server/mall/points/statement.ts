import type { Db } from '../../base/db/database.ts';
import type { Mall } from '../malls/rules.ts';
import type { Movement, TransferKind } from './contract.ts';
import { csvHead, csvLine } from './csv.ts';
import { allMovements } from './movements.ts';

const KINDS: Record<'ko' | 'en', Record<TransferKind, string>> = {
  ko: {
    order: '주문 적립',
    'order-returned': '주문 취소·반품',
    'review-text': '후기 적립',
    'review-photo': '사진 후기 적립',
    'review-later': '한 달 후기 적립',
    'review-reversed': '후기 적립 취소',
    naegong: '내공 적립',
    grant: '쇼핑몰 지급',
    correction: '쇼핑몰 정정',
    spend: '사용',
    'spend-refunded': '사용 취소',
    out: '쇼핑몰 적립금으로 옮김',
    expiry: '기간 만료',
    'owed-met': '되돌릴 적립금 정리',
    erased: '탈퇴',
    till: '매장 적립',
    contribution: '보태기',
    'contribution-refunded': '보탠 적립금 돌려받음',
    'club-payout': '선물 받음',
    'club-share': '같이 모으기 나눔',
    coupon: '쿠폰',
    'part-claim': '함께 선물하기',
    'story-sale': '이야기 판매 적립',
    'story-sale-returned': '이야기 판매 취소·반품',
  },
  en: {
    order: 'Order',
    'order-returned': 'Order returned',
    'review-text': 'Review',
    'review-photo': 'Review with a photo',
    'review-later': 'Review a month later',
    'review-reversed': 'Review taken back',
    naegong: 'Naegong',
    grant: 'Given by the shop',
    correction: 'Corrected by the shop',
    spend: 'Spent',
    'spend-refunded': 'Given back',
    out: "Moved to the shop's own points",
    expiry: 'Expired',
    'owed-met': 'Met what was owed',
    erased: 'Left',
    till: 'At a till',
    contribution: 'Put into a club',
    'contribution-refunded': 'Back from a club',
    'club-payout': 'From a club',
    'club-share': 'Share of a club',
    coupon: 'Coupon',
    'part-claim': 'Part of a gift',
    'story-sale': 'Sold by a story',
    'story-sale-returned': 'Sold by a story, returned',
  },
};
const STATES = {
  ko: { posted: '확정', pending: '예정', void: '취소' },
  en: { posted: 'done', pending: 'pending', void: 'void' },
} as const;
const HEAD = {
  ko: [
    '때',
    '내용',
    '상태',
    '적립금',
    '남은 적립금',
    '확정되는 때',
    '주문 번호',
    '메모',
    '번호',
    '되돌린 번호',
  ],
  en: ['at', 'what', 'state', 'amount', 'balance', 'due', 'order', 'note', 'id', 'reverses'],
} as const;

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const lineOf = (locale: 'ko' | 'en', one: Movement): string =>
  csvLine([
    time(one.at),
    KINDS[locale][one.kind],
    STATES[locale][one.state],
    one.amount,
    one.balance,
    time(one.dueAt),
    one.order,
    one.note,
    one.id,
    one.reverses,
  ]);

/** All movements of a wallet as a table, oldest first, without ever holding them all. */
export function statementOf(db: Db, mall: Mall, shopperId: string): ReadableStream<Uint8Array> {
  const { locale } = mall.settings;
  const pages = allMovements(db, mall.id, shopperId);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(to) {
      to.enqueue(encoder.encode(csvHead(HEAD[locale])));
    },
    async pull(to) {
      const { value, done } = await pages.next();
      if (done) to.close();
      else if (value.length > 0) to.enqueue(encoder.encode(value.map((one) => lineOf(locale, one)).join('')));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
