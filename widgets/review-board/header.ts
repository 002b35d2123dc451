import { html, nothing, type TemplateResult } from 'lit';
import type { Board } from '../../server/community/reviews/contract.ts';
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

/** A row of chips that nobody can take in is no help. */
const MOST_CHIPS = 12;

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
        .map((value) => ({
          label: labelIn(value.label, words.lang, value.key),
          count: summary.attributes[key]?.[value.key] ?? 0,
        }))
        .filter(({ count }) => count > 0),
    }))
    .filter(({ values }) => values.length);
  const reasons = Object.keys(summary.hidden.reasons) as (keyof typeof summary.hidden.reasons)[];
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
        ? html`<p class="hidden-ones muted small">
            ${words.t('hidden', {
              count: summary.hidden.total,
              reasons: reasons
                .map((reason) => `${words.t(reason)} ${words.number(summary.hidden.reasons[reason] ?? 0)}`)
                .join(', '),
            })}
            <a href="${base}/m/${mall.mall}/rules" target="_blank" rel="noopener">${words.t('rules')}</a>
          </p>`
        : nothing
    }
  `;
}

/** The newest photos of all reviews. */
export function photosRow({ board, words, openPhoto }: HeaderOptions): TemplateResult | typeof nothing {
  if (!board.photos.length) return nothing;
  return photoStrip({
    label: words.t('photos'),
    photos: board.photos.map((one) => one.photo),
    onOpen: openPhoto,
    words,
  });
}

/** Order and filters. */
export function toolbar({ board, view, words, look }: HeaderOptions): TemplateResult {
  const { summary, mall } = board;
  const pairs: [kind: 'option' | 'attribute', pair: string, label: string, count: number][] = [];
  for (const name of Object.keys(summary.options)) {
    const values = summary.options[name]!;
    for (const value of Object.keys(values))
      pairs.push(['option', `${name}:${value}`, value, values[value]!]);
  }
  for (const { key, values } of mall.attributes)
    for (const value of values) {
      const count = summary.attributes[key]?.[value.key] ?? 0;
      pairs.push(['attribute', `${key}:${value.key}`, labelIn(value.label, words.lang, value.key), count]);
    }
  pairs.sort((one, other) => other[3] - one[3]);
  // What each chip is called, whether it is on, and the view that a tap on it asks for.
  const all: [label: string, isOn: boolean, change: Partial<View>][] = [];
  if (view.stars) all.push([words.t('filterStars', { stars: view.stars }), true, { stars: null }]);
  if (summary.withPhoto) all.push([words.t('filterPhoto'), view.photo, { photo: !view.photo }]);
  if (summary.bought) all.push([words.t('filterBought'), view.bought, { bought: !view.bought }]);
  for (const [kind, pair, label, count] of pairs.slice(0, MOST_CHIPS))
    if (count) all.push([label, view[kind] === pair, { [kind]: view[kind] === pair ? null : pair }]);
  const items: Chip[] = all.map(([label], at) => ({ key: String(at), label }));
  const isPressed = (key: string) => all[Number(key)]![1];
  const toggle = (key: string) => look(all[Number(key)]![2]);
  return html`<div class="toolbar" part="toolbar">
    ${items.length ? chips({ label: words.t('filters'), items, isPressed, onToggle: toggle }) : nothing}
    <select
      aria-label=${words.t('sort')}
      .value=${view.sort}
      @change=${(event: Event) => look({ sort: (event.target as HTMLSelectElement).value as View['sort'] })}
    >
      ${SORTS.map((sort) => html`<option value=${sort} ?selected=${view.sort === sort}>${words.t(`sort_${sort}`)}</option>`)}
    </select>
  </div>`;
}
