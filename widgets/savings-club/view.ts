import { html, nothing, type TemplateResult } from 'lit';
import type { ClubPage } from '../../server/community/clubs/contract.ts';
import { daysUntil, dayText } from '../core/days.ts';
import type { Words } from '../core/words.ts';
import { COMMENT, icon, MORE } from '../parts/icons.ts';
import { meter } from '../parts/meter.ts';
import type { ClubHost, DialogRequest } from './host.ts';
import { LOCK, PEOPLE } from './icons.ts';
import { news, people } from './news.ts';
import { cover, days, nameOf, occasionText, until } from './pieces.ts';

/** The first tap on three dots brings the menu, and opens it. */
function bringMenu(host: ClubHost, event: Event): void {
  // The event forgets where it was by the time that the code is there.
  const place = (event.currentTarget as HTMLElement).parentElement!;
  void host.act((acts) => acts.menu(host, place));
}

function head(host: ClubHost, { club, me }: ClubPage, words: Words): TemplateResult {
  const { name, person, starter, secretUntil } = club;
  const isSecret =
    secretUntil && me.role !== 'person' && daysUntil(secretUntil, host.data.mall?.timeZone) > 0;
  const forWhom = person.member ? nameOf(person.member, words) : person.name || words.t('clubForAll');
  return html`<div class="top">
    <p class="chips small">
      <span class="chip">${occasionText(club, words)}</span>
      ${days(club, words, host.data.mall?.timeZone)} ${until(club.endsOn, words)}
    </p>
    <div class="title">
      <slot name="heading"><h2 tabindex="-1" part="home" dir="auto">${name}</h2></slot>
      ${
        host.menus?.menu(host) ??
        html`<button type="button" class="dots" aria-haspopup="menu" aria-label=${words.t('clubMenu')} @click=${(event: Event) => bringMenu(host, event)}>${icon(MORE, true)}</button>`
      }
    </div>
    <p class="about small">
      <span>${words.t('clubFor')} <b dir="auto">${forWhom}</b></span>
      ${starter ? html`<span>${words.t('clubBy')} <b><bdi>${nameOf(starter, words)}</bdi></b></span>` : nothing}
      ${isSecret ? html`<span class="secret">${icon(LOCK)}${words.t('clubSecret', { date: dayText(secretUntil!, words.lang) })}</span>` : nothing}
    </p>
  </div>`;
}

function howFar(host: ClubHost, { club, forecast }: ClubPage, words: Words): TemplateResult {
  const { goal, raised, percent, state } = club;
  const of = host.points(goal);
  const said =
    raised === null
      ? words.t('clubMeterShort', { percent })
      : words.t('clubMeterSaid', { goal: of, raised: host.points(raised), percent });
  const isOn = state === 'open' || state === 'reached';
  return html`<section class="far" aria-label=${words.t('clubMeter')}>
    <p class="sums">
      <b class="big">${raised === null ? words.t('clubPercent', { count: percent }) : host.points(raised)}</b>
      <span class="muted">${words.t('clubOf', { goal: of })}</span>
      ${raised === null ? nothing : html`<b class="percent">${words.t('clubPercent', { count: percent })}</b>`}
    </p>
    ${meter({ percent, label: words.t('clubMeter'), said })}
    <p class="small muted below">
      ${raised !== null && state === 'open' && raised < goal ? html`<span>${words.t('clubLeftToGive', { amount: host.points(goal - raised) })}</span>` : nothing}
      ${
        forecast && isOn && percent < 100
          ? html`<span>${words.t(forecast.inTime ? 'clubForecast' : 'clubForecastLate', { date: dayText(forecast.on, words.lang) })}</span>`
          : nothing
      }
    </p>
  </section>`;
}

const button = (host: ClubHost, kind: DialogRequest['kind'] & ('share' | 'till' | 'invite'), label: string) =>
  html`<button type="button" class="plain" part=${kind} aria-haspopup="dialog" @click=${() => void host.open({ kind })}>${label}</button>`;

/** What can be done now, the most wanted first. */
function acts(host: ClubHost, { me, club }: ClubPage, words: Words) {
  const { may, role, share, available } = me;
  if (!role)
    return club.state === 'open' || club.state === 'reached'
      ? html`<p class="told small">${words.t('clubOnlooker')}</p>
          ${host.data.isMember ? nothing : signIn(host, words)}`
      : nothing;
  const isOpen = club.state === 'open' && role !== 'person';
  const mayGive = isOpen && may.contribute;
  return html`<div class="acts">
    ${mayGive && available > 0 ? html`<button type="button" class="main wide" part="give" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'give' })}>${words.t('clubGive')}</button>` : nothing}
    ${mayGive && available <= 0 ? html`<p class="told small">${words.t('clubNoPoints')}</p>` : nothing}
    ${may.close && club.state === 'reached' ? html`<button type="button" class="main wide" part="close" aria-haspopup="dialog" @click=${() => void host.act((all) => all.close(host))}>${words.t('clubClose')}</button>` : nothing}
    ${
      mayGive || may.invite
        ? html`<div class="more-acts">
            ${may.invite ? button(host, 'invite', words.t('clubInvite')) : nothing}
            ${mayGive ? button(host, 'share', share ? words.t('clubShareOn', { count: share }) : words.t('clubShareOff')) : nothing}
            ${mayGive ? button(host, 'till', words.t('clubTill')) : nothing}
          </div>`
        : nothing
    }
    ${
      role === 'person'
        ? nothing
        : html`<dl class="mine small">
            <div><dt>${words.t('clubMyPart')}</dt><dd>${host.points(me.given)}</dd></div>
            ${mayGive ? html`<div><dt>${words.t('clubMyWallet')}</dt><dd>${host.points(available)}</dd></div>` : nothing}
          </dl>`
    }
  </div>`;
}

/** The host's own door: whoever has a sign-in opens it at this event. */
export const signIn = (host: ClubHost, words: Words): TemplateResult =>
  html`<button type="button" class="main" part="sign-in" @click=${() => void host.act((all) => all.signIn(host))}>${words.t('clubSignIn')}</button>`;

/** One club, as whoever may see it sees it. */
export function clubView(host: ClubHost, page: ClubPage, words: Words): TemplateResult {
  const { club, me } = page;
  const { isTalking } = host;
  const mayTalk = club.commentsOpen || club.comments > 0;
  return html`${me.role && !host.hasAttribute('club') ? html`<a class="back link" href="#dangol-club">${words.t('clubBack')}</a>` : nothing}
    <div class="club ${club.state}">
      <div class="first-half">
        ${cover(club.cover)} ${head(host, page, words)} ${host.late?.ending(host, page, words)} ${howFar(host, page, words)}
        ${acts(host, page, words)} ${host.late?.product(host, page, words)}
      </div>
      <div class="second-half">${people(host, page, words)} ${news(host, page, words)}</div>
    </div>
    <p class="foot">
      ${
        mayTalk
          ? html`<button type="button" class="talk" aria-expanded=${isTalking} @click=${() => void host.act((all) => all.talk(host))}>${icon(COMMENT)}${club.comments ? words.t('clubComments', { count: club.comments }) : words.t('clubComment')}</button>`
          : nothing
      }
      ${me.role && me.role !== 'person' ? html`<button type="button" class="talk" part="statement" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'statement' })}>${icon(PEOPLE)}${words.t('clubStatement')}</button>` : nothing}
    </p>
    ${isTalking ? html`<dangol-club-comments .host=${host}></dangol-club-comments>` : nothing}`;
}
