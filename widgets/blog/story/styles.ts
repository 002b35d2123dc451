import { css } from 'lit';
import { base } from '../../core/styles.ts';
import { avatarStyles } from '../../parts/avatar.ts';
import { badgeStyles } from '../../parts/badge.ts';
import { levelStyles } from '../../parts/level.ts';
import { starsStyles } from '../../parts/stars.ts';
import { productStyles } from './product-styles.ts';

export const storyStyles = [
  base,
  avatarStyles,
  badgeStyles,
  levelStyles,
  starsStyles,
  productStyles,
  css`
    :host {
      /* The blog that it stands in has its own colours, measured or chosen. */
      --d-text: inherit;
      --d-surface: inherit;
      --d-muted: inherit;
      --d-raised: inherit;
      --d-line: inherit;
      --d-edge: inherit;
      --d-accent: inherit;
      --d-accent-text: inherit;
      --d-focus: inherit;
      --d-good: inherit;
      --d-bad: inherit;
      --d-star: inherit;
      --d-star-off: inherit;
      font-size: inherit;
      font-family: inherit;
      container-type: inline-size;
    }
    article {
      --dangol-text: var(--d-text);
      --dangol-surface: var(--d-surface);
      --dangol-muted: var(--d-muted);
      --dangol-raised: var(--d-raised);
      --dangol-line: var(--d-line);
      --dangol-edge: var(--d-edge);
      --dangol-accent: var(--d-accent);
      --dangol-accent-text: var(--d-accent-text);
      --dangol-focus: var(--d-focus);
      --dangol-good: var(--d-good);
      --dangol-bad: var(--d-bad);
      --dangol-star: var(--d-star);
      --dangol-star-off: var(--d-star-off);
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 20px;
      max-inline-size: 680px;
      margin-inline: auto;
    }
    .disclosure {
      padding: 10px 14px;
      border: 1px solid var(--d-line);
      border-radius: var(--d-radius);
      background: var(--d-raised);
      font-weight: 500;
    }
    .state {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 16px;
      padding: 10px 14px;
      border: 1px dashed var(--d-edge);
      border-radius: var(--d-radius);
    }
    header {
      display: grid;
      gap: 12px;
      grid-template-columns: minmax(0, 1fr);
    }
    .title {
      display: flex;
      align-items: start;
      gap: 8px;
    }
    h2 {
      flex: 1;
      min-inline-size: 0;
      font-family: var(--k-font, inherit);
      font-size: var(--dangol-heading-size, 1.6em);
      font-weight: 700;
      line-height: 1.35;
      text-wrap: pretty;
      unicode-bidi: isolate;
    }
    h2:focus {
      outline: none;
    }
    .title dangol-part-menu {
      margin-block-start: -4px;
      margin-inline-end: -10px;
    }
    .title:has(.only-heard) {
      display: contents;
    }
    .by {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .who {
      flex: 1;
      min-inline-size: 0;
    }
    .by dangol-part-menu {
      margin-inline-end: -10px;
    }
    .by p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
    }
    .author {
      min-height: 24px;
      padding: 0;
      font-weight: 600;
    }
    .author:hover {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .small * + span::before {
      margin-inline-end: 8px;
      content: '·';
    }
    .text {
      display: grid;
      gap: 1em;
      font-family: var(--k-font, inherit);
      font-size: 1.07em;
      line-height: 1.8;
    }
    .text p {
      white-space: pre-line;
      unicode-bidi: isolate;
    }
    h3 {
      display: flex;
      align-items: center;
      gap: 6px;
      margin-block-end: 8px;
      font-size: 1em;
      font-weight: 700;
    }
    .products ul {
      display: grid;
      gap: 8px;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr));
    }
    .products li {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 8px;
      border: 1px solid var(--d-line);
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-surface);
    }
    .go {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 12px;
      min-inline-size: 0;
      color: inherit;
      text-decoration: none;
    }
    a.go:hover .name {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .review {
      padding: 14px 16px;
      border-radius: calc(var(--d-radius) * 1.2);
      background: var(--d-raised);
    }
    .review .disclosure {
      margin-block-end: 10px;
      padding: 6px 10px;
      background: var(--d-surface);
    }
    .said {
      display: flex;
      gap: 12px;
    }
    .said img {
      flex: none;
      border-radius: var(--d-radius);
      object-fit: cover;
    }
    .said .link {
      display: inline-flex;
      align-items: center;
      min-height: 32px;
      padding: 0;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
      padding-block: 4px;
    }
    .acts button {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: 44px;
      padding: 0 18px;
      border: 1px solid var(--d-line);
      border-radius: 22px;
      background: var(--d-surface);
      font-weight: 600;
    }
    .heart b {
      font-variant-numeric: tabular-nums;
    }
    .heart[aria-pressed='true'] {
      border-color: var(--dangol-heart, #e5334f);
      background: color-mix(in srgb, var(--dangol-heart, #e5334f) 8%, var(--d-surface));
    }
    .heart[aria-pressed='true'] .icon {
      color: var(--dangol-heart, #e5334f);
    }
    .heart .icon {
      transition: transform 0.15s;
    }
    .heart:active .icon {
      transform: scale(1.25);
    }
    .talk {
      padding-block-start: 16px;
      border-block-start: 1px solid var(--d-line);
    }
    .wait {
      min-block-size: 120px;
    }
    nav {
      display: flex;
      justify-content: space-between;
      gap: 8px;
      padding-block-start: 8px;
      border-block-start: 1px solid var(--d-line);
    }
    nav a {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-height: 44px;
      padding-inline: 4px;
      color: inherit;
      font-weight: 600;
      text-decoration: none;
    }
    nav a:hover {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .newer {
      margin-inline-start: auto;
    }
    @container (max-width: 480px) {
      article {
        gap: 16px;
      }
      h2 {
        font-size: var(--dangol-heading-size, 1.4em);
      }
    }
  `,
];
