import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import type { Review } from '../../server/community/reviews/contract.ts';
import { newAct } from '../core/act.ts';
import { Draft } from '../core/draft.ts';
import {
  BeforeReviewEditEvent,
  BeforeReviewPostEvent,
  ProblemShowEvent,
  ReviewEditEvent,
  ReviewPostEvent,
} from '../core/events.ts';
import { pageUrl } from '../core/page-url.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { chipsStyles } from '../parts/chips.ts';
import { choices, choicesStyles } from '../parts/choices.ts';
import { lengthCounter, lengthCounterStyles, lengthOf } from '../parts/length-counter.ts';
import type {
  PhotoAddEvent,
  PhotoAltEvent,
  PhotoMoveEvent,
  PhotoRemoveEvent,
  PhotoRetryEvent,
  PickedPhoto,
} from '../parts/photo-picker.ts';
import '../parts/photo-picker.ts';
import '../parts/sheet.ts';
import { shrinkPhoto } from '../parts/shrink.ts';
import type { StarChooseEvent } from '../parts/star-input.ts';
import '../parts/star-input.ts';
import { uploadPhoto } from '../core/upload.ts';
import { touchSummary } from './acts.ts';
import type { DialogRequest } from './dialogs.ts';
import { labelIn } from './header.ts';
import type { BoardHost } from './host.ts';

/** What is being written, as it is kept in the browser until it is posted. */
interface Written {
  stars: number;
  title: string;
  text: string;
  options: Record<string, string>;
  attributes: Record<string, string>;
  photos: { id: string; alt: string; small: string }[];
}

interface FormPhoto extends PickedPhoto {
  id: string | undefined;
  act: string;
  file: File | undefined;
}

const TITLE_MAX = 100;

/** The form for a review: everything stays in this browser until it is posted. */
export class BoardForm extends LitElement {
  static override properties: PropertyDeclarations = {
    board: { attribute: false },
    review: { attribute: false },
    written: { state: true },
    photos: { state: true },
    busy: { state: true },
    problem: { state: true },
    hasTried: { state: true },
    isFromDraft: { state: true },
  };
  static override styles = [
    base,
    chipsStyles,
    choicesStyles,
    lengthCounterStyles,
    css`
      form {
        display: grid;
        gap: 24px;
      }
      .label {
        display: block;
        padding: 0;
        margin-block-end: 8px;
        font-weight: 600;
      }
      .options {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 12em), 1fr));
        gap: 12px;
      }
      input,
      textarea,
      select {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 9px 12px;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-surface);
      }
      textarea {
        min-height: 9em;
        resize: vertical;
        field-sizing: content;
        max-height: 24em;
      }
      ::placeholder {
        color: var(--d-muted);
        opacity: 1;
      }
      [aria-invalid='true'] {
        border-color: var(--d-bad);
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0.2em 1em;
        min-height: 1.6em;
        margin-block-start: 6px;
      }
      .problem {
        color: var(--d-bad);
      }
      .told {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1em;
        padding: 0.5em 1em;
        border-radius: var(--d-radius);
        background: var(--d-raised);
      }
      .end {
        display: grid;
        gap: 8px;
        border-block-start: 1px solid var(--d-line);
        padding-inline: 20px;
        margin-inline: -20px;
      }
      .end .problem:empty {
        display: none;
      }
    `,
  ];

  declare board: BoardHost & { open(request: DialogRequest): Promise<void> };
  /** The review to edit; without it a new one is written. */
  declare review: Review | undefined;
  declare private written: Written;
  declare private photos: FormPhoto[];
  declare private busy: boolean;
  declare private problem: string;
  declare private hasTried: boolean;
  declare private isFromDraft: boolean;
  #draft!: Draft<Written>;
  #version = 0;
  #act = newAct();
  #sent = '';

