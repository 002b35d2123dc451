import { type CSSResult, css } from 'lit';

/** What the alert sheet and the channel settings share, beside the styles of sheets, switches and consents. */
export const alertStyles: CSSResult = css`
  .sheet {
    gap: 24px;
  }
  .about {
    display: flex;
    align-items: center;
    gap: 14px;
  }
  .about img,
  .about .no-picture {
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
    object-fit: cover;
  }
  .about > div {
    min-inline-size: 0;
  }
  .about b {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  fieldset > legend,
  h3 {
    padding: 0;
    margin-block-end: 8px;
    font-size: 1em;
    font-weight: 700;
  }
  .kind + .kind {
    border-block-start: 1px solid var(--d-line);
  }
  .kind > .switch {
    min-block-size: 52px;
    font-weight: 500;
  }
  .legal {
    color: var(--d-muted);
    font-weight: 400;
    font-size: 0.87em;
  }
  .below {
    display: grid;
    gap: 6px;
    padding-block-end: 16px;
  }
  .below label {
    font-size: 0.93em;
    font-weight: 600;
  }
  .amount {
    display: flex;
    align-items: center;
    gap: 8px;
    max-inline-size: 16em;
  }
  .amount input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    background: var(--d-surface);
    /* Smaller, a phone would enlarge the page. */
    font-size: max(16px, 1em);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .amount input[aria-invalid='true'] {
    border-color: var(--d-bad);
  }
  .box {
    padding: 14px 16px;
    border: 1px solid var(--d-line);
    border-radius: var(--d-radius);
  }
  .box .address {
    margin-block-start: 14px;
  }
  .box.wanted {
    border-color: var(--d-bad);
  }
  .said {
    color: var(--d-good);
  }
  .said:empty {
    display: none;
  }
  .foot {
    display: grid;
    gap: 8px;
    border-block-start: 1px solid var(--d-line);
  }
  /* Nothing to tell yet; it is there so that what comes is heard. */
  .foot.quiet {
    padding-block: 0;
    border: 0;
  }
  .foot .main {
    inline-size: 100%;
  }
`;
