import { type CSSResult, css } from 'lit';

export const commentStyles: CSSResult = css`
  li + li,
  ul ul {
    border-block-start: 1px solid var(--d-line);
  }
  ul ul {
    margin-inline-start: 20px;
  }
  .one {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 10px;
    padding-block: 12px;
  }
  .head {
    display: flex;
    align-items: start;
  }
  .head > div {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    min-inline-size: 0;
    min-block-size: 2.26em;
  }
  .name {
    font-weight: 600;
    font-size: 0.93em;
  }
  button.name {
    min-height: 24px;
    padding: 0;
    text-align: start;
  }
  .one dangol-part-menu {
    margin-block: -5px;
  }
  .reply {
    min-height: 2em;
    padding-inline: 0;
    color: var(--d-muted);
    font-size: 0.87em;
    font-weight: 600;
  }
  .gone {
    padding-block: 16px;
  }
  form {
    display: grid;
    gap: 8px;
    padding-block: 10px 14px;
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    max-block-size: 16em;
    padding: 9px 12px;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    background: var(--d-surface);
    resize: none;
    field-sizing: content;
  }
  textarea::placeholder {
    color: var(--d-muted);
    opacity: 1;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
  }
  .end[hidden] {
    display: none;
  }
  .end .length {
    margin-inline-end: auto;
  }
  .problem {
    color: var(--d-bad);
  }
  .more {
    padding-block: 10px;
  }
  .wide {
    display: block;
    inline-size: 100%;
    border-color: var(--d-line);
  }
`;
