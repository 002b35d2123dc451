import { type CSSResult, css } from 'lit';

export const wishStyles: CSSResult = css`
  :host {
    --d-heart: var(--dangol-heart, #e5334f);
    position: relative;
    display: inline-block;
    inline-size: max(44px, 2.9em);
    block-size: max(44px, 2.9em);
    vertical-align: middle;
  }
  button {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    padding: 0;
    border-radius: 50%;
  }
  svg {
    inline-size: 1.6em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.7;
    transition: transform 0.15s;
  }
  button:active svg {
    transform: scale(0.85);
  }
  [aria-pressed='true'] svg {
    fill: var(--d-heart);
    stroke: var(--d-heart);
  }
  .refused svg {
    stroke: var(--d-bad);
    animation: shake 0.4s;
  }
  .counted svg {
    translate: 0 -0.3em;
  }
  .count {
    position: absolute;
    inset: auto 0 0.5em;
    font-size: 0.7em;
    line-height: 1.1;
    text-align: center;
    white-space: nowrap;
  }
  .note {
    position: absolute;
    inset: 100% 0 auto auto;
    z-index: 1;
    inline-size: max-content;
    max-inline-size: 18em;
    margin: 0;
    padding: 0.6em 1em;
    border: 0;
    border-radius: var(--d-radius);
    background: var(--d-text);
    color: var(--d-surface);
    font-size: 0.87em;
    /* The heart that it lies upon can be tapped. */
    pointer-events: none;
  }
  @keyframes shake {
    25%,
    75% {
      transform: translateX(-3px);
    }
    50% {
      transform: translateX(3px);
    }
  }
`;
