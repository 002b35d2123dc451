import { html } from 'lit';
import type { Review } from '../../server/community/reviews/contract.ts';
import { icon } from '../parts/icons.ts';
import { PENCIL } from '../parts/icons-more.ts';
import type { BoardHost, OwnActs } from './host.ts';

/** What I can do about my own review: go on writing where others vote, and see what its votes made of me. */
export function ownActs(board: BoardHost, review: Review): OwnActs | undefined {
  const { data, side } = board;
  const words = board.words!;
  const { mine } = data;
  if (!mine || mine.review?.id !== review.id) return undefined;
  const { mayAdd } = mine;
  return {
    act: mayAdd.length
      ? html`<button
          type="button"
          class="vote"
          part="later"
          aria-haspopup="dialog"
          @click=${() => void board.open({ kind: 'later', review, kinds: mayAdd })}
        >
          ${icon(PENCIL)}${words.t('laterWrite')}
        </button>`
      : undefined,
    why:
      side?.session.kind === 'member'
        ? html`<button
            type="button"
            class="link"
            aria-haspopup="dialog"
            aria-label=${words.t('whyLabel')}
            @click=${() => void board.open({ kind: 'why' })}
          >
            ${words.t('why')}
          </button>`
        : undefined,
  };
}
