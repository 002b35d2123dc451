import { html, nothing } from 'lit';
import type { ClubPage } from '../../server/community/clubs/contract.ts';
import { dayText } from '../core/days.ts';
import '../core/times.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import type { ClubHost } from './host.ts';
import { GIFT } from './icons.ts';

/** What its state means for everybody, in one sentence; nothing while it collects. */
export function stateText({ club }: ClubPage, words: Words): string {
  const { state, payout, ifShort, person } = club;
  switch (state) {
    case 'open':
      return '';
    case 'reached':
      return payout === 'person' && !person.member
        ? words.t('clubNobody')
        : words.t(`clubReached_${payout}`, { date: dayText(club.endsOn, words.lang) });
    case 'expired':
      return words.t(`clubExpired_${ifShort}`);
    case 'cancelled':
      return words.t('clubCancelled');
    case 'settling':
      return words.t('clubSettling');
    case 'paid-out':
      return words.t(`clubPaid_${payout}`);
    default:
      return words.t('clubRefunded');
  }
}

/** What happened to my points in the end, in one sentence. */
export function outcomeText(
  { club, me }: ClubPage,
  words: Words,
  points: (amount: number) => string,
): string {
  const { outcome, role } = me;
  if (outcome?.amount) return words.t(`clubMine_${outcome.kind}`, { amount: points(outcome.amount) });
  const isOver = club.state === 'paid-out' || club.state === 'refunded';
  return (isOver && role && role !== 'person') || outcome ? words.t('clubMine_nothing') : '';
}

/** How it stands once it no longer simply collects, what became of my points, and what came of it. */
export function ending(host: ClubHost, page: ClubPage, words: Words) {
  const { club, me } = page;
  const said = stateText(page, words);
  const mine = outcomeText(page, words, host.points);
  if (!said && !mine) return nothing;
  const isGlad = club.state === 'reached' || club.state === 'paid-out';
  return html`<div class="ending ${isGlad ? 'glad' : ''}">
    <p class="state"><b>${words.t(`clubState_${club.state}`)}</b></p>
    ${said ? html`<p>${said}</p>` : nothing} ${mine ? html`<p class="outcome"><b>${mine}</b></p>` : nothing}
    ${
      me.coupon
        ? html`<div class="coupon">
            <p class="small">${words.t('clubCoupon')} <b>${host.points(me.coupon.amount)}</b></p>
            <div class="code">
              <input id="coupon" readonly aria-label=${words.t('clubCoupon')} .value=${me.coupon.code} ?disabled=${me.coupon.usedAt !== null} />
              ${
                me.coupon.usedAt === null
                  ? html`<button type="button" class="plain" @click=${() => void host.act((acts) => acts.copyCoupon(host))}>${words.t('clubCopy')}</button>`
                  : nothing
              }
            </div>
            <p class="small muted">${me.coupon.usedAt === null ? words.t('clubCouponHint') : words.t('clubCouponUsed', { date: words.date(me.coupon.usedAt) })}</p>
          </div>`
        : nothing
    }
    ${
      club.state === 'paid-out' && me.role
        ? html`<button type="button" class="main paper" part="paper" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'paper' })}>${icon(GIFT)}${words.t('clubPaper')}</button>
            <p class="small muted">${words.t('clubPaperHint')}</p>`
        : nothing
    }
  </div>`;
}
