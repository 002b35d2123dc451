import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Board } from '../../../server/community/blogs/contract.ts';
import type { Story } from '../../../server/community/blogs/stories/contract.ts';
import { newAct } from '../../core/act.ts';
import { defineOnce } from '../../core/define.ts';
import { Draft } from '../../core/draft.ts';
import { ProblemShowEvent } from '../../core/events.ts';
import { problemWords } from '../../core/problem-words.ts';
import { problemOf } from '../../core/problems.ts';
import { StorySaveEvent } from '../../core/story-events.ts';
import { blogEditorWords } from '../../core/strings/blog-editor.ts';
import type { Words } from '../../core/words.ts';
import { WidgetDialog } from '../../parts/dialog.ts';
import type { BlogHost } from '../host.ts';
import { type Fields, longIn, settings, texts } from './fields.ts';
import './finder.ts';
import type { ProductPickEvent } from './finder.ts';
import { EditorMedia } from './media.ts';
import { boardsOf, type OwnReview, reviewsOf } from './mine.ts';
import { panel } from './panel.ts';
import { disclosure, foot, found } from './pieces.ts';
import { loadStory, refusedIn, StorySaving } from './save.ts';
import type { MarkStage } from './stage.ts';
import './stage.ts';
import { editorStyles } from './styles.ts';
import type { TileAddEvent, TileChooseEvent, TileMoveEvent } from './tiles.ts';
import './tiles.ts';
import { EMPTY, isEmpty, MOST_MEDIA, stillThere, toKeep, type Written, writtenIn } from './written.ts';

const PHOTOS = 'image/*';
const ALL = 'image/*,video/mp4,video/webm,video/quicktime,.mp4,.webm,.mov,.gif';

