import { html, nothing, type PropertyDeclarations } from 'lit';
import type { Priority, Wish } from '../../server/community/wishlists/contract.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { WishEditEvent } from '../core/list-events.ts';
import { problemOf } from '../core/problems.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { lengthCounter, lengthOf } from '../parts/length-counter.ts';
import { nameOf } from './card.ts';
import { put, refresh } from './changes.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

const NOTE_MAX = 500;
const PRIORITIES: readonly Priority[] = ['must', 'want', 'maybe'];

interface Written {
  note: string;
  /** As it was typed. */
  quantity: string;
  priority: Priority;
  options: Record<string, string>;
}

const writtenIn = ({ note, quantity, priority, options }: Wish): Written => ({
  note,
  quantity: String(quantity),
  priority,
  options: Object.fromEntries(options.map((one) => [one.name, one.value])),
});

/** Note, quantity, options and priority of one wish. What was being written survives a reload. */
export class WishForm extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    wish: { attribute: false },
    written: { state: true },
    isBack: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare wish: Wish;
  declare private written: Written;
  declare private isBack: boolean;
  #draft: Draft<Written> | undefined;
  #version = 0;

  protected override willUpdate(): void {
    if (this.#draft) return;
    const { wish, host } = this;
    this.#version = wish.version;
    this.#draft = new Draft(host.side!.session, wish.id, 'wish', String(wish.version));
    const kept = this.#draft.read();
    this.isBack = kept !== undefined;
    this.written = kept ?? writtenIn(wish);
  }

  #write(change: Partial<Written>): void {
    this.written = { ...this.written, ...change };
    this.#draft!.write(this.written);
  }

  get #quantity(): number | undefined {
    const text = this.written.quantity.normalize('NFKC').trim();
    return /^[1-9]\d?$/.test(text) ? Number(text) : undefined;
  }

  #step(by: number): void {
    this.#write({ quantity: String(Math.max(1, Math.min(99, (this.#quantity ?? 1) + by))) });
  }

  #save = (event: Event) => {
    event.preventDefault();
    const quantity = this.#quantity;
    if (!quantity || lengthOf(this.written.note) > NOTE_MAX) {
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
      return;
    }
    return this.run(async () => {
      const { host, words, wish } = this;
      const { data } = host;
      const { note, priority, options } = this.written;
      try {
        const saved = await data.side!.client.request<Wish>('PATCH', `wishes/${wish.id}`, {
          as: 'signed',
          link: data.key,
          lang: words.lang,
          body: {
            note: note.trim(),
            quantity,
            priority,
            options: Object.fromEntries(Object.entries(options).filter(([, value]) => value)),
            version: this.#version,
          },
        });
        this.#draft!.clear();
        put(data, wish.id, saved);
        this.close();
        host.dispatchEvent(new WishEditEvent({ wish: saved }));
        host.notify(words.t('wishSaved'));
      } catch (error) {
        const problem = problemOf(error);
        if (problem.code !== 'changed-meanwhile') throw error;
        await refresh(data);
        this.#version = data.items.find((one) => one.id === wish.id)?.version ?? this.#version;
        this.#draft!.upon = String(this.#version);
        this.#draft!.write(this.written);
        this.problem = words.t('changedMeanwhile');
      }
    });
  };

  #again = () => {
    this.#draft!.clear();
    this.isBack = false;
    this.written = writtenIn(this.wish);
  };

  override render() {
    const { words, busy, wish, written } = this;
    // What was chosen of what is no longer offered stays to be chosen.
    const offered = wish.product.options;
    const others = Object.keys(written.options).filter((name) => !offered.some((one) => one.name === name));
    const isWrong = this.#quantity === undefined;
    const isLong = lengthOf(written.note) > NOTE_MAX;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('wishFormTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <form id="form" novalidate @submit=${this.#save}>
        <p><b dir="auto">${nameOf(wish.product, words)}</b></p>
        ${
          this.isBack
            ? html`<p class="small" role="status">${words.t('draftBack')} <button type="button" class="link" @click=${this.#again}>${words.t('draftClear')}</button></p>`
            : nothing
        }
        <div>
          <label class="label" for="note">${words.t('wishNote')}</label>
          <textarea
            id="note"
            dir="auto"
            aria-describedby="note-below"
            aria-invalid=${isLong}
            placeholder=${words.t('wishNoteHint')}
            .value=${written.note}
            @input=${(event: Event) => this.#write({ note: (event.target as HTMLTextAreaElement).value })}
          ></textarea>
          <p id="note-below" class="below">
            <span class="problem">${isLong ? words.t('textLong', { count: NOTE_MAX }) : ''}</span>
            ${lengthCounter({ text: written.note, max: NOTE_MAX, words })}
          </p>
        </div>
        ${[...offered, ...others.map((name) => ({ name, values: [] as string[] }))].map(
          ({ name, values }, at) => {
            const value = written.options[name] ?? '';
            const all = value && !values.includes(value) ? [value, ...values] : values;
            return html`<div>
            <label class="label" for="option-${at}" dir="auto">${name}</label>
            <select
              id="option-${at}"
              @change=${(event: Event) =>
                this.#write({
                  options: { ...written.options, [name]: (event.target as HTMLSelectElement).value },
                })}
            >
              <option value="" ?selected=${!value}>${words.t('wishOptionAny')}</option>
              ${all.map((one) => html`<option value=${one} ?selected=${one === value}>${one}</option>`)}
            </select>
          </div>`;
          },
        )}
        <div>
          <label class="label" for="quantity">${words.t('wishQuantityLabel')}</label>
          <div class="count">
            <button type="button" aria-label=${words.t('wishLess')} @click=${() => this.#step(-1)}>−</button>
            <input
              id="quantity"
              inputmode="numeric"
              autocomplete="off"
              aria-invalid=${isWrong}
              aria-describedby="quantity-below"
              .value=${written.quantity}
              @input=${(event: Event) => this.#write({ quantity: (event.target as HTMLInputElement).value })}
            />
            <button type="button" aria-label=${words.t('wishPlus')} @click=${() => this.#step(1)}>+</button>
          </div>
          <p id="quantity-below" class="problem small" role="alert">${isWrong ? words.t('wishQuantityWrong') : ''}</p>
        </div>
        <fieldset>
          <legend>${words.t('wishPriorityLabel')}</legend>
          <div class="short">
            ${PRIORITIES.map((key) =>
              pick({
                name: 'priority',
                value: key,
                label: words.t(`priority_${key}`),
                isOn: written.priority === key,
                onPick: () => this.#write({ priority: key }),
              }),
            )}
          </div>
        </fieldset>
        <p class="problem" role="alert">${this.problem}</p>
      </form>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button form="form" class="main" aria-disabled=${busy}>${words.t(busy ? 'sending' : 'save')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-wish', WishForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-wish': WishForm;
  }
}
