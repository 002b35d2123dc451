import { html, type TemplateResult } from 'lit';
import type { Review } from '../../server/community/reviews/contract.ts';
import '../parts/menu.ts';
import { isMine } from './changes.ts';
import type { BoardHost } from './host.ts';

/** What can be done with a review, or with a later one: its writer's acts, or everybody else's. */
export function reviewMenu(board: BoardHost, review: Review): TemplateResult {
  const words = board.words!;
  const keys = isMine(board.data, review.id) ? (['edit', 'delete'] as const) : (['report'] as const);
  return html`<dangol-part-menu
    .label=${words.t('menu')}
    .items=${keys.map((key) => ({ key, label: words.t(key), grave: key === 'delete' }))}
    @dangol-part-menu-pick=${({ key }: Event & { key: string }) =>
      board.open(
        key === 'report'
          ? { kind: 'report', subject: { kind: 'review', id: review.id } }
          : { kind: key as 'edit', review },
      )}
  ></dangol-part-menu>`;
}
