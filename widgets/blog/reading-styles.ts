import { type CSSResult, css } from 'lit';

/** Around a story that is open. */
export const readingStyles: CSSResult = css`
  .home {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 60px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--d-line);
    color: inherit;
    text-decoration: none;
  }
  .home > span:last-child {
    display: grid;
    min-inline-size: 0;
    line-height: 1.35;
  }
  .home:focus-visible {
    outline-offset: -4px;
  }
  .home:hover b {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .reading {
    padding: 16px 16px 0;
  }
  .reading:focus {
    outline: none;
  }
  @container (min-width: 34em) {
    .reading {
      padding: 24px 24px 0;
    }
    .home {
      padding-inline: 24px;
    }
  }
`;
