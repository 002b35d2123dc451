import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Comment } from '../../server/community/comments/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { avatar, avatarStyles } from './avatar.ts';
import { badge, badgeStyles } from './badge.ts';
import {
  type CommentDraft,
  CommentDraftEvent,
  CommentEditEvent,
  CommentMoreEvent,
  CommentPersonEvent,
  CommentPostEvent,
  CommentRemoveEvent,
  CommentReportEvent,
} from './comment-events.ts';
import { commentStyles } from './comment-styles.ts';
import { icon } from './icons.ts';
import { FLAG, PENCIL, TRASH } from './icons-more.ts';
import { lengthCounter, lengthCounterStyles, lengthOf } from './length-counter.ts';
import { type Levels, level, levelStyles } from './level.ts';
import { longText, longTextStyles, measureTexts } from './long-text.ts';
import type { MenuPickEvent } from './menu.ts';
import './menu.ts';

const NEW: CommentDraft = { text: '', parent: null, editing: null };

/**
 * Comments in two levels, with one form that stands where it is needed: at the end, under what it answers, or in place
 * of what it changes. It keeps nothing: after a post the widget hands down the new list and an empty draft.
 *
 * @fires dangol-part-comment-post
 * @fires dangol-part-comment-edit
 * @fires dangol-part-comment-remove - the widget asks once more
 * @fires dangol-part-comment-report
 * @fires dangol-part-comment-draft - at each change, to be kept
 * @fires dangol-part-comment-person - the name of a member was tapped
 * @fires dangol-part-comment-more
 */
export class CommentThread extends LitElement {
  static override properties: PropertyDeclarations = {
    comments: { attribute: false },
    mine: { attribute: false },
    mayClear: { attribute: false },
    levels: { attribute: false },
    hasMore: { attribute: false },
    busy: { type: Boolean },
    max: { type: Number },
    draft: { attribute: false },
    refusal: {},
    problem: {},
    words: { attribute: false },
  };
  static override styles = [
    base,
    avatarStyles,
    badgeStyles,
    levelStyles,
    lengthCounterStyles,
    longTextStyles,
    commentStyles,
  ];

  // What was being written when a comment was opened for change.
  #kept: CommentDraft = NEW;
  #focusNext = '';
  /** Ids of comments that are shown whole. */
  readonly #unfolded = new Set<string>();

  declare comments: readonly Comment[];
  /** Ids of comments that are the reader's. */
  declare mine: readonly string[];
  /** The reader may take away what others wrote, too. */
  declare mayClear: boolean;
  /** The mall's levels, from the lowest on. */
  declare levels: Levels;
  declare hasMore: boolean;
  /** Something is being sent or fetched. */
  declare busy: boolean;
  declare max: number;
  declare draft: CommentDraft;
  /** Why one cannot write here; there is no form then. */
  declare refusal: string;
  /** One calm sentence when sending failed. */
  declare problem: string;
  declare words: Words | undefined;

  constructor() {
    super();
    this.comments = [];
    this.mine = [];
    this.mayClear = false;
    this.levels = [];
    this.hasMore = false;
    this.busy = false;
    this.max = 500;
    this.draft = NEW;
    this.refusal = '';
    this.problem = '';
  }

  override updated(changed: Map<PropertyKey, unknown>) {
    measureTexts(this.renderRoot);
    if (!changed.has('draft')) return;
    const area = this.renderRoot.querySelector('textarea');
    // Where the browser does not grow the field by itself.
    if (area && !CSS.supports('field-sizing', 'content')) {
      area.style.setProperty('height', 'auto');
      area.style.setProperty('height', `${area.scrollHeight + 2}px`);
    }
    if (this.#focusNext) this.renderRoot.querySelector<HTMLElement>(this.#focusNext)?.focus();
    this.#focusNext = '';
  }

  #write(draft: CommentDraft, focus = '') {
    this.draft = draft;
    this.#focusNext = focus;
    this.dispatchEvent(new CommentDraftEvent(draft));
  }

