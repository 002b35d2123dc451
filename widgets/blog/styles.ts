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
    font-size: calc(1.13em * var(--k-size, 1));
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
    font-size: calc(1em * var(--k-size, 1));
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
    .name:hover, {
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
  }
  @container (min-width: 34em) {
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
