import type { ClubOccasion, ClubState } from '../../clubs/contract.ts';
import type { Occasion } from '../contract.ts';

/**
 * Until when a club for a wish is a secret: the day that the list names, else that of its occasion, else the end of the
 * club; each only while it is ahead.
 */
export function secretUntilOf(
  days: { listDay: string | null; occasionOn: string | null; endsOn: string },
  today: string,
): string {
  const ahead = [days.listDay, days.occasionOn].find((day) => day !== null && day > today);
  return ahead ?? days.endsOn;
}

/** What a club is for, by what the list is for. */
export function occasionOf(occasion: Occasion | null): ClubOccasion {
  return occasion === 'birthday' || occasion === 'home' ? occasion : 'gift';
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const MOST = 60;

/** What a club is called whose starter said nothing: as the product, as far as a name is long. */
export function nameOf(product: string | null, otherwise: string): string {
  const line = (product ?? '').replace(/\s+/gu, ' ').trim() || otherwise;
  if (line.length <= MOST) return line;
  let name = '';
  for (const { segment } of graphemes.segment(line)) {
    if (name.length + segment.length > MOST - 1) break;
    name += segment;
  }
  return `${name.trimEnd()}…`;
}

/** What a club means to the wish it collects for. */
export type Meaning = 'collects' | 'given' | 'free';

/** With its goal reached, the wish is given; once its points go back, it is free again. */
export function meaningOf(club: { state: ClubState; settlesAs: 'give' | 'refund' | null }): Meaning {
  switch (club.state) {
    case 'reached':
    case 'paid-out':
      return 'given';
    case 'cancelled':
    case 'refunded':
      return 'free';
    case 'settling':
      return club.settlesAs === 'give' ? 'given' : 'free';
    default:
      // Its day is over and it is not settled yet: nobody knows.
      return 'collects';
  }
}
