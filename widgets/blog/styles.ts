import { type CSSResult, css } from 'lit';

/** What all three layouts have in common. */
export const blogStyles: CSSResult = css`
  :host {
    position: relative;
    container-type: inline-size;
  }
  .root {
    position: relative;
    min-height: var(--dangol-blog-height, 720px);
    padding-block-end: 24px;
  }
  .frame {
    position: relative;
    display: grid;
    place-items: center;
    color: var(--d-muted);
  }
  .square {
    aspect-ratio: 1;
  }
  .frame img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .frame .icon {
    inline-size: 34%;
    block-size: 34%;
    max-inline-size: 3em;
    stroke-width: 1;
  }
  .away img {
    opacity: 0.5;
    filter: grayscale(1);
  }
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
  .rest {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 32px;
    padding: 24px 16px 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    min-height: 44px;
    margin-block-end: 4px;
  }
  h3 {
    font-size: 1.13em;
    font-weight: 700;
    line-height: 1.4;
  }
  .all {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding: 0 2px;
    color: var(--d-accent);
    font-size: 0.93em;
    font-weight: 600;
    text-decoration: none;
  }
  h4 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    line-height: 1.45;
    unicode-bidi: isolate;
  }
  .tile,
  .story {
    position: relative;
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .whole {
    color: inherit;
    text-decoration: none;
  }
  .whole::after {
    content: '';
    position: absolute;
    inset: 0;
    z-index: 1;
    border-radius: var(--k-frame, 8px);
  }
  .whole:focus-visible {
    outline: none;
  }
  .whole:focus-visible::after {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 2px;
    padding-block-start: 8px;
  }
  .tile h4 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    font-size: 0.93em;
    font-weight: 500;
  }
  .price {
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .stock,
  .day {
    color: var(--d-muted);
    font-size: 0.87em;
  }
  .few {
    color: var(--d-bad);
    font-weight: 600;
  }
  .note,
  .text {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    font-size: 0.93em;
    unicode-bidi: isolate;
  }
  .note {
    -webkit-line-clamp: 2;
    color: var(--d-muted);
    font-size: 0.87em;
  }
  .tiles,
  .cards {
    display: grid;
    gap: 20px var(--gap);
    --gap: 12px;
  }
  .busy {
    opacity: 0.6;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 3em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    inline-size: 2.6em;
    block-size: 2.6em;
    color: var(--d-edge);
    stroke-width: 1.1;
  }
  .empty button {
    margin-block-start: 10px;
  }
  .wait {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 12px;
  }
  .wait i {
    block-size: 132px;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .wait i:first-child {
    grid-column: 1 / -1;
    block-size: 112px;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  .notices {
    position: sticky;
    bottom: 0;
    z-index: 4;
    height: 0;
  }
  @media (hover: hover) {
    .whole:hover,
    .all:hover,
    .name:hover,
 {
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
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
    .rest {
      gap: 40px;
      padding-inline: 24px;
    }
    .tiles,
    .cards {
      --gap: 16px;
    }
  }
`;
