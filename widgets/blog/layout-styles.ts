import { type CSSResult, css } from 'lit';

/** The three ways in which the parts of a blog are laid out. What is shown, and in which order, is the same in all. */
export const layoutStyles: CSSResult = css`
  /* A shelf: wishes stand on a board, the rest beside each other. */
  .wishes .tiles {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .things .tiles {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .wishes .tile:nth-child(n + 7) {
    display: none;
  }
  .layout-shelf .wishes .frame {
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .layout-shelf .wishes .facts {
    position: relative;
    padding-block-start: 14px;
  }
  .layout-shelf .wishes .facts::before {
    content: '';
    position: absolute;
    inset: 0 calc(var(--gap) / -2) auto;
    block-size: 6px;
    background: color-mix(in srgb, var(--d-accent) 34%, var(--d-tone, var(--d-line)));
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

  /* A gallery: pictures first, the newest largest. */
  .layout-gallery .tiles,
  .layout-gallery .cards {
    --gap: 6px;
    gap: 12px var(--gap);
  }
  .layout-gallery .wishes .tile:first-child:not(:only-child) {
    grid-row: span 2;
    grid-column: span 2;
  }
  .layout-gallery .wishes .tile:first-child .frame {
    flex: 1;
    aspect-ratio: 1;
  }
  .layout-gallery .wishes .note {
    display: none;
  }
  .layout-gallery .tile .facts,
  .layout-gallery .story .facts {
    padding-block-start: 6px;
  }
  .layout-gallery .wishes h4 {
    -webkit-line-clamp: 1;
  }
  .layout-gallery .things .frame {
    aspect-ratio: 4 / 5;
  }
  .layout-gallery .cards {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .layout-gallery .story:first-child {
    grid-column: 1 / -1;
  }
  .layout-gallery .story:first-child .cover {
    aspect-ratio: 16 / 10;
    max-block-size: 420px;
  }
  .layout-gallery .story:first-child h4 {
    font-size: 1.2em;
  }
  .layout-gallery .story:not(:has(.cover)) h4 {
    -webkit-line-clamp: 4;
  }
  .layout-gallery .story:not(:first-child) .text {
    display: none;
  }

  .layout-gallery .story:not(:has(.cover)) .facts {
    flex: 1;
    padding: 14px;
    border-radius: var(--k-frame, 8px);
    background: var(--d-raised);
  }

  /* A diary: one thing below the other, as they came. */
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
    font-size: 1.13em;
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
    .wishes .tile:nth-child(n + 7) {
      display: flex;
    }
    .wishes .tiles {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .things .tiles {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .layout-shelf .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .layout-gallery .wishes .tile:nth-child(n + 6) {
      display: none;
    }
    .layout-gallery .cards {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .layout-diary .wishes .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      column-gap: 24px;
    }
    .layout-diary .things .tiles {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container (min-width: 56em) {
    .layout-shelf .wishes .tiles {
      grid-template-columns: repeat(8, minmax(0, 1fr));
    }
    .layout-shelf .wishes .note {
      display: none;
    }
    .things .tiles {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
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
    .layout-gallery .wishes .tiles {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }
    .layout-gallery .wishes .tile:nth-child(n + 6) {
      display: flex;
    }
    .layout-gallery .wishes .tile:nth-child(n + 8) {
      display: none;
    }
    .layout-gallery .cards {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .layout-gallery .story:first-child {
      grid-row: span 2;
      grid-column: span 2;
    }
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
