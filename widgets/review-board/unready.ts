import { html, nothing, type TemplateResult } from 'lit';
import type { LoadState } from '../core/load.ts';
import type { Words } from '../core/words.ts';
import { emptyState } from '../parts/empty-state.ts';
import { skeleton } from '../parts/skeleton.ts';
import type { BoardHost } from './host.ts';

/** What stands where a board will be: waiting, refused, offline or failed, and what can be done about it. */
export function unready(host: BoardHost, words: Words): TemplateResult {
  const { data, trouble } = host;
  const { state, problem } = data.first;
  if (!trouble && (state === 'waiting' || state === 'ready'))
    return skeleton({ rows: 4, label: words.t('loading') });
  const key =
    trouble ??
    (problem?.code === 'sign-in-required'
      ? 'refusedSignIn'
      : (state as Exclude<LoadState, 'waiting' | 'ready'>));
  // Words of what is seldom are not there at first, nor after a change of language.
  const title = words.t(key);
  if (!title)
    void words.more().then(
      () => host.requestUpdate(),
      () => undefined,
    );
  const canRetry = key === 'offline' || key === 'failed';
  return html`<div role="status">
    ${emptyState({
      title,
      text: canRetry ? words.t(`${key}Hint`) : '',
      action: canRetry
        ? html`<button type="button" class="plain" @click=${() => void data.reload()}>${words.t('retry')}</button>`
        : nothing,
    })}
  </div>`;
}
