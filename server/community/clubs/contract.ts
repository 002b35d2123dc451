import { z } from '@hono/zod-openapi';
import { Day, Id, Next, plainLine, Time } from '../../base/http/contract.ts';
import { PublicMall } from '../../mall/malls/contract.ts';
import { PublicProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

export { LINK_HEADER, LinkHeader } from '../../mall/shoppers/contract.ts';
/** What its parts answer: whoever reads a feature from outside knows this one place. */
export type * from './invitations/contract.ts';
export type * from './statement/contract.ts';
export type * from './till/contract.ts';
export type * from './writing/contract.ts';

export const Sum = z.number().int().openapi({ description: 'Whole points.' });

export const ClubState = z
  .enum(['open', 'reached', 'expired', 'cancelled', 'settling', 'paid-out', 'refunded'])
  .openapi({
    description:
      '`open` collects; `reached` has its goal and waits for its day; `settling` gives, or gives back, and ends as `paid-out` or `refunded`.',
  });
export type ClubState = z.infer<typeof ClubState>;
export const ClubOccasion = z
  .enum(['birthday', 'home', 'gift', 'trip', 'other'])
  .openapi({ description: 'What it is for; `other` has words of its own.' });
export type ClubOccasion = z.infer<typeof ClubOccasion>;
export const ClubRole = z.enum(['starter', 'member', 'person']).openapi({
  description: '`starter` opened it; `person`: the one it is for, who gives nothing and has no say.',
});
export type ClubRole = z.infer<typeof ClubRole>;
export const PayoutWay = z.enum(['person', 'shares', 'coupon']).openapi({
  description:
    '`person`: to the wallet of the one it is for; `shares`: to the members, each by what they gave; `coupon`: a code that the mall honours once.',
});
export type PayoutWay = z.infer<typeof PayoutWay>;
export const ClubCover = z
  .object({ emoji: plainLine(1, 2).openapi({ description: 'One emoji.' }) })
  .openapi({ description: 'What it shows itself by.' });
export const ClubPhotoCover = z.object({ photo: Id.openapi({ description: 'A photo of the starter.' }) });
export type ClubCover = { emoji: string } | { photo: string };
export const Cover = z
  .union([ClubCover.strict(), ClubPhotoCover.strict()])
  .openapi({ description: 'What it shows itself by.' });
export const ShownCover = z
  .object({
    emoji: z.string().nullable().openapi({ description: 'Null: it has a photo.' }),
    photo: z
      .object({
        url: z.string().openapi({ description: 'Where the photo is.' }),
        width: z.number().int().openapi({ description: 'In pixels.' }),
        height: z.number().int().openapi({ description: 'In pixels.' }),
      })
      .nullable()
      .openapi({ description: 'Its address, and its size in pixels.' }),
  })
  .openapi({ description: 'An emoji or a photo.' });

export const Club = z
  .object({
    id: Id,
    name: z.string().openapi({ description: 'As its starter called it.' }),
    occasion: ClubOccasion,
    occasionText: z.string().nullable().openapi({ description: 'In words of their own; null: none.' }),
    cover: ShownCover,
    starter: Author.nullable().openapi({ description: 'Null: not there any more.' }),
    person: z
      .object({
        name: z.string().openapi({ description: 'In words; empty: all of us.' }),
        member: Author.nullable(),
      })
      .openapi({ description: 'Who it is for: a name in words, and the member once they are known.' }),
    goal: Sum,
    raised: Sum.nullable().openapi({
      description: 'What has come together; null: onlookers do not read amounts.',
    }),
    percent: z.number().int().min(0).max(100).openapi({ description: 'Of the goal, rounded down.' }),
    endsOn: Day,
    visibility: z.enum(['members', 'link']).openapi({
      description: 'Who may see it: `members` of it alone, or whoever has its link.',
    }),
    secretUntil: Day.nullable().openapi({
      description: 'The one it is for sees nothing before; null: no secret.',
    }),
    amounts: z
      .enum(['members', 'everyone'])
      .openapi({ description: 'Who reads amounts. Members always do.' }),
    payout: PayoutWay,
    ifShort: z
      .enum(['refund', 'give'])
      .openapi({ description: 'What happens on its day when the goal was not reached.' }),
    state: ClubState,
    memberCount: z
      .number()
      .int()
      .openapi({ description: 'Those who take part, the one it is for not counted.' }),
    comments: z.number().int().openapi({ description: 'Comments that are shown.' }),
    commentsOpen: z.boolean().openapi({ description: 'Whether new comments are welcome.' }),
    product: PublicProduct.nullable().openapi({ description: 'What it is to become.' }),
    createdAt: Time,
    endedAt: Time.nullable(),
    version: z.number().int().openapi({ description: 'Moves with each change of the club itself.' }),
  })
  .openapi('Club', { description: 'A savings club, as whoever may see it sees it.' });
export type Club = z.infer<typeof Club>;

export const ClubMember = z
  .object({
    member: Author,
    role: ClubRole,
    joinedAt: Time,
    given: Sum.nullable().openapi({
      description: 'What they gave, less what went back; null: onlookers do not read it.',
    }),
    left: z.boolean().openapi({ description: 'They take part no longer.' }),
  })
  .openapi('ClubMember', { description: 'Somebody who takes part.' });
export type ClubMember = z.infer<typeof ClubMember>;
export const Contribution = z
  .object({
    id: Id,
    by: Author,
    amount: Sum.nullable().openapi({ description: 'Null: onlookers do not read amounts.' }),
    refunded: Sum.openapi({ description: 'Of that, what went back.' }),
    via: z
      .enum(['wallet', 'share', 'till'])
      .openapi({ description: 'From the wallet, a share of an order, or at a till.' }),
    text: z.string().openapi({ description: 'A line of plain text; may be empty.' }),
    at: Time,
  })
  .openapi('Contribution', { description: 'Points that somebody put in.' });
export type Contribution = z.infer<typeof Contribution>;
/** What happened, for one line each. */
export const ClubEvent = z.enum([
  'opened',
  'joined',
  'left',
  'milestone',
  'reached',
  'short-again',
  'expired',
  'cancelled',
  'closed',
  'paid-out',
  'refunded',
  'order-returned',
]);
export type ClubEvent = z.infer<typeof ClubEvent>;
export const ClubHappening = z
  .object({
    id: Id,
    kind: ClubEvent.openapi({ description: 'What happened. A milestone is 25, 50 or 75 percent.' }),
    by: Author.nullable(),
    amount: z.number().int().nullable().openapi({ description: 'Points; of a milestone percent.' }),
    at: Time,
  })
  .openapi('ClubHappening', { description: 'Something that happened in a club.' });
export type ClubHappening = z.infer<typeof ClubHappening>;
export const ClubForecast = z
  .object({
    on: Day.openapi({ description: 'When the goal will be reached if it goes on like this.' }),
    inTime: z.boolean().openapi({ description: 'On or before its day.' }),
  })
  .openapi({ description: 'Null: there is too little to say anything honest.' });
export const MyClubPart = z
  .object({
    role: ClubRole.nullable().openapi({ description: 'What I am in it; null: an onlooker.' }),
    given: Sum.openapi({ description: 'What I gave, less what went back.' }),
    refunded: Sum,
    received: Sum.openapi({ description: 'What I had of its end.' }),
    share: z.number().int().openapi({ description: 'Of the points of each order, in percent; 0: none.' }),
    available: Sum.openapi({ description: 'What my wallet has for it.' }),
    may: z
      .object({
        contribute: z.boolean().openapi({ description: 'Put points in.' }),
        invite: z.boolean().openapi({ description: 'Invite others.' }),
        change: z.boolean().openapi({ description: 'Change what it says.' }),
        close: z.boolean().openapi({ description: 'Give it now, before its day.' }),
        cancel: z.boolean().openapi({ description: 'Call it off.' }),
        leave: z.boolean().openapi({ description: 'Leave it, with what I gave.' }),
      })
      .openapi({ description: 'What I may do now.' }),
    linkKey: z
      .string()
      .nullable()
      .openapi({ description: 'Of a `link` club, for its members: what its link ends with.' }),
    outcome: z
      .object({
        kind: z.enum(['refunded', 'received', 'given', 'left']).openapi({
          description:
            'They came back, I had some of what came together, they were passed on, or I left with them.',
        }),
        amount: Sum,
      })
      .nullable()
      .openapi({ description: 'What happened to my points in the end; null: it has not ended for me.' }),
    coupon: z
      .object({
        code: z.string().openapi({ description: 'To be shown at the checkout of the mall.' }),
        amount: Sum,
        usedAt: Time.nullable(),
      })
      .nullable()
      .openapi({ description: 'For whoever may use it, once it was paid out as one.' }),
  })
  .openapi('MyPartOfClub', { description: 'What concerns me alone in a club.' });
export type MyClubPart = z.infer<typeof MyClubPart>;
export const ClubPage = z
  .object({
    mall: PublicMall,
    club: Club,
    members: z
      .array(ClubMember)
      .max(50)
      .openapi({ description: 'The first of them, those who gave first; the rest by the list.' }),
    contributions: z
      .object({ items: z.array(Contribution).openapi({ description: 'Newest first.' }), next: Next })
      .openapi({ description: 'The first page. Empty for onlookers where amounts are hidden.' }),
    happenings: z.array(ClubHappening).max(20).openapi({ description: 'Newest first.' }),
    forecast: ClubForecast.nullable(),
    me: MyClubPart,
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('ClubPage', { description: 'A club: all that a page needs to show it.' });
export type ClubPage = z.infer<typeof ClubPage>;

export const ClubCard = z
  .object({
    id: Id,
    name: z.string().openapi({ description: 'As its starter called it.' }),
    cover: ShownCover,
    occasion: ClubOccasion,
    goal: Sum,
    raised: Sum.nullable().openapi({
      description: 'What has come together; null: the one it is for does not read amounts.',
    }),
    percent: z.number().int().openapi({ description: 'Of the goal, rounded down.' }),
    endsOn: Day,
    state: ClubState,
    memberCount: z.number().int().openapi({ description: 'Those who take part.' }),
    role: ClubRole,
  })
  .openapi('ClubCard', { description: 'One of my clubs.' });
export type ClubCard = z.infer<typeof ClubCard>;
export const MyClubs = z
  .object({
    mall: PublicMall,
    items: z.array(ClubCard).openapi({ description: 'Those that collect first, then newest first.' }),
    next: Next,
    available: Sum.openapi({ description: 'What my wallet has.' }),
  })
  .openapi('MyClubs', { description: 'One page of my clubs.' });
export type MyClubs = z.infer<typeof MyClubs>;
export const ContributionPage = z
  .object({ items: z.array(Contribution).openapi({ description: 'Newest first.' }), next: Next })
  .openapi('ContributionPage', { description: 'One page of contributions.' });
export const ClubMemberPage = z
  .object({ items: z.array(ClubMember).openapi({ description: 'In the order they came.' }), next: Next })
  .openapi('ClubMemberPage', { description: 'One page of members.' });

export const RollingPaper = z
  .object({
    items: z
      .array(
        z
          .object({ by: Author, text: z.string().openapi({ description: 'Plain text.' }), at: Time })
          .openapi({ description: 'One line, without an amount.' }),
      )
      .openapi({ description: 'Oldest first.' }),
    next: Next,
  })
  .openapi('RollingPaper', { description: 'What everybody wrote to the one it is for.' });
export type RollingPaper = z.infer<typeof RollingPaper>;
