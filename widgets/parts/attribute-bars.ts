import { type CSSResult, css, html, type TemplateResult } from 'lit';

export interface AttributeBar {
  /** "사이즈" */
  label: string;
  values: readonly { label: string; count: number }[];
}

/** What shoppers said by tapping: per attribute how the answers spread, the most frequent one in front. */
export function attributeBars(attributes: readonly AttributeBar[]): TemplateResult {
  return html`<dl class="attrs" part="attributes">
    ${attributes.map(({ label, values }) => {
      const total = values.reduce((sum, { count }) => sum + count, 0);
      const top = Math.max(1, ...values.map(({ count }) => count));
      return html`<div>
        <dt>${label}</dt>
        ${values.map(({ label: value, count }) => {
          const share = total ? Math.round((count / total) * 100) : 0;
          return html`<dd class=${count === top ? 'top' : ''}>
            <span>${value}</span>
            <svg class="rail" aria-hidden="true"><rect width="${share}%" height="100%" rx="3" /></svg>
            <span>${share}%</span>
          </dd>`;
        })}
      </div>`;
    })}
  </dl>`;
}

export const attributeBarsStyles: CSSResult = css`
  .attrs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 19em), 1fr));
    gap: 16px 32px;
    font-size: 0.87em;
  }
  .attrs dt {
    margin-block-end: 6px;
    font-weight: 700;
  }
  .attrs dd {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 2.6em;
    align-items: center;
    gap: 10px;
    margin: 4px 0 0;
    color: var(--d-muted);
    overflow-wrap: anywhere;
  }
  .attrs dd > :last-child {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .attrs .rail {
    inline-size: 100%;
    block-size: 6px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--d-text) 9%, var(--d-surface));
    fill: var(--d-muted);
  }
  .attrs .top {
    color: inherit;
    font-weight: 600;
  }
  .attrs .top .rail {
    fill: var(--d-accent);
  }
`;
