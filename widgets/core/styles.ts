import { type CSSResult, css } from 'lit';
import { ground } from './ground.ts';

/** What every widget of more than one button begins with. */
export const base: CSSResult[] = [
  ground,
  css`
    h2,
    h3,
    p,
    ul,
    ol,
    dl,
    dd,
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      min-width: 0;
    }
    ul,
    ol {
      list-style: none;
    }
    input,
    select,
    textarea {
      margin: 0;
      font: inherit;
      letter-spacing: inherit;
      color: inherit;
    }
    button {
      min-height: 2.2em;
      min-width: 24px;
      padding: 0.2em 0.6em;
      border-radius: var(--d-radius);
    }
    button:disabled,
    button[aria-disabled='true'] {
      cursor: default;
      opacity: 0.55;
    }
    .main {
      min-height: 44px;
      padding: 0.5em 1.3em;
      background: var(--d-accent);
      color: var(--d-accent-text);
      font-weight: 600;
    }
    .plain {
      min-height: 44px;
      padding: 0.5em 1.3em;
      border: 1px solid var(--d-edge);
      background: var(--d-surface);
      font-weight: 500;
    }
    .link {
      padding: 0.2em 0.3em;
      color: var(--d-muted);
      font-size: 0.87em;
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
    .small {
      font-size: 0.87em;
    }
  `,
];
