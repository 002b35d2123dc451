import { type CSSResult, css } from 'lit';

/**
 * What every widget begins with. The host's font family and colour come in by inheritance; what would only disturb
 * (line height, spacing, alignment) is set anew. Inside, everything reads `--d-...`; a page sets `--dangol-...`.
 *
 * `--d-ink`, `--d-page` and `--d-mall-...` are measured by the element (core/looks.ts): the host's text colour, the
 * colour it is written on, and the mall's own settings. Sizes are `em` of the host's own size, so that text enlarged
 * by the phone enlarges everything.
 */
export const ground: CSSResult = css`
  :host {
    --d-text: var(--dangol-text, var(--d-ink, #222));
    --d-surface: var(--dangol-surface, var(--d-page, #fff));
    --d-bad: var(--dangol-bad, var(--d-scheme-bad, #b3261e));
    --d-focus: var(--dangol-focus, var(--d-scheme-focus, #1a5fd0));
    --d-radius: var(--dangol-radius, var(--d-mall-radius, 10px));
    display: block;
    box-sizing: border-box;
    color: var(--d-text);
    font-size: var(--dangol-font-size, 15px);
    font-weight: 400;
    font-style: normal;
    line-height: 1.6;
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    word-break: keep-all;
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
  button {
    margin: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  .only-heard {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
