import { type CSSResult, css } from 'lit';

export const walletStyles: CSSResult = css`
  b {
    font-weight: 600;
  }
  .now {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 8px 20px;
    margin-block: 16px;
  }
  .now p span {
    display: block;
  }
  .sum {
    font-size: clamp(1.2em, 9cqi, 2.1em);
    font-weight: 700;
    line-height: 1.3;
  }
  .faded {
    color: var(--d-muted);
  }
  .old,
  .owed {
    margin-block: 16px;
    padding: 12px 16px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .old {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14em), 1fr));
    gap: 16px 32px;
    margin: 16px 0;
    padding: 16px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) fit-content(62%);
    align-content: start;
    gap: 2px 12px;
  }
  dd {
    margin: 0;
  }
  dd.muted {
    grid-column: 1 / -1;
    font-size: 0.87em;
  }
  .small,
  .facts {
    font-size: 0.87em;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 44px;
    margin-block-start: 16px;
  }
  h3 {
    font-size: 1.13em;
    font-weight: 700;
  }
  h4 {
    margin: 16px 0 0;
    padding-block-end: 4px;
    border-block-end: 1px solid var(--d-line);
    color: var(--d-muted);
    font-size: 0.87em;
    font-weight: 600;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) fit-content(62%);
    gap: 2px 16px;
    padding-block: 12px;
  }
  li + li {
    border-block-start: 1px solid var(--d-line);
  }
  li > b {
    color: var(--d-good);
    text-align: end;
  }
  li.less > b {
    color: inherit;
  }
  li.pending > b,
  li.void > b {
    color: var(--d-muted);
  }
  li.void > b {
    text-decoration: line-through;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9em;
  }
  .tag {
    padding: 0 0.6em;
    border: 1px solid var(--d-line);
    border-radius: 1em;
    color: var(--d-muted);
    font-size: 0.8em;
    white-space: nowrap;
  }
  .link {
    min-height: 44px;
    padding: 0.2em 0;
    color: var(--d-muted);
    font-size: 0.87em;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    text-decoration-color: var(--d-edge);
  }
  li .link {
    min-height: 24px;
    padding: 0;
    font-size: inherit;
  }
  .rest {
    grid-column: 1 / -1;
  }
  .small {
    margin-block: 16px;
  }
  .wide {
    display: block;
    width: 100%;
    margin-block-start: 12px;
    border-color: var(--d-line);
  }
  [aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  /* Text that somebody enlarged. */
  @container (max-width: 15em) {
    li,
    dl div {
      grid-template-columns: minmax(0, 1fr);
    }
    li > b {
      text-align: start;
    }
  }
`;