/** Writes a story, or changes one. Everything stays in this browser until the service has it. */
export class StoryEditor extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    story: {},
    spoken: { state: true },
    was: { state: true },
    written: { state: true },
    isFromDraft: { state: true },
    chosen: { state: true },
    marking: { state: true },
    boards: { state: true },
    reviews: { state: true },
    isOver: { state: true },
    said: { state: true },
  };
  static override styles = editorStyles;

  declare host: BlogHost;
  /** Id of the story to change; nothing for a new one. */
  declare story: string | undefined;
  declare private spoken: Words | undefined;
  declare private was: Story | undefined;
  /** Nothing while a story is being loaded. */
  declare private written: Written | undefined;
  declare private isFromDraft: boolean;
  /** Key of the picture that is looked at. */
  declare private chosen: string;
  /** Where a mark is to be, while its product is looked for. */
  declare private marking: { x: number; y: number } | undefined;
  declare private boards: readonly Board[];
  declare private reviews: readonly OwnReview[];
  declare private isOver: boolean;
  declare private said: string;
  #media = new EditorMedia(this, (items) => this.#change({ items }));
  #draft: Draft<Written> | undefined;
  #saving: StorySaving | undefined;

  constructor() {
    super();
    this.isFromDraft = false;
    this.chosen = '';
    this.boards = [];
    this.reviews = [];
    this.isOver = false;
    this.said = '';
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { list } = this.#media;
    if (list.length && !list.some(({ key }) => key === this.chosen)) this.chosen = list.at(-1)!.key;
  }

  #load = () =>
    this.run(async () => {
      const { host } = this;
      await blogEditorWords(host.words!);
      this.spoken = host.words;
      const before = this.story ? (await loadStory(host, this.story)).story : undefined;
      this.was = before;
      this.#saving = new StorySaving(host, before);
      this.#draft = new Draft(
        host.side!.session,
        before?.id ?? 'new',
        'story',
        before ? String(before.version) : '',
      );
      const kept = this.#draft.read();
      this.isFromDraft = kept !== undefined;
      const written = kept && stillThere({ ...EMPTY, ...kept });
      this.#show(written ?? this.#fresh());
      if (written && written.items.length < kept.items.length)
        this.problem = this.words.t('editorPicturesGone');
      // What is only offered comes when it comes.
      void boardsOf(host).then(
        (boards) => {
          this.boards = boards;
        },
        () => undefined,
      );
      void reviewsOf(host).then(
        (reviews) => {
          this.reviews = reviews;
        },
        () => undefined,
      );
    });

  #fresh = (): Written => (this.was ? writtenIn(this.was) : EMPTY);

  #show(written: Written): void {
    this.#media.begin(written.items);
    this.chosen = written.items[0]?.key ?? '';
    this.written = { ...written, items: this.#media.list };
  }

  #startOver = (): void => {
    this.#draft!.clear();
    this.isFromDraft = false;
    this.problem = '';
    this.#show(this.#fresh());
  };

  #change(change: Partial<Written>): void {
    if (!this.written) return;
    this.written = { ...this.written, ...change };
    if (isEmpty(this.written) && !this.was) this.#draft?.clear();
    else this.#draft?.write(toKeep(this.written));
  }

  get #mayMove(): boolean {
    return (this.host.data.mall?.limits.storyMegabytes ?? 1) > 0;
  }

  async #add(files: readonly File[]): Promise<void> {
    const before = this.#media.list.length;
    this.problem = '';
    const problem = await this.#media.add(files, this.#mayMove);
    if (problem) this.problem = problem;
    const first = this.#media.list[before];
    if (first) this.chosen = first.key;
  }

  #paste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void this.#add(files);
  };

  #drag = (event: DragEvent): void => {
    const { dataTransfer, type } = event;
    // Not a text that is dragged within the form.
    if (!dataTransfer || ![...dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    this.isOver = type === 'dragover' || type === 'dragenter';
    if (type === 'drop') void this.#add([...dataTransfer.files]);
  };

  #pick = ({ candidate }: ProductPickEvent): void => {
    const { marking } = this;
    this.marking = undefined;
    const item = this.#media.find(this.chosen);
    if (!candidate || !marking || !item) return;
    const { product, name } = candidate.product;
    const key = newAct();
    this.#media.change(item.key, {
      marks: [...item.marks, { key, ...marking, product, name: name ?? product }],
    });
    // Where the keys move it from there.
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<MarkStage>('dangol-blog-stage')?.focusMark(key),
    );
  };

  #moved(to: number): void {
    this.#media.moveTo(this.chosen, to);
    this.said = this.words.t('editorMoved', { number: to + 1, count: this.#media.list.length });
  }

  /** The button went with its thing; the focus must not fall out of the form. */
  async #removed(): Promise<void> {
    await this.updateComplete;
    const item = this.#media.find(this.chosen);
    const root = this.renderRoot;
    if (item) root.querySelector<HTMLElement>('[part=mark], .end-tools button')?.focus();
    else root.querySelector('dangol-blog-tiles')?.shadowRoot?.querySelector<HTMLElement>('input')?.focus();
  }

  /** Why it cannot be saved now. */
  #hindrance(written: Written, state: 'draft' | 'shown'): string {
    const { words } = this;
    const long = longIn(written, words);
    if (long.title || long.text) {
      this.renderRoot.querySelector<HTMLElement>(long.title ? '#title' : '#text')?.focus();
      return long.title || long.text;
    }
    if (this.#media.has('sending')) return words.t('editorRunning');
    if (this.#media.has('failed') || this.#media.has('waiting')) return words.t('editorFailed');
    const isThere = written.items.length > 0 || written.text.trim() !== '';
    return isThere || (state === 'draft' && written.title.trim()) ? '' : words.t('editorEmpty');
  }

  async #save(state: 'draft' | 'shown'): Promise<void> {
    const { written, host, words, was } = this;
    if (this.busy || !written) return;
    this.problem = this.#hindrance(written, state);
    if (this.problem || !this.#saving!.isLet(state)) return;
    this.busy = true;
    try {
      const saved = await this.#saving!.send(written, state);
      this.#draft!.clear();
      this.close();
      host.dispatchEvent(new StorySaveEvent({ story: saved }));
      host.notify(
        words.t(
          state === 'draft' ? 'editorSavedDraft' : was?.state === 'shown' ? 'editorSaved' : 'editorPublished',
        ),
      );
      host.go(saved.id);
      void host.data.reload();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.busy = false;
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { host, words, was } = this;
    const problem = problemOf(error);
    host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
    if (problem.code === 'changed-meanwhile' && was)
      try {
        this.#draft!.upon = String(await this.#saving!.catchUp());
        this.#draft!.write(toKeep(this.written!));
        this.problem = words.t('changedMeanwhile');
        return;
      } catch {
        // The sentence below says enough.
      }
    const refused = refusedIn(error);
    if (refused.marks.length) {
      this.#media.dropMarks(refused.marks);
      this.problem = words.t('editorMarksGone');
    } else if (refused.media.length && this.#media.drop(refused.media))
      this.problem = words.t('editorPicturesGone');
    else {
      // That sentence says already that the text is safe.
      const isOver = problem.code === 'token-expired' || problem.code === 'token-refused';
      this.problem = `${isOver ? '' : `${words.t('notPosted')} `}${problemWords(words, problem)}`;
    }
  }

  #pictures(words: Words): TemplateResult {
    const media = this.#media;
    const at = media.list.findIndex(({ key }) => key === this.chosen);
    const accept = this.#mayMove ? ALL : PHOTOS;
    return html`<section class="media ${this.isOver ? 'over' : ''}" aria-labelledby="pictures">
      <h3 id="pictures">${words.t('editorPictures')}</h3>
      <p class="hint">${words.t(this.isOver ? 'editorDrop' : this.#mayMove ? 'editorPicturesHint' : 'editorPhotosHint', { max: MOST_MEDIA })}</p>
      <dangol-blog-tiles
        .items=${media.list}
        .chosen=${this.chosen}
        .max=${MOST_MEDIA}
        .accept=${accept}
        .words=${words}
        @dangol-part-tile-add=${(event: TileAddEvent) => void this.#add(event.files)}
        @dangol-part-tile-choose=${(event: TileChooseEvent) => {
          this.chosen = event.key;
        }}
        @dangol-part-tile-move=${(event: TileMoveEvent) => media.moveTo(event.key, event.to)}
      ></dangol-blog-tiles>
      ${
        at < 0
          ? nothing
          : panel({
              item: media.list[at]!,
              at,
              media,
              words,
              accept,
              onMark: (x, y) => {
                this.marking = { x, y };
              },
              onMoved: (to) => this.#moved(to),
              onRemoved: () => void this.#removed(),
            })
      }
      <p class="only-heard" role="status">${this.said}</p>
    </section>`;
  }

  #content(words: Words, written: Written): TemplateResult {
    const fields: Fields = {
      written,
      boards: this.boards,
      reviews: this.reviews,
      words,
      change: (change) => this.#change(change),
    };
    return html`<form
      novalidate
      @submit=${(event: Event) => event.preventDefault()}
      @paste=${this.#paste}
      @dragenter=${this.#drag}
      @dragover=${this.#drag}
      @dragleave=${this.#drag}
      @drop=${this.#drag}
    >
      ${
        this.isFromDraft
          ? found(words, this.#startOver, () => {
              this.isFromDraft = false;
            })
          : nothing
      } ${this.#pictures(words)} ${texts(fields)} ${settings(fields)} ${disclosure(this.host.data.mall, written, words)}
    </form>`;
  }

  override render() {
    const { words, spoken, written, busy, problem } = this;
    const isReady = spoken && written;
    return html`<dangol-part-sheet
        .open=${true}
        .busy=${busy}
        .words=${words}
        .heading=${words.t(this.story ? 'editorEdit' : 'editorNew')}
        @dangol-part-sheet-close=${this.close}
      >
        ${
          isReady
            ? this.#content(spoken, written)
            : html`<div class="wait">
                <p role="status">${problem ? '' : words.t('editorLoading')}</p>
              </div>`
        }
        <div slot="footer" class="end">
          <p class="problem small" role="alert">${problem}</p>
          ${
            isReady
              ? foot({
                  words: spoken,
                  busy,
                  isShown: !!this.was && this.was.state !== 'draft',
                  onCancel: this.close,
                  onSave: (state) => void this.#save(state),
                })
              : problem
                ? html`<div class="two"><button type="button" class="plain" @click=${this.#load}>${words.t('retry')}</button></div>`
                : nothing
          }
        </div>
      </dangol-part-sheet>
      ${
        this.marking && spoken
          ? html`<dangol-blog-finder lang=${spoken.lang} .host=${this.host} .words=${spoken} @dangol-part-product-pick=${this.#pick}></dangol-blog-finder>`
          : nothing
      }`;
  }
}

defineOnce('dangol-blog-editor', StoryEditor);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-editor': StoryEditor;
  }
}
