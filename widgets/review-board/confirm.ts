import { css, html, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import { BoardDialog, dialogStyles } from './dialog.ts';

/** Asks once more before something is deleted. */
export class BoardConfirm extends BoardDialog {
  static override properties: PropertyDeclarations = {
    ...BoardDialog.properties,
    heading: {},
    text: {},
  };
  static override styles = [
    base,
    dialogStyles,
    css`
      .grave {
        background: var(--d-bad);
        color: var(--d-surface);
      }
    `,
  ];

  declare heading: string;
  declare text: string;
  declare task: () => Promise<void>;

  #confirm = () =>
    this.run(async () => {
      await this.task();
      this.close();
    });

  override render() {
    const { words, busy } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${this.heading} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <p>${this.text}</p>
      <p class="problem" role="alert">${this.problem}</p>
      <div slot="footer" class="two">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button type="button" class="main grave" aria-disabled=${busy} @click=${this.#confirm}>${words.t('remove')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-board-confirm', BoardConfirm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-confirm': BoardConfirm;
  }
}
