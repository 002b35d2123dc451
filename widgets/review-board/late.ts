// What only time brings: later reviews below the first one, and how a product's stars drift.
import '../core/times.ts';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LaterReview, Review, Summary } from '../../server/community/reviews/contract.ts';
import { photoStrip } from '../parts/photo-strip.ts';
import { stars } from '../parts/stars.ts';
import type { BoardHost } from './host.ts';
import { reviewMenu } from './review-menu.ts';

/** A later review as one of its own, for what is done with any review. */
function asReview(first: Review, { kind, ...later }: LaterReview): Review {
  return {
    ...first,
    ...later,
    options: [],
    attributes: [],
    reply: null,
    later: [],
    found: [],
    laterOf: first.id,
    laterKind: kind,
  };
}

/** The later reviews of a review, as a quiet line through time. */
export function timeline(board: BoardHost, first: Review): TemplateResult | typeof nothing {
  const words = board.words!;
  const { marks } = board;
  const found = marks && first.found.join('\n');
  if (!first.later.length) return nothing;
  return html`<ol class="later" role="list" part="later" aria-label=${words.t('laterList')}>
    ${first.later.map((later) => {
      const { id, kind, title, text, photos, usedDays, createdAt, editedAt, disclosure } = later;
      const review = asReview(first, later);
      return html`<li id="later-${id}">
        <div class="by">
          <div class="who">
            <b>${words.t(`later_${kind}`)}</b>
            <div class="meta">
              ${stars({ value: later.stars, words })}
              ${usedDays === null ? nothing : html`<span>${words.t('usedDays', { count: usedDays })}</span>`}
              <time datetime=${new Date(createdAt).toISOString()} title=${words.date(createdAt)}>${words.ago(createdAt)}</time>
              ${
                editedAt
                  ? html`<button type="button" class="link" aria-haspopup="dialog" @click=${() => void board.open({ kind: 'history', review })}>
                      ${words.t('edited')}
                    </button>`
                  : nothing
              }
            </div>
          </div>
          ${reviewMenu(board, review)}
        </div>
        ${disclosure ? html`<p class="disclosure" part="disclosure">${disclosure}</p>` : nothing}
        ${title ? html`<h4 dir="auto">${found ? marks.in(title, found) : title}</h4>` : nothing}
        <dangol-part-fold-text .text=${text} .words=${words} .marks=${marks} .found=${found}></dangol-part-fold-text>
        ${
          photos.length
            ? photoStrip({
                label: words.t('photos'),
                photos,
                onOpen: (index) =>
                  void board.open({
                    kind: 'photo',
                    photos: photos.map((photo) => ({ photo, review })),
                    index,
                  }),
                words,
              })
            : nothing
        }
      </li>`;
    })}
  </ol>`;
}

/** The mean stars by the time since the purchase: one column each, which says its own numbers. */
export function drift(board: BoardHost, spans: Summary['drift']): TemplateResult {
  const words = board.words!;
  return html`<h3 id="drift" class="small">${words.t('driftTitle')}</h3>
    <ol role="list" aria-labelledby="drift">
      ${spans.map(({ days, count, mean }) => {
        const said = { mean: words.mean(mean), count };
        return html`<li>
          <span class="bar" aria-hidden="true"
            ><svg><rect y="${(1 - mean / 5) * 100}%" width="100%" height="100%" rx="3" /></svg
          ></span>
          <span class="only-heard">${words.t('driftSaid', said)}</span>
          <b aria-hidden="true">${said.mean}</b>
          <span>${words.t(`drift_${days}` as 'drift_0') || words.t('driftFrom', { days })}</span>
          <span class="muted" aria-hidden="true">${words.t('driftCount', { count })}</span>
        </li>`;
      })}
    </ol>`;
}

const lateStyles = css`
  .later {
    display: grid;
    gap: 1em;
    margin-inline-start: 0.45em;
    padding-inline-start: 1.1em;
    border-inline-start: 2px solid var(--d-line);
  }
  .later > li {
    position: relative;
  }
  .later > li::before {
    content: '';
    position: absolute;
    inset: 0.45em auto auto calc(-1.1em - 6px);
    inline-size: 10px;
    block-size: 10px;
    border: 2px solid var(--d-edge);
    border-radius: 50%;
    background: var(--d-surface);
  }
  .later > li > * + * {
    margin-block-start: 0.4em;
  }
  .later dangol-part-menu {
    margin-block: -10px;
  }
  h4 {
    margin: 0;
    font-size: 1em;
    unicode-bidi: isolate;
  }
  .drift h3 {
    margin-block-end: 0.5em;
    font-weight: 600;
  }
  .drift ol {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 4px;
    max-inline-size: 34em;
    text-align: center;
  }
  .drift li {
    display: grid;
    align-content: start;
    justify-items: center;
    font-size: 0.8em;
    line-height: 1.35;
  }
  .bar,
  .bar svg {
    display: block;
    inline-size: 100%;
    block-size: 44px;
  }
  .bar {
    max-inline-size: 2.4em;
    margin-block-end: 4px;
    border-radius: 4px;
    overflow: hidden;
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
  }
  .bar svg {
    fill: var(--d-star);
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid;
    }
    .bar svg {
      fill: CanvasText;
    }
  }
`;

/** Takes its styles into a board. */
export function begin(board: BoardHost): void {
  const root = board.shadowRoot!;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, lateStyles.styleSheet!];
}
