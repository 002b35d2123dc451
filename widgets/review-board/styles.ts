import { css } from 'lit';
import { attributeBarsStyles } from '../parts/attribute-bars.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { badgeStyles } from '../parts/badge.ts';
import { chipsStyles } from '../parts/chips.ts';
import { emptyStateStyles } from '../parts/empty-state.ts';
import { histogramStyles } from '../parts/histogram.ts';
import { moreButtonStyles } from '../parts/more-button.ts';
import { photoStripStyles } from '../parts/photo-strip.ts';
import { skeletonStyles } from '../parts/skeleton.ts';
import { starsStyles } from '../parts/stars.ts';
import { voteButtonStyles } from '../parts/vote-button.ts';

export const boardStyles = [
  attributeBarsStyles,
  avatarStyles,
  badgeStyles,
  chipsStyles,
  emptyStateStyles,
  histogramStyles,
  moreButtonStyles,
  photoStripStyles,
  skeletonStyles,
  starsStyles,
  voteButtonStyles,
  css`
    :host {
      --d-height: var(--dangol-board-height, 560px);
      container-type: inline-size;
      position: relative;
      min-height: var(--d-height);
    }
    .root {
      position: relative;
      min-height: var(--d-height);
    }
    .folded {
      height: var(--d-height);
      overflow: hidden;
      overflow: clip;
    }
    .edge {
      position: absolute;
      inset: auto 0 0;
      height: 1px;
      pointer-events: none;
    }
    .veil {
      position: absolute;
      inset: auto 0 0;
      z-index: 1;
      padding-block-start: 5em;
      background: linear-gradient(transparent, var(--d-surface) 70%);
      pointer-events: none;
    }
    .veil button {
      display: block;
      width: 100%;
      pointer-events: auto;
    }
    .content {
      /* As high as the board: a message at its end covers nothing of a short one. */
      min-height: inherit;
    }
    .content > * + * {
      margin-block-start: calc(var(--d-gap) * 1.2);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.4em var(--d-gap);
    }
    h2,
    ::slotted([slot='heading']) {
      margin: 0;
      font-size: var(--dangol-heading-size, 1.33em);
      font-weight: 700;
      line-height: 1.35;
      letter-spacing: -0.01em;
    }
    .total {
      color: var(--d-muted);
      font-weight: 500;
      margin-inline-start: 0.3em;
    }
    .overview {
      display: grid;
      gap: calc(var(--d-gap) * 1.2) calc(var(--d-gap) * 2.4);
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      padding: calc(var(--d-gap) * 1.1) calc(var(--d-gap) * 1.2);
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-raised);
    }
    .mean {
      display: grid;
      justify-items: center;
      gap: 0.2em;
    }
    .mean b {
      font-size: 2.6em;
      font-weight: 700;
      line-height: 1.1;
      letter-spacing: -0.02em;
      font-variant-numeric: tabular-nums;
    }
    .attrs {
      grid-column: 1 / -1;
      gap: 6px 32px;
    }
    /* What most have said; the rest is a tap away, in the filters. */
    .attrs > div {
      display: grid;
      grid-template-columns: 5.5em minmax(0, 1fr);
    }
    .attrs dt {
      margin: 0;
      color: var(--d-muted);
      font-weight: 400;
    }
    .attrs dd {
      grid-column: 2;
      margin: 0;
    }
    .attrs dd:not(.top) {
      display: none;
    }
    .hidden-ones {
      margin-block-start: 0.6em !important;
    }
    a {
      color: inherit;
      text-underline-offset: 0.2em;
    }
    .toolbar {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 0.8em;
    }
    select {
      min-height: 36px;
      max-width: 12em;
      padding: 0.3em 0.4em;
      border: 0;
      border-radius: var(--d-radius);
      background: var(--d-surface);
      font-size: 0.93em;
      cursor: pointer;
    }
    .item {
      padding-block: calc(var(--d-gap) * 1.5);
      border-block-start: 1px solid var(--d-line);
    }
    .busy {
      opacity: 0.5;
      transition: opacity 0.2s;
    }
    .fresh {
      animation: arrive 3.2s ease-out;
    }
    @keyframes arrive {
      0%,
      40% {
        background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
      }
    }
    article > * + * {
      margin-block-start: 0.7em;
    }
    .by {
      display: flex;
      align-items: center;
      gap: 0.7em;
    }
    .who {
      flex: 1;
      min-width: 0;
      line-height: 1.45;
    }
    .name,
    .meta,
    .facts,
    .acts {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.1em 0.6em;
    }
    .name {
      font-weight: 600;
    }
    .meta,
    .facts,
    .helped {
      color: var(--d-muted);
      font-size: 0.87em;
    }
    .meta .link {
      font-size: 1em;
    }
    .dots {
      display: grid;
      place-content: center;
      min-width: 44px;
      min-height: 44px;
      margin-inline-end: -10px;
      padding: 0;
      color: var(--d-muted);
    }
    dangol-part-menu {
      margin-inline-end: -10px;
    }
    .facts li:not(:last-child)::after {
      content: '';
      display: inline-block;
      width: 1px;
      height: 0.8em;
      margin-inline-start: 0.6em;
      background: var(--d-edge);
    }
    dangol-part-fold-text {
      max-width: 50em;
    }
    .disclosure {
      padding: 0.4em 0.8em;
      border-radius: calc(var(--d-radius) * 0.6);
      background: var(--d-raised);
      font-size: 0.87em;
    }
    h3 {
      font-size: 1.07em;
      font-weight: 700;
      line-height: 1.45;
      unicode-bidi: isolate;
    }
    .talk {
      display: inline-flex;
      align-items: center;
      gap: 0.4em;
      min-height: 44px;
      margin-inline-start: auto;
      color: var(--d-muted);
      font-size: 0.93em;
    }
    .reply {
      padding: 0.9em 1.1em;
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .reply b {
      color: var(--d-text);
    }
    .notices {
      position: sticky;
      bottom: 0;
      z-index: 2;
      height: 0;
    }
    .notice {
      position: absolute;
      inset: auto 0 16px;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.3em 1em;
      width: fit-content;
      max-width: min(100%, 34em);
      margin-inline: auto;
      padding: 0.7em 1.2em;
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-text);
      color: var(--d-surface);
      box-shadow: var(--d-shadow);
    }
    .notice button {
      min-height: 36px;
      padding-inline: 0.6em;
      font-weight: 700;
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .notice :focus-visible {
      outline-color: currentColor;
    }
    @container (max-width: 479px) {
      .overview {
        gap: var(--d-gap);
        padding: var(--d-gap);
      }
      .mean b {
        font-size: 2.2em;
      }
      .toolbar {
        grid-template-columns: minmax(0, 1fr);
        gap: 0.3em;
      }
      select {
        justify-self: end;
      }
      .attrs dd {
        grid-template-columns: minmax(0, 1fr) 3em 2.6em;
      }
      .helped {
        order: -1;
        flex-basis: 100%;
      }
    }
    @container (min-width: 760px) {
      .overview {
        padding: 1.6em 2em;
        grid-template-columns: auto minmax(14em, 1fr) minmax(0, 1.5fr);
      }
      .attrs {
        grid-column: auto;
      }
      .item {
        padding-block: calc(var(--d-gap) * 1.8);
      }
    }
  `,
];
