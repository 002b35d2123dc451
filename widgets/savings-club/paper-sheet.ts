import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { RollingPaper } from '../../server/community/clubs/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { ClubDialog } from './dialog.ts';
import { nameOf, occasionText } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** What everybody wrote to the one it is for, on one sheet of paper. */
export class PaperSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    items: { state: true },
    next: { state: true },
  };
  static override styles = [
    ...sheetStyles,
    css`
      /* Paper is as light at night as by day: what is written on it takes the colour of ink. */
      .paper {
        --d-text: #3d2f24;
        --d-muted: #6f5a48;
        margin: -20px;
        padding: 28px 20px 32px;
        background: #fff9ee;
        color: var(--d-text);
        font-family: 'Gowun Batang', 'Nanum Myeongjo', AppleMyungjo, Batang, Georgia, serif;
      }
      .for {
        margin-block-end: 22px;
        text-align: center;
        text-wrap: balance;
      }
      .paper .emoji {
        font-size: 2.6em;
        line-height: 1.3;
      }
      .paper h3 {
        font-size: 1.4em;
      }
      .notes {
        columns: 15em auto;
        column-gap: 16px;
      }
      .note {
        display: grid;
        gap: 10px;
        break-inside: avoid;
        margin-block-end: 16px;
        padding: 16px 18px 14px;
        border-radius: 3px;
        background: #fde9e4;
        box-shadow: 0 2px 6px rgb(90 60 30 / 16%);
      }
      .note:nth-child(4n + 2) {
        background: #fdf3c8;
      }
      .note:nth-child(4n + 3) {
        background: #e2f0e4;
      }
      .note:nth-child(4n) {
        background: #e3ecf8;
      }
      .note:nth-child(odd) {
        transform: rotate(-0.7deg);
      }
      .note:nth-child(3n) {
        transform: rotate(0.8deg);
      }
      .note .words {
        font-size: 1.1em;
        line-height: 1.75;
        unicode-bidi: isolate;
      }
      .note .from {
        text-align: end;
        font-size: 0.87em;
        color: var(--d-muted);
      }
      .paper .plain {
        --d-surface: #fff9ee;
        --d-edge: #8a7360;
      }
    `,
  ];

  declare private items: RollingPaper['items'] | undefined;
  declare private next: string | null;

  constructor() {
    super();
    this.next = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const { items, next } = await this.host.data.get<RollingPaper>(`${this.path}/rolling-paper`, {
        query: { cursor: this.next },
      });
      this.items = [...(this.items ?? []), ...items];
      this.next = next;
    });

  override render() {
    const { words, busy, items, next, problem, page } = this;
    const { club } = page;
    const { person } = club;
    const forWhom = person.member ? nameOf(person.member, words) : person.name || words.t('clubForAll');
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubPaperTitle')} @dangol-part-sheet-close=${this.close}>
      <div class="paper" role="group" tabindex="0" aria-label=${words.t('clubPaperTitle')}>
        <div class="for">
          <p class="emoji" aria-hidden="true">${club.cover.emoji ?? '💌'}</p>
          <h3 dir="auto">${club.name}</h3>
          <p class="small muted">${occasionText(club, words)} · ${words.t('clubFor')} <bdi>${forWhom}</bdi></p>
        </div>
        ${
          items?.length
            ? html`<ul class="notes" role="list">
                ${items.map(
                  (one) => html`<li class="note">
                    <p class="words" dir="auto">${one.text}</p>
                    <p class="from"><bdi>${nameOf(one.by, words)}</bdi></p>
                  </li>`,
                )}
              </ul>`
            : items
              ? html`<p>${words.t('clubPaperNone')}</p>`
              : busy
                ? html`<p role="status">${words.t('clubLoading')}</p>`
                : nothing
        }
        ${next ? html`<button type="button" class="plain" aria-disabled=${busy} @click=${this.#load}>${words.t('clubMore')}</button>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem && !items ? html`<button type="button" class="plain" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-paper', PaperSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-paper': PaperSheet;
  }
}
