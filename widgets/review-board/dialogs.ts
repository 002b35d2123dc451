import type { z } from '@hono/zod-openapi';
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import type { PostReport } from '../../server/community/reports/contract.ts';
import type { Review, ReviewEdit, ReviewHistory } from '../../server/community/reviews/contract.ts';
import type { EditCode } from '../../server/mall/shoppers/contract.ts';
import { newAct } from '../core/act.ts';
import {
  BeforeReportSendEvent,
  BeforeReviewDeleteEvent,
  ProblemShowEvent,
  ReportSendEvent,
  ReviewDeleteEvent,
} from '../core/events.ts';
import { merge, redeem } from '../core/guest.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import type { ReportSendEvent as PartReportSendEvent } from '../parts/report-form.ts';
import { stars, starsStyles } from '../parts/stars.ts';
import '../parts/sheet.ts';
import { touchSummary } from './acts.ts';
import type { BoardHost } from './host.ts';

type Subject = z.infer<typeof PostReport>['subject'];

/** What can be opened over a board. */
export type DialogRequest =
  | { kind: 'write' }
  | { kind: 'edit' | 'delete' | 'history'; review: Review }
  | { kind: 'report'; subject: Subject }
  | { kind: 'confirm'; heading: string; text: string; run(): Promise<void> }
  | { kind: 'photo'; photos: readonly { photo: Photo; review: Review | string }[]; index: number }
  | { kind: 'link' | 'merge' | 'redeem' };

/** Adds the dialogs to a board. */
export function makeDialogs(board: BoardHost): Dialogs {
  const dialogs = document.createElement('dangol-board-dialogs');
  dialogs.board = board;
  board.shadowRoot!.append(dialogs);
  return dialogs;
}

/** The dialogs of one board: one open at a time. What is bigger loads when it is opened. */
export class Dialogs extends LitElement {
  static override properties: PropertyDeclarations = {
    board: { attribute: false },
    request: { state: true },
    busy: { state: true },
    problem: { state: true },
    history: { state: true },
    link: { state: true },
    copied: { state: true },
  };
  static override styles = [
    base,
    starsStyles,
    css`
      :host {
        display: contents;
      }
      .two {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
      .problem {
        margin-block-start: 12px;
        color: var(--d-bad);
      }
      .grave {
        background: var(--d-bad);
        color: var(--d-surface);
      }
      .edits li {
        padding-block: 14px;
      }
      .edits li + li {
        border-block-start: 1px solid var(--d-line);
      }
      .edits p {
        white-space: pre-line;
        unicode-bidi: isolate;
      }
      .edits h3 {
        font-size: 1em;
      }
      input {
        width: 100%;
        min-height: 44px;
        margin-block-start: 14px;
        padding: 6px 12px;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-raised);
        text-overflow: ellipsis;
      }
    `,
  ];

