import { html, nothing, render, type TemplateResult } from 'lit';
import type { NoticeAction } from './host.ts';

const SHOWN_MS = 7_000;
const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

/** Says something in a live region: for a while, or until it is answered when it asks something. */
export function showNotice(place: HTMLElement, text: string | TemplateResult, actions: NoticeAction[]): void {
  const end = () => render(nothing, place);
  clearTimeout(timers.get(place));
  if (!actions.length) timers.set(place, setTimeout(end, SHOWN_MS));
  const buttons = actions.map(
    ({ label, run }) =>
      html`<button
        type="button"
        @click=${() => {
          end();
          run();
        }}
      >
        ${label}
      </button>`,
  );
  render(
    html`<div class="notice" part="notice"><span>${text}</span>${buttons.length ? html`<span>${buttons}</span>` : nothing}</div>`,
    place,
  );
}
