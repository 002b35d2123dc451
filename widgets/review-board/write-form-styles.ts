import { type CSSResult, css } from 'lit';
import { base } from '../core/styles.ts';
import { chipsStyles } from '../parts/chips.ts';
import { choicesStyles } from '../parts/choices.ts';
import { lengthCounterStyles } from '../parts/length-counter.ts';
import { dialogStyles } from './dialog.ts';

const ownStyles: CSSResult = css`
  form {
    display: grid;
    gap: 24px;
  }
  .label {
    display: block;
    padding: 0;
    margin-block-end: 8px;
    font-weight: 600;
  }
  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr));
    gap: 12px;
  }
  input,
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
    min-height: 9em;
    resize: vertical;
    field-sizing: content;
    max-height: 24em;
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
    justify-content: space-between;
    gap: 0.2em 1em;
    min-height: 1.6em;
    margin-block-start: 6px;
  }
  .told {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 1em;
    padding: 0.5em 1em;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .end {
    display: grid;
    gap: 8px;
    border-block-start: 1px solid var(--d-line);
    padding-inline: 20px;
    margin-inline: -20px;
  }
  .end .problem:empty {
    display: none;
  }
`;

/** The form's own and those of the parts it is made of. */
export const formStyles = [base, chipsStyles, choicesStyles, lengthCounterStyles, dialogStyles, ownStyles];
