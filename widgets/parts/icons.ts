import { html, type TemplateResult } from 'lit';

// Drawn on a grid of 24. A line icon takes the colour of the text around it; a filled one is drawn with `filled`.
export const STAR = 'M12 2.5l2.9 6.1 6.6.8-4.9 4.6 1.3 6.6-5.9-3.3-5.9 3.3 1.3-6.6-4.9-4.6 6.6-.8z';
export const THUMB =
  'M7.5 20V10.5l4-7.5c1.6 0 2.7 1 2.5 2.8L13.5 9.5h5.2a2 2 0 0 1 2 2.4l-1.3 6.4a2 2 0 0 1-2 1.7zM3.5 10.5h4V20h-4z';
export const COMMENT =
  'M12 4c5 0 8.5 3.2 8.5 7.3s-3.5 7.2-8.5 7.2c-1 0-1.9-.1-2.8-.4L4.8 20l.9-3.7c-1.4-1.3-2.2-3-2.2-5C3.5 7.2 7 4 12 4z';
export const MORE = 'M12 4.6a.8.8 0 1 0 .01 0zM12 11.2a.8.8 0 1 0 .01 0zM12 17.8a.8.8 0 1 0 .01 0z';
export const SPROUT = 'M12 20v-9M12 13c0-4-3-6-7-6 0 4 3 6 7 6zM12 11c0-4 3-6 7-6 0 4-3 6-7 6z';
export const SEARCH = 'M10.5 4a6.5 6.5 0 1 0 .01 0zM15.5 15.5L20 20';
export const CHECK = 'M5 12.5l4.5 4.5L19 7.5';

/** One icon, 1.25 times as high as the text beside it. It says nothing to a screen reader: its button does. */
export function icon(path: string, filled = false): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true" focusable="false" fill=${
    filled ? 'currentColor' : 'none'
  } stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d=${path} /></svg>`;
}
