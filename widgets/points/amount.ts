import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Words } from '../core/words.ts';

/** What the mall calls its points, in the language that is spoken; else our own word. */
export function nameOf(words: Words, mall: PublicMall | undefined): string {
  const name = mall?.points.name;
  return name?.[words.lang] || name?.ko || name?.en || words.t('points');
}

/** Points as people say them: 500원 where they are worth won, else 500점; 500 points, 500 Leaves. */
export function amountOf(count: number, words: Words, mall: PublicMall): string {
  if (words.lang === 'ko') return words.t(mall.currency === 'KRW' ? 'pointsOf' : 'pointsPlain', { count });
  return mall.points.name
    ? words.t('pointsNamed', { count, name: nameOf(words, mall) })
    : words.t('pointsPlain', { count });
}
