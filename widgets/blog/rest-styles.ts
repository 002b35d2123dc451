import { type CSSResult, css } from 'lit';

/** Of what stands below the wishes: reviews of what was bought, and stories in their boards. */
export const restStyles: CSSResult = css`
  .told {
    color: var(--d-muted);
    font-size: 0.8em;
    line-height: 1.45;
  }
  .said {
    display: grid;
    gap: 2px;
    margin-block-start: 4px;
  }
  .wide {
    display: block;
    inline-size: 100%;
    margin-block-start: 20px;
    border-color: var(--d-line);
  }
  .cover {
    aspect-ratio: 4 / 3;
  }
  .sign {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: inline-flex;
    align-items: center;
    gap: 2px;
    padding: 1px 7px;
    border-radius: 1em;
    background: rgb(0 0 0 / 72%);
    color: #fff;
    font-size: 0.8em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .sign .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
    stroke-width: 1.8;
  }
  .many {
    inset: 8px 8px auto auto;
  }
  .story h4 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
  }
  .count {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  .count .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }
  .boards {
    display: flex;
    gap: 8px;
    /* Room for the focus ring, which a scrolling box would cut. */
    margin: -4px -4px 10px;
    padding: 4px;
    overflow-x: auto;
    scrollbar-width: none;
    overscroll-behavior-x: contain;
  }
  .board {
    position: relative;
    flex: none;
    cursor: pointer;
  }
  .board input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .board > span {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: 36px;
    padding: 4px 14px;
    border: 1px solid var(--d-edge);
    border-radius: 1.4em;
    font-size: 0.93em;
  }
  .board bdi {
    max-inline-size: 12em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .board small {
    color: var(--d-muted);
    font-size: 0.87em;
    font-variant-numeric: tabular-nums;
  }
  .board :checked + span {
    border-color: var(--d-accent);
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-weight: 600;
  }
  .board :checked + span small {
    color: inherit;
  }
  .board :focus-visible + span {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
  .none {
    padding-block: 16px;
  }
  .layout-shelf .story {
    flex-direction: row;
    gap: 14px;
  }
  .layout-shelf .cover {
    flex: none;
    align-self: start;
    inline-size: 112px;
    aspect-ratio: 1;
  }
  .layout-shelf .story .facts {
    flex: 1;
    padding: 0;
  }
  .layout-shelf .story .text {
    -webkit-line-clamp: 2;
  }
  @container (min-width: 34em) {
    .layout-shelf .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (min-width: 56em) {
    .layout-shelf .cards {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .layout-shelf .story {
      flex-direction: column;
      gap: 10px;
    }
    .layout-shelf .cover {
      align-self: stretch;
      inline-size: auto;
      aspect-ratio: 4 / 3;
    }
    .layout-shelf .story:not(:has(.cover)) .facts {
      flex: 1;
      padding: 16px;
      border-radius: var(--k-frame, 8px);
      background: var(--d-raised);
    }
  }
`;
