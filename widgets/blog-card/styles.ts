import { type CSSResult, css } from 'lit';

export const cardStyles: CSSResult = css`
  :host {
    container-type: inline-size;
    max-width: 480px;
  }
  :host([view='page']) {
    max-width: none;
    container-type: normal;
  }
  /* The loader's own rule does not reach in here. */
  dangol-blog:not(:defined) {
    display: block;
    min-height: var(--dangol-blog-height, 720px);
  }
  .root {
    display: flex;
    flex-direction: column;
    min-height: var(--dangol-card-height, 560px);
    font-size: 0.93em;
    line-height: 1.45;
  }
  .strip {
    flex: none;
    height: 72px;
  }
  .strip img,
  .frame img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  header {
    position: relative;
    display: flex;
    align-items: start;
    gap: 8px;
    margin-block-start: -1.3em;
    padding-inline: 14px;
  }
  header .avatar {
    inline-size: 3.4em;
    block-size: 3.4em;
    border: 3px solid var(--d-surface);
    font-size: 1em;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 6px;
    min-width: 0;
    padding-block-start: 1.75em;
  }
  .who b {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .level {
    max-width: 100%;
    background: var(--d-surface);
  }
  h2 {
    display: -webkit-box;
    overflow: hidden;
    padding: 6px 14px 0;
    line-height: 1.35;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .body {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 10px;
    padding: 10px 14px;
  }
  h3,
  .label {
    margin-block-end: 5px;
    color: var(--d-accent);
    font-size: 0.86em;
    font-weight: 700;
  }
  .things {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 8px;
  }
  .thing {
    display: block;
    color: inherit;
    text-align: center;
    text-decoration: none;
  }
  .thing .frame {
    display: grid;
    height: 72px;
    place-items: center;
  }
  .letters {
    display: -webkit-box;
    overflow: hidden;
    margin: 4px;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.3;
    color: var(--d-muted);
    font-size: 0.86em;
  }
  .price {
    display: block;
    overflow: hidden;
    margin-block-start: 3px;
    color: var(--d-muted);
    font-size: 0.83em;
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .newest {
    margin-block-start: auto;
    padding-block-start: 10px;
    border-block-start: var(--k-divider);
  }
  .newest a {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 52px;
    color: inherit;
    text-decoration: none;
  }
  .newest .frame {
    flex: none;
    width: 52px;
    height: 52px;
  }
  .said {
    display: grid;
    min-width: 0;
  }
  .label {
    margin: 0;
  }
  .disclosure {
    color: var(--d-muted);
    font-size: 0.8em;
  }
  h2.own-font {
    font-size: calc(1.25em * var(--k-size));
  }
  .said b {
    display: -webkit-box;
    overflow: hidden;
    line-height: 1.4;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  footer {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 14px 14px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    font-size: 0.9em;
  }
  .visit {
    display: grid;
    flex: none;
    min-height: 44px;
    padding: 0 1.3em;
    place-items: center;
    border-radius: calc(var(--k-corner) * 0.8);
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-weight: 600;
    text-decoration: none;
  }
  .thing:focus-visible,
  .newest a:focus-visible {
    border-radius: var(--k-frame);
  }
  @media (hover: hover) {
    .thing img,
    .newest img {
      transition: scale 0.25s;
    }
    .thing:hover img,
    .newest a:hover img {
      scale: 1.05;
    }
    .visit:hover {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
  }
  .layout-gallery .things {
    gap: 2px;
  }
  .layout-gallery .newest {
    order: -1;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .layout-diary .newest {
    order: -1;
    margin: 0;
    padding: 0 0 10px;
    border: 0;
    border-block-end: var(--k-divider);
  }
  @container (min-width: 22em) {
    .body {
      gap: 12px;
      padding-inline: 18px;
    }
    header,
    h2,
    footer {
      padding-inline: 18px;
    }
    .thing .frame {
      height: 84px;
    }
  }
  /* Text that somebody enlarged. */
  @container (max-width: 14em) {
    .things {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    footer {
      flex-direction: column;
      align-items: stretch;
    }
  }
  .bare {
    display: grid;
    align-content: center;
    border: 1px solid var(--d-line);
    border-radius: 14px;
  }
  .note {
    display: grid;
    flex: 1;
    align-content: center;
    justify-items: center;
    gap: 6px;
    padding: 1.6em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .note button {
    margin-block-start: 8px;
  }
  .waiting {
    align-content: start;
  }
  .waiting i {
    display: block;
    height: 72px;
    margin: 14px 14px 0;
    border-radius: 8px;
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .waiting i:first-of-type {
    height: 84px;
    margin: 0;
    border-radius: 14px 14px 0 0;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (forced-colors: active) {
    .visit {
      border: 1px solid ButtonText;
    }
  }
`;
