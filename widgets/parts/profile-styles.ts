import { type CSSResult, css } from 'lit';
import { peopleSheetStyles } from './people-sheet.ts';
import { switchStyles } from './switch.ts';

export const profileStyles: CSSResult[] = [
  peopleSheetStyles,
  switchStyles,
  css`
    .who {
      display: flex;
      align-items: center;
      gap: 14px;
    }
    .who > div {
      min-inline-size: 0;
    }
    .who .avatar {
      font-size: 1.4em;
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
    }
    .name b {
      font-size: 1.13em;
      line-height: 1.35;
    }
    .facts {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(5.6em, 1fr));
      padding: 14px 4px;
      border-radius: var(--d-radius);
      background: var(--d-raised);
      text-align: center;
    }
    .facts div {
      display: flex;
      flex-direction: column-reverse;
      padding: 2px;
    }
    .facts dt {
      color: var(--d-muted);
      font-size: 0.87em;
    }
    .facts dd {
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .own {
      display: grid;
      gap: 4px;
      padding: 12px 16px 16px;
      border: 1px solid var(--d-line);
      border-radius: var(--d-radius);
    }
    .own .plain {
      margin-block-start: 10px;
      justify-self: start;
    }
    section > h3 {
      margin-block-end: 12px;
    }
    .product {
      display: inline-block;
      /* A finger needs room; what stands around it does not move away for that. */
      padding-block: 10px;
      margin-block: -10px;
      color: inherit;
      font-weight: 600;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
    .meta {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
      margin-block-start: 4px;
      color: var(--d-muted);
      font-size: 0.87em;
    }
    h4 {
      margin: 8px 0 0;
      font-size: 1em;
      font-weight: 600;
      unicode-bidi: isolate;
    }
    .disclosure {
      margin-block-start: 8px;
      padding: 8px 12px;
      border-radius: var(--d-radius);
      background: var(--d-raised);
      font-size: 0.93em;
    }
    .text {
      margin-block-start: 6px;
    }
    .text ~ .small {
      margin-block-start: 6px;
    }
    .none {
      padding-block: 12px;
      text-align: center;
    }
  `,
];
