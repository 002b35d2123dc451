import { type CSSResult, css } from 'lit';

export const wishlistStyles: CSSResult = css`
  :host {
    position: relative;
    container-type: inline-size;
  }
  .root {
    position: relative;
    min-height: var(--dangol-wishlist-height, 620px);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    min-height: 44px;
  }
  h2,
  ::slotted([slot='heading']) {
    flex: 1 1 9em;
    min-width: 0;
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
    unicode-bidi: isolate;
  }
  h2:focus {
    outline: none;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .back {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    margin-block-start: 4px;
  }
  .about button {
    min-height: 24px;
    padding: 0;
    color: inherit;
    font-size: 1em;
    font-weight: 600;
  }
  .days {
    font-variant-numeric: tabular-nums;
  }
  .told {
    margin-block-start: 12px;
    padding: 10px 14px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .grid {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    margin-block: 16px;
  }
  .grid > li {
    position: relative;
    display: flex;
    flex-direction: column;
    min-width: 0;
    border: 1px solid var(--d-line);
    border-radius: calc(var(--d-radius) * 1.2);
    background: var(--d-surface);
  }
  .many > li {
    content-visibility: auto;
    contain-intrinsic-size: auto 480px;
  }
  .busy {
    opacity: 0.6;
  }
  .picture {
    display: grid;
    place-items: center;
    aspect-ratio: 1;
    max-height: 24em;
    overflow: hidden;
    border-radius: calc(var(--d-radius) * 1.2 - 1px) calc(var(--d-radius) * 1.2 - 1px) 0 0;
    background: var(--d-raised);
    color: var(--d-muted);
  }
  .picture img,
  .collage img {
    display: block;
    width: 100%;
    height: 100%;
    min-height: 0;
    object-fit: cover;
  }
  .picture .icon {
    width: 3em;
    height: 3em;
    stroke-width: 1;
  }
  .away img {
    opacity: 0.5;
    filter: grayscale(1);
  }
  .facts {
    display: grid;
    gap: 4px;
    padding: 14px 14px 0;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
    line-height: 1.45;
    unicode-bidi: isolate;
  }
  h3 a {
    display: block;
    color: inherit;
    text-decoration: none;
  }
  .price {
    font-size: 1.2em;
    font-variant-numeric: tabular-nums;
    line-height: 1.3;
  }
  .down {
    color: var(--d-good);
    font-weight: 600;
  }
  .stock {
    color: var(--d-muted);
    font-weight: 600;
  }
  .few {
    color: var(--d-bad);
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .chosen li {
    padding: 0.1em 0.7em;
    border-radius: 1em;
    background: var(--d-raised);
  }
  .note {
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--d-line);
    white-space: pre-line;
    unicode-bidi: isolate;
  }
  .give {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    margin: 14px 14px 0;
  }
  .given {
    margin: 14px 14px 0;
    padding: 8px 12px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .given.mine > :first-child {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--d-good);
    font-weight: 600;
  }
  .given .link {
    min-height: 36px;
    padding: 0;
  }
  .acts {
    display: flex;
    align-items: center;
    margin-block-start: auto;
    padding: 6px 2px 2px 6px;
  }
  .acts .end {
    flex: 1;
  }
  .talk,
  .dots,
  .handle {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 44px;
    min-height: 44px;
    padding: 0 8px;
    color: var(--d-muted);
    font-size: 0.93em;
  }
  .handle {
    cursor: grab;
    touch-action: none;
  }
  .lifted {
    z-index: 3;
    box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
    pointer-events: none;
  }
  .grid:has(.lifted) {
    cursor: grabbing;
    user-select: none;
  }
  .talking {
    grid-column: 1 / -1;
  }
  dangol-wishlist-comments {
    padding-inline: 14px;
    border-block-start: 1px solid var(--d-line);
  }
  a.list {
    flex: 1;
    padding-block-end: 14px;
    border-radius: inherit;
    color: inherit;
    text-decoration: none;
  }
  .list > h3,
  .list > p {
    margin: 10px 14px 0;
  }
  .list > p {
    margin-block-start: 2px;
  }
  .collage {
    display: grid;
    grid-template: repeat(2, minmax(0, 1fr)) / repeat(2, minmax(0, 1fr));
    gap: 2px;
    aspect-ratio: 16 / 10;
    overflow: hidden;
    border-radius: calc(var(--d-radius) * 1.2 - 1px) calc(var(--d-radius) * 1.2 - 1px) 0 0;
  }
  .collage i {
    display: grid;
    place-items: center;
    background: var(--d-raised);
    color: var(--d-muted);
  }
  .of-1 > *,
  .of-2 > *,
  .of-3 > :first-child {
    grid-row: 1 / -1;
  }
  .of-1 > * {
    grid-column: 1 / -1;
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
    width: 2.6em;
    height: 2.6em;
    color: var(--d-edge);
    stroke-width: 1.1;
  }
  .empty button {
    margin-block-start: 10px;
  }
  .wide {
    display: block;
    width: 100%;
    border-color: var(--d-line);
  }
  .wait > li {
    height: 300px;
    border: 0;
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
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
    h3 a:hover,
    a.list:hover h3 {
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
  }
  @container (min-width: 34em) {
    .grid {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .talking {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      grid-template-rows: auto auto 1fr;
    }
    .talking .picture {
      grid-row: 1 / 4;
      align-self: start;
      border-radius: calc(var(--d-radius) * 1.2 - 1px) 0 0 0;
    }
    .talking > dangol-wishlist-comments {
      grid-column: 1 / -1;
    }
  }
  @container (min-width: 56em) {
    .grid {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
`;
