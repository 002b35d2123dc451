import { css } from 'lit';
import { base } from '../../core/styles.ts';
import { productStyles } from './product-styles.ts';

/** Of the strip of pictures, its dots and the card of one. */
export const pictureStyles = [
  base,
  productStyles,
  css`
    :host {
      position: relative;
      font-size: inherit;
      container-type: inline-size;
    }
    .frame {
      position: relative;
      inline-size: 100%;
      max-block-size: 680px;
      aspect-ratio: var(--ratio);
      overflow: hidden;
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-raised);
    }
    .strip {
      display: flex;
      block-size: 100%;
      overflow: auto hidden;
      scroll-snap-type: x mandatory;
      scrollbar-width: none;
      overscroll-behavior-x: contain;
    }
    .strip > li {
      display: grid;
      flex: 0 0 100%;
      place-items: center;
      block-size: 100%;
      container-type: size;
      scroll-snap-align: center;
      scroll-snap-stop: always;
    }
    .fit {
      position: relative;
      inline-size: min(100cqi, 100cqb * var(--ratio));
      aspect-ratio: var(--ratio);
    }
    .fit img,
    video {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    video {
      background: #000;
      object-fit: contain;
    }
    .over {
      position: absolute;
      inset: 0;
    }
    .large {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      padding: 0;
      border-radius: 0;
      cursor: zoom-in;
    }
    .large:focus-visible {
      outline-offset: -4px;
    }
    .play {
      position: absolute;
      inset: 0;
      display: grid;
      place-content: center;
      inline-size: 100%;
      border-radius: 0;
      color: #fff;
    }
    .play:focus-visible {
      outline-offset: -4px;
    }
    .disc {
      display: grid;
      place-content: center;
      inline-size: 64px;
      block-size: 64px;
      border-radius: 50%;
      background: rgb(0 0 0 / 60%);
      font-size: 22px;
      transition: transform 0.15s;
    }
    .play:hover .disc {
      transform: scale(1.06);
    }
    .time,
    .count,
    .hold,
    .dots,
    .turn {
      background: rgb(0 0 0 / 62%);
      color: #fff;
    }
    .time,
    .count {
      position: absolute;
      padding: 2px 10px;
      border-radius: 14px;
      font-size: 13px;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
      line-height: 1.6;
    }
    .time {
      inset-block-end: 12px;
      inset-inline-start: 12px;
    }
    .count {
      inset-block-start: 12px;
      inset-inline-end: 12px;
    }
    .hold,
    .turn {
      position: absolute;
      display: grid;
      place-content: center;
      inline-size: 44px;
      block-size: 44px;
      padding: 0;
      border-radius: 50%;
    }
    .turn[hidden] {
      display: none;
    }
    .hold {
      inset-block-start: 10px;
      inset-inline-start: 10px;
      z-index: 1;
    }
    .turn {
      inset-block: 0;
      margin-block: auto;
      background: none;
    }
    .turn .icon {
      box-sizing: content-box;
      padding: 8px;
      border-radius: 50%;
      background: rgb(0 0 0 / 45%);
    }
    .back {
      inset-inline-start: 2px;
    }
    .next {
      inset-inline-end: 2px;
    }
    .dots {
      position: absolute;
      inset-block-end: 4px;
      inset-inline-end: 4px;
      display: grid;
      place-content: center;
      inline-size: 44px;
      block-size: 44px;
      padding: 0;
      border-radius: 50%;
      background: none;
    }
    .dots span {
      display: grid;
      place-content: center;
      inline-size: 34px;
      block-size: 34px;
      border-radius: 50%;
      background: rgb(0 0 0 / 62%);
    }
    .dots .off {
      background: rgb(255 255 255 / 90%);
      color: #222;
    }
    .frame :focus-visible {
      outline: 3px solid #fff;
      box-shadow: 0 0 0 5px var(--d-focus);
    }
    .large:focus-visible,
    .play:focus-visible {
      box-shadow: inset 0 0 0 4px var(--d-focus);
    }
    .dot {
      position: absolute;
      inset-block-start: clamp(16px, var(--y), calc(100% - 16px));
      inset-inline-start: auto;
      left: clamp(16px, var(--x), calc(100% - 16px));
      inline-size: 44px;
      block-size: 44px;
      min-inline-size: 0;
      padding: 0;
      border-radius: 50%;
      transform: translate(-50%, -50%);
    }
    .dot::before,
    .dot::after {
      position: absolute;
      inset: 0;
      margin: auto;
      border-radius: 50%;
      content: '';
    }
    .dot::before {
      inline-size: 26px;
      block-size: 26px;
      background: rgb(255 255 255 / 92%);
      box-shadow:
        0 0 0 1px rgb(0 0 0 / 25%),
        0 2px 8px rgb(0 0 0 / 35%);
      transition: transform 0.15s;
    }
    .dot::after {
      inline-size: 10px;
      block-size: 10px;
      background: #111;
    }
    .dot:hover::before,
    .dot[aria-expanded='true']::before {
      transform: scale(1.2);
    }
    .dot[aria-expanded='true']::after {
      background: #c2185b;
    }
    @media (prefers-reduced-motion: no-preference) {
      .dot::before {
        animation: beat 2.4s ease-in-out 3;
      }
    }
    @keyframes beat {
      50% {
        box-shadow:
          0 0 0 7px rgb(255 255 255 / 35%),
          0 2px 8px rgb(0 0 0 / 35%);
      }
    }
    #offer {
      position: absolute;
      inset: auto;
      z-index: 2;
      inline-size: 288px;
      max-inline-size: calc(100% - 16px);
      margin: 0;
      padding: 12px;
      border: 1px solid var(--d-line);
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-surface);
      color: inherit;
      box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
      outline: none;
      overflow: visible;
    }
    #offer[hidden] {
      display: none;
    }
    .top {
      display: flex;
      align-items: start;
      gap: 12px;
    }
    .shut {
      display: grid;
      flex: none;
      place-content: center;
      inline-size: 44px;
      block-size: 44px;
      margin: -8px -8px 0 0;
      padding: 0;
      color: var(--d-muted);
    }
    .acts {
      display: flex;
      align-items: center;
      gap: 6px;
      margin-block-start: 10px;
    }
    .acts .main {
      display: grid;
      flex: 1;
      place-content: center;
      border-radius: var(--d-radius);
      text-align: center;
      text-decoration: none;
    }
  `,
];
