// What an open club does not need for its first paint: how one ended, and what somebody who was invited sees, and all clubs of mine.
import { type CSSResult, css } from 'lit';

export { ending } from './ending.ts';
export { invited } from './invited.ts';
export { overview } from './mine.ts';
export { product } from './product.ts';
export { refused } from './refused.ts';

export const lateStyles: CSSResult = css`
  .ending {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 6px;
    padding: 16px 18px;
    border-radius: calc(var(--d-radius) * 1.4);
    background: var(--d-raised);
  }
  .ending.glad {
    background: color-mix(in srgb, var(--d-good) 10%, var(--d-surface));
  }
  .glad .state {
    color: var(--d-good);
  }
  .state {
    font-size: 1.1em;
  }
  .paper {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 6px;
  }
  .coupon {
    inline-size: 100%;
    margin-block-start: 6px;
    padding: 14px 16px;
    border: 2px dashed var(--d-edge);
    border-radius: var(--d-radius);
    background: var(--d-surface);
  }
  .code {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block: 4px;
  }
  .code input {
    flex: 1 1 12em;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
    font-family: ui-monospace, monospace;
    font-size: 1.1em;
    font-weight: 700;
  }
  .code input:disabled {
    color: var(--d-muted);
    text-decoration: line-through;
  }
  .invited {
    display: grid;
    gap: 14px;
    max-inline-size: 34em;
    margin-inline: auto;
    justify-items: center;
    text-align: center;
  }
  .invited h2 {
    font-size: 1.6em;
  }
  .product {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    padding: 10px;
    border: 1px solid var(--d-line);
    border-radius: var(--d-radius);
    color: inherit;
    text-decoration: none;
  }
  .product img {
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    border-radius: calc(var(--d-radius) * 0.7);
    object-fit: cover;
  }
  .product span,
  .product b {
    display: block;
  }
  .points {
    display: grid;
    gap: 8px;
    text-align: start;
  }
  .points li {
    display: flex;
    gap: 8px;
  }
  .points .icon {
    flex: none;
    margin-block-start: 0.15em;
    color: var(--d-good);
  }
  .cards {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    margin-block: 16px;
  }
  .card {
    display: block;
    overflow: hidden;
    block-size: 100%;
    border: 1px solid var(--d-line);
    border-radius: calc(var(--d-radius) * 1.6);
    color: inherit;
    text-decoration: none;
  }
  .card .cover {
    aspect-ratio: 3;
    border-radius: 0;
  }
  .card .emoji {
    font-size: 3em;
  }
  .in {
    display: grid;
    gap: 8px;
    padding: 14px 16px 16px;
  }
  .title:has(.main) {
    align-items: center;
  }
  .about-it {
    margin-block-start: 6px;
  }
  .center {
    text-align: center;
  }
  @container (min-width: 36em) {
    .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (min-width: 52em) {
    .cards {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
`;
