import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';
import { emptyState } from '../parts/empty-state.ts';
import { skeleton } from '../parts/skeleton.ts';
import type { BoardHost } from './host.ts';

/** What stands where a board will be: waiting, refused, offline or failed, and what can be done about it. */
export function unready({ data, isUnregistered }: BoardHost, words: Words): TemplateResult {
  const { state, problem } = data.first;
  if (state === 'waiting' || state === 'ready') return skeleton({ rows: 4, label: words.t('loading') });
  const key = isUnregistered
    ? 'notRegistered'
    : problem?.code === 'sign-in-required'
      ? 'refusedSignIn'
      : state;
  const canRetry = key === 'offline' || key === 'failed';
  return html`<div role="status">
    ${emptyState({
      title: words.t(key),
      text: canRetry ? words.t(`${key}Hint`) : '',
      action: canRetry
        ? html`<button type="button" class="plain" @click=${() => void data.reload()}>${words.t('retry')}</button>`
        : nothing,
    })}
  </div>`;
}
