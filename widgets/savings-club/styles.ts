import { type CSSResult, css } from 'lit';

export const clubStyles: CSSResult = css`
  :host {
    position: relative;
    container-type: inline-size;
  }
  .root {
    position: relative;
    min-height: var(--dangol-club-height, 620px);
  }
  h2,
  ::slotted([slot='heading']) {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: var(--dangol-heading-size, 1.45em);
    font-weight: 700;
    line-height: 1.35;
    unicode-bidi: isolate;
  }
  h2:focus {
    outline: none;
  }
  h3 {
    font-size: 1em;
    font-weight: 700;
  }
  .title {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 4px 12px;
  }
  .title .main {
    flex: none;
  }
  .title > :last-child:not(.main) {
    flex: none;
    margin-block: -6px;
  }
  .back {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding-inline: 0;
  }
  .club,
  .first-half,
  .second-half,
  .acts,
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 20px;
  }
  .top {
    gap: 6px;
  }
  .club {
    gap: 28px;
  }
  .cover {
    display: grid;
    place-items: center;
    aspect-ratio: 21 / 9;
    max-block-size: 15em;
    inline-size: 100%;
    overflow: hidden;
    border-radius: calc(var(--d-radius) * 1.6);
    background:
      radial-gradient(circle at 18% 24%, color-mix(in srgb, var(--d-surface) 55%, transparent) 0 9%, transparent 9.5%),
      radial-gradient(circle at 84% 70%, color-mix(in srgb, var(--d-surface) 45%, transparent) 0 14%, transparent 14.5%),
      radial-gradient(circle at 74% 18%, color-mix(in srgb, var(--d-surface) 60%, transparent) 0 4%, transparent 4.5%),
      linear-gradient(
        135deg,
        color-mix(in srgb, var(--d-accent) 22%, var(--d-surface)),
        color-mix(in srgb, var(--d-star) 20%, var(--d-surface))
      );
    color: var(--d-muted);
  }
  .cover img {
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    object-fit: cover;
  }
  .emoji {
    font-size: 4.4em;
    line-height: 1;
  }
  .chips,
  .about,
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
  }
  .chip,
  .days {
    padding: 0.1em 0.8em;
    border-radius: 1em;
    background: color-mix(in srgb, var(--d-accent) 12%, var(--d-surface));
    font-weight: 600;
  }
  .days {
    background: var(--d-text);
    color: var(--d-surface);
    font-variant-numeric: tabular-nums;
  }
  .chips {
    gap: 6px 8px;
  }
  .about b {
    font-weight: 600;
  }
  .secret {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--d-muted);
  }
  .far {
    display: grid;
    gap: 8px;
  }
  .sums {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    font-variant-numeric: tabular-nums;
  }
  .sums .percent {
    margin-inline-start: auto;
  }
  .big {
    font-size: 1.75em;
    line-height: 1.2;
    letter-spacing: -0.01em;
  }
  .below:empty {
    display: none;
  }
  .acts {
    gap: 12px;
  }
  .more-acts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .more-acts button {
    flex: 1 1 auto;
    padding-inline: 0.8em;
    border-color: var(--d-line);
  }
  .mine {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 20px;
    color: var(--d-muted);
  }
  .mine div {
    display: flex;
    gap: 6px;
  }
  .mine dd {
    color: var(--d-text);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .told {
    padding: 10px 14px;
    border-radius: var(--d-radius);
    background: var(--d-raised);
  }
  .people li,
  .gave {
    display: flex;
    gap: 12px;
  }
  .people li {
    align-items: center;
    padding-block: 5px;
  }
  .people h3,
  .news h3 {
    margin-block-end: 6px;
  }
  h3 .muted {
    font-weight: 400;
  }
  .who {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    min-inline-size: 0;
  }
  .amount {
    font-variant-numeric: tabular-nums;
  }
  .gave,
  .hap {
    padding-block: 8px;
  }
  .gave > div {
    flex: 1;
    min-inline-size: 0;
  }
  .gave p:first-child {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
  }
  .gave .amount {
    margin-inline-start: auto;
  }
  .said {
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-block: 4px;
    padding: 8px 14px;
    border-radius: 4px calc(var(--d-radius) * 1.4) calc(var(--d-radius) * 1.4);
    background: var(--d-raised);
    unicode-bidi: isolate;
  }
  .hap time {
    font-weight: 400;
  }
  .gave time + span {
    margin-inline-start: 8px;
  }
  .hap {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0 8px;
    text-align: center;
  }
  .hap.milestone,
  .hap.reached,
  .hap.paid-out {
    font-weight: 600;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin-block-start: 20px;
    padding-block: 6px;
    border-block-start: 1px solid var(--d-line);
  }
  .talk,
  .dots {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 44px;
    min-height: 44px;
    padding: 0 8px;
    color: var(--d-muted);
    font-size: 0.93em;
  }
  .wide {
    display: block;
    width: 100%;
  }
  .plain.wide {
    margin-block-start: 8px;
    border-color: var(--d-line);
  }
  .main.wide {
    min-height: 52px;
    font-size: 1.07em;
  }
  .cancelled .cover,
  .refunded .cover {
    filter: grayscale(0.7);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 3em 1em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    width: 2.6em;
    height: 2.6em;
    color: var(--d-edge);
    stroke-width: 1.1;
  }
  .empty button {
    margin-block-start: 10px;
  }
  .wait {
    display: grid;
    gap: 16px;
  }
  .wait i {
    block-size: 48px;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .wait i:first-child {
    block-size: 180px;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  .notices {
    position: sticky;
    bottom: 0;
    z-index: 4;
    height: 0;
  }
  @container (min-width: 52em) {
    .club {
      grid-template-columns: minmax(0, 11fr) minmax(0, 9fr);
      gap: 48px;
    }
  }
`;
