import { type CSSResult, css } from 'lit';

export const looksStyles: CSSResult = css`
  .hold {
    display: grid;
    gap: 22px;
    container-type: inline-size;
  }
  .stay {
    position: sticky;
    z-index: 1;
    inset-block-start: -20px;
    margin: -20px -20px 0;
    padding: 12px 20px;
    border-block-end: 1px solid var(--d-line);
    background: var(--d-surface);
  }
  .preview {
    max-width: 300px;
    margin-inline: auto;
  }
  .preview .strip {
    height: 56px;
  }
  .preview img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .inside {
    padding: 0 14px 10px;
  }
  .inside .avatar {
    position: relative;
    inline-size: 2.6em;
    block-size: 2.6em;
    margin-block-start: -1.1em;
    border: 2px solid var(--d-surface);
  }
  .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .title.own-font {
    font-size: calc(1.07em * var(--k-size));
  }
  .frames {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 6px;
    margin-block: 6px 8px;
  }
  .frames .frame {
    height: 30px;
    background-image: linear-gradient(135deg, var(--d-tint), var(--d-tone));
    background-clip: content-box;
  }
  .layout-gallery .frames {
    grid-template-columns: 2fr 1fr 1fr;
    gap: 2px;
  }
  .layout-diary .frames {
    grid-template-columns: 1fr;
    gap: 4px;
  }
  .layout-diary .frame {
    height: 12px;
  }
  .layout-diary .frame:last-child {
    display: none;
  }
  .end {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block-start: 6px;
    border-block-start: var(--k-divider);
    font-size: 0.87em;
  }
  .pill {
    flex: none;
    width: 64px;
    height: 22px;
    border-radius: 11px;
    background: var(--d-accent);
  }
  .tiles,
  .fonts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 10px;
  }
  .fonts {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .choice {
    position: relative;
    display: grid;
    gap: 6px;
    border-radius: 12px;
    font-size: 0.87em;
    text-align: center;
    cursor: pointer;
  }
  .choice > input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .choice:has(:checked) > span:last-child {
    font-weight: 700;
  }
  .choice:has(:checked) > span:nth-child(2) {
    outline: 3px solid var(--d-edge);
    outline-offset: 2px;
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--d-focus);
    outline-offset: 6px;
  }
  .tile {
    display: grid;
    grid-template: 34px 1fr / 2px 1fr 1fr 1fr 2px;
    gap: 8px 6px;
    height: 84px;
    overflow: hidden;
  }
  .tile .strip {
    grid-column: 1 / -1;
  }
  .tile i,
  .tile b {
    height: 26px;
    border-radius: min(var(--k-frame), 10px);
    background: var(--d-tint);
  }
  .tile i:nth-child(2) {
    grid-column: 2;
  }
  .tile b {
    background: var(--d-accent);
  }
  .sample {
    display: grid;
    min-height: 52px;
    padding: 6px;
    place-items: center;
    border: 1px solid var(--d-line);
    border-radius: var(--d-radius);
    font-size: 1.25em;
    line-height: 1.3;
  }
  .sheet input[type='range'] {
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    accent-color: var(--d-accent);
  }
  .sheet input.hue {
    appearance: none;
  }
  .hue::-webkit-slider-runnable-track {
    height: 16px;
    border-radius: 8px;
    background: linear-gradient(
      90deg,
      hsl(0 60% 50%),
      hsl(60 60% 50%),
      hsl(120 60% 50%),
      hsl(180 60% 50%),
      hsl(240 60% 50%),
      hsl(300 60% 50%),
      hsl(359 60% 50%)
    );
  }
  .hue::-moz-range-track {
    height: 16px;
    border-radius: 8px;
    background: linear-gradient(
      90deg,
      hsl(0 60% 50%),
      hsl(60 60% 50%),
      hsl(120 60% 50%),
      hsl(180 60% 50%),
      hsl(240 60% 50%),
      hsl(300 60% 50%),
      hsl(359 60% 50%)
    );
  }
  .hue::-webkit-slider-thumb {
    appearance: none;
    width: 28px;
    height: 28px;
    margin-block-start: -6px;
    border: 3px solid var(--d-surface);
    border-radius: 50%;
    background: var(--d-text);
  }
  .hue::-moz-range-thumb {
    box-sizing: border-box;
    width: 28px;
    height: 28px;
    border: 3px solid var(--d-surface);
    border-radius: 50%;
    background: var(--d-text);
  }
  .photo {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .photo .plain {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border-radius: var(--d-radius);
    cursor: pointer;
  }
  .photo .plain:has(:focus-visible) {
    outline: 2px solid var(--d-focus);
    outline-offset: 2px;
  }
  .photo input {
    position: absolute;
    inset: 0;
    width: 100%;
    min-height: 0;
    opacity: 0;
    cursor: pointer;
  }
  .tune {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .agree {
    display: flex;
    gap: 10px;
    padding: 14px;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    cursor: pointer;
  }
  .agree input {
    flex: none;
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--d-accent);
  }
  .agree b {
    display: block;
    font-weight: 600;
  }
  /* A low window, or a keyboard over it: the form needs the room. */
  @media (max-height: 700px) {
    .stay {
      position: static;
    }
  }
  @container (min-width: 30em) {
    .tiles {
      gap: 14px;
    }
    .fonts {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .preview .strip {
      height: 68px;
    }
  }
  @container (max-width: 15em) {
    .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (forced-colors: active) {
    .choice:has(:checked) > span:nth-child(2) {
      outline-color: Highlight;
    }
  }
`;
