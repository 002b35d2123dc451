import { type CSSResult, css } from 'lit';

export const noticesStyles: CSSResult = css`
  .root {
    outline: none;
  }
  .acts {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .acts .link {
    min-block-size: 44px;
  }
  .wide {
    inline-size: 100%;
    border-color: var(--d-line);
  }
  .old {
    margin-block-end: 8px;
    padding: 8px 12px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .old:empty,
  .problem:empty {
    display: none;
  }
  .problem {
    color: var(--d-bad);
  }
  li {
    position: relative;
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 14px;
    border-block-start: 1px solid var(--d-line);
  }
  .picture {
    position: relative;
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
    color: var(--d-muted);
    font-size: 1.2em;
  }
  .picture img {
    inline-size: 56px;
    block-size: 56px;
    border-radius: inherit;
    object-fit: cover;
  }
  .unread .picture::after {
    content: '';
    position: absolute;
    inset: -4px -4px auto auto;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--d-surface);
    border-radius: 50%;
    background: var(--d-accent);
  }
  .what {
    flex: 1;
    min-inline-size: 0;
  }
  .open {
    display: block;
    inline-size: 100%;
    min-block-size: 0;
    padding: 0;
    color: inherit;
    line-height: 1.5;
    text-align: start;
    text-decoration: none;
  }
  .unread .open {
    font-weight: 600;
  }
  /* The whole line is the target, but for what deletes it. */
  .open::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--d-radius);
  }
  .open:focus-visible {
    outline: none;
  }
  .open:focus-visible::after {
    outline: 2px solid var(--d-focus);
    outline-offset: -2px;
  }
  @media (hover: hover) {
    li:hover .open {
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-color: var(--d-edge);
    }
  }
  .legal {
    color: var(--d-muted);
    font-weight: 400;
  }
  time {
    white-space: nowrap;
  }
  .delete {
    position: relative;
    display: grid;
    flex: none;
    place-content: center end;
    inline-size: 44px;
    block-size: 44px;
    margin-block: -6px;
    margin-inline-start: -12px;
    padding: 0;
    color: var(--d-muted);
  }
  .note {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 2.4em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .note > .icon {
    inline-size: 2.6em;
    block-size: 2.6em;
    color: var(--d-edge);
    stroke-width: 1.1;
  }
  .note button {
    margin-block-start: 10px;
  }
  .waiting i {
    display: block;
    block-size: 56px;
    margin-block: 14px;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (forced-colors: active) {
    .unread .picture::after {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
