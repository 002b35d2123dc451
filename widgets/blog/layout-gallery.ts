import { type CSSResult, css } from 'lit';

/** A gallery: pictures first, the newest largest. */
const styles: CSSResult = css`
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
  /* One alone in its line. */
  .layout-gallery .story:last-child:nth-child(even) {
    grid-column: 1 / -1;
  }
  .layout-gallery .story:first-child .cover {
    aspect-ratio: 16 / 10;
    max-block-size: 420px;
  }
  .layout-gallery .story:first-child h4 {
    font-size: calc(1.2em * var(--k-size));
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
  @container (min-width: 34em) {
    .layout-gallery .story:last-child:nth-child(even) {
      grid-column: auto;
    }
    .layout-gallery .wishes .tile:nth-child(n + 6) {
      display: none;
    }
    .layout-gallery .cards {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
  @container (min-width: 56em) {
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
  }
`;
export default styles;
