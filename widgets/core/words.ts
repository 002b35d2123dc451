import type { AnyKey, Lang, Loaders, Phrase, WordParams } from './strings/index.ts';
import { moreWords } from './strings/more.ts';

export type { Lang, WordKey } from './strings/index.ts';

/** The words of one language, and its ways of writing numbers and dates. */
export interface Words {
  readonly lang: Lang;
  /** The text of a key; what stands in braces comes from the parameters, and `count` also picks the plural. */
  t<Key extends AnyKey>(key: Key, ...params: WordParams<Key>): string;
  number(value: number): string;
  /** One decimal, always: 4.6, 5.0. */
  mean(value: number): string;
  date(at: number): string;
  /** "3분 전" up to a week, then the date. */
  ago(at: number): string;
  /** Loads the words of what opens by a tap (forms, menus, dialogs), or others. */
  more(loaders?: Loaders): Promise<void>;
  /** Loads words for whoever asks alone: another language does without until it is asked too. */
  learn(loaders: Loaders): Promise<void>;
}

/** What is said in other ways than by texts: core/times.ts adds it, where a widget needs it. */
export const ways = {} as Words;
const made = new Map<Lang, Words>();
/** What has opened is shown in another language too. */
const opened = new Set<Loaders>();

/** A closed set from anything that a page may write: `ko-KR`, `EN`, nonsense. */
export function langFrom(text: string | null | undefined): Lang | undefined {
  const two = text?.slice(0, 2).toLowerCase();
  return two === 'ko' || two === 'en' ? two : undefined;
}

/**
 * The words of a language: one object for the page, which knows at least these words now, and those of all that has
 * opened. A failed load may be tried again.
 */
export async function loadWords(lang: Lang, first: readonly Loaders[]): Promise<Words> {
  const words = made.get(lang) ?? makeWords(lang);
  made.set(lang, words);
  await Promise.all([...first, ...opened].map((loaders) => words.learn(loaders)));
  return words;
}

function makeWords(lang: Lang): Words {
  const table: Record<string, Phrase> = {};
  const plural = new Intl.PluralRules(lang);
  const numbers = new Intl.NumberFormat(lang);
  const words: Pick<Words, 'lang' | 't' | 'number' | 'more' | 'learn'> = {
    lang,
    t(key, ...rest) {
      const phrase = table[key] ?? '';
      const params = (rest[0] ?? {}) as Record<string, string | number>;
      const text =
        typeof phrase === 'string'
          ? phrase
          : (phrase[plural.select(Number(params.count)) as 'one'] ?? phrase.other);
      // A name that ends in 님 (as 손님 does) is not given another.
      return text.replace(/\{(\w+)\}(님?)/g, (_, name: string, nim: string) => {
        const value = params[name] ?? '';
        const shown = typeof value === 'number' ? numbers.format(value) : value;
        return nim && shown.endsWith(nim) ? shown : shown + nim;
      });
    },
    number: (value) => numbers.format(value),
    more(loaders = moreWords) {
      opened.add(loaders);
      return words.learn(loaders);
    },
    async learn(loaders) {
      Object.assign(table, (await loaders[lang]()).default);
    },
  };
  return Object.assign(Object.create(ways), words);
}
