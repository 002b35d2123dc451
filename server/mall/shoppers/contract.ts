import { z } from '@hono/zod-openapi';
import { Id, OR_NULL, plainLine, Time } from '../../base/http/contract.ts';

/** The mall's own id of a shopper, as signed by its backend. Never in a public field. */
export const OutsideId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
  // What languages make of nothing: it would give everybody without an id the same wallet.
  .refine(
    (id) => !/^\s*(null|undefined|nan|none|nil|false|\[object object\])?\s*$/i.test(id),
    'an id, not a missing value',
  );

/** How a shopper appears to others. */
export const Author = z
  .object({ id: Id, name: z.string(), guest: z.boolean(), seller: z.boolean() })
  .openapi('Author');
export type Author = z.infer<typeof Author>;

export const Me = z
  .object({
    id: Id,
    kind: z.enum(['guest', 'member']),
    name: z.string(),
    /** The name the shopper chose, or null while it is a masked one. */
    handle: z.string().nullable(),
    joinedAt: Time.nullable(),
  })
  .openapi('Me');
export type Me = z.infer<typeof Me>;

/** Letters, digits, marks and emoji of any script; one line. */
export const Handle = plainLine(2, 20).refine(
  (handle) => /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u.test(handle) && !/[<>@/\\]/.test(handle),
  'letters or digits, without < > @ / \\',
);

export const PatchMe = z.object({ handle: Handle.nullable().openapi(OR_NULL) }).openapi('PatchMe');

/** A signed id of rung 2: `v1.base64url(id).iat.hex(mac)`. */
export const SignedIdBody = z.object({ signedId: z.string().min(10).max(600) }).openapi('SignedId');
/** A token to send as `Authorization: Bearer ...`. */
export const Session = z.object({ token: z.string(), expiresAt: Time, me: Me }).openapi('Session');
export type Session = z.infer<typeof Session>;
export const MergeBody = z.object({ guestToken: z.string().min(10).max(600) }).openapi('Merge');
export const Merged = z
  .object({
    me: Me,
    moved: z.object({ reviews: z.number().int(), comments: z.number().int(), votes: z.number().int() }),
  })
  .openapi('Merged');
/** A code that opens a guest's things on another device, once. */
export const EditCode = z.object({ code: z.string(), expiresAt: Time }).openapi('EditCode');
export const EditCodeBody = z.object({ code: z.string().min(10).max(100) }).openapi('EditCodeExchange');
