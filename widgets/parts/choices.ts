import { type CSSResult, css, html, type TemplateResult } from 'lit';

export interface ChoicesOptions {
  /** Different for each group of a form. */
  name: string;
  legend: string;
  items: readonly { key: string; label: string }[];
  value: string | null;
  /** Another answer, or null: the chosen one was tapped again. */
  onChoose(key: string | null): void;
}

/** One of several, or none, for a form: native radios that look like chips. */
export function choices({ name, legend, items, value, onChoose }: ChoicesOptions): TemplateResult {
  return html`<fieldset class="choices" part="choices">
    <legend>${legend}</legend>
    <div class="wrap">
      ${items.map(
        ({ key, label }) =>
          html`<label class="chip"
            ><input
              type="radio"
              name=${name}
              value=${key}
              .checked=${key === value}
              @change=${() => onChoose(key)}
              @click=${() => {
                // A radio that is chosen already stays silent: nobody could take an answer back.
                if (key === value) onChoose(null);
              }}
            />${label}</label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** Beside chipsStyles. */
export const choicesStyles: CSSResult = css`
  .wrap {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .choices legend {
    padding: 0;
    margin-block-end: 8px;
    font-weight: 600;
  }
  .chip input {
    position: absolute;
    inset: 0;
    opacity: 0;
    margin: 0;
    inline-size: 100%;
    block-size: 100%;
    cursor: pointer;
  }
  .choices .chip {
    position: relative;
    max-inline-size: 100%;
  }
  .chip:has(:checked) {
    border-color: var(--d-accent);
    background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
    font-weight: 600;
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
`;
