import { css } from 'lit';
import { base } from '../../core/styles.ts';

/** Of the pictures in small. */
export const tilesStyles = [
  base,
  css`
    :host {
      font-size: inherit;
    }
    ul {
      display: grid;
      gap: 8px;
      grid-template-columns: repeat(auto-fill, minmax(68px, 1fr));
    }
    li {
      position: relative;
      aspect-ratio: 1;
    }
    .tile,
    .add {
      display: grid;
      place-content: center;
      inline-size: 100%;
      block-size: 100%;
      overflow: hidden;
      padding: 0;
      border-radius: var(--d-radius);
      background: var(--d-raised);
      color: var(--d-muted);
    }
    .tile img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
      user-select: none;
      -webkit-user-drag: none;
      pointer-events: none;
    }
    .tile {
      grid-template: 100% / 100%;
      place-items: center;
    }
    .tile[aria-current='true'] {
      outline: 3px solid var(--d-accent);
      outline-offset: 2px;
      /* The one that is looked at can be dragged by a finger; the others scroll the page. */
      touch-action: none;
    }
    .tile:focus-visible {
      outline: 3px solid var(--d-focus);
      outline-offset: 2px;
    }
    .faint img {
      opacity: 0.45;
    }
    .lifted .tile {
      opacity: 0.75;
      box-shadow: 0 6px 20px rgb(0 0 0 / 35%);
      transform: scale(1.06);
      cursor: grabbing;
    }
    .sign,
    .tags {
      position: absolute;
      inset-inline-start: 4px;
      inset-block-end: 4px;
      padding: 0 6px;
      border-radius: 9px;
      background: rgb(0 0 0 / 66%);
      color: #fff;
      font-size: 11px;
      font-weight: 600;
      line-height: 18px;
      pointer-events: none;
    }
    .tags {
      inset-inline: auto 4px;
    }
    .ring {
      position: absolute;
      inset: 0;
      inline-size: 36px;
      block-size: 36px;
      margin: auto;
      transform: rotate(-90deg);
      fill: none;
      stroke-width: 4;
      stroke: var(--d-surface);
      pointer-events: none;
    }
    .ring :last-child {
      stroke: var(--d-accent);
      stroke-linecap: round;
      transition: stroke-dashoffset 0.2s;
    }
    .bad {
      position: absolute;
      inset: 0;
      display: grid;
      place-content: center;
      inline-size: 26px;
      block-size: 26px;
      margin: auto;
      border-radius: 50%;
      background: var(--d-bad);
      color: var(--d-surface);
      font-weight: 700;
      pointer-events: none;
    }
    .add {
      position: relative;
      gap: 2px;
      justify-items: center;
      border: 1px dashed var(--d-edge);
      background: none;
      color: inherit;
      font-size: 0.8em;
      font-weight: 500;
      cursor: pointer;
    }
    .add .icon {
      inline-size: 24px;
      block-size: 24px;
    }
    .add:has(:focus-visible) {
      outline: 2px solid var(--d-focus);
      outline-offset: 2px;
    }
    .add input {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      opacity: 0;
      cursor: pointer;
      font-size: 0;
    }
    .alone {
      grid-template-columns: minmax(0, 1fr);
    }
    .alone li {
      aspect-ratio: auto;
      block-size: 132px;
    }
    .alone .add {
      gap: 6px;
      font-size: 1em;
    }
  `,
];
