import { type CSSResult, css } from 'lit';

/** Of the top of a blog: whose it is. */
export const headStyles: CSSResult = css`
  .strip {
    block-size: 112px;
  }
  .strip:has(img) {
    block-size: auto;
    aspect-ratio: 5 / 2;
    max-block-size: 280px;
    inline-size: 100%;
  }
  .strip img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .who {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 6px 14px;
    padding-inline: 16px;
  }
  .who > .avatar {
    position: relative;
    align-self: start;
    margin-block-start: -22px;
    border: 3px solid var(--d-surface);
    font-size: 1.75em;
  }
  .names {
    padding-block-start: 8px;
  }
  h2,
  ::slotted([slot='heading']) {
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
    unicode-bidi: isolate;
  }
  h2 {
    font-size: calc(var(--dangol-heading-size, 1.33em) * var(--k-size, 1));
  }
  h2:focus {
    outline: none;
  }
  .by {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .name {
    min-height: 24px;
    padding: 0;
    border-radius: 4px;
    color: var(--d-muted);
  }
  .who > :not(.avatar, .names) {
    grid-column: 1 / -1;
  }
  .about {
    max-inline-size: 44em;
    white-space: pre-line;
    unicode-bidi: isolate;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 18px;
    font-size: 0.93em;
  }
  .counts div {
    display: flex;
    gap: 5px;
  }
  .counts dt {
    color: var(--d-muted);
  }
  .counts dd {
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .buttons {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 6px;
  }
  .buttons .main,
  .buttons .plain {
    display: inline-flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: 4px;
    max-inline-size: 18em;
    padding-inline: 12px;
  }
  .round {
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 1px solid var(--d-line);
    border-radius: 50%;
    background: var(--d-surface);
  }
  .round[aria-pressed='true'] {
    border-color: var(--d-accent);
    background: var(--d-accent);
    color: var(--d-accent-text);
  }
  @media (hover: hover) {
    .round:hover {
      border-color: var(--d-edge);
    }
  }
  @container (min-width: 34em) {
    .strip {
      block-size: 148px;
    }
    .who {
      grid-template-columns: auto minmax(0, 1fr) auto;
      padding-inline: 24px;
    }
    .who > .buttons {
      grid-area: 1 / 3;
      align-self: start;
      margin-block-start: 12px;
    }
    .buttons .main,
    .buttons .plain {
      min-inline-size: 8em;
    }
  }
`;
