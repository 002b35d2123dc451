import type { Club } from '../../server/community/clubs/contract.ts';
import { DangolEvent } from './event.ts';

/** Cancelable: the shopper is about to put points into a club. */
export class BeforeClubGiveEvent extends DangolEvent<{ club: string; amount: number }> {
  constructor(detail: { club: string; amount: number }) {
    super('dangol-before-club-give', detail, true);
  }
}
/** Points of the shopper have gone into a club. */
export class ClubGiveEvent extends DangolEvent<{ club: string; amount: number }> {
  constructor(detail: { club: string; amount: number }) {
    super('dangol-club-give', detail);
  }
}
/** A club was opened or changed; one that ended says so by its state. */
export class ClubChangeEvent extends DangolEvent<{ id: string; club: Club }> {
  constructor(detail: { id: string; club: Club }) {
    super('dangol-club-change', detail);
  }
}
/** The shopper takes part in a club, or no longer does. */
export class ClubJoinEvent extends DangolEvent<{ club: string; joined: boolean }> {
  constructor(detail: { club: string; joined: boolean }) {
    super('dangol-club-join', detail);
  }
}
/** The link of a club, or of an invitation to it, was copied or handed to the phone's own share sheet. */
export class ClubShareEvent extends DangolEvent<{ club: string; way: 'copy' | 'share' }> {
  constructor(detail: { club: string; way: 'copy' | 'share' }) {
    super('dangol-club-share', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-before-club-give': BeforeClubGiveEvent;
    'dangol-club-give': ClubGiveEvent;
    'dangol-club-change': ClubChangeEvent;
    'dangol-club-join': ClubJoinEvent;
    'dangol-club-share': ClubShareEvent;
  }
}
