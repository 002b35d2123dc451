import { html, nothing, type TemplateResult } from 'lit';
import type { Board } from '../../server/community/reviews/contract.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { attributeBars } from '../parts/attribute-bars.ts';
import { type Chip, chips } from '../parts/chips.ts';
import { histogram } from '../parts/histogram.ts';
import { photoStrip } from '../parts/photo-strip.ts';
import { stars } from '../parts/stars.ts';
import { SORTS, type View } from './view.ts';

/** A label of the mall in the language that is spoken, else in the mall's own, else any. */
export function labelIn(label: { ko?: string; en?: string }, lang: 'ko' | 'en', fallback: string): string {
  return label[lang] || label.ko || label.en || fallback;
}

const SORT_WORDS = { helpful: 'sortHelpful', newest: 'sortNewest', highest: 'sortHighest', lowest: 'sortLowest' } as const;
/** A row of chips that nobody can take in is no help. */
const MOST_CHIPS = 14;

export interface HeaderOptions {
  board: Board;
  view: View;
  words: Words;
  base: string;
  /** Another view was picked. */
  look(change: Partial<View>): void;
  openPhoto(index: number): void;
}

/** Mean, spread, what was said by tapping, and what is hidden and why. */
export function overview({ board, view, words, look, base }: HeaderOptions): TemplateResult {
  const { mall, summary } = board;
  const bars = mall.attributes
    .filter(({ key }) => summary.attributes[key])
    .map(({ key, label, values }) => ({
      label: labelIn(label, words.lang, key),
      values: values
        .map((value) => ({ label: labelIn(value.label, words.lang, value.key), count: summary.attributes[key]?.[value.key] ?? 0 }))
        .filter(({ count }) => count > 0),
    }))
    .filter(({ values }) => values.length);
  const reasons = Object.keys(summary.hidden.reasons) as (keyof typeof summary.hidden.reasons)[];
  const rules = safeUrl(`${base}/m/${mall.mall}/rules`);
  return html`
    <div class="overview" part="overview">
      <div class="mean">
        <b aria-hidden="true">${words.mean(summary.mean ?? 0)}</b>
        ${stars({ value: summary.mean ?? 0, words })}
      </div>
      ${histogram({
        counts: summary.histogram,
        picked: view.stars,
        onPick: (picked) => look({ stars: view.stars === picked ? null : picked }),
        words,
      })}
      ${bars.length ? attributeBars(bars) : nothing}
    </div>
    ${
      summary.hidden.total
        ? html`<p class="hidden-ones muted small" part="hidden">
            ${words.t('hidden', {
              count: summary.hidden.total,
              reasons: reasons.map((reason) => `${words.t(reason)} ${words.number(summary.hidden.reasons[reason] ?? 0)}`).join(', '),
            })}
            ${rules ? html`<a href=${rules} target="_blank" rel="noopener">${words.t('rules')}</a>` : nothing}
          </p>`
        : nothing
    }
  `;
}

/** The newest photos of all reviews. */
export function photosRow({ board, words, openPhoto }: HeaderOptions): TemplateResult | typeof nothing {
  if (!board.photos.length) return nothing;
  return photoStrip({ label: words.t('photos'), photos: board.photos.map((one) => one.photo), onOpen: openPhoto, words });
}

/** Order and filters. */
export function toolbar({ board, view, words, look }: HeaderOptions): TemplateResult {
  const { summary, mall } = board;
  const items: Chip[] = [];
  if (view.stars) items.push({ key: 'stars', label: words.t('filterStars', { stars: view.stars }) });
  if (summary.withPhoto) items.push({ key: 'photo', label: words.t('filterPhoto') });
  if (summary.bought) items.push({ key: 'bought', label: words.t('filterBought') });
  const pairs: (Chip & { count: number })[] = [];
  for (const name of Object.keys(summary.options))
    for (const value of Object.keys(summary.options[name]!))
      pairs.push({ key: `option=${name}:${value}`, label: value, count: summary.options[name]![value]! });
  for (const { key, values } of mall.attributes)
    for (const value of values) {
      const count = summary.attributes[key]?.[value.key];
      if (count) pairs.push({ key: `attribute=${key}:${value.key}`, label: labelIn(value.label, words.lang, value.key), count });
    }
  pairs.sort((one, other) => other.count - one.count);
  items.push(...pairs.slice(0, MOST_CHIPS - items.length));
  const toggle = (key: string) => {
    const [name, pair] = [key.split('=', 1)[0], key.slice(key.indexOf('=') + 1)];
    if (name === 'stars') look({ stars: null });
    else if (name === 'photo' || name === 'bought') look({ [name]: !view[name] });
    else if (name === 'option' || name === 'attribute') look({ [name]: view[name] === pair ? null : pair });
  };
  const isPressed = (key: string) =>
    key === 'stars' ||
    (key === 'photo' && view.photo) ||
    (key === 'bought' && view.bought) ||
    key === `option=${view.option}` ||
    key === `attribute=${view.attribute}`;
  return html`<div class="toolbar" part="toolbar">
    ${items.length ? chips({ label: words.t('filters'), items, isPressed, onToggle: toggle }) : html`<span></span>`}
    <select
      part="sort"
      aria-label=${words.t('sort')}
      .value=${view.sort}
      @change=${(event: Event) => look({ sort: (event.target as HTMLSelectElement).value as View['sort'] })}
    >
      ${SORTS.map((sort) => html`<option value=${sort} ?selected=${view.sort === sort}>${words.t(SORT_WORDS[sort])}</option>`)}
    </select>
  </div>`;
}
