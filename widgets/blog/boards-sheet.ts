import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MyBlog } from '../../server/community/blogs/contract.ts';
import { defineOnce } from '../core/define.ts';
import { formStyles } from '../parts/form-styles.ts';
import { icon } from '../parts/icons.ts';
import { TRASH } from '../parts/icons-more.ts';
import { lengthOf } from '../parts/length-counter.ts';
import { dragRow } from './drag.ts';
import { DOWN, GRIP, PLUS, UP } from './icons-late.ts';
import { BlogSheet } from './sheet.ts';

const MOST = 12;
const LONGEST = 20;

interface Row {
  /** Stays with the row, whatever it is called. */
  key: number;
  id: string | null;
  name: string;
  /** How it was called when the sheet opened. */
  was: string;
}

/** The boards of my blog: named, ordered, added and taken away, all at once when they are saved. */
export class BoardsOfBlog extends BlogSheet {
  static override properties: PropertyDeclarations = {
    ...BlogSheet.properties,
    rows: { state: true },
    gone: { state: true },
    said: { state: true },
    isChecked: { state: true },
  };
  static override styles = [
    formStyles,
    css`
      .boards > li {
        position: relative;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        padding-block: 6px;
        background: var(--d-surface);
      }
      .boards > li > .field {
        flex: 1 1 10em;
        min-inline-size: 0;
      }
      .boards input {
        min-inline-size: 0;
      }
      .keys {
        display: flex;
        margin-inline-start: auto;
      }
      .boards button {
        display: grid;
        flex: none;
        place-content: center;
        inline-size: 44px;
        block-size: 44px;
        padding: 0;
        color: var(--d-muted);
      }
      .grip {
        cursor: grab;
        touch-action: none;
      }
      .lifted {
        z-index: 1;
        border-radius: var(--d-radius);
        box-shadow: var(--dangol-shadow, 0 8px 32px rgb(0 0 0 / 22%));
      }
      [role='status']:empty,
      .wrong:empty {
        display: none;
      }
      .wrong {
        margin-block-start: 4px;
        color: var(--d-bad);
        font-size: 0.87em;
      }
      .add {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
    `,
  ];

  declare private rows: readonly Row[];
  /** The one that was taken away last, and where it stood. */
  declare private gone: { row: Row; at: number } | undefined;
  declare private said: string;
  declare private isChecked: boolean;
  #keys = 0;

  constructor() {
    super();
    this.rows = [];
    this.said = '';
    this.isChecked = false;
  }

  protected get heading(): string {
    return this.words.t('blogBoardsTitle');
  }

  protected async load(): Promise<void> {
    // What is being written here is not overwritten by what somebody does elsewhere.
    if (this.isLoaded) return;
    const my = await this.host.data.get<MyBlog>('me/blog');
    this.rows = my.blog.boards.map(({ id, name }) => ({ key: this.#keys++, id, name, was: name }));
  }

  /** What a row is called when somebody speaks of it. */
  #called = ({ name, was }: Row) => name.trim() || was || this.words.t('blogBoardThis');

  #wrong({ name }: Row): string {
    const length = lengthOf(name.trim());
    if (length > LONGEST) return this.words.t('blogBoardLong');
    return length || !this.isChecked ? '' : this.words.t('blogBoardMissing');
  }

  async #focus(key: number, selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#board-${key} ${selector}`)?.focus();
  }

  #move = (from: number, to: number): void => {
    const row = this.rows[from];
    if (!row || to < 0 || to >= this.rows.length || from === to) return;
    const rest = this.rows.filter((one) => one !== row);
    this.rows = [...rest.slice(0, to), row, ...rest.slice(to)];
    this.said = this.words.t('blogBoardMoved', { name: this.#called(row), count: to + 1 });
  };

  #step(row: Row, by: number): void {
    const at = this.rows.indexOf(row);
    this.#move(at, at + by);
    const isAtEnd = at + by === (by < 0 ? 0 : this.rows.length - 1);
    // At an end this way is closed: the focus stays on the row.
    void this.#focus(row.key, by < 0 === !isAtEnd ? '.up' : '.down');
  }

  #rename(row: Row, name: string): void {
    this.rows = this.rows.map((one) => (one === row ? { ...one, name } : one));
  }

