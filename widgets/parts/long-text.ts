import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';

/** Texts that may have more lines than are shown at first; whether they do is measured. */
const LONG = { letters: 120, lines: 6 };

export interface LongTextOptions {
  text: string;
  isOpen: boolean;
  words: Words;
  onToggle(): void;
}

/** A text with a button to unfold it; beside longTextStyles and measureTexts. */
export function longText({ text, isOpen, words, onToggle }: LongTextOptions): TemplateResult {
  const isLong = text.length > LONG.letters || text.split('\n').length > LONG.lines;
  return html`<p class="text ${isLong && !isOpen ? 'folded' : ''}" dir="auto">${text}</p>
    ${
      isLong
        ? html`<button type="button" class="fold" aria-expanded=${isOpen} @click=${onToggle}>
            ${words.t(isOpen ? 'readLess' : 'readMore')}
          </button>`
        : nothing
    }`;
}

/** After each update: no button where nothing is folded away. */
export function measureTexts(root: ParentNode): void {
  for (const text of root.querySelectorAll('.folded'))
    (text.nextElementSibling as HTMLElement).hidden = text.scrollHeight <= text.clientHeight + 1;
}

export const longTextStyles: CSSResult = css`
  .text {
    white-space: pre-line;
    unicode-bidi: isolate;
  }
  .folded {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 6;
    overflow: hidden;
  }
  .fold {
    padding-inline: 0;
    color: var(--d-muted);
    font-size: 0.93em;
    font-weight: 600;
  }
`;
