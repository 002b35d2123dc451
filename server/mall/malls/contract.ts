import { z } from '@hono/zod-openapi';
import { Key, Label, OR_NULL, plainLine, webUrl } from '../../base/http/contract.ts';
import { Reputation } from './levels/contract.ts';
import { Limits } from './limits/contract.ts';
import { blogPage, clubPage, Looks, PAGES, productPage, wishlistPage } from './looks/contract.ts';
import { PointsSettings } from './points/contract.ts';

export { LevelDefinition, Reputation } from './levels/contract.ts';
export { Limits } from './limits/contract.ts';
export { Looks } from './looks/contract.ts';
export { PointsSettings } from './points/contract.ts';

export const MallId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,39}$/)
  .openapi('MallId', {
    description: 'Id of a mall: 2 to 40 small letters, digits and hyphens.',
    example: 'shop1',
  });

export const AttributeDefinition = z
  .object({
    key: Key.openapi({ description: 'What reviews name it by; stays the same when the label changes.' }),
    label: Label,
    values: z
      .array(
        z.object({ key: Key.openapi({ description: 'What reviews name the answer by.' }), label: Label }),
      )
      .min(2)
      .max(10)
      .openapi({ description: 'The answers to tap, in the order shown.' }),
  })
  .openapi('AttributeDefinition', {
    description: 'One thing shoppers may say of a product by tapping: height, skin type, fit.',
  });
export type AttributeDefinition = z.infer<typeof AttributeDefinition>;

/** The same fields without their defaults: in a change, a field that is not named is not set. */
function mapDefaultsAway<T extends Record<string, z.ZodDefault>>(shape: T) {
  const plain: Record<string, z.ZodType> = {};
  for (const [key, field] of Object.entries(shape)) plain[key] = field.removeDefault() as z.ZodType;
  return plain as {
    [K in keyof T]: T[K] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : never;
  };
}

/**
 * The settings of a mall. The seven modes of the field are combinations of `read`, `write`, `join` and `names`;
 * today's service knows free joining and handles, the others have their place here.
 */
