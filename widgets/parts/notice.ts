import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { NoticeAction } from '../core/widget.ts';

export type { NoticeAction };

const SHOWN_MS = 7_000;

/** A message after an act: for a while, or until it is answered when it asks something. */
export class PartNotice extends LitElement {
  static override properties: PropertyDeclarations = {
    text: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
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
        box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
      }
      button {
        min-height: 36px;
        padding-inline: 0.6em;
        font-weight: 700;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      :focus-visible {
        outline-color: currentColor;
      }
    `,
  ];

  declare text: string | TemplateResult;
  declare actions: NoticeAction[];

  constructor() {
    super();
    this.text = '';
    this.actions = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.actions.length) setTimeout(() => this.remove(), SHOWN_MS);
  }

  override render() {
    return html`<span>${this.text}</span>${
      this.actions.length
        ? html`<span
            >${this.actions.map(
              ({ label, run }) =>
                html`<button
                  type="button"
                  @click=${() => {
                    this.remove();
                    run();
                  }}
                >
                  ${label}
                </button>`,
            )}</span
          >`
        : nothing
    }`;
  }
}

defineOnce('dangol-part-notice', PartNotice);

/** Shows a message in a live region, instead of the one that is there. */
export function showNotice(place: HTMLElement, text: string | TemplateResult, actions: NoticeAction[]): void {
  const notice = document.createElement('dangol-part-notice');
  notice.text = text;
  notice.actions = actions;
  notice.part.value = 'notice';
  place.replaceChildren(notice);
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-notice': PartNotice;
  }
}
