import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { Tune, TuneNote } from '../../server/community/blogs/contract.ts';
import type { Words } from '../core/words.ts';

/** From the highest to the lowest, as on paper. */
export const NOTES: readonly TuneNote[] = [
  'a5',
  'g5',
  'e5',
  'd5',
  'c5',
  'a4',
  'g4',
  'e4',
  'd4',
  'c4',
  'rest',
];

/** What a tune begins with. */
export const FIRST_TUNE: Tune = { notes: ['c4', 'e4', 'g4', 'a4', 'g4', 'c5'], tempo: 110 };

/** Six columns of notes, each a group of native radios: a tap picks, arrow keys move up and down. */
export function tuneGrid(
  tune: Tune,
  words: Words,
  onChange: (tune: Tune, note: TuneNote) => void,
): TemplateResult {
  return html`<div class="notes">
      <div class="names" aria-hidden="true">
        ${NOTES.map((note) => html`<span>${words.t(`looksNote_${note}`)}</span>`)}
      </div>
      ${tune.notes.map(
        (chosen, at) =>
          html`<fieldset>
            <legend class="only-heard">${words.t('looksTuneNth', { count: at + 1 })}</legend>
            ${NOTES.map(
              (note) =>
                html`<label class=${note === 'rest' ? 'rest' : ''}
                  ><span class="only-heard">${words.t(`looksNote_${note}`)}</span
                  ><input
                    type="radio"
                    name="note-${at}"
                    value=${note}
                    .checked=${note === chosen}
                    @change=${() =>
                      onChange(
                        { ...tune, notes: tune.notes.map((one, index) => (index === at ? note : one)) },
                        note,
                      )}
                /></label>`,
            )}
          </fieldset>`,
      )}
    </div>
    <label class="label" for="tempo">${words.t('looksTempo')}</label>
    <input
      id="tempo"
      type="range"
      min="60"
      max="180"
      step="5"
      aria-valuetext=${words.t('looksTempoSaid', { count: tune.tempo })}
      .value=${String(tune.tempo)}
      @input=${(event: Event) =>
        onChange({ ...tune, tempo: Number((event.target as HTMLInputElement).value) }, 'rest')}
    />`;
}

export const tuneGridStyles: CSSResult = css`
  .notes {
    display: grid;
    grid-template-columns: auto repeat(6, minmax(24px, 44px));
    justify-content: start;
    gap: 2px;
    margin-block: 10px;
  }
  .names {
    display: grid;
    grid-auto-rows: 25px;
    align-items: center;
    padding-inline-end: 6px;
    color: var(--d-muted);
    font-size: 0.8em;
    white-space: nowrap;
  }
  .notes fieldset {
    display: grid;
    grid-auto-rows: 25px;
  }
  .notes label {
    position: relative;
    display: grid;
    cursor: pointer;
  }
  .notes label::before {
    content: '';
    position: absolute;
    inset: 1px;
    border: 1px solid var(--d-line);
    border-radius: 4px;
    background: var(--d-raised);
  }
  .notes .rest::before {
    border-style: dashed;
    background: none;
  }
  .notes label:has(:checked)::before {
    border-color: var(--d-accent);
    background: var(--d-accent);
  }
  .notes label:has(:focus-visible)::before {
    outline: 2px solid var(--d-focus);
    outline-offset: 1px;
  }
  @media (hover: hover) {
    .notes label:hover::before {
      border-color: var(--d-edge);
    }
  }
  .notes input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  @media (forced-colors: active) {
    .notes label:has(:checked)::before {
      background: Highlight;
    }
  }
`;
