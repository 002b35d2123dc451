import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import type { ClubHost } from './host.ts';
import { GIFT } from './icons.ts';

/** Why there is nothing to be seen for whoever asks, and what may help. */
export function refused(host: ClubHost, words: Words): TemplateResult {
  const { load, place, isMember } = host.data;
  const { code } = load.problem!;
  const [title, hint] =
    code !== 'not-found'
      ? [words.t(code === 'sign-in-required' ? 'clubRefusedSignIn' : 'clubRefused'), '']
      : place.kind === 'invite'
        ? [words.t('clubInviteGone'), words.t('clubInviteGoneHint')]
        : [words.t('clubGone'), words.t('clubGoneHint')];
  const isSpent = code === 'not-found' && place.kind === 'invite';
  return html`<div class="empty" role="status">
    ${icon(GIFT)}
    <p><b>${title}</b></p>
    ${hint ? html`<p class="muted">${hint}</p>` : nothing}
    ${
      isMember || isSpent
        ? nothing
        : html`<button type="button" class="plain" part="sign-in" @click=${() => void host.act((acts) => acts.signIn(host))}>${words.t('clubSignIn')}</button>`
    }
  </div>`;
}
