import { type CSSResult, css } from 'lit';

export const leadersStyles: CSSResult = css`
  :host {
    --line: 3.5em;
    container-type: inline-size;
  }
  .reserved {
    min-height: var(--dangol-leaders-height, 690px);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    min-height: 44px;
  }
  h2,
  ::slotted([slot='heading']) {
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
  }
  h2 .muted {
    font-weight: 400;
  }
  .link {
    flex: none;
    min-height: 44px;
  }
  .pick {
    display: flex;
    margin-block-start: 8px;
  }
  .pick label {
    position: relative;
    display: grid;
    flex: none;
    min-width: 0;
    min-height: 44px;
    cursor: pointer;
  }
  .pick input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .pick span {
    display: grid;
    align-items: center;
    text-align: center;
  }
  .pick :focus-visible + span {
    outline: 2px solid var(--d-focus);
    outline-offset: -2px;
  }
  .period {
    gap: 20px;
    border-block-end: 1px solid var(--d-line);
  }
  .period span {
    border-block-end: 2px solid transparent;
    margin-block-end: -1px;
    padding-inline: 2px;
    color: var(--d-muted);
  }
  .period :checked + span {
    border-color: var(--d-accent);
    color: var(--d-text);
    font-weight: 700;
  }
  .place-of-chips {
    display: flow-root;
    min-height: 52px;
  }
  .category {
    gap: 8px;
    overflow-x: auto;
    scrollbar-width: none;
    overscroll-behavior-x: contain;
  }
  .category span {
    display: block;
    align-self: center;
    max-width: 15em;
    padding: 0.4em 14px;
    overflow: hidden;
    text-overflow: ellipsis;
    border: 1px solid var(--d-edge);
    border-radius: 1.3em;
    background: var(--d-surface);
    font-size: 0.93em;
    white-space: nowrap;
  }
  .category :checked + span {
    border-color: var(--d-accent);
    background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
    font-weight: 600;
  }
  ol,
  .waiting {
    margin-block-start: 8px;
    min-height: calc(var(--lines) * var(--line));
  }
  .busy {
    opacity: 0.5;
  }
  li {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: var(--line);
    padding: 5px 8px;
    border-radius: var(--d-radius);
  }
  li.mine {
    background: var(--d-raised);
  }
  .place {
    flex: none;
    width: 1.6em;
    color: var(--d-muted);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
  .first {
    width: 1.42em;
    color: var(--d-text);
    font-size: 1.13em;
    font-weight: 700;
  }
  .who {
    flex: 1;
    min-width: 0;
    line-height: 1.4;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .name button {
    min-width: 0;
    min-height: 0;
    padding: 0;
    overflow: hidden;
    font-weight: 600;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    border-radius: 4px;
  }
  /* The whole line is the target. */
  .name button::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--d-radius);
  }
  .name button:focus-visible {
    outline: none;
  }
  .name button:focus-visible::after {
    outline: 2px solid var(--d-focus);
    outline-offset: -2px;
  }
  @media (hover: hover) {
    li:hover button {
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
  }
  .level {
    /* A long name is cut, and gets at least as much room as the level. */
    flex: none;
    display: block;
    max-width: min(11em, 35cqi);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .level .icon {
    margin-inline-end: 2px;
    vertical-align: -0.28em;
  }
  .me {
    flex: none;
    padding: 0 0.6em;
    border-radius: 1em;
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-weight: 600;
  }
  @container (min-width: 30em) {
    .who {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 16px;
    }
    .who > .small {
      flex: none;
    }
  }
  /* Text that somebody enlarged. */
  @container (max-width: 16em) {
    .name {
      flex-wrap: wrap;
    }
    .name button,
    .level {
      max-width: 100%;
      white-space: normal;
    }
  }
  .waiting i {
    display: block;
    height: calc(var(--line) - 1em);
    margin-block-end: 1em;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  .note {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 2.4em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .note button {
    margin-block-start: 10px;
  }
  @media (forced-colors: active) {
    .pick :checked + span {
      border-color: Highlight;
    }
    li.mine {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
  }
`;
