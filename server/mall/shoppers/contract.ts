import { z } from '@hono/zod-openapi';
import { Id, OR_NULL, plainLine, Time } from '../../base/http/contract.ts';

/** Never in a public field. */
export const OutsideId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
  // What languages make of nothing: it would give everybody without an id the same wallet.
  .refine(
    (id) => !/^\s*(null|undefined|nan|none|nil|false|\[object object\])?\s*$/i.test(id),
    'an id, not a missing value',
  )
  .openapi({
    description: "The mall's own id of a shopper: what its backend signs as `sub`. Shown to nobody else.",
    example: 'member-42',
  });

export const Author = z
  .object({
    id: Id,
    name: z.string().openapi({
      description: 'The name they chose, else their masked one (김*수), else "손님" or "Guest".',
    }),
    guest: z.boolean().openapi({ description: 'Wrote without signing in.' }),
    seller: z.boolean().openapi({ description: 'Speaks for the mall.' }),
    level: z.number().int().min(0).max(20).openapi({
      description: "Their level: 1 is the first of the mall's `levels`; 0: none, so no badge.",
    }),
  })
  .openapi('Author', { description: 'How a shopper appears to others.' });
export type Author = z.infer<typeof Author>;

export const Me = z
  .object({
    id: Id.openapi({ description: 'Of the shopper; another one stands in until their first write.' }),
    kind: z.enum(['guest', 'member']).openapi({ description: 'A guest of one browser, or signed in.' }),
    name: z.string().openapi({ description: 'As others see it.' }),
    handle: z
      .string()
      .nullable()
      .openapi({ description: 'The name the shopper chose, or null while it is a masked one.' }),
    level: z.number().int().min(0).max(20).openapi({ description: 'My level; 0: none yet.' }),
    listed: z.boolean().openapi({ description: 'Whether I may be named among the leaders.' }),
    joinedAt: Time.nullable().openapi({
      description: 'When a first write made them a member here, in milliseconds since 1970.',
    }),
  })
  .openapi('Me', { description: 'The shopper who asks.' });
export type Me = z.infer<typeof Me>;

/** Letters, digits, marks and emoji of any script; one line. */
export const Handle = plainLine(2, 20).refine(
  (handle) => /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u.test(handle) && !/[<>@/\\]/.test(handle),
  'letters or digits, without < > @ / \\',
);

export const PatchMe = z
  .object({
    handle: Handle.nullable()
      .openapi({
        ...OR_NULL,
        description:
          'The public name: letters, digits, marks and emoji of any script, without < > @ / \\; nobody else at the mall may have one that looks alike. Null: the masked name again.',
      })
      .optional(),
    listed: z.boolean().optional().openapi({ description: 'Whether I may be named among the leaders.' }),
  })
  .refine((change) => change.handle !== undefined || change.listed !== undefined, 'name what changes')
  .openapi('PatchMe', {
    description: 'A change of how I appear: what is left out stays.',
    example: { handle: '봄바람' },
  });

export const SignedIdBody = z
  .object({
    signedId: z.string().min(10).max(600).openapi({
      description:
        "`v1.<id>.<iat>.<mac>`: id is base64url (no padding) of the mall's own id, iat the time in seconds, mac the lower-case hex HMAC-SHA256 of `dangol-id|v1|<mall>|<the id itself>|<iat>` with the mall's signing secret as text. Good for 10 minutes.",
    }),
  })
  .openapi('SignedId', {
    description: 'For templates that cannot build a JWT.',
    example: {
      signedId: 'v1.bWVtYmVyLTQy.1780000000.0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
    },
  });
export const Session = z
  .object({
    token: z.string().openapi({ description: 'Sent as `Authorization: Bearer <token>` from now on.' }),
    expiresAt: Time.openapi({ description: 'When it ends, in milliseconds since 1970.' }),
    me: Me,
  })
  .openapi('Session', { description: 'A session of this service.' });
export type Session = z.infer<typeof Session>;
export const MergeBody = z
  .object({
    guestToken: z
      .string()
      .min(10)
      .max(600)
      .openapi({ description: "The token of the guest's session (`dgs_...`), which ends with this." }),
  })
  .openapi('Merge', {
    description: 'Whose things become mine.',
    example: { guestToken: `dgs_0a1b2c3d4e5f6g7h8i9jkalmn_${'0f1e2d3c4b5a6978'.repeat(4)}` },
  });
export const Merged = z
  .object({
    me: Me,
    moved: z
      .object({
        reviews: z.number().int().openapi({ description: 'Reviews that are mine now.' }),
        comments: z.number().int().openapi({ description: 'Comments that are mine now.' }),
        votes: z.number().int().openapi({ description: 'Votes that are mine now, and weigh as such.' }),
        wishes: z.number().int().openapi({
          description: 'Wishes that are mine now, also those that became one with mine.',
        }),
      })
      .openapi({ description: 'How much moved.' }),
  })
  .openapi('Merged', { description: 'What came of a merge.' });
export const EditCode = z
  .object({
    code: z.string().openapi({ description: 'For the guest to write down; it is not shown again.' }),
    expiresAt: Time.openapi({ description: 'Until when it opens, in milliseconds since 1970.' }),
  })
  .openapi('EditCode', { description: "A code that opens a guest's things on another device, once." });
export const EditCodeBody = z
  .object({ code: z.string().min(10).max(100).openapi({ description: 'The code as it was shown.' }) })
  .openapi('EditCodeExchange', {
    description: "A guest's way in on another device.",
    example: { code: 'bXktZ3Vlc3QtY29kZS0xMjM0' },
  });
export const Revoke = z
  .object({ shopper: OutsideId })
  .openapi('Revoke', { description: 'Who is signed out everywhere.', example: { shopper: 'member-42' } });

/** The secret part of a link to a list; it travels in the fragment of an address and in this header, never in a log. */
export const LINK_HEADER = 'dangol-link';
export const LinkHeader = z.object({
  [LINK_HEADER]: z.string().max(100).optional().openapi({
    description: 'The secret part of the link that the visitor was given; of a `link` list only.',
    example: 'Jm3kq0V1xq2e8Zk5yP7sAw',
  }),
});
