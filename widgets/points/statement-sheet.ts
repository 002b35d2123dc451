import { html, nothing, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { sheetStyles } from './sheet-styles.ts';
import { fileName } from './statement.ts';

/** The statement as a text to be copied, sent on, or saved after all: every browser can do one of these. */
export class StatementSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    text: { state: true },
    said: { state: true },
  };
  static override styles = sheetStyles;

  declare file: Blob;
  declare private text: string;
  declare private said: string;
  #url = '';

  constructor() {
    super();
    this.text = '';
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#url = URL.createObjectURL(this.file);
    void this.run(async () => {
      this.text = await this.file.text();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.#url);
  }

  get #shared(): ShareData {
    return { files: [new File([this.file], fileName(), { type: 'text/csv' })] };
  }

  #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = this.words.t('statementCopied');
    } catch {
      this.renderRoot.querySelector('textarea')!.select();
      this.said = this.words.t('statementNotCopied');
    }
  };

  #send = async (): Promise<void> => {
    try {
      await navigator.share(this.#shared);
    } catch {
      // Changed their mind; the text is still there.
    }
  };

  override render() {
    const { words } = this;
    const canSend = !!navigator.canShare?.(this.#shared);
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('statementTitle')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p>${words.t('statementText')}</p>
        <div>
          <label for="text">${words.t('statementLabel')}</label>
          <textarea id="text" readonly .value=${this.text}></textarea>
          <p class="hint" role="status">${this.said}</p>
        </div>
        <p class="problem" role="alert">${this.problem}</p>
      </div>
      <div slot="footer" class="two">
        <a class="plain" href=${this.#url} download=${fileName()}>${words.t('statementFile')}</a>
        ${canSend ? html`<button type="button" class="plain" @click=${this.#send}>${words.t('statementSend')}</button>` : nothing}
        <button type="button" class="main" @click=${this.#copy}>${words.t('statementCopy')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-points-statement', StatementSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-points-statement': StatementSheet;
  }
}
