import { isAdvertising } from '../inbox/rules.ts';
import type { AlertRow } from './table.ts';

/** What a shopper wants to be told of a product, and how it stood when it was last looked at for them. */
export type Memory = Pick<AlertRow, 'last_price' | 'last_currency' | 'last_available' | 'last_few'>;
export type Wanted = Memory & Pick<AlertRow, 'price_drop' | 'below' | 'restock' | 'few_left'>;

/** How a product stands, as the mall states it. */
export interface Standing {
  /** Null: the mall names none. */
  price: number | null;
  currency: string;
  isAvailable: boolean;
  areFewLeft: boolean;
}

export type AlertKind = 'price-drop' | 'restock' | 'few-left';

/** Of what a change may be told, and remembered: all of it, or what the night does not hold up and what it does. */
export type Part = 'all' | 'information' | 'advertising';
export const isOf = (part: Part, kind: AlertKind): boolean =>
  part === 'all' || (part === 'advertising') === isAdvertising(kind);

/** What is told of this change to whoever wanted that. */
export function decide(wanted: Wanted, now: Standing): AlertKind[] {
  const kinds: AlertKind[] = [];
  if (wanted.restock === 1 && wanted.last_available === 0 && now.isAvailable) kinds.push('restock');
  // Prices of two currencies are not compared.
  const fell =
    now.price !== null &&
    wanted.last_price !== null &&
    now.currency === wanted.last_currency &&
    now.price < wanted.last_price;
  const isLowEnough = wanted.below === null || (now.price !== null && now.price <= wanted.below);
  if (wanted.price_drop === 1 && fell && isLowEnough) kinds.push('price-drop');
  if (wanted.few_left === 1 && wanted.last_few === 0 && now.areFewLeft) kinds.push('few-left');
  return kinds;
}

/**
 * How the product stands from now on, the same for all who were looked at: the price follows it up as well as down, so
 * that a later fall is one again; a price that is no longer stated is remembered. What waits for the morning is compared
 * with how it stood in the evening.
 */
export function remembered(now: Standing, part: Part = 'all'): Partial<Memory> {
  return {
    ...(part !== 'information' && {
      ...(now.price !== null && { last_price: now.price, last_currency: now.currency }),
      last_few: now.areFewLeft ? 1 : 0,
    }),
    ...(part !== 'advertising' && { last_available: now.isAvailable ? 1 : 0 }),
  };
}

/** The memory of an alert that was just asked for: what is so already is no news, and neither is what nobody has stated. */
export function firstMemory(now: Standing | undefined): Memory {
  if (!now) return { last_price: null, last_currency: null, last_available: 1, last_few: 0 };
  return {
    last_price: now.price,
    last_currency: now.price === null ? null : now.currency,
    last_available: now.isAvailable ? 1 : 0,
    last_few: now.areFewLeft ? 1 : 0,
  };
}

/** By which ways an alert may be told. */
export interface Reach {
  /** What the shopper agreed to. */
  inbox: boolean | undefined;
  mail: boolean | undefined;
  /** Advertising notices in the inbox within a week. */
  toldInWeek: number;
}

/**
 * Where an alert is told: news that was asked for always stands in the inbox; advertising only where its shopper agreed,
 * and no more in a week than the mall's number (for mails it is counted when they are sent).
 */
export function waysOf(
  kind: AlertKind,
  wantsMail: boolean,
  reach: Reach,
  perWeek: number,
): { inbox: boolean; mail: boolean } {
  if (kind === 'restock') return { inbox: true, mail: wantsMail };
  return {
    inbox: reach.inbox === true && reach.toldInWeek < perWeek,
    mail: wantsMail && reach.mail === true,
  };
}

/** Alerts looked at in one transaction: it must end well before anybody notices. */
export const BATCH = 50;
/** Alerts that one shopper may ask for. */
export const MOST_ALERTS = 10_000;
export const ALERTS_PACE = { name: 'alerts', points: 120, seconds: 60 };
