import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { labelIn } from '../core/label.ts';
import type { Words } from '../core/words.ts';
import { icon, SPROUT } from './icons.ts';

/** The levels of a mall, from the lowest on. */
export type Levels = PublicMall['levels'];

/** What a level is called in the language that is spoken, else in any; nothing at 0, which is none. */
export function levelName(at: number, levels: Levels, words: Words): string | undefined {
  const one = levels[at - 1];
  return one && labelIn(one.label, words.lang, one.key);
}

/** The level beside a name; nothing for who has none. */
export function level(
  author: { level: number },
  levels: Levels,
  words: Words,
): TemplateResult | typeof nothing {
  const name = levelName(author.level, levels, words);
  return name
    ? html`<span class="badge level" part="badge badge-level">${icon(SPROUT)}<span class="only-heard">${words.t('level')}: </span>${name}</span>`
    : nothing;
}

/** Beside badgeStyles. */
export const levelStyles: CSSResult = css`
  .level {
    padding: 0 0.6em 0 0.4em;
    border: 1px solid var(--d-line);
    border-radius: 1em;
    font-weight: 500;
    /* Its picture has no baseline: the line would grow. */
    vertical-align: middle;
  }
`;
