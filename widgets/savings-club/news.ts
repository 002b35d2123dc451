import { html, nothing, type TemplateResult } from 'lit';
import type { ClubPage, Contribution } from '../../server/community/clubs/contract.ts';
import '../core/times.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import type { ClubHost } from './host.ts';
import { nameOf } from './pieces.ts';

type Happening = ClubPage['happenings'][number];

function gave(host: ClubHost, one: Contribution, words: Words): TemplateResult {
  const { by, amount, refunded, via, text } = one;
  return html`<li class="gave">
    ${avatar(by)}
    <div>
      <p>
        <span dir="auto">${words.t(`clubGave_${via}`, { name: by.name })}</span>
        ${amount === null ? nothing : html`<b class="amount">${host.points(amount)}</b>`}
      </p>
      ${text ? html`<p class="said" dir="auto">${text}</p>` : nothing}
      <p class="small muted">
        <time>${words.ago(one.at)}</time>
        ${refunded && amount !== null ? html`<span>${words.t('clubWentBack', { amount: host.points(refunded) })}</span>` : nothing}
      </p>
    </div>
  </li>`;
}

function happened(host: ClubHost, { kind, by, amount, at }: Happening, words: Words): TemplateResult {
  const said = words.t(`clubHap_${kind}`, {
    name: by?.name ?? words.t('clubSomebody'),
    count: amount ?? 0,
    amount: host.points(amount ?? 0),
  });
  return html`<li class="hap ${kind} small"><span dir="auto">${said}</span> <time class="muted">${words.ago(at)}</time></li>`;
}

/** What was put in and what happened, newest first. */
export function news(host: ClubHost, page: ClubPage, words: Words): TemplateResult {
  const { contributions, happenings, me, club } = page;
  const isHidden = !me.role && club.amounts === 'members';
  // What happened before the oldest contribution that is shown comes with the older ones.
  const oldest = contributions.next ? (contributions.items.at(-1)?.at ?? 0) : 0;
  const lines = [
    ...contributions.items.map((one) => ({ at: one.at, shown: gave(host, one, words) })),
    ...happenings
      .filter(({ at }) => at >= oldest)
      .map((one) => ({ at: one.at, shown: happened(host, one, words) })),
  ].sort((one, other) => other.at - one.at);
  return html`<section class="news" aria-label=${words.t('clubNews')}>
    <h3>${words.t('clubNews')}</h3>
    ${isHidden ? html`<p class="small muted">${words.t('clubNewsHidden')}</p>` : nothing}
    ${
      lines.length || isHidden
        ? nothing
        : html`<p class="first"><b>${words.t('clubNewsNone')}</b> <span class="muted">${me.may.contribute ? words.t('clubNewsFirst') : ''}</span></p>`
    }
    ${lines.length ? html`<ul role="list">${lines.map(({ shown }) => shown)}</ul>` : nothing}
    ${
      contributions.next
        ? html`<button type="button" class="plain wide" part="more" aria-disabled=${host.data.isLoadingMore} @click=${() => void host.act((acts) => acts.more(host))}>${words.t('clubMore')}</button>`
        : nothing
    }
  </section>`;
}

/** Who takes part: those who gave first. */
export function people(host: ClubHost, page: ClubPage, words: Words): TemplateResult {
  const { club, members } = page;
  const shown = members.filter((one) => !one.left).slice(0, 8);
  return html`<section class="people" aria-label=${words.t('clubPeople')}>
    <h3>
      ${words.t('clubPeople')} <span class="muted">${words.t('clubPeopleCount', { count: club.memberCount })}</span>
    </h3>
    <ul role="list">
      ${shown.map(
        ({ member, role, given }) => html`<li>
          ${avatar(member)}
          <span class="who"
            ><bdi>${nameOf(member, words)}</bdi>${
              role === 'member'
                ? nothing
                : html`<span class="small muted">${words.t(role === 'starter' ? 'clubStarter' : 'clubPerson')}</span>`
            }</span
          >
          ${given === null || role === 'person' ? nothing : html`<b class="amount">${host.points(given)}</b>`}
        </li>`,
      )}
    </ul>
    ${
      club.memberCount > shown.length || shown.length < members.length
        ? html`<button type="button" class="link" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'people' })}>${words.t('clubPeopleAll')}</button>`
        : nothing
    }
  </section>`;
}
