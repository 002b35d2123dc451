import { html, nothing, type TemplateResult } from 'lit';
import type { Board } from '../../../server/community/blogs/contract.ts';
import type { Words } from '../../core/words.ts';
import { lengthCounter, lengthOf } from '../../parts/length-counter.ts';
import type { OwnReview } from './mine.ts';
import { TEXT_MAX, TITLE_MAX, type Written } from './written.ts';

export interface Fields {
  written: Written;
  boards: readonly Board[];
  reviews: readonly OwnReview[];
  words: Words;
  change(change: Partial<Written>): void;
}

/** What is too long, as a sentence. */
export const longIn = ({ title, text }: Written, words: Words): { title: string; text: string } => ({
  title: lengthOf(title.trim()) > TITLE_MAX ? words.t('editorLong_title', { count: TITLE_MAX }) : '',
  text: lengthOf(text.trim()) > TEXT_MAX ? words.t('editorLong_text', { count: TEXT_MAX }) : '',
});

const typedIn = (event: Event) => (event.target as HTMLInputElement).value;

/** Title and text. */
export function texts({ written, words, change }: Fields): TemplateResult {
  const wrong = longIn(written, words);
  return html`<div>
      <label class="label" for="title">${words.t('editorTitle')}</label>
      <input
        id="title"
        dir="auto"
        autocomplete="off"
        aria-invalid=${wrong.title !== ''}
        aria-describedby="title-said"
        .value=${written.title}
        @input=${(event: Event) => change({ title: typedIn(event) })}
      />
      <p id="title-said" class="problem small" role="alert">${wrong.title}</p>
    </div>
    <div>
      <label class="label" for="text">${words.t('editorText')}</label>
      <textarea
        id="text"
        dir="auto"
        rows="7"
        placeholder=${words.t('editorTextHint')}
        aria-invalid=${wrong.text !== ''}
        aria-describedby="text-said"
        .value=${written.text}
        @input=${(event: Event) => change({ text: typedIn(event) })}
      ></textarea>
      <div class="below">
        <span id="text-said" class="problem small" role="alert">${wrong.text}</span>
        ${lengthCounter({ text: written.text, max: TEXT_MAX, words })}
      </div>
    </div>`;
}

function choose(options: {
  id: string;
  label: string;
  none: string;
  value: string | null;
  items: readonly { id: string; name: string }[];
  onChoose(id: string | null): void;
}): TemplateResult {
  const { id, label, none, value, items, onChoose } = options;
  return html`<div>
    <label class="label" for=${id}>${label}</label>
    <select id=${id} .value=${value ?? ''} @change=${(event: Event) => onChoose(typedIn(event) || null)}>
      <option value="" ?selected=${!value}>${none}</option>
      ${items.map((one) => html`<option value=${one.id} ?selected=${value === one.id}>${one.name}</option>`)}
    </select>
  </div>`;
}

/** Where it stands, which review goes with it, and whether it may be answered. */
export function settings({ written, boards, reviews, words, change }: Fields): TemplateResult {
  return html`${
    boards.length
      ? choose({
          id: 'board',
          label: words.t('editorBoard'),
          none: words.t('editorNoBoard'),
          value: written.board,
          items: boards,
          onChoose: (board) => change({ board }),
        })
      : nothing
  }
    ${
      reviews.length
        ? choose({
            id: 'review',
            label: words.t('editorReview'),
            none: words.t('editorNoReview'),
            value: written.review,
            items: reviews.map(({ id, stars, name }) => ({
              id,
              name: words.t('editorReviewOf', { stars, name }),
            })),
            onChoose: (review) => change({ review }),
          })
        : nothing
    }
    <label class="pick"
      ><input
        type="checkbox"
        .checked=${written.commentsOpen}
        @change=${(event: Event) => change({ commentsOpen: (event.target as HTMLInputElement).checked })}
      /><span><b>${words.t('editorComments')}</b><span>${words.t('editorCommentsHint')}</span></span></label
    >`;
}
