import { type CSSResultGroup, css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import type { Comment } from '../../server/community/comments/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { newAct } from '../core/act.ts';
import { type CommentSubject, type Comments, commentsOf } from '../core/comments.ts';
import { Draft } from '../core/draft.ts';
import { BeforeCommentPostEvent, CommentPostEvent, ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import type { WidgetHost } from '../core/widget.ts';
import type {
  CommentDraft,
  CommentDraftEvent,
  CommentEditEvent,
  CommentPersonEvent,
  CommentRemoveEvent,
  CommentReportEvent,
  CommentPostEvent as PartPostEvent,
} from './comment-events.ts';
import './comment-thread.ts';

const EMPTY: CommentDraft = { text: '', parent: null, editing: null };

/** The comments of one thing that a widget shows: loads them, and does what the thread asks for. */
export abstract class CommentsOf extends LitElement {
  static override properties: PropertyDeclarations = {
    items: { state: true },
    draft: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  static override styles: CSSResultGroup = [
    base,
    css`
      :host {
        font-size: 0.95em;
      }
      p {
        padding-block: 0.8em;
      }
    `,
  ];

  declare private items: Comment[];
  declare private draft: CommentDraft;
  declare private busy: boolean;
  declare private problem: string;
  #next: string | null = null;
  #mine = new Set<string>();
  #isLoaded = false;
  /** How many times they were asked for, and which of those was answered last. */
  #turn = 0;
  #answered = 0;
  #act = newAct();
  #keep: Draft<CommentDraft> | undefined;

  constructor() {
    super();
    this.items = [];
    this.draft = EMPTY;
    this.busy = false;
    this.problem = '';
  }

  /** The widget that shows them. */
  protected abstract get widget(): WidgetHost;
  protected abstract get subject(): CommentSubject;
  protected abstract get mall(): PublicMall | undefined;
  /** Ids of comments that are known to be the reader's. */
  protected abstract get mine(): readonly string[];
  /** There are so many more, or fewer. */
  protected abstract counted(by: number): void;
  /** Why nobody can write here, whoever they are. */
  protected get closed(): string {
    return '';
  }
  /** The reader may take away what others wrote. */
  protected get mayClear(): boolean {
    return false;
  }
  /** The secret part of a link that is needed to see it. */
  protected get link(): string | null | undefined {
    return undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.refresh();
  }

  protected override firstUpdated(): void {
    this.#keep = new Draft(this.widget.side!.session, this.subject.id, 'comment');
    this.draft = this.#keep.read() ?? EMPTY;
    void this.refresh();
  }

  get #comments(): Comments {
    const { widget } = this;
    return commentsOf(widget.side!, this.subject, widget.words!.lang, this.link);
  }

  /** Catches up: after a change of somebody else, or one's own. Only the newest answer is shown. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    try {
      // As many pages as are shown; what is below stays where it is.
      const shown = this.items.length;
      let page = await this.#comments.page(null);
      let items = page.items;
      while (page.next && items.length < shown) {
        page = await this.#comments.page(page.next);
        items = [...items, ...page.items];
      }
      if (turn !== this.#turn) return;
      this.items = items;
      this.#next = page.next;
      this.#isLoaded = true;
    } catch (error) {
      if (turn !== this.#turn) return;
      if (!this.#isLoaded) this.problem = problemWords(this.widget.words!, problemOf(error));
    }
    this.#answered = turn;
    this.requestUpdate();
  }

  /** What is being asked for knows nothing of what I have just done. */
  #again(): void {
    if (this.#answered !== this.#turn) void this.refresh();
  }

  async #run(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await task();
    } catch (error) {
      const problem = problemOf(error);
      this.widget.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      this.problem = problemWords(this.widget.words!, problem);
      if (problem.code === 'gone' || problem.code === 'not-found') void this.refresh();
    } finally {
      this.busy = false;
    }
  }

  #more = () =>
    this.#run(async () => {
      const page = await this.#comments.page(this.#next);
      const known = new Set(this.items.map(({ id }) => id));
      this.items = [...this.items, ...page.items.filter(({ id }) => !known.has(id))];
      this.#next = page.next;
    });

  #write(draft: CommentDraft): void {
    this.draft = draft;
    this.#keep?.[draft.text ? 'write' : 'clear'](draft);
  }

  #post(text: string, parent: string | null) {
    return this.#run(async () => {
      const { widget, subject } = this;
      const { kind, id } = subject;
      const on =
        kind === 'wish'
          ? { wish: id }
          : kind === 'club'
            ? { club: id }
            : kind === 'story'
              ? { story: id }
              : { review: id };
      if (!widget.dispatchEvent(new BeforeCommentPostEvent({ ...on, parent, text }))) return;
      const comment = await this.#comments.post(text, parent, this.#act);
      this.#act = newAct();
      this.#write(EMPTY);
      this.#mine.add(comment.id);
      // The live stream may have been faster.
      if (!this.items.some(({ id }) => id === comment.id)) {
        if (!this.#next || parent) this.items = [...this.items, comment];
        this.counted(1);
      }
      this.#again();
      widget.dispatchEvent(new CommentPostEvent({ ...on, comment }));
    });
  }

  #edit(id: string, text: string) {
    return this.#run(async () => {
      const comment = await this.#comments.edit(id, text);
      this.items = this.items.map((one) => (one.id === id ? comment : one));
      this.#write(EMPTY);
      this.#again();
    });
  }

  #remove(id: string): void {
    const { widget } = this;
    const words = widget.words!;
    void widget.open({
      kind: 'confirm',
      heading: words.t('removeCommentTitle'),
      text: words.t('removeCommentText'),
      run: async () => {
        await this.#comments.remove(id);
        this.counted(-1);
        await this.refresh();
      },
    });
  }

  override render() {
    const { widget, mall } = this;
    const words = widget?.words;
    if (!words) return nothing;
    if (!this.#isLoaded)
      return html`<p class="muted small" role="status">${this.problem || words.t('commentsLoading')}</p>`;
    const mayWrite = mall?.write !== 'members' || widget.side?.session.kind === 'member';
    return html`<dangol-part-comment-thread
      .words=${words}
      .comments=${this.items}
      .mine=${[...this.mine, ...this.#mine]}
      .mayClear=${this.mayClear}
      .levels=${mall?.levels ?? []}
      .hasMore=${this.#next !== null}
      .busy=${this.busy}
      .max=${mall?.limits.commentTextMax ?? 500}
      .draft=${this.draft}
      .refusal=${this.closed || (mayWrite ? '' : words.t('signInToComment'))}
      .problem=${this.problem}
      @dangol-part-comment-draft=${(event: CommentDraftEvent) => this.#write(event.draft)}
      @dangol-part-comment-post=${(event: PartPostEvent) => void this.#post(event.text, event.parent)}
      @dangol-part-comment-edit=${(event: CommentEditEvent) => void this.#edit(event.id, event.text)}
      @dangol-part-comment-remove=${(event: CommentRemoveEvent) => this.#remove(event.id)}
      @dangol-part-comment-report=${(event: CommentReportEvent) =>
        void widget.open({ kind: 'report', subject: { kind: 'comment', id: event.id } })}
      @dangol-part-comment-person=${(event: CommentPersonEvent) =>
        void widget.open({ kind: 'profile', member: event.id })}
      @dangol-part-comment-more=${this.#more}
    ></dangol-part-comment-thread>`;
  }
}
