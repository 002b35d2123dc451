import { css, html, LitElement, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import type { MallSide } from '../core/page.ts';
import { inboxWords } from '../core/strings/inbox.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import './notices.ts';
import '../parts/sheet.ts';

/** The bell that it opens from. */
interface Host extends HTMLElement {
  readonly side: MallSide | undefined;
  readonly words: Words | undefined;
}

/** Opens the notices over their bell, once their words are there; tapped twice it is one. */
export async function openInbox(host: Host): Promise<void> {
  const words = host.words!;
  await Promise.all([inboxWords(words), words.more()]);
  const root = host.shadowRoot!;
  if (root.querySelector('dangol-inbox-sheet')) return;
  const sheet = Object.assign(new InboxSheet(), { side: host.side, words, lang: words.lang });
  root.append(sheet);
  await sheet.updateComplete;
}

/** The notices in a sheet. */
export class InboxSheet extends LitElement {
  static override properties: PropertyDeclarations = {
    side: { attribute: false },
    words: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      /* As high as what comes: the card does not jump. */
      dangol-inbox-notices {
        min-block-size: 20em;
        margin-block-start: -12px;
      }
    `,
  ];
  declare side: MallSide | undefined;
  declare words: Words;

  override render() {
    const { words, side } = this;
    return html`<dangol-part-sheet
      .open=${true}
      .words=${words}
      .heading=${words.t('bell')}
      @dangol-part-sheet-close=${(event: Event) => event.target === event.currentTarget && this.remove()}
    >
      <dangol-inbox-notices .side=${side} .words=${words}></dangol-inbox-notices>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-inbox-sheet', InboxSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-inbox-sheet': InboxSheet;
  }
}
