import type { Club, ClubOccasion, PayoutWay } from '../../server/community/clubs/contract.ts';
import { wholePoints } from '../core/whole-points.ts';
import { lengthOf } from '../parts/length-counter.ts';

/** What stands in the form of a club. */
export interface Written {
  name: string;
  occasion: ClubOccasion;
  occasionText: string;
  /** As it was typed. */
  goal: string;
  endsOn: string;
  personName: string;
  /** Null: the one of the occasion. */
  emoji: string | null;
  photo: { id: string; small: string } | null;
  visibility: Club['visibility'];
  secretUntil: string | null;
  amounts: Club['amounts'];
  /** Null: as it follows from who it is for. */
  payout: PayoutWay | null;
  ifShort: Club['ifShort'];
  commentsOpen: boolean;
}

export const OCCASIONS: Readonly<Record<ClubOccasion, string>> = {
  birthday: '🎂',
  gift: '🎁',
  home: '🏠',
  trip: '🧳',
  other: '💛',
};
export const EMOJIS = ['🎂', '🎁', '🏠', '🧳', '💛', '🌷', '🍼', '🎓', '💍', '🐶', '☕', '🎸'] as const;
const NAME_MAX = 60;
const LINE_MAX = 40;
const GOAL_MAX = 100_000_000;

export const newClub = (endsOn: string): Written => ({
  name: '',
  occasion: 'birthday',
  occasionText: '',
  goal: '',
  endsOn,
  personName: '',
  emoji: null,
  photo: null,
  visibility: 'members',
  secretUntil: null,
  amounts: 'members',
  payout: null,
  ifShort: 'refund',
  commentsOpen: true,
});

export const writtenOf = (club: Club): Written => ({
  name: club.name,
  occasion: club.occasion,
  occasionText: club.occasionText ?? '',
  goal: String(club.goal),
  endsOn: club.endsOn,
  personName: club.person.name,
  emoji: club.cover.emoji,
  photo: club.cover.photo ? { id: '', small: club.cover.photo.url } : null,
  visibility: club.visibility,
  secretUntil: club.secretUntil,
  amounts: club.amounts,
  payout: club.payout,
  ifShort: club.ifShort,
  commentsOpen: club.commentsOpen,
});

/** What was typed as whole points; 0 when it is none. */
export function goalOf(text: string): number {
  const goal = wholePoints(text) ?? 0;
  return goal <= GOAL_MAX ? goal : 0;
}

/** To whom it goes as long as nobody said: to the one it is for, or to everybody who gave. */
export const payoutOf = ({ payout, personName }: Written): PayoutWay =>
  payout ?? (personName.trim() ? 'person' : 'shares');

export const emojiOf = ({ emoji, occasion }: Written): string => emoji ?? OCCASIONS[occasion];

/** The first field that is not right, for whoever has to mend it. */
export function wrongIn(
  written: Written,
  days: { first: string; last: string },
): 'name' | 'goal' | 'endsOn' | 'personName' | 'occasionText' | '' {
  const name = written.name.trim();
  if (!name || lengthOf(name) > NAME_MAX) return 'name';
  if (!goalOf(written.goal)) return 'goal';
  if (!written.endsOn || written.endsOn < days.first || written.endsOn > days.last) return 'endsOn';
  if (lengthOf(written.personName.trim()) > LINE_MAX) return 'personName';
  return lengthOf(written.occasionText.trim()) > LINE_MAX ? 'occasionText' : '';
}

/** As the service takes it. */
export const bodyOf = (written: Written) => ({
  name: written.name.trim(),
  occasion: written.occasion,
  occasionText: written.occasionText.trim() || null,
  goal: goalOf(written.goal),
  endsOn: written.endsOn,
  personName: written.personName.trim(),
  // A photo without an id is the one that is there already.
  ...(written.photo
    ? written.photo.id
      ? { cover: { photo: written.photo.id } }
      : {}
    : { cover: { emoji: emojiOf(written) } }),
  visibility: written.visibility,
  secretUntil: written.secretUntil,
  amounts: written.amounts,
  payout: payoutOf(written),
  ifShort: written.ifShort,
  commentsOpen: written.commentsOpen,
});

/** Of what stands in the form only what is other than before. */
export function changed(now: Written, before: Written): Partial<ReturnType<typeof bodyOf>> {
  const [next, last] = [bodyOf(now), bodyOf(before)] as Record<string, unknown>[];
  return Object.fromEntries(
    Object.entries(next!).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(last![name])),
  );
}
