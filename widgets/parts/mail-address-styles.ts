import { type CSSResult, css } from 'lit';

export const mailAddressStyles: CSSResult = css`
  form {
    display: grid;
    gap: 8px;
  }
  label {
    font-weight: 600;
  }
  input {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    background: var(--d-surface);
    /* Smaller, a phone would enlarge the page. */
    font-size: max(16px, 1em);
  }
  input[aria-invalid='true'] {
    border-color: var(--d-bad);
  }
  .code {
    max-inline-size: 12em;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.2em;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
  }
  .acts .link {
    min-block-size: 44px;
  }
  .address {
    font-weight: 600;
  }
  .problem {
    color: var(--d-bad);
  }
  .said {
    color: var(--d-good);
  }
  .problem:empty,
  .said:empty {
    display: none;
  }
`;
