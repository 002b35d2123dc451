import { type CSSResult, css } from 'lit';

/** A shelf: wishes stand on a board, the rest beside each other. What the other two do not say otherwise, they take from it. */
export const shelfStyles: CSSResult = css`
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
  }
`;
