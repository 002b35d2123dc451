import { html, nothing, type TemplateResult } from 'lit';
import type { ClubPreview } from '../../server/community/clubs/contract.ts';
import type { Words } from '../core/words.ts';
import { CHECK, icon } from '../parts/icons.ts';
import type { ClubHost } from './host.ts';
import { cover, days, nameOf, occasionText, until } from './pieces.ts';
import { signIn } from './view.ts';

/** What somebody who was invited sees: what it is, what it asks of them, and how to join. */
export function invited(host: ClubHost, { club, role }: ClubPreview, words: Words): TemplateResult {
  const { isMember, mall } = host.data;
  const isPerson = role === 'person';
  const points = isPerson
    ? [words.t('clubInvitedPerson1'), words.t('clubInvitedPerson2')]
    : [words.t('clubInvited1'), words.t('clubInvited2'), words.t('clubInvited3')];
  return html`<div class="invited">
    ${cover(club.cover)}
    <p class="chips small">
      <span class="chip">${occasionText(club, words)}</span>${days(club, words, mall?.timeZone)} ${until(club.endsOn, words)}
    </p>
    <p class="muted">
      ${club.starter ? words.t(isPerson ? 'clubInvitedByPerson' : 'clubInvitedBy', { name: club.starter.name }) : words.t('clubInvitedTitle')}
    </p>
    <slot name="heading"><h2 tabindex="-1" part="home" dir="auto">${club.name}</h2></slot>
    <p class="small muted">${words.t('clubPeopleCount', { count: club.memberCount })}${club.starter ? html` · ${words.t('clubBy')} <bdi>${nameOf(club.starter, words)}</bdi>` : nothing}</p>
    <ul class="points" role="list">${points.map((one) => html`<li>${icon(CHECK)}<span>${one}</span></li>`)}</ul>
    ${
      isMember
        ? html`<button type="button" class="main wide" part="join" @click=${() => void host.act((acts) => acts.join(host))}>${words.t(isPerson ? 'clubJoinPerson' : 'clubJoin')}</button>`
        : html`<p class="small">${words.t('clubInvitedSignIn')}</p>
            ${signIn(host, words)}`
    }
  </div>`;
}
