import { type KeyScope, MallSettings, type PublicMall } from './contract.ts';

/** A mall as the service works with it. */
export interface Mall {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];
  readonly settings: MallSettings;
  readonly secretVersion: number;
  readonly secretOldUntil: number;
  readonly seeded: boolean;
}

/** A rotated signing secret stays good this long, so that no token dies of a rotation. */
export const OLD_SECRET_MS = 48 * 60 * 60 * 1000;

/** `https://shop.example` from anything that names that origin; undefined for what is no web origin. */
export function toOrigin(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

/** What to do with the Origin header of a request: nothing proves anything, but a foreign one is refused. */
export function originVerdict(
  origin: string | undefined,
  allowed: readonly string[],
): 'none' | 'allowed' | 'refused' {
  if (origin === undefined) return 'none';
  return allowed.includes(origin) ? 'allowed' : 'refused';
}

/** Scopes that include another. */
export function scopeAllows(scopes: readonly KeyScope[], wanted: KeyScope): boolean {
  return scopes.includes('all') || scopes.includes(wanted);
}

export function publicMall(mall: Mall): PublicMall {
  const { locale, timeZone, currency, read, write, attributes, limits, reputation, points, looks, pages } =
    mall.settings;
  return {
    mall: mall.id,
    name: mall.name,
    locale,
    timeZone,
    currency,
    read,
    write,
    attributes,
    limits,
    levels: reputation.levels.map(({ key, label }) => ({ key, label })),
    points: { name: points.name, sales: points.saleRate > 0 && points.budgets.sale > 0 },
    looks,
    pages,
  };
}

/** Settings with some of them changed; those not named stay. */
export function mergeSettings(settings: MallSettings, patch: Record<string, unknown>): MallSettings {
  return MallSettings.strict().parse(merged(settings, patch));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(before: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  const after = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    const old = before[key];
    after[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return after;
}

/** The line that every review opens with while the mall rewards reviews by means of its own. */
export function disclosureOf(settings: MallSettings): string | null {
  if (!settings.rewardsElsewhere) return null;
  if (settings.rewardDisclosure) return settings.rewardDisclosure;
  return settings.locale === 'ko'
    ? '[적립금 후기] 이 후기를 쓰고 쇼핑몰에서 적립금을 받았습니다.'
    : '[Rewarded review] The shop rewarded the writing of this review.';
}