  #pick(comment: Comment, key: string) {
    if (key === 'remove') this.dispatchEvent(new CommentRemoveEvent(comment.id));
    else if (key === 'report') this.dispatchEvent(new CommentReportEvent(comment.id));
    else {
      if (!this.draft.editing) this.#kept = this.draft;
      this.#write({ text: comment.text, parent: comment.parent, editing: comment.id }, 'textarea');
    }
  }

  #cancel() {
    const { editing, parent, text } = this.draft;
    const back = `#c${editing ?? parent} .reply`;
    // Leaving an answer keeps its words for the form at the end.
    this.#write(editing ? this.#kept : { ...NEW, text }, back);
    this.#kept = NEW;
  }

  #send(event: Event) {
    event.preventDefault();
    const { parent, editing } = this.draft;
    const text = this.draft.text.trim();
    if (this.busy || !text || lengthOf(text) > this.max) return;
    this.dispatchEvent(editing ? new CommentEditEvent(editing, text) : new CommentPostEvent(text, parent));
  }

  #form(words: Words, label: string): TemplateResult {
    const { draft, max, busy } = this;
    const isOver = lengthOf(draft.text) > max;
    const isInside = draft.parent || draft.editing;
    return html`<form @submit=${this.#send}>
      <textarea
        rows="1"
        dir="auto"
        aria-label=${label}
        aria-describedby="problem"
        aria-invalid=${isOver}
        placeholder=${label}
        .value=${draft.text}
        @input=${(event: Event) => this.#write({ ...this.draft, text: (event.target as HTMLTextAreaElement).value })}
      ></textarea>
      <p id="problem" class="problem small" role="alert">${isOver ? words.t('textLong', { count: max }) : this.problem}</p>
      <div class="end" ?hidden=${!draft.text && !isInside}>
        ${lengthCounter({ text: draft.text, max, words })}
        ${
          isInside
            ? html`<button type="button" class="plain" @click=${this.#cancel}>${words.t('cancel')}</button>`
            : nothing
        }
        <button class="main" aria-disabled=${busy || isOver || !draft.text.trim()}>
          ${words.t(busy ? 'sending' : draft.editing ? 'save' : 'commentPost')}
        </button>
      </div>
    </form>`;
  }

  #one(comment: Comment, words: Words): TemplateResult {
    const { id, author, text, state, createdAt, editedAt, parent } = comment;
    if (state !== 'shown')
      return html`<p class="gone muted small">${words.t(state === 'deleted' ? 'commentDeleted' : 'commentHidden')}</p>`;
    const isMine = this.mine.includes(id);
    const name = words.t('named', { name: author.name });
    return html`<div class="one" id="c${id}">
      ${avatar(author)}
      <div>
        <div class="head"><div>
          ${
            author.guest || author.seller
              ? html`<bdi class="name">${name}</bdi>`
              : html`<button
                  type="button"
                  class="name"
                  aria-haspopup="dialog"
                  @click=${() => this.dispatchEvent(new CommentPersonEvent(author.id))}
                >
                  <bdi>${name}</bdi>
                </button>`
          }
          ${level(author, this.levels, words)}
          ${author.seller ? badge('seller', words) : nothing}
          <time class="muted small" datetime=${new Date(createdAt).toISOString()}>${words.ago(createdAt)}</time>
          ${editedAt ? badge('edited', words) : nothing}
          </div><dangol-part-menu
            .label=${words.t('commentMenu', { name })}
            .items=${[
              isMine
                ? { key: 'edit', label: words.t('edit'), picture: icon(PENCIL) }
                : { key: 'report', label: words.t('report'), picture: icon(FLAG) },
              ...(isMine || this.mayClear
                ? [{ key: 'remove', label: words.t('remove'), picture: icon(TRASH), grave: true }]
                : []),
            ]}
            @dangol-part-menu-pick=${(event: MenuPickEvent) => this.#pick(comment, event.key)}
          ></dangol-part-menu>
        </div>
        ${
          this.draft.editing === id
            ? this.#form(words, words.t('commentEdit'))
            : longText({
                text,
                words,
                isOpen: this.#unfolded.has(id),
                onToggle: () => {
                  if (!this.#unfolded.delete(id)) this.#unfolded.add(id);
                  this.requestUpdate();
                },
              })
        }
        ${
          this.refusal || this.draft.editing === id
            ? nothing
            : html`<button
                type="button"
                class="reply"
                aria-label=${words.t('replyTo', { name })}
                @click=${() => this.#write({ text: this.draft.editing ? '' : this.draft.text, parent: parent ?? id, editing: null }, 'textarea')}
              >
                ${words.t('reply')}
              </button>`
        }
      </div>
    </div>`;
  }

  override render() {
    const { words, comments, draft } = this;
    if (!words) return;
    const ids = new Set(comments.map(({ id }) => id));
    const answers = (id: string) => comments.filter(({ parent }) => parent === id);
    const key = ({ id }: Comment) => id;
    const target = draft.editing ?? draft.parent;
    const isHere = !target || !ids.has(target);
    return html`<ul role="list" aria-label=${words.t('commentList')}>
        ${repeat(
          // An answer whose comment is not on this page stands alone.
          comments.filter(({ parent }) => !parent || !ids.has(parent)),
          key,
          (comment) => {
            const below = answers(comment.id);
            const isAnswered = !draft.editing && draft.parent === comment.id;
            return html`<li>
              ${this.#one(comment, words)}
              ${
                below.length || isAnswered
                  ? html`<ul role="list">
                      ${repeat(below, key, (answer) => html`<li>${this.#one(answer, words)}</li>`)}
                      ${
                        isAnswered && !this.refusal
                          ? html`<li>
                              ${this.#form(words, words.t('replyTo', { name: words.t('named', { name: comment.author.name }) }))}
                            </li>`
                          : nothing
                      }
                    </ul>`
                  : nothing
              }
            </li>`;
          },
        )}
      </ul>
      ${
        this.hasMore
          ? html`<div class="more">
              <button
                type="button"
                class="plain wide"
                part="more"
                aria-disabled=${this.busy}
                aria-busy=${this.busy}
                @click=${() => this.busy || this.dispatchEvent(new CommentMoreEvent())}
              >
                ${words.t('commentMore')}
              </button>
            </div>`
          : nothing
      }
      ${
        this.refusal
          ? html`<p class="muted small gone">${this.refusal}</p>`
          : isHere
            ? this.#form(words, words.t('commentWrite'))
            : nothing
      }`;
  }
}

defineOnce('dangol-part-comment-thread', CommentThread);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-comment-thread': CommentThread;
  }
}
