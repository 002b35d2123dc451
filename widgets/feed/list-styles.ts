import { css } from 'lit';
import { base } from '../core/styles.ts';
import { avatarStyles } from '../parts/avatar.ts';

export const listStyles = [
  base,
  avatarStyles,
  css`
    :host {
      font-size: inherit;
      container-type: inline-size;
    }
    .none {
      display: grid;
      gap: 6px;
      justify-items: center;
      padding: 3.4em 1em;
      text-align: center;
      text-wrap: balance;
    }
    .none button {
      margin-block-start: 10px;
    }
    .news {
      position: sticky;
      inset-block-start: 8px;
      z-index: 1;
      display: grid;
      justify-items: center;
    }
    .news button {
      margin-block-start: 10px;
      border-radius: 22px;
      box-shadow: var(--dangol-shadow, 0 4px 16px rgb(0 0 0 / 22%));
    }
    section + section {
      margin-block-start: 12px;
    }
    h3 {
      padding-block: 18px 4px;
      color: var(--d-muted);
      font-size: 0.87em;
      font-weight: 700;
    }
    h3:focus {
      outline: none;
    }
    li {
      display: flex;
      gap: 12px;
      padding-block: 14px;
    }
    li + li {
      border-block-start: 1px solid var(--d-line);
    }
    .body {
      display: grid;
      flex: 1;
      gap: 8px;
      min-inline-size: 0;
    }
    .who {
      min-block-size: 24px;
      line-height: 24px;
    }
    .who a {
      color: inherit;
      font-weight: 700;
      text-decoration: none;
    }
    .who a:hover,
    .whole:hover {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .who time {
      margin-inline-start: 6px;
      white-space: nowrap;
    }
    .card {
      position: relative;
      display: flex;
      gap: 14px;
      padding: 10px;
      border: 1px solid var(--d-line);
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-surface);
      transition: border-color 0.15s;
    }
    .card:hover {
      border-color: var(--d-edge);
    }
    .thumb {
      position: relative;
      display: grid;
      flex: none;
      place-items: center;
      inline-size: 96px;
      block-size: 96px;
      overflow: hidden;
      border-radius: var(--d-radius);
      background: var(--d-raised);
      color: var(--d-muted);
      font-size: 20px;
    }
    .thumb img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
      font-size: 12px;
    }
    .sign {
      position: absolute;
      inset-block-end: 6px;
      inset-inline-start: 6px;
      display: inline-flex;
      padding: 3px 7px;
      border-radius: 10px;
      background: rgb(0 0 0 / 66%);
      color: #fff;
      font-size: 11px;
      font-weight: 700;
      line-height: 1.3;
    }
    .what {
      display: grid;
      flex: 1;
      gap: 3px;
      align-content: start;
      min-inline-size: 0;
    }
    h4 {
      margin: 0;
      font-size: 1em;
      font-weight: 600;
      line-height: 1.4;
      unicode-bidi: isolate;
    }
    .whole {
      color: inherit;
      text-decoration: none;
    }
    /* The whole card leads there. */
    .whole::after {
      position: absolute;
      inset: 0;
      border-radius: calc(var(--d-radius) * 1.2);
      content: '';
    }
    .whole:focus-visible {
      outline: none;
    }
    .whole:focus-visible::after {
      outline: 2px solid var(--d-focus);
      outline-offset: 2px;
    }
    .text {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
      color: var(--d-muted);
      font-size: 0.93em;
      unicode-bidi: isolate;
    }
    .price {
      font-weight: 700;
      font-variant-numeric: tabular-nums;
    }
    .told {
      color: var(--d-muted);
      font-size: 0.8em;
      line-height: 1.4;
    }
    .rated {
      color: var(--d-star);
      font-size: 0.8em;
      line-height: 1;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
      color: var(--d-muted);
      font-size: 0.87em;
    }
    .list {
      position: relative;
      z-index: 1;
      display: inline-flex;
      align-items: center;
      min-height: 28px;
      color: inherit;
      font-size: 0.87em;
      text-underline-offset: 0.2em;
    }
    .wide {
      display: block;
      inline-size: 100%;
      margin-block-start: 16px;
      border-color: var(--d-line);
    }
    .wait i {
      display: block;
      block-size: 150px;
      margin-block-start: 16px;
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-raised);
    }
    @container (max-width: 420px) {
      .thumb {
        inline-size: 76px;
        block-size: 76px;
      }
      .card {
        gap: 10px;
      }
      /* Beside a picture there is more room than below a disc. */
      li > .avatar {
        inline-size: 2em;
        block-size: 2em;
      }
      li {
        gap: 8px;
      }
    }
  `,
];
