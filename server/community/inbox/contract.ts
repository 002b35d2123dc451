import { z } from '@hono/zod-openapi';
import { Cursor, Day, Id, Next, plainLine, queryInt, Time } from '../../base/http/contract.ts';
import { PublicProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

/** What a notice is about. `price-drop` and `few-left` are advertising before the law, all others information. */
export const NoticeKind = z.enum([
  'price-drop',
  'few-left',
  'restock',
  'wish-comment',
  'claimed-wish-changed',
  'claimed-wish-gone',
  'claims-shown',
  'part-back',
  'part-given',
  'gift-points',
  'list-joined',
  'points-expiring',
  'club-joined',
  'club-reached',
  'club-ended',
  'club-person',
  'rolling-paper',
  'story-comment',
  'story-sold',
  'neighbour-new',
  'neighbour-asking',
  'neighbour-agreed',
  'consent-told',
  'consent-check',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const Purpose = z.enum(['information', 'advertising']).openapi({
  description:
    '`information`: what the shopper asked to be told (back in stock); `advertising`: what the law takes for it (a price drop, few left).',
});
export type Purpose = z.infer<typeof Purpose>;
export const Channel = z
  .enum(['inbox', 'mail'])
  .openapi({ description: 'The inbox in the page, or e-mail.' });
export type Channel = z.infer<typeof Channel>;

export const Notice = z
  .object({
    id: Id,
    kind: NoticeKind.openapi({ description: 'What happened.' }),
    advertising: z.boolean().openapi({ description: 'Shown as such: "(광고)".' }),
    at: Time,
    read: z.boolean().openapi({ description: 'I have read it, here or elsewhere.' }),
    product: PublicProduct.nullable().openapi({ description: 'What it is about, as it is now.' }),
    list: z
      .object({
        id: Id,
        name: z.string().nullable().openapi({ description: 'Null: the default list, which has none.' }),
        linkKey: z
          .string()
          .nullable()
          .openapi({ description: 'The secret part of its link, for a list that is seen by that.' }),
      })
      .nullable()
      .openapi({ description: 'The wishlist it is about, where the reader may still see it.' }),
    club: z
      .object({ id: Id, name: z.string().openapi({ description: 'As its starter called it.' }) })
      .nullable()
      .openapi({ description: 'The club it is about, where the reader may still see it.' }),
    story: z
      .object({
        id: Id,
        title: z.string().openapi({ description: 'May be empty.' }),
        author: Id.openapi({ description: 'Whose blog it stands in.' }),
      })
      .nullable()
      .openapi({ description: 'The story it is about, where the reader may still see it.' }),
    wish: Id.nullable(),
    from: Author.nullable().openapi({ description: 'Who did it, where that may be told.' }),
    facts: z
      .object({
        before: z.number().int().optional().openapi({ description: 'The price before.' }),
        now: z.number().int().optional().openapi({ description: 'The price now.' }),
        currency: z.string().optional().openapi({ description: 'Of both.' }),
        day: Day.optional().openapi({ description: 'The day on which points expire.' }),
        purpose: Purpose.optional(),
        channel: Channel.optional(),
        given: z.boolean().optional().openapi({ description: 'Whether consent was given or taken back.' }),
        amount: z.number().int().optional().openapi({ description: 'Points.' }),
        outcome: z
          .enum(['refunded', 'received', 'given', 'left'])
          .optional()
          .openapi({ description: 'What happened to my points at the end of a club.' }),
        consentAt: Time.optional().openapi({ description: 'When that was.' }),
      })
      .openapi({ description: 'What the sentence is made of.' }),
  })
  .openapi('Notice', { description: 'One notice in the inbox.' });
export type Notice = z.infer<typeof Notice>;
export const Inbox = z
  .object({
    items: z.array(Notice).openapi({ description: 'Newest first.' }),
    next: Next,
    unread: z.number().int().openapi({ description: 'Of all pages.' }),
  })
  .openapi('Inbox', { description: 'One page of my inbox.' });
export type Inbox = z.infer<typeof Inbox>;
export const InboxQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'On one page; 20 by default.' }),
});
export const ReadNotices = z
  .object({
    ids: z.array(Id).max(100).optional().openapi({ description: 'Those that were read.' }),
    until: Time.optional().openapi({ description: 'All up to this time.' }),
  })
  .refine((body) => body.ids !== undefined || body.until !== undefined, 'name ids or a time')
  .openapi('ReadNotices', {
    description: 'What has been read.',
    example: { ids: ['0a1b2c3d4e5f6g7h8i9jkalmn'], until: 1790000000000 },
  });
export const Unread = z
  .object({ unread: z.number().int().openapi({ description: 'How many are left.' }) })
  .openapi('Unread', { description: 'How many notices have not been read.' });

export const Consent = z
  .object({
    purpose: Purpose,
    channel: Channel,
    given: z.boolean().openapi({ description: 'Whether I agreed.' }),
    at: Time.nullable().openapi({ description: 'Since when; null: never asked for.' }),
  })
  .openapi('Consent', {
    description: 'Whether I may be told of something in some way. Never given beforehand.',
  });
export type Consent = z.infer<typeof Consent>;
export const Channels = z
  .object({
    mail: z
      .object({
        address: z.string().openapi({ description: 'Masked: `mi***@example.com`.' }),
        confirmed: z
          .boolean()
          .openapi({ description: 'Nothing is sent to an address before its owner has confirmed it.' }),
      })
      .nullable()
      .openapi({ description: 'My address; null: none.' }),
    mailPossible: z.boolean().openapi({ description: 'Whether this service sends mail at all.' }),
    consents: z.array(Consent).openapi({ description: 'Each purpose on each channel.' }),
    perWeek: z.number().int().openapi({ description: 'Advertising notices a week at most.' }),
    quiet: z
      .object({
        from: z.number().int().openapi({ description: 'The hour it begins.' }),
        to: z.number().int().openapi({ description: 'The hour it ends.' }),
      })
      .openapi({ description: 'Hours of the day, in the time zone of the mall, in which nothing is sent.' }),
  })
  .openapi('Channels', { description: 'How I may be reached.' });
export type Channels = z.infer<typeof Channels>;
export const PutMail = z
  .object({
    address: z.email().max(200).openapi({ description: 'Where mail goes once it is confirmed.' }),
    language: z.enum(['ko', 'en']).openapi({ description: 'Of the mails.' }),
  })
  .openapi('PutMail', {
    description: 'My address.',
    example: { address: 'minji@example.com', language: 'ko' },
  });
export type PutMail = z.infer<typeof PutMail>;
export const ConfirmMail = z
  .object({ code: plainLine(6, 12).openapi({ description: 'As it stands in the mail: six digits.' }) })
  .openapi('ConfirmMail', { description: 'Shows that the address is mine.', example: { code: '314159' } });
export const PutConsent = z
  .object({
    purpose: Purpose,
    channel: Channel,
    given: z.boolean().openapi({ description: 'False: taken back.' }),
  })
  .openapi('PutConsent', {
    description: 'Gives a consent or takes it back.',
    example: { purpose: 'advertising', channel: 'mail', given: true },
  });
