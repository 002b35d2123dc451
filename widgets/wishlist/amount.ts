import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { labelIn } from '../core/label.ts';
import type { Words } from '../core/words.ts';

/** Points, with what the mall calls them: 적립금 3,000원, 3,000 points. */
export function pointsText(amount: number, mall: PublicMall | undefined, words: Words): string {
  const own = labelIn(mall?.points.name ?? undefined, words.lang, '');
  if (!own)
    return words.t(mall && mall.currency !== 'KRW' ? 'partPointsPlain' : 'partPoints', { count: amount });
  const number = words.number(amount);
  return words.lang === 'ko' ? `${own} ${number}` : `${number} ${own}`;
}

/** What somebody typed, in whole points: "3,000", full-width digits; nothing when it is no amount. */
export function pointsIn(text: string): number | undefined {
  const digits = text.normalize('NFKC').replace(/[\s,원]/g, '');
  const amount = /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
  return amount >= 1 && amount <= 1_000_000_000 ? amount : undefined;
}
