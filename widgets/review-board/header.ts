import { html, nothing, type TemplateResult } from 'lit';
import type { Board } from '../../server/community/reviews/contract.ts';
import '../core/times.ts';
import { labelIn } from '../core/label.ts';
import { pageSettings } from '../core/page.ts';
import type { Words } from '../core/words.ts';
import { attributeBars } from '../parts/attribute-bars.ts';
import { type Chip, chips } from '../parts/chips.ts';
import { histogram } from '../parts/histogram.ts';
import { icon, SEARCH } from '../parts/icons.ts';
import { photoStrip } from '../parts/photo-strip.ts';
import { stars } from '../parts/stars.ts';
import type { BoardHost } from './host.ts';
import { SORTS, type View } from './view.ts';

/** A row of chips that nobody can take in is no help. */
const MOST_CHIPS = 12;

/** Mean, spread, what was said by tapping, what is hidden and why, and the newest photos of all reviews. */
export function overview(host: BoardHost, board: Board, words: Words): TemplateResult {
  const { view } = host.data;
  const { mall, summary, photos } = board;
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
        onPick: (picked) => host.look({ stars: view.stars === picked ? null : picked }),
        words,
      })}
      ${bars.length ? attributeBars(bars) : nothing}
      ${summary.drift.length ? html`<div class="drift">${host.late === undefined ? host.bringLate() : host.late?.drift(host, summary.drift)}</div>` : nothing}
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
            <a href="${pageSettings().base}/m/${mall.mall}/rules" target="_blank" rel="noopener">${words.t('rules')}</a>
          </p>`
        : nothing
    }
    ${
      photos.length
        ? photoStrip({
            label: words.t('photos'),
            photos: photos.map((one) => one.photo),
            onOpen: (index) => void host.open({ kind: 'photo', photos, index }),
            words,
          })
        : nothing
    }
  `;
}

/** Order and filters. */
export function toolbar(host: BoardHost, board: Board, words: Words): TemplateResult {
  const { view } = host.data;
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
  const items: Chip[] = [];
  const add = (label: string, isOn: boolean, change: Partial<View>) =>
    items.push({ label, isOn, toggle: () => host.look(change) });
  if (view.stars) add(words.t('filterStars', { stars: view.stars }), true, { stars: null });
  if (summary.withPhoto) add(words.t('filterPhoto'), view.photo, { photo: !view.photo });
  if (summary.bought) add(words.t('filterBought'), view.bought, { bought: !view.bought });
  for (const [kind, pair, label, count] of pairs.slice(0, MOST_CHIPS))
    if (count) add(label, view[kind] === pair, { [kind]: view[kind] === pair ? null : pair });
  return html`<div class="toolbar" part="toolbar">
    ${items.length ? chips({ label: words.t('filters'), items }) : nothing}
    <button
      type="button"
      class="seek"
      part="search"
      aria-label=${words.t('search')}
      aria-expanded=${!!host.search}
      @click=${() => void host.act((acts) => acts.search(host))}
    >
      ${icon(SEARCH)}
    </button>
    <select
      aria-label=${words.t('sort')}
      .value=${view.sort}
      @change=${(event: Event) => host.look({ sort: (event.target as HTMLSelectElement).value as View['sort'] })}
    >
      ${SORTS.map((sort) => html`<option value=${sort} ?selected=${view.sort === sort}>${words.t(`sort_${sort}`)}</option>`)}
    </select>
  </div>`;
}
