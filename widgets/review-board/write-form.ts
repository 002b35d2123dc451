import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { LaterKind, Review } from '../../server/community/reviews/contract.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { ProblemShowEvent, ReviewEditEvent, ReviewPostEvent } from '../core/events.ts';
import { labelIn } from '../core/label.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import type { Words } from '../core/words.ts';
import { choices } from '../parts/choices.ts';
import { lengthCounter } from '../parts/length-counter.ts';
import type {
  PhotoAddEvent,
  PhotoAltEvent,
  PhotoMoveEvent,
  PhotoRemoveEvent,
  PhotoRetryEvent,
} from '../parts/photo-events.ts';
import '../parts/photo-picker.ts';
import type { StarChooseEvent } from '../parts/star-input.ts';
import '../parts/star-input.ts';
import { touchSummary } from './acts.ts';
import { upsert } from './changes.ts';
import { BoardDialog } from './dialog.ts';
import { FormPhotos } from './form-photos.ts';
import { offerEditLink } from './guest.ts';
import { ReviewSending } from './send-review.ts';
import { formStyles } from './write-form-styles.ts';
import { type Written, withLivePhotos, writtenIn, wrongIn } from './written.ts';

/** The form for a review: everything stays in this browser until it is posted. */
export class BoardForm extends BoardDialog {
  static override properties: PropertyDeclarations = {
    ...BoardDialog.properties,
    review: { attribute: false },
    first: { attribute: false },
    kinds: { attribute: false },
    written: { state: true },
    hasTried: { state: true },
    isFromDraft: { state: true },
  };
  static override styles = formStyles;

  /** The review to edit; without it a new one is written. */
  declare review: Review | undefined;
  /** The review to go on from, and what may be told of it now; without it the new one stands by itself. */
  declare first: Review | undefined;
  declare kinds: readonly LaterKind[] | undefined;
  declare private written: Written;
  declare private hasTried: boolean;
  declare private isFromDraft: boolean;
  #photos = new FormPhotos(this, (photos) => this.#change({ photos }));
  #sending!: ReviewSending;
  #draft!: Draft<Written>;

  constructor() {
    super();
    this.hasTried = false;
    this.isFromDraft = false;
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#begin();
  }

  #begin(): void {
    const { review, board } = this;
    this.#sending = new ReviewSending(board, review);
    const { session } = board.side!;
    // What was begun upon another version would undo what came between.
    this.#draft = review
      ? new Draft(session, this.#sending.product, `edit:${review.id}`, String(review.version))
      : new Draft(session, this.#sending.product, this.first ? 'later' : 'review');
    const draft = this.#draft.read();
    this.isFromDraft = draft !== undefined;
    const written = draft && withLivePhotos(draft);
    if (draft && written!.photos.length < draft.photos.length) this.problem = this.words.t('photosGone');
    this.#show({ ...this.#fresh(), ...written, ...this.#kindOf(written) });
  }

  #fresh(): Written {
    const { review, first, board } = this;
    return first
      ? { ...writtenIn(undefined), ...this.#kindOf() }
      : writtenIn(review, board.data.mine?.options);
  }

  /** What a later review tells: what was chosen, while it still may be; the only one there is; or nothing yet. */
  #kindOf(written?: Written): Pick<Written, 'later'> {
    const { kinds = [] } = this;
    const known = kinds.find((one) => one === written?.later);
    return this.first ? { later: known ?? (kinds.length === 1 ? kinds[0]! : null) } : {};
  }

