import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import { dialogStyles, WidgetDialog } from './dialog.ts';

/** Asks once more: before something is deleted, unless its button is called otherwise. */
export class ConfirmDialog extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    heading: {},
    text: {},
    label: {},
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
  declare label: string;
  declare task: () => Promise<void>;

  #confirm = () =>
    this.run(async () => {
      await this.task();
      this.close();
    });

  override render() {
    const { words, busy } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${this.heading} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      ${this.text ? html`<p>${this.text}</p>` : nothing}
      <p class="problem" role="alert">${this.problem}</p>
      <div slot="footer" class="two">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button type="button" class="main ${this.label ? '' : 'grave'}" aria-disabled=${busy} @click=${this.#confirm}>
          ${this.label || words.t('remove')}
        </button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-part-confirm', ConfirmDialog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-confirm': ConfirmDialog;
  }
}
