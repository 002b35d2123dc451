import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import { icon, MORE } from './icons.ts';

/** Something of the menu was picked. */
export class MenuPickEvent extends Event {
  static readonly type = 'dangol-part-menu-pick';
  readonly key: string;
  constructor(key: string) {
    super(MenuPickEvent.type, { bubbles: true });
    this.key = key;
  }
}

export interface MenuItem {
  key: string;
  label: string;
  picture?: TemplateResult;
  /** It takes something away. */
  grave?: boolean;
}

/**
 * A small menu behind three dots. It lies above everything where the browser knows popovers, else above its neighbours.
 *
 * @csspart button
 * @fires dangol-part-menu-pick
 */
export class Menu extends LitElement {
  static override properties: PropertyDeclarations = {
    label: {},
    items: { attribute: false },
    isOpen: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        position: relative;
        font-size: inherit;
      }
      #button {
        display: grid;
        place-content: center;
        min-width: 44px;
        min-height: 44px;
        padding: 0;
        color: var(--d-muted);
      }
      #list {
        position: absolute;
        inset: 100% 0 auto auto;
        margin: 0;
        z-index: 1;
        min-inline-size: 9em;
        max-inline-size: 80%;
        padding: 6px;
        border: 1px solid var(--d-line);
        border-radius: var(--d-radius);
        background: var(--d-surface);
        color: inherit;
        box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
      }
      #list[popover] {
        inset: auto;
      }
      #list[hidden] {
        display: none;
      }
      #list button {
        display: flex;
        align-items: center;
        gap: 0.6em;
        inline-size: 100%;
        min-height: 44px;
        text-align: start;
      }
      #list button:hover,
      #list button:focus-visible {
        background: var(--d-raised);
        outline-offset: -2px;
      }
      .grave {
        color: var(--d-bad);
      }
    `,
  ];

  declare private isOpen: boolean;

  /** What the button is called. */
  declare label: string;
  declare items: readonly MenuItem[];

  constructor() {
    super();
    this.label = '';
    this.items = [];
    this.isOpen = false;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.isOpen = false;
    document.removeEventListener('pointerdown', this.#outside, true);
  }

  override async updated(changed: Map<PropertyKey, unknown>) {
    if (!changed.has('isOpen')) return;
    const list = this.renderRoot.querySelector<HTMLElement>('#list')!;
    const above = 'popover' in list;
    if (!this.isOpen) {
      document.removeEventListener('pointerdown', this.#outside, true);
      if (above && list.matches(':popover-open')) list.hidePopover();
      return;
    }
    document.addEventListener('pointerdown', this.#outside, true);
    if (above) {
      list.showPopover();
      this.#place(list);
    }
    this.#buttons[0]?.focus();
  }

  get #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.isOpen = false;
  };

  // Above the page its place is counted from the page's own corner, so it scrolls along with the button.
  #place(list: HTMLElement) {
    const from = this.getBoundingClientRect();
    const page = document.documentElement;
    const x = Math.max(8, Math.min(from.right - list.offsetWidth, page.clientWidth - list.offsetWidth - 8));
    const below = from.bottom + list.offsetHeight < page.clientHeight;
    const y = below || from.top < list.offsetHeight ? from.bottom : from.top - list.offsetHeight;
    list.style.setProperty('left', `${x + window.scrollX}px`);
    list.style.setProperty('top', `${y + window.scrollY}px`);
  }

  #shut() {
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('#button')?.focus();
  }

  #keys(event: KeyboardEvent) {
    const all = this.#buttons;
    const now = all.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === 'Escape') this.#shut();
    else {
      if (event.key === 'Tab') this.#shut();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  override render() {
    return html`<button
        id="button"
        part="button"
        type="button"
        aria-label=${this.label}
        aria-haspopup="menu"
        aria-expanded=${this.isOpen}
        @click=${() => {
          this.isOpen = !this.isOpen;
        }}
      >
        ${icon(MORE, true)}
      </button>
      <div id="list" role="menu" popover="manual" aria-label=${this.label} ?hidden=${!this.isOpen} @keydown=${this.#keys}>
        ${this.items.map(
          ({ key, label, picture, grave }) =>
            html`<button
              type="button"
              role="menuitem"
              tabindex="-1"
              class=${grave ? 'grave' : ''}
              @click=${() => {
                this.#shut();
                this.dispatchEvent(new MenuPickEvent(key));
              }}
            >
              ${picture}${label}
            </button>`,
        )}
      </div>`;
  }
}

defineOnce('dangol-part-menu', Menu);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-menu': Menu;
  }
}
