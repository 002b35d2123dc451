import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import type { Comment, CommentPage } from '../../server/community/comments/contract.ts';
import type { Review } from '../../server/community/reviews/contract.ts';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { BeforeCommentPostEvent, CommentPostEvent, ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import type {
  CommentDraft,
  CommentDraftEvent,
  CommentEditEvent,
  CommentPersonEvent,
  CommentRemoveEvent,
  CommentReportEvent,
  CommentPostEvent as PartPostEvent,
} from '../parts/comment-events.ts';
import '../parts/comment-thread.ts';
import { upsert } from './changes.ts';
import type { BoardHost } from './host.ts';

const EMPTY: CommentDraft = { text: '', parent: null, editing: null };

/** The comments of one review: loads them, and does what the thread asks for. */
export class BoardComments extends LitElement {
  static override properties: PropertyDeclarations = {
    board: { attribute: false },
    review: { attribute: false },
    items: { state: true },
    draft: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [
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

  declare board: BoardHost;
  declare review: Review;
  declare private items: Comment[];
  declare private draft: CommentDraft;
  declare private busy: boolean;
  declare private problem: string;
  #next: string | null = null;
  #mine = new Set<string>();
  #isLoaded = false;
  #act = newAct();
  #keep: Draft<CommentDraft> | undefined;

  constructor() {
    super();
    this.items = [];
    this.draft = EMPTY;
    this.busy = false;
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.refresh();
  }

  protected override firstUpdated(): void {
    this.#keep = new Draft(this.board.side!.session, this.review.id, 'comment');
    this.draft = this.#keep.read() ?? EMPTY;
    void this.refresh();
  }

  get #client() {
    return this.board.side!.client;
  }

  #page(cursor: string | null) {
    const query = { kind: 'review', id: this.review.id, cursor, limit: 20 };
    return this.#client.get<CommentPage>('comments', { query, as: 'signed', fresh: true });
  }

  /** Catches up: after a change of somebody else, or one's own. */
  async refresh(): Promise<void> {
    try {
      // As many pages as are shown; what is below stays where it is.
      const shown = this.items.length;
      let page = await this.#page(null);
      let items = page.items;
      while (page.next && items.length < shown) {
        page = await this.#page(page.next);
        items = [...items, ...page.items];
      }
      this.items = items;
      this.#next = page.next;
      this.#isLoaded = true;
    } catch (error) {
      if (!this.#isLoaded) this.problem = problemWords(this.board.words!, problemOf(error));
    }
    this.requestUpdate();
  }

  async #run(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await task();
    } catch (error) {
      const problem = problemOf(error);
      this.board.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      this.problem = problemWords(this.board.words!, problem);
      if (problem.code === 'gone' || problem.code === 'not-found') void this.refresh();
    } finally {
      this.busy = false;
    }
  }

  #more = () =>
    this.#run(async () => {
      const page = await this.#page(this.#next);
      const known = new Set(this.items.map(({ id }) => id));
      this.items = [...this.items, ...page.items.filter(({ id }) => !known.has(id))];
      this.#next = page.next;
    });

  #write(draft: CommentDraft): void {
    this.draft = draft;
    this.#keep?.[draft.text ? 'write' : 'clear'](draft);
  }

  #counted(by: number): void {
    const known = this.board.data.items.find(({ id }) => id === this.review.id);
    if (known) upsert(this.board.data, { ...known, comments: Math.max(0, known.comments + by) });
  }

  #post(text: string, parent: string | null) {
    return this.#run(async () => {
      const review = this.review.id;
      if (!this.board.dispatchEvent(new BeforeCommentPostEvent({ review, parent, text }))) return;
      const comment = await this.#client.request<Comment>('POST', 'comments', {
        as: 'writer',
        act: this.#act,
        lang: this.board.words!.lang,
        body: { subject: { kind: 'review', id: review }, parent, text },
      });
      this.#act = newAct();
      this.#write(EMPTY);
      this.#mine.add(comment.id);
      // The live stream may have been faster.
      if (!this.items.some(({ id }) => id === comment.id)) {
        if (!this.#next || parent) this.items = [...this.items, comment];
        this.#counted(1);
      }
      this.board.dispatchEvent(new CommentPostEvent({ review, comment }));
    });
  }

  #edit(id: string, text: string) {
    return this.#run(async () => {
      const lang = this.board.words!.lang;
      const comment = await this.#client.request<Comment>('PATCH', `comments/${id}`, {
        as: 'signed',
        lang,
        body: { text },
      });
      this.items = this.items.map((one) => (one.id === id ? comment : one));
      this.#write(EMPTY);
    });
  }

  #remove(id: string): void {
    const words = this.board.words!;
    void this.board.open({
      kind: 'confirm',
      heading: words.t('removeCommentTitle'),
      text: words.t('removeCommentText'),
      run: async () => {
        await this.#client.request('DELETE', `comments/${id}`, { as: 'signed', lang: words.lang });
        this.#counted(-1);
        await this.refresh();
      },
    });
  }

  override render() {
    const { board } = this;
    const words = board?.words;
    if (!words) return nothing;
    if (!this.#isLoaded)
      return html`<p class="muted small" role="status">${this.problem || words.t('commentsLoading')}</p>`;
    const mall = board.data.board?.mall;
    const mayWrite = mall?.write !== 'members' || board.side?.session.kind === 'member';
    return html`<dangol-part-comment-thread
      .words=${words}
      .comments=${this.items}
      .mine=${[...(board.data.mine?.comments ?? []), ...this.#mine]}
      .levels=${mall?.levels ?? []}
      .hasMore=${this.#next !== null}
      .busy=${this.busy}
      .max=${mall?.limits.commentTextMax ?? 500}
      .draft=${this.draft}
      .refusal=${mayWrite ? '' : words.t('signInToComment')}
      .problem=${this.problem}
      @dangol-part-comment-draft=${(event: CommentDraftEvent) => this.#write(event.draft)}
      @dangol-part-comment-post=${(event: PartPostEvent) => void this.#post(event.text, event.parent)}
      @dangol-part-comment-edit=${(event: CommentEditEvent) => void this.#edit(event.id, event.text)}
      @dangol-part-comment-remove=${(event: CommentRemoveEvent) => this.#remove(event.id)}
      @dangol-part-comment-report=${(event: CommentReportEvent) =>
        void board.open({ kind: 'report', subject: { kind: 'comment', id: event.id } })}
      @dangol-part-comment-person=${(event: CommentPersonEvent) =>
        void board.open({ kind: 'profile', member: event.id })}
      @dangol-part-comment-more=${this.#more}
    ></dangol-part-comment-thread>`;
  }
}

defineOnce('dangol-board-comments', BoardComments);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-comments': BoardComments;
  }
}
