import { z } from '@hono/zod-openapi';
import { OR_NULL, plainLine, webUrl } from '../../base/http/contract.ts';

export const MallId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,39}$/)
  .openapi('MallId', { example: 'shop1' });

/** A text in the languages of the shop; a missing one falls back to the shop's own. */
const Label = z.object({ ko: plainLine(1, 60).optional(), en: plainLine(1, 60).optional() });
const Key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/);

/** One thing shoppers may say of a product by tapping: height, skin type, fit. */
export const AttributeDefinition = z
  .object({
    key: Key,
    label: Label,
    values: z
      .array(z.object({ key: Key, label: Label }))
      .min(2)
      .max(10),
  })
  .openapi('AttributeDefinition');
export type AttributeDefinition = z.infer<typeof AttributeDefinition>;

/** The same fields without their defaults: in a change, a field that is not named is not set. */
function mapDefaultsAway<T extends Record<string, z.ZodDefault>>(shape: T) {
  const plain: Record<string, z.ZodType> = {};
  for (const [key, field] of Object.entries(shape)) plain[key] = field.removeDefault() as z.ZodType;
  return plain as {
    [K in keyof T]: T[K] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : never;
  };
}

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);

/** How the widgets look where the page itself says nothing. */
export const Looks = z
  .object({
    scheme: z.enum(['auto', 'light', 'dark']).default('auto'),
    accent: colour.nullable().default(null),
    radius: z.number().int().min(0).max(32).nullable().default(null),
  })
  .openapi('Looks');
export type Looks = z.infer<typeof Looks>;

export const Limits = z
  .object({
    reviewTextMin: z.number().int().min(1).max(200).default(5),
    reviewTextMax: z.number().int().min(200).max(5000).default(3000),
    commentTextMax: z.number().int().min(50).max(2000).default(500),
    photosPerReview: z.number().int().min(0).max(5).default(5),
    /** Photos one shopper may keep at this mall. */
    photosPerShopper: z.number().int().min(0).max(5000).default(300),
    reviewsPerDay: z.number().int().min(1).max(1000).default(30),
    commentsPerDay: z.number().int().min(1).max(5000).default(200),
  })
  .openapi('Limits');

/**
 * The settings of a mall. The seven modes of the field are combinations of `read`, `write`, `join` and `names`;
 * today's service knows free joining and handles, the others have their place here.
 */
export const MallSettings = z
  .object({
    locale: z.enum(['ko', 'en']).default('ko'),
    timeZone: z
      .string()
      .max(60)
      .refine((zone) => {
        try {
          new Intl.DateTimeFormat('en', { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, 'an IANA time zone')
      .default('Asia/Seoul'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('KRW'),
    read: z.enum(['everyone', 'members']).default('everyone'),
    write: z.enum(['everyone', 'members']).default('members'),
    join: z.enum(['free']).default('free'),
    names: z.enum(['handles']).default('handles'),
    returnWindowDays: z.number().int().min(0).max(365).default(7),
    /** The mall rewards reviews by means of its own: every review then opens with this sentence. */
    rewardsElsewhere: z.boolean().default(false),
    rewardDisclosure: plainLine(1, 200).nullable().openapi(OR_NULL).default(null),
    attributes: z
      .array(AttributeDefinition)
      .max(5)
      .refine((list) => new Set(list.map((one) => one.key)).size === list.length, 'keys must differ')
      .default([]),
    limits: Limits.default(() => Limits.parse({})),
    looks: Looks.default(() => Looks.parse({})),
    /** Where links lead; `{product}` stands for the mall's product key. */
    pages: z.object({ product: z.string().max(500).nullable().default(null) }).default({ product: null }),
    /** Where the public keys of the mall's own sign-in are (identity rung 1 with RS256, ES256 or EdDSA). */
    keySet: z
      .object({ url: webUrl, algorithm: z.enum(['RS256', 'ES256', 'EdDSA']) })
      .nullable()
      .default(null),
  })
  .openapi('MallSettings');
export type MallSettings = z.infer<typeof MallSettings>;

/** What every page may know of a mall. */
export const PublicMall = z
  .object({
    mall: MallId,
    name: z.string(),
    locale: z.enum(['ko', 'en']),
    timeZone: z.string(),
    currency: z.string(),
    read: z.enum(['everyone', 'members']),
    write: z.enum(['everyone', 'members']),
    attributes: z.array(AttributeDefinition),
    limits: Limits,
    looks: Looks,
    pages: z.object({ product: z.string().nullable() }),
  })
  .openapi('PublicMall');
export type PublicMall = z.infer<typeof PublicMall>;

/** What a key may do. `all` includes the settings and every other scope. */
export const KeyScope = z.enum(['products', 'orders', 'points', 'till', 'read', 'moderate', 'all']);
export type KeyScope = z.infer<typeof KeyScope>;

/** Whether this page may embed the mall, so that a widget can say calmly that it is not registered. */
export const Here = z
  .object({ mall: MallId, origin: z.string().nullable(), registered: z.boolean() })
  .openapi('Here');

/** Some of the settings: what is not named stays as it is. Objects are merged, lists replaced. */
export const PatchSettings = z
  .object({
    locale: MallSettings.shape.locale.removeDefault(),
    timeZone: MallSettings.shape.timeZone.removeDefault(),
    currency: MallSettings.shape.currency.removeDefault(),
    read: MallSettings.shape.read.removeDefault(),
    write: MallSettings.shape.write.removeDefault(),
    returnWindowDays: MallSettings.shape.returnWindowDays.removeDefault(),
    rewardsElsewhere: MallSettings.shape.rewardsElsewhere.removeDefault(),
    rewardDisclosure: MallSettings.shape.rewardDisclosure.removeDefault(),
    attributes: MallSettings.shape.attributes.removeDefault(),
    limits: z.object(mapDefaultsAway(Limits.shape)).partial(),
    looks: z.object(mapDefaultsAway(Looks.shape)).partial(),
    pages: z.object({ product: z.string().max(500).nullable() }).partial(),
    keySet: MallSettings.shape.keySet.removeDefault(),
  })
  .partial()
  .strict()
  .openapi('PatchSettings');
