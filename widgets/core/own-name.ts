// A mall that calls its points by a name of its own: loaded only then.
import type { Words } from './words.ts';

/** Particles after our own word, and what stands in their place after a syllable without a final consonant. */
const PARTICLES: Readonly<Record<string, string>> = {
  으로: '로',
  은: '는',
  이: '가',
  을: '를',
  이에요: '예요',
};

/** Whether a Korean word ends in a consonant; 'ㄹ' apart, after which one says 로. Of other letters nobody knows. */
function ending(word: string): 'vowel' | 'l' | 'consonant' {
  const last = word.codePointAt(word.length - 1)! - 0xac00;
  if (last < 0 || last > 11_171) return 'vowel';
  return last % 28 === 0 ? 'vowel' : last % 28 === 8 ? 'l' : 'consonant';
}

/** The same words, which call points as the mall does. */
export function withName(words: Words, name: { ko?: string; en?: string }): Words {
  const own = words.lang === 'ko' ? name.ko : undefined;
  if (!own) return words;
  const end = ending(own);
  const say = words.t as (key: string, params?: object) => string;
  return Object.create(words, {
    t: {
      value: (key: string, params?: object) =>
        say(key, params).replace(/적립금(이에요|으로|은|이|을)?(?![가-힣])/g, (_, particle: string = '') => {
          const isOther = end === 'vowel' || (end === 'l' && particle === '으로');
          return own + (isOther ? (PARTICLES[particle] ?? particle) : particle);
        }),
    },
  }) as Words;
}
