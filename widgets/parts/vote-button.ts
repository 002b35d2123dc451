import { type CSSResult, css, html, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';
import { icon, THUMB } from './icons.ts';

export interface VoteButtonOptions {
  /** As it is to look now; the widget turns it at once and turns it back when refused. */
  pressed: boolean;
  onToggle(): void;
  words: Words;
}

/** "도움돼요", a switch. How many it helped stands beside it as a text of its own. */
export function voteButton({ pressed, onToggle, words }: VoteButtonOptions): TemplateResult {
  return html`<button
    type="button"
    class="vote"
    part="vote"
    aria-pressed=${pressed}
    @click=${() => onToggle()}
  >
    ${icon(THUMB, pressed)}${words.t('helpful')}
  </button>`;
}

export const voteButtonStyles: CSSResult = css`
  .vote {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: 44px;
    padding: 0.3em 1em;
    border: 1px solid var(--d-line);
    background: var(--d-surface);
    font-size: 0.93em;
    font-weight: 500;
  }
  .vote[aria-pressed='true'] {
    border-color: var(--d-accent);
    background: color-mix(in srgb, var(--d-accent) 8%, var(--d-surface));
    font-weight: 600;
  }
  .vote[aria-pressed='true'] .icon {
    color: var(--d-accent);
  }
  .vote:active .icon {
    transform: scale(1.15) rotate(-6deg);
  }
  .vote .icon {
    transition: transform 0.12s;
  }
`;
