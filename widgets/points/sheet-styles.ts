import { type CSSResult, css } from 'lit';
import { base } from '../core/styles.ts';
import { dialogStyles } from '../parts/dialog.ts';

export const sheetStyles: CSSResult[] = [
  ...base,
  dialogStyles,
  css`
    form,
    .sheet {
      display: grid;
      gap: 18px;
      grid-template-columns: minmax(0, 1fr);
    }
    label {
      display: block;
      margin-block-end: 8px;
      font-weight: 600;
    }
    input,
    textarea {
      display: block;
      width: 100%;
      min-width: 0;
      min-height: 44px;
      padding: 9px 12px;
      border: 1px solid var(--d-edge);
      border-radius: var(--d-radius);
      background: var(--d-surface);
      font-variant-numeric: tabular-nums;
    }
    input {
      font-size: 1.2em;
      font-weight: 600;
    }
    textarea {
      min-height: 11em;
      font-size: 0.87em;
      white-space: pre;
      overflow: auto;
    }
    [aria-invalid='true'] {
      border-color: var(--d-bad);
    }
    .beside {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 8px;
    }
    .hint {
      margin-block-start: 6px;
      color: var(--d-muted);
      font-size: 0.87em;
    }
    .problem:empty {
      display: none;
    }
    .two {
      flex-wrap: wrap;
    }
    a.plain {
      display: inline-grid;
      place-items: center;
      border-radius: var(--d-radius);
      color: inherit;
      text-decoration: none;
    }
  `,
];
