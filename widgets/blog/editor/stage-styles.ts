import { css } from 'lit';
import { base } from '../../core/styles.ts';

/** Of one picture with its marks. */
export const stageStyles = [
  base,
  css`
    :host {
      font-size: inherit;
    }
    .stage {
      display: grid;
      place-items: center;
      block-size: clamp(160px, 100cqi / var(--ratio, 1), 400px);
      container-type: size;
      border-radius: var(--d-radius);
      background: var(--d-raised);
      overflow: hidden;
    }
    .hold {
      container-type: inline-size;
    }
    .fit {
      position: relative;
      inline-size: min(100cqi, 100cqb * var(--ratio, 1));
      aspect-ratio: var(--ratio, 1);
    }
    .fit.markable {
      cursor: crosshair;
    }
    .fit img {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
      user-select: none;
      -webkit-user-drag: none;
    }
    .blank {
      display: grid;
      place-content: center;
      block-size: 100%;
      color: var(--d-muted);
      font-size: 28px;
    }
    .sign {
      position: absolute;
      inset-block-start: 8px;
      inset-inline-start: 8px;
      display: inline-flex;
      padding: 4px 8px;
      border-radius: 12px;
      background: rgb(0 0 0 / 62%);
      color: #fff;
      font-size: 12px;
      font-weight: 600;
    }
    .mark {
      position: absolute;
      inset-block-start: clamp(16px, var(--y), calc(100% - 16px));
      left: clamp(16px, var(--x), calc(100% - 16px));
      inline-size: 44px;
      block-size: 44px;
      padding: 0;
      border-radius: 50%;
      transform: translate(-50%, -50%);
      color: #111;
      font-size: 13px;
      font-weight: 700;
      cursor: grab;
      touch-action: none;
    }
    .mark span {
      display: grid;
      place-content: center;
      inline-size: 28px;
      block-size: 28px;
      margin: auto;
      border-radius: 50%;
      background: rgb(255 255 255 / 94%);
      box-shadow:
        0 0 0 1px rgb(0 0 0 / 30%),
        0 2px 8px rgb(0 0 0 / 40%);
    }
    .mark:focus-visible {
      outline: none;
    }
    .mark:focus-visible span {
      outline: 3px solid #fff;
      box-shadow: 0 0 0 6px var(--d-focus);
    }
    .mark.dragged {
      cursor: grabbing;
    }
    .mark.dragged span {
      transform: scale(1.25);
    }
  `,
];
