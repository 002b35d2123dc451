import '../core/times.ts';
import type { z } from '@hono/zod-openapi';
import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { Review, ReviewEdit, ReviewHistory } from '../../server/community/reviews/contract.ts';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import { stars, starsStyles } from '../parts/stars.ts';
import { BoardDialog, dialogStyles } from './dialog.ts';

/** What a review said before it was edited. */
export class BoardHistory extends BoardDialog {
  static override properties: PropertyDeclarations = {
    ...BoardDialog.properties,
    review: { attribute: false },
    edits: { state: true },
  };
  static override styles = [
    base,
    starsStyles,
    dialogStyles,
    css`
      li + li {
        margin-block-start: 16px;
        padding-block-start: 16px;
        border-block-start: 1px solid var(--d-line);
      }
      li p {
        margin-block-start: 6px;
        white-space: pre-line;
        unicode-bidi: isolate;
      }
      h3 {
        margin-block-start: 6px;
        font-size: 1em;
        unicode-bidi: isolate;
      }
    `,
  ];

  declare review: Review;
  declare private edits: z.infer<typeof ReviewEdit>[];

  constructor() {
    super();
    this.edits = [];
  }

  protected override firstUpdated(): void {
    void this.run(async () => {
      const { items } = await this.board.side!.client.get<z.infer<typeof ReviewHistory>>(
        `reviews/${this.review.id}/history`,
        { as: 'signed', fresh: true },
      );
      this.edits = items
        .filter(({ version }) => version !== this.review.version)
        .sort((one, other) => other.version - one.version);
    });
  }

  #text(given: number, title: string, text: string, when: string) {
    return html`<li>
      <div class="muted small">${stars({ value: given, words: this.words })} ${when}</div>
      ${title ? html`<h3 dir="auto">${title}</h3>` : nothing}
      <p dir="auto">${text}</p>
    </li>`;
  }

  override render() {
    const { review, words } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('history')} @dangol-part-sheet-close=${this.close}>
      <ul role="list" aria-busy=${this.busy}>
        ${this.#text(review.stars, review.title, review.text, words.t('historyNow'))}
        ${this.edits.map((edit) => this.#text(edit.stars, edit.title, edit.text, words.date(edit.at)))}
      </ul>
      <p class="problem" role="alert">${this.problem}</p>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-board-history', BoardHistory);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-history': BoardHistory;
  }
}
