import { type CSSResult, css, html, type TemplateResult } from 'lit';

/** Where a mark stands on the way. */
const MILESTONES = [25, 50, 75] as const;

export interface MeterOptions {
  /** 0 to 100. */
  percent: number;
  /** What is measured, and how far it is, for those who hear it. */
  label: string;
  said: string;
  /** Low, for a list of many. */
  isSmall?: boolean;
}

/** How far something has come: fills calmly when it is first seen and whenever there is more. */
export function meter({ percent, label, said, isSmall = false }: MeterOptions): TemplateResult {
  return html`<div
    class="meter ${isSmall ? 'small' : ''} ${percent >= 100 ? 'full' : ''}"
    part="meter"
    role="meter"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
    aria-valuetext=${said}
  >
    <span class="fill" .style=${`inline-size:${percent}%`}></span>
    ${isSmall ? '' : MILESTONES.map((at) => html`<i class="at-${at} ${percent >= at ? 'on' : ''}"></i>`)}
  </div>`;
}

export const meterStyles: CSSResult = css`
  .meter {
    position: relative;
    block-size: 16px;
    overflow: hidden;
    border-radius: 8px;
    background: color-mix(in srgb, var(--d-text) 10%, var(--d-surface));
  }
  .meter.small {
    block-size: 8px;
    border-radius: 4px;
  }
  .fill {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--d-accent);
    transition: inline-size 1.2s cubic-bezier(0.22, 1, 0.36, 1);
    animation: fill 1.2s cubic-bezier(0.22, 1, 0.36, 1);
  }
  @keyframes fill {
    from {
      inline-size: 0;
    }
  }
  .meter i {
    position: absolute;
    inset-block: 5px;
    inline-size: 6px;
    margin-inline-start: -3px;
    border-radius: 50%;
    background: color-mix(in srgb, var(--d-text) 28%, var(--d-surface));
    transition: background 0.6s 0.6s;
  }
  .meter i.on {
    background: var(--d-accent-text);
  }
  .at-25 {
    inset-inline-start: 25%;
  }
  .at-50 {
    inset-inline-start: 50%;
  }
  .at-75 {
    inset-inline-start: 75%;
  }
  @media (forced-colors: active) {
    .meter {
      border: 1px solid;
    }
    .fill {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
