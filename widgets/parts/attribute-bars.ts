import { type CSSResult, css, html, type TemplateResult } from 'lit';

export interface AttributeBar {
  /** Such as "사이즈". */
  label: string;
  values: readonly { label: string; count: number }[];
}

/** What shoppers said by tapping: per attribute the most frequent answer and its share. */
export function attributeBars(attributes: readonly AttributeBar[]): TemplateResult {
  return html`<dl class="attrs">
    ${attributes.map(({ label, values }) => {
      const total = values.reduce((sum, { count }) => sum + count, 0);
      const top = values.reduce((one, other) => (other.count > one.count ? other : one));
      const share = total && Math.round((top.count / total) * 100);
      return html`<div>
        <dt>${label}</dt>
        <dd>${top.label}</dd>
        <svg class="rail" aria-hidden="true"><rect width="${share}%" height="100%" rx="4" /></svg>
        <dd>${share}%</dd>
      </div>`;
    })}
  </dl>`;
}

export const attributeBarsStyles: CSSResult = css`
  .attrs {
    display: grid;
    gap: 6px;
    font-size: 0.87em;
  }
  .attrs div {
    display: grid;
    grid-template-columns: 5.5em minmax(0, 3fr) minmax(2em, 2fr) 3.2em;
    align-items: center;
    gap: 10px;
  }
  .attrs dt {
    color: var(--d-muted);
  }
  .attrs dd {
    font-weight: 600;
  }
  .attrs div > :last-child {
    text-align: end;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .attrs .rail {
    block-size: 6px;
    fill: var(--d-accent);
  }
  /* Text that somebody enlarged. */
  @container (max-width: 16em) {
    .attrs div {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .attrs dt {
      grid-column: 1 / -1;
    }
    .attrs .rail {
      display: none;
    }
  }
`;
