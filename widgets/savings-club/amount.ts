import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Words } from '../core/words.ts';

/** Points as people say them: 500원 where they are worth won, else 500점; 500 points, 500 Leaves. */
export function amountText(
  count: number,
  words: Words,
  mall: Pick<PublicMall, 'points' | 'currency'> | undefined,
): string {
  const name = mall?.points.name?.en;
  if (name && words.lang === 'en') return `${words.number(count)} ${name}`;
  return words.t(mall && mall.currency !== 'KRW' ? 'clubAmountPlain' : 'clubAmount', { count });
}
