// What is shown when somebody has picked an order, filters, or words to search for.
import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewPage } from '../../server/community/reviews/contract.ts';
import { emptyState } from '../parts/empty-state.ts';
import type { BoardData } from './data.ts';
import { isFiltered, plainView } from './view.ts';

/** Asks for the reviews of a board's view. */
export function askFor(
  data: BoardData,
  how: { cursor?: string; signal?: AbortSignal; fresh?: boolean } = {},
): Promise<ReviewPage> {
  const { side, product, view, limit, as } = data;
  const { cursor, ...rest } = how;
  data.none = () => noneFound(data);
  return side!.client.get<ReviewPage>('reviews', {
    query: { product, ...view, cursor, limit },
    as,
    ...rest,
  });
}

/** Nothing fits: what was asked for, and the ways back. */
function noneFound({ host, view }: BoardData): TemplateResult {
  const words = host.words!;
  const { q, sort } = view;
  const way = (label: string, change: Parameters<typeof host.look>[0]) =>
    html`<button type="button" class="plain" @click=${() => host.look(change)}>${label}</button>`;
  return emptyState({
    title: q ? words.t('noneFound', { words: q }) : words.t('noneMatch'),
    text: q ? words.t('noneFoundHint') : '',
    action: html`${q ? way(words.t('searchClear'), { q: null }) : nothing}
    ${!q || isFiltered({ ...view, q: null }) ? way(words.t('clearFilters'), { ...plainView(sort), q }) : nothing}`,
  });
}