  #remove(row: Row): void {
    const at = this.rows.indexOf(row);
    this.rows = this.rows.filter((one) => one !== row);
    this.gone = { row, at };
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.back')?.focus());
  }

  #back = (): void => {
    const { row, at } = this.gone!;
    this.rows = [...this.rows.slice(0, at), row, ...this.rows.slice(at)];
    this.gone = undefined;
    void this.#focus(row.key, 'input');
  };

  #add = (): void => {
    if (this.rows.length >= MOST) return;
    const key = this.#keys++;
    this.rows = [...this.rows, { key, id: null, name: '', was: '' }];
    void this.#focus(key, 'input');
  };

  #save = (event: Event): void => {
    event.preventDefault();
    this.isChecked = true;
    const wrong = this.rows.find((one) => this.#wrong(one));
    if (wrong) {
      void this.#focus(wrong.key, 'input');
      return;
    }
    void this.run(async () => {
      const { host, words } = this;
      const boards = this.rows.map(({ id, name }) => ({ id, name: name.trim() }));
      const my = await this.ask<MyBlog>('PUT', 'me/blog/boards', { boards });
      host.data.my = my;
      this.told();
      this.close();
      host.notify(words.t('blogSaved'));
    });
  };

  #row(row: Row, at: number): TemplateResult {
    const { words, rows } = this;
    const name = this.#called(row);
    const wrong = this.#wrong(row);
    const { key } = row;
    return html`<li id="board-${key}">
      <button
        type="button"
        class="grip"
        tabindex="-1"
        aria-label=${words.t('blogBoardGrip', { name })}
        @pointerdown=${(event: PointerEvent) => dragRow(event, this.#move)}
      >
        ${icon(GRIP, true)}
      </button>
      <div class="field">
        <input
          aria-label=${words.t('blogBoardName', { number: at + 1 })}
          aria-invalid=${!!wrong}
          aria-describedby="wrong-${key}"
          placeholder=${words.t('blogBoardNameHint')}
          dir="auto"
          autocomplete="off"
          .value=${row.name}
          @input=${(event: Event) => this.#rename(row, (event.target as HTMLInputElement).value)}
        />
        <p id="wrong-${key}" class="wrong">${wrong}</p>
      </div>
      <div class="keys">
        <button type="button" class="up" ?disabled=${at === 0} aria-label=${words.t('blogBoardUp', { name })} @click=${() => this.#step(row, -1)}>
          ${icon(UP)}
        </button>
        <button type="button" class="down" ?disabled=${at === rows.length - 1} aria-label=${words.t('blogBoardDown', { name })} @click=${() => this.#step(row, 1)}>
          ${icon(DOWN)}
        </button>
        <button type="button" aria-label=${words.t('blogBoardDelete', { name })} @click=${() => this.#remove(row)}>
          ${icon(TRASH)}
        </button>
      </div>
    </li>`;
  }

  protected content(): TemplateResult {
    const { words, rows, gone } = this;
    return html`<form id="form" novalidate @submit=${this.#save}>
      <p class="hint">${words.t(rows.length ? 'blogBoardsHint' : 'blogBoardsNone')}</p>
      ${
        rows.length
          ? html`<ul class="boards" role="list">
              ${repeat(
                rows,
                (row) => row.key,
                (row, at) => this.#row(row, at),
              )}
            </ul>`
          : nothing
      }
      <div role="status">${
        gone
          ? html`<p class="small">
                ${gone.row.id ? words.t('blogBoardLost', { name: this.#called(gone.row) }) : nothing}
                <button type="button" class="link back" @click=${this.#back}>${words.t('blogBoardBack')}</button>
              </p>`
          : nothing
      }</div>
      ${
        rows.length < MOST
          ? html`<button type="button" class="plain start add" @click=${this.#add}>${icon(PLUS)}${words.t('blogBoardNew')}</button>`
          : html`<p class="hint">${words.t('blogBoardFull')}</p>`
      }
      <p class="only-heard" role="status">${this.said}</p>
    </form>`;
  }

  protected override footer(): TemplateResult {
    return html`<div slot="footer" class="two">
      <button type="submit" class="main" aria-disabled=${this.busy} @click=${this.#save}>${this.words.t('save')}</button>
    </div>`;
  }
}

defineOnce('dangol-blog-boards', BoardsOfBlog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-boards': BoardsOfBlog;
  }
}