export const MallSettings = z
  .object({
    locale: z
      .enum(['ko', 'en'])
      .openapi({ description: "The mall's language: of the widgets where the page names none." })
      .default('ko'),
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
      .openapi({ description: 'IANA name of the zone that days and dates are shown in.' })
      .default('Asia/Seoul'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .openapi({ description: 'ISO 4217; of every price and amount that names none.' })
      .default('KRW'),
    read: z
      .enum(['everyone', 'members'])
      .openapi({ description: 'Who may see the community. `members`: nothing of it is public.' })
      .default('everyone'),
    write: z
      .enum(['everyone', 'members'])
      .openapi({ description: 'Who may add to it. `everyone`: guests too.' })
      .default('members'),
    join: z
      .enum(['free'])
      .openapi({ description: 'Whoever the mall signs in joins with their first write.' })
      .default('free'),
    names: z
      .enum(['handles'])
      .openapi({ description: 'Members appear by a name they choose, or by their masked one.' })
      .default('handles'),
    returnWindowDays: z
      .number()
      .int()
      .min(0)
      .max(365)
      .openapi({
        description:
          'Days in which an order may be returned at this mall: points that came of it are pending until then.',
      })
      .default(7),
    rewardsElsewhere: z
      .boolean()
      .openapi({
        description:
          'The mall rewards reviews by means of its own (points, coupons): every review written from then on opens with a sentence that says so.',
      })
      .default(false),
    rewardDisclosure: plainLine(1, 200)
      .nullable()
      .openapi({ ...OR_NULL, description: 'That sentence; null: ours in the language of the mall.' })
      .default(null),
    attributes: z
      .array(AttributeDefinition)
      .max(5)
      .refine((list) => new Set(list.map((one) => one.key)).size === list.length, 'keys must differ')
      .openapi({ description: 'What shoppers may say by tapping; keys must differ.' })
      .default([]),
    limits: Limits.default(() => Limits.parse({})),
    reputation: Reputation.default(() => Reputation.parse({})),
    points: PointsSettings.default(() => PointsSettings.parse({})),
    looks: Looks.default(() => Looks.parse({})),
    pages: z
      .object({
        product: productPage.default(null),
        wishlist: wishlistPage.default(null),
        club: clubPage.default(null),
        blog: blogPage.default(null),
      })
      .openapi({ description: PAGES })
      .default({ product: null, wishlist: null, club: null, blog: null }),
    fewLeft: z
      .number()
      .int()
      .min(0)
      .max(100)
      .openapi({ description: 'From so many on, few of a product are left; 0: that is never said.' })
      .default(5),
    alertsPerWeek: z
      .number()
      .int()
      .min(0)
      .max(50)
      .openapi({
        description:
          'Advertising notices (price drops, few left) that one shopper gets in a week at most, on each channel.',
      })
      .default(3),
    sender: z
      .object({
        name: plainLine(1, 60).openapi({ description: 'Whose mail it is, as shoppers know it.' }),
        contact: plainLine(1, 200).openapi({
          description: 'Telephone or postal address, which the law asks for under advertising.',
        }),
      })
      .nullable()
      .openapi({ description: 'Stands under every mail. Null: no advertising is sent by mail.' })
      .default(null),
    keySet: z
      .object({
        url: webUrl.openapi({ description: 'Address of the key set (JWKS); https.' }),
        algorithm: z
          .enum(['RS256', 'ES256', 'EdDSA'])
          .openapi({ description: 'The one that tokens are signed with; others are refused.' }),
      })
      .nullable()
      .openapi({
        description:
          "Where the public keys of the mall's own sign-in are, for a mall that signs its tokens with a private key. Null: tokens are signed with HS256 and the mall's signing secret.",
      })
      .default(null),
  })
  .openapi('MallSettings', { description: 'The settings of a mall.' });
export type MallSettings = z.infer<typeof MallSettings>;

export const PublicMall = z
  .object({
    mall: MallId,
    name: z.string().openapi({ description: 'As shoppers read it.' }),
    locale: z.enum(['ko', 'en']).openapi({ description: "The mall's language." }),
    timeZone: z.string().openapi({ description: 'IANA name.' }),
    currency: z.string().openapi({ description: 'ISO 4217.' }),
    read: z.enum(['everyone', 'members']).openapi({ description: 'Who may see the community.' }),
    write: z.enum(['everyone', 'members']).openapi({ description: 'Who may add to it.' }),
    attributes: z.array(AttributeDefinition).openapi({ description: 'What may be said by tapping.' }),
    limits: Limits,
    levels: z
      .array(z.object({ key: Key.openapi({ description: 'Of the level.' }), label: Label }))
      .openapi({ description: 'From the lowest on: level 1 of an author is the first of these.' }),
    points: z
      .object({
        name: Label.nullable().openapi({
          description: "What the mall calls them; null: its language's own word.",
        }),
        sales: z.boolean().openapi({
          description: 'Authors earn some by what their stories sell, which such stories say first.',
        }),
      })
      .openapi({ description: 'Its points.' }),
    looks: Looks,
    pages: z
      .object({
        product: z.string().nullable().openapi({ description: "A product's page, `{product}` for its key." }),
        wishlist: z.string().nullable().openapi({ description: 'The page that links to wishlists lead to.' }),
        club: z.string().nullable().openapi({ description: 'The page that links to clubs lead to.' }),
        blog: z.string().nullable().openapi({ description: 'The page that links to blogs lead to.' }),
      })
      .openapi({ description: PAGES }),
  })
  .openapi('PublicMall', { description: 'What every page may know of a mall.' });
export type PublicMall = z.infer<typeof PublicMall>;

/** What a key may do. `all` includes the settings and every other scope. */
export const KeyScope = z.enum(['products', 'orders', 'points', 'till', 'read', 'moderate', 'all']);
export type KeyScope = z.infer<typeof KeyScope>;

export const Here = z
  .object({
    mall: MallId,
    origin: z.string().nullable().openapi({ description: 'The Origin header of the request.' }),
    registered: z.boolean().openapi({ description: "Whether it is one of the mall's." }),
  })
  .openapi('Here', {
    description:
      'Whether this page may embed the mall, so that a widget can say calmly that it is not registered.',
  });

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
    limits: z
      .object(mapDefaultsAway(Limits.shape))
      .partial()
      .strict()
      .openapi({ description: 'Those that change.' }),
    reputation: z
      .object(mapDefaultsAway(Reputation.shape))
      .partial()
      .strict()
      .openapi({ description: "Those that change; everybody's naegong is then counted anew." }),
    points: z
      .object({
        ...mapDefaultsAway(PointsSettings.shape),
        budgets: z
          .object(mapDefaultsAway(PointsSettings.shape.budgets.removeDefault().shape))
          .partial()
          .strict()
          .openapi({ description: 'Those that change.' }),
      })
      .partial()
      .strict()
      .openapi({ description: 'Those that change; budgets too are merged.' }),
    looks: z
      .object(mapDefaultsAway(Looks.shape))
      .partial()
      .strict()
      .openapi({ description: 'Those that change.' }),
    pages: z
      .object({ product: productPage, wishlist: wishlistPage, club: clubPage, blog: blogPage })
      .partial()
      .strict()
      .openapi({ description: PAGES }),
    fewLeft: MallSettings.shape.fewLeft.removeDefault(),
    alertsPerWeek: MallSettings.shape.alertsPerWeek.removeDefault(),
    sender: MallSettings.shape.sender.removeDefault(),
    keySet: MallSettings.shape.keySet.removeDefault(),
  })
  .partial()
  .strict()
  .openapi('PatchSettings', {
    description:
      'Some of the settings: what is not named stays as it is. Objects are merged, lists replaced.',
    example: {
      write: 'everyone',
      rewardsElsewhere: true,
      attributes: [
        {
          key: 'fit',
          label: { ko: '사이즈', en: 'Fit' },
          values: [
            { key: 'small', label: { ko: '작아요', en: 'Small' } },
            { key: 'true', label: { ko: '정사이즈예요', en: 'True to size' } },
          ],
        },
      ],
      limits: { reviewTextMin: 10 },
      looks: { accent: '#0a7c66' },
      pages: { product: 'https://shop.example/products/{product}' },
    },
  });
