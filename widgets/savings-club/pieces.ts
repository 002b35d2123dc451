import type { z } from '@hono/zod-openapi';
import { html, nothing, type TemplateResult } from 'lit';
import type { Club, ClubCard, ShownCover as Cover } from '../../server/community/clubs/contract.ts';
import type { Author } from '../../server/mall/shoppers/contract.ts';
import { daysUntil, dayText } from '../core/days.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import { GIFT } from './icons.ts';

type ShownCover = z.infer<typeof Cover>;

/** A photo, or one emoji as large as a photo. */
export function cover({ emoji, photo }: ShownCover): TemplateResult {
  const src = safeUrl(photo?.url);
  return html`<div class="cover" aria-hidden="true">
    ${src ? html`<img src=${src} alt="" decoding="async" />` : emoji ? html`<span class="emoji">${emoji}</span>` : icon(GIFT)}
  </div>`;
}

/** How long it still is, as people say it; nothing once it has ended. */
export function days({ endsOn, state }: Pick<ClubCard, 'endsOn' | 'state'>, words: Words, timeZone?: string) {
  if (state !== 'open' && state !== 'reached') return nothing;
  const count = daysUntil(endsOn, timeZone);
  return html`<b class="days"
    >${count ? words.t(count > 0 ? 'clubDays' : 'clubPast', { count: Math.abs(count) }) : words.t('clubToday')}</b
  >`;
}

/** What it is for, in its own words or in ours. */
export const occasionText = (
  { occasion, occasionText }: Pick<Club, 'occasion'> & { occasionText?: string | null },
  words: Words,
): string => occasionText || words.t(`clubOccasion_${occasion}`);

/** The last day, for machines and for people. */
export const until = (endsOn: string, words: Words): TemplateResult =>
  html`<time datetime=${endsOn}>${words.t('clubUntil', { date: dayText(endsOn, words.lang) })}</time>`;

/** Somebody's name; of whom there is no more, that. */
export const nameOf = (author: Author | null, words: Words): string =>
  author ? words.t('clubNamed', { name: author.name }) : words.t('clubSomebody');
