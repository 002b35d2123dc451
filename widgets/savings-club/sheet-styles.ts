import { css } from 'lit';
import { formStyles } from '../parts/form-styles.ts';

/** Of everything that opens over a savings club. */
export const sheetStyles = [
  ...formStyles,
  css`
    .sum {
      font-size: 1.5em;
      font-weight: 700;
      font-variant-numeric: tabular-nums;
    }
    .quick {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-block-start: 10px;
    }
    .quick button {
      padding-inline: 0.9em;
      border-color: var(--d-line);
      border-radius: 22px;
      font-variant-numeric: tabular-nums;
    }
    .quick [aria-pressed='true'] {
      border-color: var(--d-accent);
      background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
      font-weight: 700;
    }
    [tabindex='0'] {
      border-radius: 2px;
      outline-offset: 6px;
    }
    .told {
      padding: 10px 14px;
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .well {
      background: color-mix(in srgb, var(--d-good) 10%, var(--d-surface));
    }
    .bad {
      background: color-mix(in srgb, var(--d-bad) 10%, var(--d-surface));
    }
    .with-icon {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    .with-icon .icon {
      flex: none;
      color: var(--d-good);
    }
    .head {
      font-family: ui-monospace, monospace;
      overflow-wrap: anywhere;
    }
    .middle {
      justify-items: center;
      text-align: center;
      gap: 12px;
    }
    .qr {
      inline-size: min(100%, 20em);
      padding: 4px;
      border: 1px solid var(--d-line);
      border-radius: var(--d-radius);
      background: #fff;
    }
    .qr svg {
      display: block;
      inline-size: 100%;
    }
    .over svg {
      opacity: 0.12;
    }
    .time-left {
      font-size: 1.2em;
      font-weight: 700;
      font-variant-numeric: tabular-nums;
    }
    code {
      display: block;
      font-family: ui-monospace, monospace;
      font-size: 1.07em;
      font-weight: 600;
      letter-spacing: 0.04em;
      word-break: break-all;
      user-select: all;
    }
    .name {
      min-height: 24px !important;
      padding: 0;
      font-weight: 600;
      text-align: start;
    }
    .amount,
    .number {
      font-variant-numeric: tabular-nums;
    }
    .rows .amount {
      margin-inline-start: auto;
    }
    .rows > li > :empty {
      display: none;
    }
    .scrolls {
      overflow-x: auto;
    }
    table {
      inline-size: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 8px 6px;
      border-block-end: 1px solid var(--d-line);
      text-align: start;
      vertical-align: baseline;
    }
    th {
      color: var(--d-muted);
      font-size: 0.87em;
      font-weight: 500;
      white-space: nowrap;
    }
    th:first-child,
    td:first-child {
      padding-inline-start: 0;
    }
    th:last-child,
    td:last-child {
      padding-inline-end: 0;
    }
    .number {
      text-align: end;
    }
    .number,
    td:first-child {
      white-space: nowrap;
    }
    .out {
      color: var(--d-muted);
    }
    .emojis {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .emojis label {
      position: relative;
      display: grid;
      place-items: center;
      inline-size: 48px;
      block-size: 48px;
      border: 1px solid var(--d-line);
      border-radius: var(--d-radius);
      font-size: 1.5em;
      line-height: 1;
      cursor: pointer;
    }
    .emojis input {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      opacity: 0;
      cursor: pointer;
    }
    .emojis :has(:checked) {
      border: 2px solid var(--d-accent);
      background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
    }
    .emojis :has(:focus-visible) {
      outline: 2px solid var(--d-focus);
      outline-offset: 2px;
    }
    .photo {
      font-size: 1em !important;
      inline-size: auto !important;
      grid-auto-flow: column;
      gap: 6px;
      padding-inline: 12px;
    }
    .photo img {
      inline-size: 36px;
      block-size: 36px;
      border-radius: 6px;
      object-fit: cover;
    }
    summary {
      display: list-item;
      min-block-size: 44px;
      padding-block: 10px;
      font-weight: 600;
      cursor: pointer;
    }
    details > div {
      display: grid;
      gap: 22px;
      padding-block-start: 10px;
    }
    fieldset.fixed {
      opacity: 0.65;
    }
    input.fixed {
      background: var(--d-raised);
    }
  `,
];
