import { type CSSResult, css } from 'lit';
import { base } from '../core/styles.ts';
import { dialogStyles } from './dialog.ts';
import { lengthCounterStyles } from './length-counter.ts';

const ownStyles: CSSResult = css`
  form,
  .sheet {
    display: grid;
    gap: 22px;
    grid-template-columns: minmax(0, 1fr);
  }
  .label,
  legend {
    display: block;
    padding: 0;
    margin-block-end: 8px;
    font-weight: 600;
  }
  p + .label {
    margin-block-start: 16px;
  }
  h3 {
    font-size: 1em;
    font-weight: 700;
  }
  input:not([type='radio'], [type='checkbox']),
  textarea,
  select {
    display: block;
    width: 100%;
    min-height: 44px;
    padding: 9px 12px;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    background: var(--d-surface);
  }
  textarea {
    min-height: 5.5em;
    max-height: 16em;
    resize: vertical;
    field-sizing: content;
  }
  ::placeholder {
    color: var(--d-muted);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--d-bad);
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.2em 1em;
    margin-block-start: 6px;
  }
  .hint {
    margin-block-start: 6px;
    color: var(--d-muted);
    font-size: 0.87em;
  }
  .hint:empty {
    display: none;
  }
  .below .hint {
    margin: 0;
  }
  .two-fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr));
    gap: 22px 16px;
  }
  .count {
    display: grid;
    grid-template-columns: 44px 5em 44px;
    gap: 8px;
  }
  .count input {
    text-align: center;
    appearance: textfield;
  }
  .count button {
    padding: 0;
    border: 1px solid var(--d-edge);
    font-size: 1.2em;
  }
  .pick {
    display: flex;
    align-items: start;
    gap: 10px;
    min-height: 44px;
    padding: 10px 12px;
    border: 1px solid var(--d-line);
    border-radius: var(--d-radius);
    cursor: pointer;
  }
  .pick + .pick {
    margin-block-start: 8px;
  }
  .pick:has(:checked) {
    border-color: var(--d-accent);
    background: color-mix(in srgb, var(--d-accent) 6%, var(--d-surface));
  }
  .pick:has(:focus-visible) {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
  .pick input {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 2px 0 0;
    accent-color: var(--d-accent);
  }
  .pick input:focus-visible {
    outline: none;
  }
  .pick b {
    display: block;
    font-weight: 600;
    unicode-bidi: isolate;
  }
  .pick span > span {
    display: block;
    color: var(--d-muted);
    font-size: 0.87em;
  }
  .short {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .short .pick {
    align-items: center;
    margin: 0;
    border-radius: 22px;
  }
  .short .pick b {
    font-weight: inherit;
  }
  .rows > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding-block: 8px;
  }
  .rows > li + li {
    border-block-start: 1px solid var(--d-line);
  }
  .rows > li > :nth-child(2) {
    flex: 1 1 8em;
    min-width: 0;
  }
  .rows button {
    min-height: 44px;
  }
  .thumb {
    display: grid;
    flex: none;
    place-items: center;
    width: 72px;
    height: 72px;
    overflow: hidden;
    border-radius: var(--d-radius);
    background: var(--d-raised);
    color: var(--d-muted);
  }
  .thumb img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .rows a {
    color: inherit;
    font-weight: 600;
    text-underline-offset: 0.2em;
    text-decoration-color: var(--d-edge);
  }
  .grave {
    color: var(--d-bad);
  }
  .points {
    display: grid;
    gap: 8px;
  }
  .points li {
    display: flex;
    gap: 8px;
  }
  .points .icon {
    flex: none;
    margin-block-start: 0.15em;
    color: var(--d-good);
  }
  .problem:empty {
    display: none;
  }
  .two {
    flex-wrap: wrap;
  }
  .end {
    border-block-start: 1px solid var(--d-line);
    padding-inline: 20px;
    margin-inline: -20px;
  }
  .start {
    justify-self: start;
  }
`;

/** Of everything with a form that opens over a widget. */
export const formStyles = [base, lengthCounterStyles, dialogStyles, ownStyles];
