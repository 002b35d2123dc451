// What of the give sheet is about points: a part of the wish, or a club that collects for it.
import { html, nothing, type TemplateResult } from 'lit';
import type { WishParts } from '../../server/community/wishlists/parts/contract.ts';
import { clubUrl } from '../core/club-url.ts';
import { dayAfter, dayText, today } from '../core/days.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { pointsText } from './amount.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';

export type Way = 'whole' | 'part' | 'club';

/** What the sheet knows of it all. */
export interface Ways {
  host: WishlistHost;
  words: Words;
  parts: WishParts;
  way: Way;
  onWay(way: Way): void;
  onDrop(): void;
}

/** How to give: whole, a part, or together. */
export function ways({ words, parts, way, onWay }: Ways): TemplateResult {
  const all = ['whole', ...(parts.missing || parts.mine ? ['part'] : []), 'club'] as Way[];
  return html`<fieldset>
    <legend>${words.t('giveHow')}</legend>
    ${all.map((one) =>
      pick({
        name: 'way',
        value: one,
        label: words.t(`giveWay_${one}`),
        hint: words.t(`giveWayHint_${one}`),
        isOn: way === one,
        onPick: () => onWay(one),
      }),
    )}
  </fieldset>`;
}

/** How much is there, how much is missing, and mine. */
export function partFields({ host, words, parts, onDrop }: Ways): TemplateResult {
  const { mall } = host.data;
  const { need, missing, mine, givers, count, available } = parts;
  const said = (amount: number) => pointsText(amount, mall, words);
  const names = givers.map((one) => words.t('partName', { name: one.name }));
  // It is let go when a day is over, and that instant is of the next day: named is the last on which it is kept.
  const date = mine && dayText(dayOf(mine.dueAt - 1, mall?.timeZone), words.lang);
  return html`<div>
    <p>${words.t('partMissing', { need: said(need ?? 0), missing: said(missing) })}</p>
    ${count ? html`<p class="hint" dir="auto">${[words.t('partCount', { count }), ...names].join(' · ')}</p>` : nothing}
    <label class="label" for="amount">${words.t('partAmount')}</label>
    <input
      id="amount"
      inputmode="numeric"
      autocomplete="off"
      aria-describedby="amount-hint"
      .value=${mine ? String(mine.amount) : ''}
    />
    <p class="hint" id="amount-hint">${words.t('partAvailable', { amount: said(available) })}</p>
    ${
      mine
        ? html`<p>${words.t('partMine', { amount: said(mine.amount), date: date ?? '' })}</p>
            <button type="button" class="link" @click=${onDrop}>${words.t('partDrop')}</button>`
        : nothing
    }
  </div>`;
}

/** The day that a moment falls on. */
const dayOf = (at: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);

/** What the club is called, and until when it collects. */
export function clubFields({ host, words, parts }: Ways): TemplateResult {
  const { mall, list } = host.data;
  const first = dayAfter(today(mall?.timeZone), 1);
  const day = list?.occasionOn && list.occasionOn >= first ? list.occasionOn : dayAfter(first, 30);
  return html`<div class="sheet">
    <p>${words.t('wishClubGoal', { goal: pointsText(parts.need ?? 0, mall, words) })}</p>
    <div>
      <label class="label" for="club-name">${words.t('wishClubName')}</label>
      <input id="club-name" maxlength="60" autocomplete="off" />
      <p class="hint">${words.t('wishClubNameHint')}</p>
    </div>
    <div>
      <label class="label" for="club-day">${words.t('wishClubDay')}</label>
      <input id="club-day" type="date" min=${first} max=${dayAfter(first, 730)} .value=${day} />
    </div>
  </div>`;
}

/** The way to the club that collects for it. */
export function toClub(host: WishlistHost, club: string, words: Words): TemplateResult {
  const { side, mall } = host.data;
  const url = safeUrl(clubUrl(side!.client, mall?.pages.club, club, null));
  return html`<p>${url ? html`<a class="main" part="club" href=${url}>${words.t('clubGo')}</a>` : nothing}</p>`;
}
