import { html, type TemplateResult } from 'lit';

// Drawn on a grid of 24. A line icon takes the colour of the text around it; a filled one is drawn with `filled`.
export const STAR = 'M12 2.5l2.9 6.1 6.6.8-4.9 4.6 1.3 6.6-5.9-3.3-5.9 3.3 1.3-6.6-4.9-4.6 6.6-.8z';
export const THUMB =
  'M7.5 20V10.5l4-7.5c1.6 0 2.7 1 2.5 2.8L13.5 9.5h5.2a2 2 0 0 1 2 2.4l-1.3 6.4a2 2 0 0 1-2 1.7zM3.5 10.5h4V20h-4z';
export const COMMENT =
  'M12 4c5 0 8.5 3.2 8.5 7.3s-3.5 7.2-8.5 7.2c-1 0-1.9-.1-2.8-.4L4.8 20l.9-3.7c-1.4-1.3-2.2-3-2.2-5C3.5 7.2 7 4 12 4z';
export const CAMERA =
  'M4 7.5h3.5L9 5h6l1.5 2.5H20a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z';
export const MORE = 'M12 4.6a.8.8 0 1 0 .01 0zM12 11.2a.8.8 0 1 0 .01 0zM12 17.8a.8.8 0 1 0 .01 0z';
export const CLOSE = 'M6 6l12 12M18 6L6 18';
export const BACK = 'M15 5l-7 7 7 7';
export const NEXT = 'M9 5l7 7-7 7';
export const CHECK = 'M5 12.5l4.5 4.5L19 7.5';
export const FLAG = 'M5.5 21V4h12l-2.5 4.5 2.5 4.5h-12';
export const PENCIL = 'M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3';
export const TRASH = 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 10.5v5.5M14 10.5v5.5';
export const RETRY = 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5';

/** One icon, 1.25 times as high as the text beside it. It says nothing to a screen reader: its button does. */
export function icon(path: string, filled = false): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true" focusable="false" fill=${
    filled ? 'currentColor' : 'none'
  } stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d=${path} /></svg>`;
}
