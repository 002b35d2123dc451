import type { ReactiveController, ReactiveControllerHost } from 'lit';

// What the dialogs share: while one is open, the page behind it stands still.

let open = 0;
let release = () => {};

function freeze(): () => void {
  const root = document.documentElement;
  const before: [string, string, string][] = [];
  const set = (name: string, value: string) => {
    before.push([name, root.style.getPropertyValue(name), root.style.getPropertyPriority(name)]);
    root.style.setProperty(name, value);
  };
  // A scroll bar that takes room keeps it, or the page would jump sideways.
  if (window.innerWidth > root.clientWidth) set('scrollbar-gutter', 'stable');
  set('overflow', 'hidden');
  return () => {
    for (const [name, value, priority] of before) root.style.setProperty(name, value, priority);
    if (!root.getAttribute('style')) root.removeAttribute('style');
  };
}

function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

interface Host extends ReactiveControllerHost, HTMLElement {
  open: boolean;
  readonly renderRoot: ParentNode;
}

/**
 * Keeps a host's dialog as its `open` says. Closing gives the page back as it was, and the focus to where it came from.
 */
export class Modal implements ReactiveController {
  readonly #host: Host;
  #dialog: HTMLDialogElement | null = null;
  #from: Element | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Moved within the page: a dialog that left the document is closed.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.shut();
  }

  hostUpdated(): void {
    const { open: isWanted, isConnected, renderRoot } = this.#host;
    if (!isWanted || !isConnected) this.shut();
    else if (!this.#dialog) {
      const dialog = renderRoot.querySelector('dialog')!;
      this.#from = focused();
      dialog.showModal();
      this.#dialog = dialog;
      if (open++ === 0) release = freeze();
    }
  }

  /** The answer is whether it was open. */
  shut(): boolean {
    const dialog = this.#dialog;
    if (!dialog) return false;
    this.#dialog = null;
    dialog.close();
    if (--open === 0) release();
    // A dialog that was taken out while open gives nothing back by itself; a focus that has moved on stays.
    if (!dialog.isConnected && focused() === document.body) (this.#from as HTMLElement | null)?.focus();
    this.#from = null;
    return true;
  }

  /** A browser closes by itself when Escape is pressed again and again: then the widget is asked, and `open` holds. */
  closed(ask: () => void): void {
    if (!this.#host.open || !this.shut()) return;
    ask();
    this.#host.requestUpdate();
  }
}
