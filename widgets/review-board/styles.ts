import { css } from 'lit';
import { attributeBarsStyles } from '../parts/attribute-bars.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { badgeStyles } from '../parts/badge.ts';
import { chipsStyles } from '../parts/chips.ts';
import { emptyStateStyles } from '../parts/empty-state.ts';
import { histogramStyles } from '../parts/histogram.ts';
import { levelStyles } from '../parts/level.ts';
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
  levelStyles,
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
    .edge,
    .veil {
      position: absolute;
      inset: auto 0 0;
      pointer-events: none;
    }
    .edge {
      height: 1px;
    }
    .veil {
      padding-block-start: 5em;
      background: linear-gradient(transparent, var(--d-surface) 70%);
    }
    .veil button {
      width: 100%;
      pointer-events: auto;
    }
    .content {
      /* As high as the board: a message at its end covers nothing of a short one. */
      min-height: inherit;
    }
    .content > * + * {
      margin-block-start: var(--d-gap);
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.4em;
    }
    h2,
    ::slotted([slot='heading']) {
      margin: 0;
      font-size: var(--dangol-heading-size, 1.33em);
      font-weight: 700;
      line-height: 1.35;
    }
    .total {
      color: var(--d-muted);
      font-weight: 400;
      margin-inline-start: 0.3em;
    }
    .overview {
      display: grid;
      gap: var(--d-gap);
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      padding: var(--d-gap);
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .mean {
      display: grid;
      justify-items: center;
      gap: 0.2em;
    }
    .mean b {
      font-size: 2.4em;
      line-height: 1.1;
    }
    .attrs,
    .drift {
      grid-column: 1 / -1;
    }
    .drift {
      min-height: 8.4em;
    }
    a {
      color: inherit;
    }
    .toolbar {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      align-items: center;
      gap: 0.2em;
    }
    .seek {
      grid-column-end: -2;
    }
    select {
      grid-column-end: -1;
      min-height: 36px;
      border: 0;
      background: var(--d-surface);
      font-size: 0.93em;
    }
    .item {
      padding-block: calc(var(--d-gap) * 1.6);
      border-block-start: 1px solid var(--d-line);
    }
    .busy {
      opacity: 0.5;
    }
    .fresh {
      animation: arrive 3.2s ease-out;
    }
    @keyframes arrive {
      0% {
        background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
      }
    }
    article > * + * {
      margin-block-start: 0.7em;
    }
    article > .strip,
    .acts {
      margin-block: 0.9em;
    }
    .by {
      display: flex;
      align-items: start;
      gap: 0.7em;
    }
    .by .avatar {
      margin-block-start: 0.35em;
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
    .name,
    .person {
      font-weight: 600;
    }
    .person {
      min-height: 24px;
      padding: 0;
      text-align: start;
    }
    .meta,
    .facts,
    .helped {
      color: var(--d-muted);
      font-size: 0.87em;
    }
    .dots,
    .seek {
      display: grid;
      place-content: center;
      min-width: 44px;
      min-height: 44px;
      padding: 0;
      color: var(--d-muted);
    }
    .dots,
    dangol-part-menu::part(button) {
      place-content: center end;
    }
    .facts {
      /* A line between two; the one before the first of a row is cut off. */
      column-gap: 1.2em;
      overflow: hidden;
    }
    .facts li {
      position: relative;
    }
    .facts li::before {
      content: '';
      position: absolute;
      inset: 0.4em auto auto -0.6em;
      height: 0.8em;
      border-inline-start: 1px solid var(--d-edge);
    }
    .meta .link {
      min-height: 24px;
      padding-block: 0;
    }
    .helped {
      flex: 1 1 5.5em;
      line-height: 1.35;
    }
    .helped:has(.link) {
      flex-basis: 9em;
    }
    dangol-part-fold-text {
      max-width: 50em;
    }
    .disclosure {
      font-size: 0.87em;
    }
    h3 {
      font-size: 1.07em;
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
    .reply,
    .disclosure {
      padding: 0.6em 1em;
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .notices {
      position: sticky;
      bottom: 0;
      z-index: 2;
      height: 0;
    }
    @container (max-width: 14em) {
      .overview {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    @container (max-width: 32em) {
      .chips {
        grid-column: 1 / -1;
      }
    }
    @container (min-width: 50em) {
      .overview {
        gap: 2.4em;
        padding: 1.6em 2em;
        grid-template-columns: auto minmax(14em, 1fr) minmax(0, 1.5fr);
      }
      .attrs {
        grid-column: auto;
      }
    }
  `,
];