  #show(written: Written): void {
    this.written = written;
    this.#photos.begin(written.photos);
  }

  #startOver(): void {
    this.#draft.clear();
    this.isFromDraft = false;
    this.problem = '';
    this.#show(this.#fresh());
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

  #wrong() {
    return wrongIn(this.written, this.board.data.board!.mall.limits, this.hasTried, this.words);
  }

  async #post(): Promise<void> {
    if (this.busy) return;
    this.hasTried = true;
    this.problem = '';
    const { words } = this;
    const wrong = this.#wrong();
    const field = wrong.later
      ? 'input[name=later]'
      : wrong.stars
        ? 'dangol-part-star-input'
        : wrong.text
          ? '#text'
          : wrong.title
            ? '#title'
            : '';
    if (field) {
      this.renderRoot.querySelector<HTMLElement>(field)?.focus();
      return;
    }
    const isOnTheWay = this.#photos.has('sending');
    if (isOnTheWay || this.#photos.has('failed')) {
      this.problem = words.t(isOnTheWay ? 'uploadsRunning' : 'uploadsFailed');
      return;
    }
    if (!this.#sending.isLet(this.written)) return;
    this.busy = true;
    try {
      const done = await this.#sending.send(this.written);
      this.busy = false;
      this.#done(done);
    } catch (error) {
      this.busy = false;
      await this.#failed(error);
    }
  }

  #done(done: Review): void {
    const { board, review, words } = this;
    this.#draft.clear();
    this.close();
    upsert(board.data, done, true);
    touchSummary(board.data);
    void board.data.loadMine();
    board.dispatchEvent(
      review ? new ReviewEditEvent({ review: done }) : new ReviewPostEvent({ review: done }),
    );
    if (!review && board.side!.session.kind === 'guest') offerEditLink(board);
    else board.notify(words.t(review ? 'changed' : this.first ? 'laterPosted' : 'posted'));
  }

  async #failed(error: unknown): Promise<void> {
    const { board, review, words } = this;
    const problem = problemOf(error);
    board.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
    if (problem.code === 'changed-meanwhile' && review) {
      try {
        this.#draft.upon = String(await this.#sending.catchUp());
        this.#draft.write(this.written);
        this.problem = words.t('changedMeanwhile');
        return;
      } catch {
        // The sentence below says enough.
      }
    }
    const places = (problem.fields ?? []).flatMap(({ path }) => /^photos\.(\d+)$/.exec(path)?.[1] ?? []);
    if (problem.code === 'bad-input' && this.#photos.drop(places.map(Number))) {
      this.problem = `${words.t('notPosted')} ${words.t('photosGone')}`;
      return;
    }
    if (problem.code === 'already-reviewed') void board.data.loadMine();
    // That sentence says already that the text is safe.
    const isSessionOver = problem.code === 'token-expired' || problem.code === 'token-refused';
    this.problem = `${isSessionOver ? '' : `${words.t('notPosted')} `}${problemWords(words, problem)}`;
  }

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
    const { board, written, review, first, kinds = [], busy, words } = this;
    const isLater = !!(first ?? review?.laterOf);
    const { mall } = board.data.board!;
    const photos = this.#photos;
    const wrong = this.#wrong();
    const isGuest = board.side?.session.kind !== 'member';
    const { reviewTextMax: max, photosPerReview } = mall.limits;
    return html`<dangol-part-sheet
      .open=${true}
      .busy=${busy}
      .words=${words}
      .heading=${words.t(isLater ? (review ? 'laterEditTitle' : 'laterTitle') : review ? 'formEditTitle' : 'formTitle')}
      @dangol-part-sheet-close=${this.close}
    >
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        ${
          this.isFromDraft
            ? html`<p class="told small" role="status">
                ${words.t('draftBack')}<button type="button" class="link" @click=${this.#startOver}>${words.t('draftClear')}</button>
              </p>`
            : nothing
        }
        ${
          first
            ? html`<div>
                ${choices({
                  name: 'later',
                  legend: words.t('laterKind'),
                  items: kinds.map((key) => ({ key, label: words.t(`later_${key}`) })),
                  value: written.later ?? null,
                  onChoose: (key) => this.#change({ later: kinds.find((one) => one === key) ?? null }),
                })}
                <p class="problem small" role="alert">${wrong.later}</p>
              </div>`
            : nothing
        }
        <dangol-part-star-input
          .question=${words.t(isLater ? 'laterStars' : 'starsQuestion')}
          .value=${written.stars}
          .words=${words}
          .problem=${wrong.stars}
          @dangol-part-star-choose=${(event: StarChooseEvent) => this.#change({ stars: event.stars })}
        ></dangol-part-star-input>
        <div>
          <label class="label" for="text">${words.t('fieldText')}</label>
          <textarea
            id="text"
            dir="auto"
            rows="6"
            placeholder=${words.t(isLater ? 'laterHint' : 'textHint')}
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
                .photos=${photos.list}
                .max=${photosPerReview}
                .words=${words}
                @dangol-part-photo-add=${(event: PhotoAddEvent) => photos.add(event.files)}
                @dangol-part-photo-remove=${(event: PhotoRemoveEvent) => photos.remove(event.key)}
                @dangol-part-photo-retry=${(event: PhotoRetryEvent) => void photos.send(event.key)}
                @dangol-part-photo-move=${(event: PhotoMoveEvent) => photos.move(event.key, event.by)}
                @dangol-part-photo-alt=${(event: PhotoAltEvent) => void photos.describe(event.key, event.alt)}
              ></dangol-part-photo-picker>`
            : nothing
        }
        ${isLater ? nothing : this.#options(words)}
        ${(isLater ? [] : mall.attributes).map(({ key, label, values }) =>
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

defineOnce('dangol-board-form', BoardForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-form': BoardForm;
  }
}
