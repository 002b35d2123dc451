import { type CSSResult, css } from 'lit';
import { ground } from './ground.ts';

/** What every widget of more than one button begins with. */
export const base: CSSResult[] = [
  ground,
  css`
    :host {
      --d-muted: var(--dangol-muted, color-mix(in srgb, var(--d-text) 70%, var(--d-surface)));
      --d-raised: var(--dangol-raised, color-mix(in srgb, var(--d-text) 4%, var(--d-surface)));
      --d-line: var(--dangol-line, color-mix(in srgb, var(--d-text) 13%, var(--d-surface)));
      --d-edge: var(--dangol-edge, color-mix(in srgb, var(--d-text) 55%, var(--d-surface)));
      --d-accent: var(--dangol-accent, var(--d-mall-accent, var(--d-text)));
      --d-accent-text: var(--dangol-accent-text, var(--d-mall-accent-text, var(--d-surface)));
      --d-star: var(--dangol-star, var(--d-scheme-star, #d67d00));
      --d-star-off: var(--dangol-star-off, color-mix(in srgb, var(--d-text) 18%, var(--d-surface)));
      --d-good: var(--dangol-good, var(--d-scheme-good, #176f43));
      --d-gap: var(--dangol-gap, 1em);
      --d-photo: var(--dangol-photo-size, 5.6em);
    }
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
    .muted {
      color: var(--d-muted);
    }
    .small {
      font-size: 0.87em;
    }
  `,
];
