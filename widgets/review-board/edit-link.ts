import type { z } from '@hono/zod-openapi';
import { css, html, type PropertyDeclarations } from 'lit';
import type { EditCode } from '../../server/mall/shoppers/contract.ts';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import { BoardDialog, dialogStyles } from './dialog.ts';

/** The link by which a guest can edit their review in another browser. What it opens there is in guest.ts. */
export class BoardEditLink extends BoardDialog {
  static override properties: PropertyDeclarations = {
    ...BoardDialog.properties,
    link: { state: true },
    copied: { state: true },
  };
  static override styles = [
    base,
    dialogStyles,
    css`
      input {
        width: 100%;
        min-height: 44px;
        margin-block-start: 14px;
        padding: 6px 12px;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-raised);
        text-overflow: ellipsis;
      }
    `,
  ];

  declare private link: string;
  declare private copied: boolean;

  constructor() {
    super();
    this.link = '';
    this.copied = false;
  }

  protected override firstUpdated(): void {
    void this.run(async () => {
      const { code } = await this.board.side!.client.request<z.infer<typeof EditCode>>(
        'POST',
        'me/edit-code',
        { as: 'signed', body: {}, act: this.act },
      );
      const url = new URL(location.href);
      url.hash = `dangol-edit=${code}`;
      this.link = url.href;
    });
  }

  async #copy(): Promise<void> {
    if (!this.link) return;
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      // Not allowed, or no https: the address is chosen, so that the phone's own copy works.
      this.renderRoot.querySelector<HTMLInputElement>('input')?.select();
    }
  }

  override render() {
    const { words, link } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('editLinkTitle')} @dangol-part-sheet-close=${this.close}>
      <p>${words.t('editLinkText')}</p>
      <input readonly aria-label=${words.t('editLinkTitle')} .value=${link} />
      <p class="problem" role="alert">${this.problem}</p>
      <div slot="footer" class="two">
        <span class="muted small" role="status">${this.copied ? words.t('copied') : ''}</span>
        <button type="button" class="main" aria-disabled=${!link} @click=${() => void this.#copy()}>${words.t('copy')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-board-edit-link', BoardEditLink);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-edit-link': BoardEditLink;
  }
}