  constructor() {
    super();
    this.photos = [];
    this.busy = false;
    this.problem = '';
    this.hasTried = false;
    this.isFromDraft = false;
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { preview } of this.photos) if (preview.startsWith('blob:')) URL.revokeObjectURL(preview);
  }

  get #words(): Words {
    return this.board.words!;
  }

  #fromReview(): Written {
    const { review } = this;
    const pairs = (list: readonly (readonly [string, string])[]) => Object.fromEntries(list);
    if (review)
      return {
        stars: review.stars,
        title: review.title,
        text: review.text,
        options: pairs(review.options.map((one) => [one.name, one.value] as const)),
        attributes: pairs(review.attributes.map((one) => [one.key, one.value] as const)),
        photos: review.photos.map(({ id, alt, small }) => ({ id, alt, small })),
      };
    return {
      stars: 0,
      title: '',
      text: '',
      options: { ...this.board.data.mine?.options },
      attributes: {},
      photos: [],
    };
  }

  #begin(): void {
    const { review, board } = this;
    const product = review?.product ?? board.data.board!.summary.product;
    this.#draft = new Draft(board.side!.id, product, review ? 'edit' : 'review');
    this.#version = review?.version ?? 0;
    const draft = this.#draft.read();
    this.isFromDraft = draft !== undefined;
    this.#show(draft ?? this.#fromReview());
  }

  #show(written: Written): void {
    this.written = written;
    this.photos = written.photos.map(({ id, alt, small }) => ({
      key: id,
      id,
      alt,
      preview: small,
      state: 'ready',
      progress: 1,
      act: '',
      file: undefined,
    }));
  }

  #startOver(): void {
    this.#draft.clear();
    this.isFromDraft = false;
    this.problem = '';
    this.#show(this.#fromReview());
  }

  #change(change: Partial<Written>): void {
    this.written = { ...this.written, ...change };
    this.#draft.write(this.written);
  }

  #choose(group: 'options' | 'attributes', key: string, value: string | null): void {
    const all = { ...this.written[group] };
    if (value) all[key] = value;
    else delete all[key];
    this.#change({ [group]: all });
  }

  #setPhotos(photos: FormPhoto[]): void {
    this.photos = photos;
    this.#change({
      photos: photos.flatMap(({ id, alt, preview }) =>
        id ? [{ id, alt, small: preview.startsWith('blob:') ? '' : preview }] : [],
      ),
    });
  }

  #setPhoto(key: string, change: Partial<FormPhoto>): void {
    this.#setPhotos(this.photos.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  #add(files: readonly File[]): void {
    const added = files.map((file): FormPhoto => {
      const act = newAct();
      return {
        key: act,
        act,
        id: undefined,
        file,
        alt: '',
        preview: URL.createObjectURL(file),
        state: 'sending',
        progress: 0,
      };
    });
    this.photos = [...this.photos, ...added];
    for (const photo of added) void this.#send(photo.key);
  }

  async #send(key: string): Promise<void> {
    const photo = this.photos.find((one) => one.key === key);
    if (!photo?.file) return;
    this.#setPhoto(key, { state: 'sending', progress: 0, problem: '' });
    try {
      const { alt, act } = photo;
      const side = this.board.side!;
      const progress = (share: number) => {
        this.photos = this.photos.map((one) => (one.key === key ? { ...one, progress: share } : one));
      };
      const sent: Photo = await uploadPhoto(side, await shrinkPhoto(photo.file), {
        alt,
        act,
        progress,
        lang: this.#words.lang,
      });
      const now = this.photos.find((one) => one.key === key);
      if (!now) return;
      URL.revokeObjectURL(now.preview);
      this.#setPhoto(key, { id: sent.id, state: 'ready', progress: 1, preview: sent.small, file: undefined });
      // Described while it was on its way.
      if (now.alt !== alt) void this.#describe(key, now.alt);
    } catch (error) {
      this.#setPhoto(key, { state: 'failed', problem: problemWords(this.#words, problemOf(error)) });
    }
  }

  async #describe(key: string, alt: string): Promise<void> {
    this.#setPhoto(key, { alt });
    const id = this.photos.find((one) => one.key === key)?.id;
    if (!id) return;
    try {
      await this.board.side!.client.request('PATCH', `photos/${id}`, { as: 'writer', body: { alt } });
    } catch (error) {
      this.#setPhoto(key, { problem: problemWords(this.#words, problemOf(error)) });
    }
  }

  #move(key: string, by: number): void {
    const photos = [...this.photos];
    const at = photos.findIndex((one) => one.key === key);
    const [photo] = photos.splice(at, 1);
    if (photo) photos.splice(at + by, 0, photo);
    this.#setPhotos(photos);
  }

  get #limits() {
    return this.board.data.board!.mall.limits;
  }

  /** What is still wrong with a field, once somebody has tried to post. */
  #wrong(): { stars: string; title: string; text: string } {
    const words = this.#words;
    const { stars, title, text } = this.written;
    const { reviewTextMin: min, reviewTextMax: max } = this.#limits;
    const length = lengthOf(text.trim());
    const tooLong = (count: number) => words.t('textLong', { count });
    return {
      stars: stars ? '' : words.t('starsMissing'),
      title: lengthOf(title.trim()) > TITLE_MAX ? tooLong(TITLE_MAX) : '',
      text:
        length > max
          ? tooLong(max)
          : this.hasTried && length < min
            ? words.t('textShort', { count: min })
            : '',
    };
  }

  async #post(): Promise<void> {
    if (this.busy) return;
    this.hasTried = true;
    this.problem = '';
    const words = this.#words;
    const wrong = this.#wrong();
    const field = wrong.stars ? 'dangol-part-star-input' : wrong.title ? '#title' : wrong.text ? '#text' : '';
    if (field) {
      this.renderRoot.querySelector<HTMLElement>(field)?.focus();
      return;
    }
    if (this.photos.some((one) => one.state !== 'ready')) {
      this.problem = words.t(
        this.photos.some((one) => one.state === 'sending') ? 'uploadsRunning' : 'uploadsFailed',
      );
      return;
    }
    const { board, review } = this;
    const { stars, title, text, options, attributes } = this.written;
    const product = review?.product ?? board.data.board!.summary.product;
    const draft = { product, stars, title: title.trim(), text: text.trim() };
    const before = review
      ? new BeforeReviewEditEvent({ draft, review })
      : new BeforeReviewPostEvent({ draft });
    if (!board.dispatchEvent(before)) return;
    const { product: _, ...fields } = draft;
    const photos = this.photos.map((one) => one.id!);
    const url = pageUrl();
    const body = review
      ? { ...fields, options, attributes, photos, version: this.#version }
      : { product, ...fields, options, attributes, photos, ...(url && { seen: { url } }) };
    // Another text is another act: the old key would be refused with it.
    const sending = JSON.stringify(body);
    if (sending !== this.#sent) this.#act = newAct();
    this.#sent = sending;
    this.busy = true;
    try {
      const ask = { as: 'writer', lang: words.lang, body } as const;
      const done = review
        ? await board.side!.client.request<Review>('PATCH', `reviews/${review.id}`, ask)
        : await board.side!.client.request<Review>('POST', 'reviews', { ...ask, act: this.#act });
      this.#draft.clear();
      this.busy = false;
      this.#close();
      board.data.upsert(done, true);
      touchSummary(board.data);
      void board.data.loadMine();
      board.dispatchEvent(
        review ? new ReviewEditEvent({ review: done }) : new ReviewPostEvent({ review: done }),
      );
      const isGuest = board.side!.session.kind === 'guest';
      board.notify(
        words.t(review ? 'changed' : 'posted'),
        isGuest && !review
          ? [
              { label: words.t('editLink'), run: () => void board.open({ kind: 'link' }) },
              { label: words.t('close'), run: () => undefined },
            ]
          : [],
      );
    } catch (error) {
      this.busy = false;
      await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { board, review } = this;
    const words = this.#words;
    const problem = problemOf(error);
    board.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
    if (problem.code === 'changed-meanwhile' && review) {
      try {
        this.#version = (
          await board.side!.client.get<Review>(`reviews/${review.id}`, { fresh: true, as: 'signed' })
        ).version;
        this.problem = words.t('changedMeanwhile');
        return;
      } catch {
        // The sentence below says enough.
      }
    }
    if (problem.code === 'already-reviewed') void board.data.loadMine();
    // Taken as a photo that the service no longer has, such as one that waited in a draft for too long.
    const kept =
      problem.code === 'token-expired' || problem.code === 'token-refused' ? '' : `${words.t('notPosted')} `;
    this.problem = kept + problemWords(words, problem);
  }

  #close = () => {
    if (this.busy) return;
    this.dispatchEvent(new Event('dangol-board-form-close'));
  };

  #options(words: Words): TemplateResult | typeof nothing {
    const options = this.board.data.board?.product?.options ?? [];
    if (!options.length) return nothing;
    return html`<fieldset>
      <legend class="label">${words.t('optionsTitle')}</legend>
      <div class="options">
        ${options.map(
          ({ name, values }) =>
            html`<select
              aria-label=${name}
              .value=${this.written.options[name] ?? ''}
              @change=${(event: Event) => this.#choose('options', name, (event.target as HTMLSelectElement).value)}
            >
              <option value="" ?selected=${!this.written.options[name]}>${name}: ${words.t('optionNone')}</option>
              ${values.map((value) => html`<option value=${value} ?selected=${this.written.options[name] === value}>${name}: ${value}</option>`)}
            </select>`,
        )}
      </div>
    </fieldset>`;
  }

  override render() {
    const { board, written, review, busy } = this;
    const words = board?.words;
    const mall = board?.data.board?.mall;
    if (!words || !mall) return nothing;
    const wrong = this.#wrong();
    const isGuest = board.side?.session.kind !== 'member';
    const { reviewTextMax: max, photosPerReview } = mall.limits;
    return html`<dangol-part-sheet
      .open=${true}
      .busy=${busy}
      .words=${words}
      .heading=${words.t(review ? 'formEditTitle' : 'formTitle')}
      @dangol-part-sheet-close=${this.#close}
    >
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        ${
          this.isFromDraft
            ? html`<p class="told small" role="status">
                ${words.t('draftBack')}<button type="button" class="link" @click=${this.#startOver}>${words.t('draftClear')}</button>
              </p>`
            : nothing
        }
        <dangol-part-star-input
          .value=${written.stars}
          .words=${words}
          .problem=${this.hasTried ? wrong.stars : ''}
          @dangol-part-star-choose=${(event: StarChooseEvent) => this.#change({ stars: event.stars })}
        ></dangol-part-star-input>
        <div>
          <label class="label" for="text">${words.t('fieldText')}</label>
          <textarea
            id="text"
            dir="auto"
            rows="6"
            placeholder=${words.t('textHint')}
            aria-invalid=${wrong.text !== ''}
            aria-describedby="text-said"
            .value=${written.text}
            @input=${(event: Event) => this.#change({ text: (event.target as HTMLTextAreaElement).value })}
          ></textarea>
          <div class="below">
            <span id="text-said" class="problem small" role="alert">${wrong.text}</span>
            ${lengthCounter({ text: written.text, max, words })}
          </div>
        </div>
        <div>
          <label class="label" for="title">${words.t('fieldTitle')}</label>
          <input
            id="title"
            dir="auto"
            autocomplete="off"
            aria-invalid=${wrong.title !== ''}
            aria-describedby="title-said"
            .value=${written.title}
            @input=${(event: Event) => this.#change({ title: (event.target as HTMLInputElement).value })}
          />
          <span id="title-said" class="problem small" role="alert">${wrong.title}</span>
        </div>
        ${
          photosPerReview
            ? html`<dangol-part-photo-picker
                .photos=${this.photos}
                .max=${photosPerReview}
                .words=${words}
                @dangol-part-photo-add=${(event: PhotoAddEvent) => this.#add(event.files)}
                @dangol-part-photo-remove=${(event: PhotoRemoveEvent) => this.#setPhotos(this.photos.filter((one) => one.key !== event.key))}
                @dangol-part-photo-retry=${(event: PhotoRetryEvent) => void this.#send(event.key)}
                @dangol-part-photo-move=${(event: PhotoMoveEvent) => this.#move(event.key, event.by)}
                @dangol-part-photo-alt=${(event: PhotoAltEvent) => void this.#describe(event.key, event.alt)}
              ></dangol-part-photo-picker>`
            : nothing
        }
        ${this.#options(words)}
        ${mall.attributes.map(({ key, label, values }) =>
          choices({
            name: `attribute-${key}`,
            legend: labelIn(label, words.lang, key),
            items: values.map((value) => ({
              key: value.key,
              label: labelIn(value.label, words.lang, value.key),
            })),
            value: written.attributes[key] ?? null,
            onChoose: (value) => this.#choose('attributes', key, value),
          }),
        )}
      </form>
      <div slot="footer" class="end">
        ${isGuest && !review ? html`<p class="muted small">${words.t('guestNotice')}</p>` : nothing}
        <p class="problem small" role="alert">${this.problem}</p>
        <button type="button" class="main" aria-disabled=${busy} @click=${() => void this.#post()}>
          ${words.t(busy ? 'posting' : review ? 'save' : 'post')}
        </button>
      </div>
    </dangol-part-sheet>`;
  }
}

customElements.define('dangol-board-form', BoardForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-form': BoardForm;
  }
}
