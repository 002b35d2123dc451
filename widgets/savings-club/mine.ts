import { html, nothing, type TemplateResult } from 'lit';
import type { ClubCard } from '../../server/community/clubs/contract.ts';
import { clubHash } from '../core/club-url.ts';
import type { Words } from '../core/words.ts';
import { meter } from '../parts/meter.ts';
import type { ClubHost } from './host.ts';
import { cover, days, occasionText } from './pieces.ts';
import { signIn } from './view.ts';

function card(host: ClubHost, club: ClubCard, words: Words): TemplateResult {
  const { id, name, goal, raised, percent, state } = club;
  const said =
    raised === null
      ? words.t('clubMeterShort', { percent })
      : words.t('clubMeterSaid', { goal: host.points(goal), raised: host.points(raised), percent });
  return html`<li>
    <a class="card ${state}" href=${clubHash(id)}>
      ${cover(club.cover)}
      <div class="in">
        <p class="chips small"><span class="chip">${occasionText(club, words)}</span>${days(club, words, host.data.mall?.timeZone)}</p>
        <h3 dir="auto">${name}</h3>
        ${meter({ percent, label: words.t('clubMeter'), said, isSmall: true })}
        <p class="small sums">
          <b>${raised === null ? words.t('clubPercent', { count: percent }) : host.points(raised)}</b>
          <span class="muted">${words.t('clubOf', { goal: host.points(goal) })}</span>
          ${raised === null ? nothing : html`<b class="percent">${words.t('clubPercent', { count: percent })}</b>`}
        </p>
        <p class="small muted">
          ${words.t(`clubState_${state}`)} · ${words.t('clubPeopleCount', { count: club.memberCount })}
        </p>
      </div>
    </a>
  </li>`;
}

/** All clubs of mine, and the way to another one. */
export function overview(host: ClubHost, words: Words, empty: TemplateResult): TemplateResult {
  const { data } = host;
  const { clubs, isMember } = data;
  const start = html`<button type="button" class="main" part="new" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'form', isNew: true })}>${words.t('clubNew')}</button>`;
  return html`<div class="title">
      <slot name="heading"><h2 tabindex="-1" part="home">${words.t('clubTitle')}</h2></slot>
      ${clubs.length ? start : nothing}
    </div>
    <p class="muted about-it">${words.t('clubAbout')}</p>
    ${
      clubs.length
        ? html`<ul class="cards" role="list" aria-label=${words.t('clubList')}>${clubs.map((one) => card(host, one, words))}</ul>`
        : html`${empty}<p class="center">${isMember ? start : signIn(host, words)}</p>`
    }
    ${
      data.next
        ? html`<button type="button" class="plain wide" part="more" aria-disabled=${data.isLoadingMore} @click=${() => void host.act((acts) => acts.more(host))}>${words.t('clubMore')}</button>`
        : nothing
    }`;
}
