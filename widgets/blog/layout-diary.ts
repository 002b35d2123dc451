import { type CSSResult, css } from 'lit';

/** A diary: one thing below the other, as they came. */
const styles: CSSResult = css`
  .layout-diary .tiles,
  .layout-diary .cards {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .layout-diary .tile {
    flex-direction: row;
    gap: 14px;
    padding-block: 10px;
    border-block-end: var(--k-divider, 1px solid var(--d-line));
  }
  .layout-diary .tile .frame {
    flex: none;
    align-self: start;
    inline-size: 64px;
  }
  .layout-diary .things .frame {
    inline-size: 96px;
  }
  .layout-diary .tile .facts {
    flex: 1;
    padding: 0;
  }
  .layout-diary .story {
    flex-direction: column-reverse;
    gap: 10px;
    padding: 4px 0 28px 22px;
    border-inline-start: 2px solid var(--d-line);
  }
  .layout-diary .story::before {
    content: '';
    position: absolute;
    inset: 12px auto auto -6px;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--d-accent);
  }
  .layout-diary .cards {
    margin-inline-start: 5px;
  }
  .layout-diary .story .facts {
    padding: 0;
  }
  .layout-diary .story h4 {
    font-size: calc(1.13em * var(--k-size));
  }
  .layout-diary .story .row {
    order: -1;
  }
  .layout-diary .story .told {
    order: -2;
  }
  .layout-diary .cover {
    inline-size: 100%;
    max-inline-size: 560px;
  }
  .layout-diary .story .text {
    -webkit-line-clamp: 6;
  }
  @container (min-width: 34em) {
    .layout-diary .wishes .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      column-gap: 24px;
    }
    .layout-diary .things .tiles {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container (min-width: 56em) {
    .layout-diary:not(.is-story) {
      display: grid;
      grid-template: auto auto 1fr / 300px minmax(0, 1fr);
      align-content: start;
    }
    .layout-diary .head {
      position: sticky;
      inset-block-start: 0;
      grid-row: 1 / -1;
      align-self: start;
    }
    .layout-diary .rest {
      min-block-size: 100%;
      border-inline-start: 1px solid var(--d-line);
    }
    .layout-diary .buttons .main,
    .layout-diary .buttons .plain {
      min-inline-size: 0;
    }
    .layout-diary .who {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .layout-diary .who > .buttons {
      grid-area: auto / 1 / auto / -1;
    }
    .layout-diary .rest,
    .layout-diary > p,
    .layout-diary > .notices {
      grid-column: 2;
    }
  }
`;
export default styles;
