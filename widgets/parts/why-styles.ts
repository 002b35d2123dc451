import { type CSSResult, css } from 'lit';
import { peopleSheetStyles } from './people-sheet.ts';

export const whyStyles: CSSResult[] = [
  peopleSheetStyles,
  css`
    .mine {
      font-size: 1.5em;
      font-weight: 700;
      line-height: 1.35;
    }
    .mine + p {
      margin-block-start: 4px;
    }
    .next {
      margin-block-start: 16px;
      padding: 16px;
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .next ul {
      display: grid;
      gap: 14px;
      margin-block-start: 12px;
    }
    .next li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 4px 12px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    .next b {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .next .met b {
      color: var(--d-good);
    }
    .rail {
      grid-column: 1 / -1;
      inline-size: 100%;
      block-size: 6px;
      border-radius: 3px;
      background: color-mix(in srgb, var(--d-text) 13%, var(--d-surface));
      fill: var(--d-accent);
    }
    .met .rail {
      fill: var(--d-good);
    }
    .top {
      margin-block-start: 12px;
    }
    .frozen {
      padding: 16px;
      border: 1px solid var(--d-edge);
      border-radius: var(--d-radius);
    }
    .frozen p,
    .frozen ul {
      margin-block-start: 6px;
    }
    .frozen li {
      position: relative;
      margin: 4px 0 0;
      padding: 0 0 0 1em;
      border: 0;
    }
    .frozen li::before {
      content: '·';
      position: absolute;
      inset-inline-start: 0.3em;
    }
    .lines > h3 {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 4px 12px;
      margin-block-end: 12px;
    }
    .line {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 4px 16px;
    }
    .lines .line + .line {
      margin-block-start: 12px;
      padding-block-start: 12px;
    }
    .line b {
      color: var(--d-good);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .line .less {
      color: var(--d-muted);
    }
    @media (forced-colors: active) {
      .rail {
        border: 1px solid CanvasText;
        fill: Highlight;
      }
      .met .rail {
        fill: Highlight;
      }
    }
  `,
];
