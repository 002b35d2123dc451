import { html, nothing, type PropertyDeclarations } from 'lit';
import type { MyWishlist, Occasion, Visibility } from '../../server/community/wishlists/contract.ts';
import { dayAfter, dayText, today } from '../core/days.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { ListChangeEvent } from '../core/list-events.ts';
import { hashOf } from '../core/list-url.ts';
import { problemOf } from '../core/problems.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { lengthOf } from '../parts/length-counter.ts';
import { catchUp, myLists } from './acts.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

const OCCASIONS: readonly Occasion[] = ['birthday', 'wedding', 'home', 'baby', 'holiday', 'thanks', 'other'];
const SEEN_BY: readonly Visibility[] = ['link', 'public', 'private'];
const NAME_MAX = 60;
/** The first day on which givers may be shown is so far ahead. */
const AHEAD = 7;

type Written = Pick<
  MyWishlist,
  'occasion' | 'occasionOn' | 'visibility' | 'commentsOpen' | 'claimsHiddenUntil'
> & { name: string };

const NEW: Written = {
  name: '',
  occasion: null,
  occasionOn: null,
  visibility: 'link',
  commentsOpen: true,
  claimsHiddenUntil: null,
};

/** Makes a list, or changes one: what it is for, and who may see what of it. */
export class ListForm extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    list: { attribute: false },
    written: { state: true },
    hasTried: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  /** The one to change; nothing for a new one. */
  declare list: MyWishlist | undefined;
  declare private written: Written;
  declare private hasTried: boolean;
  #draft: Draft<Written> | undefined;

  constructor() {
    super();
    this.hasTried = false;
  }

  protected override willUpdate(): void {
    if (this.#draft) return;
    const { list, host } = this;
    this.#draft = new Draft(host.side!.session, list?.id ?? 'new', 'list', String(list?.version ?? ''));
    this.written = this.#draft.read() ?? (list ? { ...NEW, ...fieldsOf(list) } : NEW);
  }

  #write(change: Partial<Written>): void {
    this.written = { ...this.written, ...change };
    this.#draft!.write(this.written);
  }

  get #wrong(): string {
    const { words, list } = this;
    const name = this.written.name.trim();
    if (lengthOf(name) > NAME_MAX) return words.t('textLong', { count: NAME_MAX });
    // Only the first list does without a name.
    return name || (list && list.name === null) ? '' : words.t('listNameMissing');
  }

  #save = (event: Event) => {
    event.preventDefault();
    this.hasTried = true;
    if (this.#wrong) {
      this.renderRoot.querySelector<HTMLElement>('#name')?.focus();
      return;
    }
    return this.run(async () => {
      const { host, words, list, written } = this;
      const { client } = host.side!;
      const name = written.name.trim();
      const { visibility, ...rest } = written;
      try {
        const saved = list
          ? await client.request<MyWishlist>('PATCH', `wishlists/${list.id}`, {
              as: 'signed',
              lang: words.lang,
              body: {
                ...changed(rest, fieldsOf(list)),
                ...(name && name !== list.name && { name }),
                // Who may see it is for its owner alone to say.
                ...(list.role === 'owner' && visibility !== list.visibility && { visibility }),
                version: list.version,
              },
            })
          : await client.request<MyWishlist>('POST', 'wishlists', {
              as: 'writer',
              act: this.act,
              lang: words.lang,
              body: { ...written, name },
            });
        this.#draft!.clear();
        this.close();
        host.dispatchEvent(new ListChangeEvent({ id: saved.id, list: saved }));
        host.notify(words.t(list ? 'wishSaved' : 'listMade'));
        if (list || host.getAttribute('list')) await catchUp(host);
        else location.hash = hashOf(saved.id);
      } catch (error) {
        if (problemOf(error).code !== 'changed-meanwhile') throw error;
        this.list = (await myLists(host)).find((one) => one.id === list!.id) ?? list;
        this.problem = words.t('changedMeanwhile');
      }
    });
  };

  #day(id: 'occasionOn' | 'claimsHiddenUntil', label: string, least?: string) {
    return html`<label class="label" for=${id}>${label}</label>
      <input
        id=${id}
        type="date"
        min=${least ?? nothing}
        aria-describedby="${id}-hint"
        .value=${this.written[id] ?? ''}
        @input=${(event: Event) => this.#write({ [id]: (event.target as HTMLInputElement).value || null })}
      />`;
  }

  override render() {
    const { words, busy, list, written, host } = this;
    const wrong = this.hasTried ? this.#wrong : '';
    const now = today(host.data.mall?.timeZone);
    const fixed = list?.claimsHiddenUntil;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t(list ? 'listEditTitle' : 'listNewTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <form id="form" novalidate @submit=${this.#save}>
        <div>
          <label class="label" for="name">${words.t('listName')}</label>
          <input
            id="name"
            dir="auto"
            autocomplete="off"
            aria-invalid=${!!wrong}
            aria-describedby="name-problem"
            placeholder=${list && list.name === null ? words.t('listTitle') : words.t('listNameHint')}
            .value=${written.name}
            @input=${(event: Event) => this.#write({ name: (event.target as HTMLInputElement).value })}
          />
          <p id="name-problem" class="problem small" role="alert">${wrong}</p>
        </div>
        <fieldset>
          <legend>${words.t('listOccasion')}</legend>
          <div class="short">
            ${OCCASIONS.map((key) =>
              pick({
                name: 'occasion',
                value: key,
                label: words.t(`occasion_${key}`),
                isOn: written.occasion === key,
                onPick: () => this.#write({ occasion: key }),
                onDrop: () => this.#write({ occasion: null }),
              }),
            )}
          </div>
        </fieldset>
        <div>${this.#day('occasionOn', words.t('listDay'))}<p id="occasionOn-hint" class="hint">${written.occasionOn ? dayText(written.occasionOn, words.lang) : ''}</p></div>
        ${
          list && list.role !== 'owner'
            ? nothing
            : html`<fieldset>
                <legend>${words.t('listSee')}</legend>
                ${SEEN_BY.map((key) =>
                  pick({
                    name: 'see',
                    value: key,
                    label: words.t(`see_${key}`),
                    hint: words.t(`listSee_${key}`),
                    isOn: written.visibility === key,
                    onPick: () => this.#write({ visibility: key }),
                  }),
                )}
              </fieldset>`
        }
        <label class="pick"
          ><input
            type="checkbox"
            .checked=${written.commentsOpen}
            @change=${(event: Event) => this.#write({ commentsOpen: (event.target as HTMLInputElement).checked })}
          /><span><b>${words.t('listComments')}</b><span>${words.t('listCommentsHint')}</span></span></label
        >
        <div>
          ${this.#day('claimsHiddenUntil', words.t('listReveal'), fixed ?? dayAfter(now, AHEAD))}
          <p id="claimsHiddenUntil-hint" class="hint">${words.t('listRevealHint')}</p>
        </div>
        <p class="problem" role="alert">${this.problem}</p>
      </form>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button form="form" class="main" aria-disabled=${busy}>${words.t(busy ? 'sending' : 'save')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

const fieldsOf = (list: MyWishlist): Written => ({
  name: list.name ?? '',
  occasion: list.occasion,
  occasionOn: list.occasionOn,
  visibility: list.visibility,
  commentsOpen: list.commentsOpen,
  claimsHiddenUntil: list.claimsHiddenUntil,
});

/** Of some fields those that are other than before; the name goes apart. */
const changed = (now: Partial<Written>, before: Written) =>
  Object.fromEntries(
    Object.entries(now).filter(([name, value]) => name !== 'name' && value !== before[name as keyof Written]),
  );

defineOnce('dangol-wishlist-edit', ListForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-edit': ListForm;
  }
}