  declare board: BoardHost;
  declare private request: DialogRequest | undefined;
  declare private busy: boolean;
  declare private problem: string;
  declare private history: z.infer<typeof ReviewEdit>[] | undefined;
  declare private link: string;
  declare private copied: boolean;
  #act = newAct();

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
    this.link = '';
    this.copied = false;
  }

  /** Opens what was asked for, once its code is there. */
  async open(request: DialogRequest): Promise<void> {
    const { board } = this;
    const { side } = board;
    const words = board.words!;
    await words.more();
    this.problem = '';
    this.busy = this.copied = false;
    this.history = undefined;
    this.link = '';
    this.#act = newAct();
    switch (request.kind) {
      case 'write':
      case 'edit':
        if (board.data.board?.mall.write === 'members' && side?.session.kind !== 'member') {
          // A host that has a sign-in of its own may open it now.
          board.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
          board.notify(words.t('signInToWrite'));
          return;
        }
        await import('./write-form.ts');
        break;
      case 'report':
        await import('../parts/report-form.ts');
        break;
      case 'photo':
        await import('../parts/lightbox.ts');
        break;
      case 'history':
        void this.#loadHistory(request.review);
        break;
      case 'link':
        void this.#makeLink();
        break;
      case 'merge':
        board.notify(words.t('mergeAsk'), [
          { label: words.t('mergeYes'), run: () => void this.#merge() },
          { label: words.t('mergeNo'), run: () => undefined },
        ]);
        return;
      case 'redeem':
        await this.#redeem();
        return;
    }
    this.request = request;
    await this.updateComplete;
  }

  #close = () => {
    this.request = undefined;
  };

  /** Runs an act of a dialog; what goes wrong is said inside it. */
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
    } finally {
      this.busy = false;
    }
  }

  #loadHistory(review: Review) {
    return this.#run(async () => {
      const { items } = await this.board.side!.client.get<z.infer<typeof ReviewHistory>>(
        `reviews/${review.id}/history`,
        {
          as: 'signed',
          fresh: true,
        },
      );
      this.history = [...items].sort((one, other) => other.version - one.version);
    });
  }

  #makeLink() {
    return this.#run(async () => {
      const { code } = await this.board.side!.client.request<z.infer<typeof EditCode>>(
        'POST',
        'me/edit-code',
        {
          as: 'signed',
          body: {},
          act: this.#act,
        },
      );
      const url = new URL(location.href);
      url.hash = `dangol-edit=${code}`;
      this.link = url.href;
    });
  }

  async #merge(): Promise<void> {
    const { board } = this;
    try {
      await merge(board.side!);
      await board.data.reload(true);
      board.notify(board.words!.t('merged'));
    } catch (error) {
      board.tell(problemOf(error));
    }
  }

  /** An edit link has brought a code that opens a guest's things: it is taken out of the address at once. */
  async #redeem(): Promise<void> {
    const { board } = this;
    const found = /[#&]dangol-edit=([\w-]{10,100})/.exec(location.hash);
    if (!found) return;
    const rest = location.hash.replace(found[0], '');
    history.replaceState(
      history.state,
      '',
      location.pathname + location.search + (rest.length > 1 ? rest : ''),
    );
    try {
      await redeem(board.side!, found[1]!);
      board.notify(board.words!.t('editOpened'));
    } catch (error) {
      if (problemOf(error).code === 'network') board.tell(problemOf(error));
      else board.notify(board.words!.t('editLinkSpent'));
    }
  }

  #delete(review: Review) {
    return this.#run(async () => {
      const { board } = this;
      if (!board.dispatchEvent(new BeforeReviewDeleteEvent({ review }))) return this.#close();
      try {
        await board.side!.client.request('DELETE', `reviews/${review.id}`, {
          as: 'signed',
          lang: board.words!.lang,
        });
      } catch (error) {
        // Gone already, from another tab: that is what was wanted.
        if (!['gone', 'not-found'].includes(problemOf(error).code)) throw error;
      }
      this.#close();
      board.data.remove(review.id);
      touchSummary(board.data);
      board.dispatchEvent(new ReviewDeleteEvent({ review: review.id, product: review.product }));
      board.notify(board.words!.t('removed'));
    });
  }

  #report(subject: Subject, reason: PartReportSendEvent['reason'], note: string) {
    return this.#run(async () => {
      const { board } = this;
      const detail = { ...subject, reason };
      if (!board.dispatchEvent(new BeforeReportSendEvent(detail))) return this.#close();
      await board.side!.client.request('POST', 'reports', {
        as: 'writer',
        act: this.#act,
        lang: board.words!.lang,
        body: { subject, reason, note },
      });
      this.#close();
      board.dispatchEvent(new ReportSendEvent(detail));
      board.notify(board.words!.t('reported'));
    });
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      // Not allowed, or no https: the address is chosen, so that the phone's own copy works.
      this.renderRoot.querySelector<HTMLInputElement>('input')?.select();
    }
  }

  #confirm(words: Words, heading: string, text: string, run: () => Promise<void>): TemplateResult {
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${heading} .busy=${this.busy} @dangol-part-sheet-close=${this.#close}>
      <p>${text}</p>
      <p class="problem" role="alert">${this.problem}</p>
      <div slot="footer" class="two">
        <button type="button" class="plain" @click=${this.#close}>${words.t('cancel')}</button>
        <button type="button" class="main grave" aria-disabled=${this.busy} @click=${() => void run()}>${words.t('remove')}</button>
      </div>
    </dangol-part-sheet>`;
  }

  #history(words: Words, review: Review): TemplateResult {
    const edits = this.history?.filter((one) => one.version !== review.version) ?? [];
    const one = (given: number, title: string, text: string, when: string) =>
      html`<li>
        <div class="muted small">${stars({ value: given, words })} ${when}</div>
        ${title ? html`<h3 dir="auto">${title}</h3>` : nothing}
        <p dir="auto">${text}</p>
      </li>`;
    return html`<ul class="edits" role="list" aria-busy=${this.busy}>
        ${one(review.stars, review.title, review.text, words.t('historyNow'))}
        ${edits.map((edit) => one(edit.stars, edit.title, edit.text, words.date(edit.at)))}
      </ul>
      <p class="problem" role="alert">${this.problem}</p>`;
  }

  override render() {
    const { request, board } = this;
    const words = board?.words;
    if (!words || !request) return nothing;
    switch (request.kind) {
      case 'write':
      case 'edit':
        return html`<dangol-board-form
          .board=${board}
          .review=${request.kind === 'edit' ? request.review : undefined}
          @dangol-board-form-close=${this.#close}
        ></dangol-board-form>`;
      case 'delete':
        return this.#confirm(words, words.t('removeTitle'), words.t('removeText'), () =>
          this.#delete(request.review),
        );
      case 'confirm':
        return this.#confirm(words, request.heading, request.text, () =>
          this.#run(async () => {
            await request.run();
            this.#close();
          }),
        );
      case 'photo':
        return html`<dangol-part-lightbox
          .open=${true}
          .words=${words}
          .index=${request.index}
          .photos=${request.photos.map(({ photo, review }) => {
            const of = typeof review === 'string' ? board.data.items.find(({ id }) => id === review) : review;
            return {
              photo,
              author: of && words.t('named', { name: of.author.name }),
              stars: of?.stars,
              text: of?.text,
            };
          })}
          @dangol-part-lightbox-close=${this.#close}
        ></dangol-part-lightbox>`;
      case 'report':
        return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('report')} .busy=${this.busy} @dangol-part-sheet-close=${this.#close}>
          <dangol-part-report-form
            .words=${words}
            .busy=${this.busy}
            .problem=${this.problem}
            @dangol-part-report-send=${(event: PartReportSendEvent) => void this.#report(request.subject, event.reason, event.note)}
          ></dangol-part-report-form>
        </dangol-part-sheet>`;
      case 'history':
        return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('history')} @dangol-part-sheet-close=${this.#close}>
          ${this.#history(words, request.review)}
        </dangol-part-sheet>`;
      case 'link':
        return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('editLinkTitle')} @dangol-part-sheet-close=${this.#close}>
          <p>${words.t('editLinkText')}</p>
          <input readonly aria-label=${words.t('editLinkTitle')} .value=${this.link} />
          <p class="problem" role="alert">${this.problem}</p>
          <div slot="footer" class="two">
            <span class="muted small" role="status">${this.copied ? words.t('copied') : ''}</span>
            <button type="button" class="main" aria-disabled=${!this.link} @click=${() => this.link && this.#copy()}>${words.t('copy')}</button>
          </div>
        </dangol-part-sheet>`;
    }
    return nothing;
  }
}

customElements.define('dangol-board-dialogs', Dialogs);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-dialogs': Dialogs;
  }
}
