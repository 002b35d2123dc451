import { z } from '@hono/zod-openapi';
import { Day, Id, many, Next, ProductKey, plainLine, plainText, Time } from '../../base/http/contract.ts';
import { PublicMall } from '../../mall/malls/contract.ts';
import { PublicProduct, SeenProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

export { LINK_HEADER, LinkHeader } from '../../mall/shoppers/contract.ts';
/** What its parts answer: whoever reads a feature from outside knows this one place. */
export type * from './claims/contract.ts';
export type * from './hearts/contract.ts';
export type * from './people/contract.ts';
export type * from './visits/contract.ts';

export const Visibility = z.enum(['public', 'link', 'private']).openapi({
  description:
    '`public`: on the page of its owner, for whoever may read the mall; `link`: for those who were given its link; `private`: for its owner and those they invited. To all others it does not exist.',
});
export type Visibility = z.infer<typeof Visibility>;

export const Occasion = z
  .enum(['birthday', 'wedding', 'home', 'baby', 'holiday', 'thanks', 'other'])
  .openapi({ description: 'What the list is for.' });
export type Occasion = z.infer<typeof Occasion>;

export const ListRole = z.enum(['owner', 'co-owner', 'helper']).openapi({
  description:
    '`co-owner`: changes the list like its owner; `helper`: looks after the giving, sees who gives what, changes nothing. Claims are hidden from owner and co-owners.',
});
export type ListRole = z.infer<typeof ListRole>;
export const InvitedRole = ListRole.exclude(['owner']).openapi({
  description:
    '`co-owner`: changes the list like its owner, but for who may see it; `helper`: looks after the giving, changes nothing.',
});

export const Priority = z.enum(['must', 'want', 'maybe']).openapi({ description: 'How much it is wished.' });
export type Priority = z.infer<typeof Priority>;

export const LinkKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .openapi({ description: "The secret part of a list's link." });
const Options = z
  .record(plainLine(1, 60), plainLine(1, 100))
  .refine((all) => Object.keys(all).length <= 10, 'at most ten')
  .openapi({ description: 'What was chosen of what the product offers: `{"색상": "블루"}`.' });

const ListName = plainLine(1, 60);

export const Wishlist = z
  .object({
    id: Id,
    name: z
      .string()
      .nullable()
      .openapi({ description: 'As its owner called it; null: their first one, which has no name.' }),
    owner: Author,
    occasion: Occasion.nullable().openapi({ description: 'What it is for; null: nothing in particular.' }),
    occasionOn: Day.nullable().openapi({ description: 'The day of it.' }),
    visibility: Visibility,
    commentsOpen: z.boolean().openapi({ description: 'Whether comments may be written under its wishes.' }),
    wishCount: z.number().int().openapi({ description: 'How many wishes there are.' }),
    createdAt: Time,
    version: z.number().int().openapi({ description: 'Moves with each change of the list itself.' }),
  })
  .openapi('Wishlist', { description: 'A wishlist, as whoever may see it sees it.' });
export type Wishlist = z.infer<typeof Wishlist>;

export const Wish = z
  .object({
    id: Id,
    list: Id,
    product: PublicProduct.openapi({ description: 'As it is now.' }),
    options: z
      .array(
        z.object({
          name: z.string().openapi({ description: 'What is chosen: colour, size.' }),
          value: z.string().openapi({ description: 'What was chosen.' }),
        }),
      )
      .openapi({ description: 'What of the product is wished.' }),
    note: z.string().openapi({ description: 'What the wisher says of it; plain text, may be empty.' }),
    quantity: z.number().int().openapi({ description: 'How many are wished.' }),
    priority: Priority,
    priceThen: z.number().int().nullable().openapi({
      description:
        "What one cost when it was wished, as the mall stated it, in the product's currency; null: not stated then, or in another currency than now.",
    }),
    comments: z.number().int().openapi({ description: 'Comments that are shown.' }),
    hidden: z.boolean().openapi({ description: 'The mall has hidden its note; only its owner sees that.' }),
    addedAt: Time,
    editedAt: Time.nullable(),
    version: z.number().int().openapi({ description: 'Moves with each change of the wish itself.' }),
  })
  .openapi('Wish', { description: 'One wish on a list.' });
export type Wish = z.infer<typeof Wish>;

export const WishPage = z
  .object({ items: z.array(Wish).openapi({ description: "In the list's order." }), next: Next })
  .openapi('WishPage', { description: "One page of a list's wishes, in its owner's order." });
export type WishPage = z.infer<typeof WishPage>;

export const SharedList = z
  .object({
    mall: PublicMall,
    list: Wishlist,
    wishes: WishPage,
    position: z.number().int().openapi({ description: 'To open the stream after.' }),
  })
  .openapi('SharedList', { description: 'A list with its first wishes: all that a page needs to show it.' });
export type SharedList = z.infer<typeof SharedList>;

export const Claim = z
  .object({
    wish: Id,
    by: Author.nullable().openapi({ description: 'The giver, where they want to be named; null: somebody.' }),
    mine: z.boolean().openapi({ description: 'I am the giver.' }),
    at: Time,
    changedAt: Time.nullable().openapi({
      description:
        'Of mine: when the wish was changed after I claimed it and before I looked; null: it was not.',
    }),
  })
  .openapi('Claim', { description: 'Somebody will give this.' });
export type Claim = z.infer<typeof Claim>;

export const MyPart = z
  .object({
    role: ListRole.nullable().openapi({ description: 'What I am on this list; null: a visitor.' }),
    claims: z.array(Claim).openapi({
      description:
        'On the wishes asked about. Empty for owner and co-owners until the day the list names; for guests only their own.',
    }),
    comments: z.array(Id).openapi({ description: 'Ids of my own comments under these wishes.' }),
  })
  .openapi('MyPartOfList', { description: 'What concerns me alone on a list.' });
export type MyPart = z.infer<typeof MyPart>;

export const MyWishlist = z
  .object({
    // Written out, not by reference: readers of the document check one object at a time.
    ...Wishlist.shape,
    role: ListRole,
    isDefault: z.boolean().openapi({ description: 'The one that hearts go to.' }),
    linkKey: LinkKey.nullable().openapi({
      description: 'Of a `link` list, for its owner and co-owners: what its link ends with.',
    }),
    claimsHiddenUntil: Day.nullable().openapi({
      description: 'From this day on owner and co-owners see who gave what; null: never.',
    }),
    products: z
      .array(ProductKey)
      .openapi({ description: 'Keys of its first wishes, at most four: for a picture of it.' }),
  })
  .openapi('MyWishlist', { description: 'A list that I own or look after.' });
export type MyWishlist = z.infer<typeof MyWishlist>;
export const MyWishlistPage = z
  .object({
    mall: PublicMall,
    items: z
      .array(MyWishlist)
      .openapi({ description: 'The default one first, then newest first: by when I made it or came to it.' }),
    products: z.array(PublicProduct).openapi({ description: 'The products that these lists name.' }),
    next: Next,
  })
  .openapi('MyWishlistPage', { description: 'One page of my lists.' });
export type MyWishlistPage = z.infer<typeof MyWishlistPage>;
export const WishlistPage = z
  .object({
    items: z.array(Wishlist).openapi({ description: 'The default one first, then newest first.' }),
    next: Next,
  })
  .openapi('WishlistPage', { description: "One page of a member's public lists." });
export type WishlistPage = z.infer<typeof WishlistPage>;

export const MyPartQuery = z.object({
  wish: many(Id, 100).openapi({
    param: { description: 'The wishes shown: one id or up to a hundred.' },
    example: '0a1b2c3d4e5f6g7h8i9jkalmn',
  }),
});

const listFields = {
  name: ListName.openapi({ description: 'What it is called; one line of up to 60 characters.' }),
  occasion: Occasion.nullable(),
  occasionOn: Day.nullable(),
  visibility: Visibility,
  commentsOpen: z.boolean().openapi({ description: 'Whether comments may be written under its wishes.' }),
  claimsHiddenUntil: Day.nullable().openapi({
    description:
      'Until this day owner and co-owners see nothing of who gives what. It only ever moves to later days; a first one is at least a week ahead. Null: never shown.',
  }),
};
export const PostWishlist = z
  .object({
    ...listFields,
    occasion: listFields.occasion.default(null),
    occasionOn: listFields.occasionOn.default(null),
    visibility: listFields.visibility.default('link'),
    commentsOpen: listFields.commentsOpen.default(true),
    claimsHiddenUntil: listFields.claimsHiddenUntil.default(null),
  })
  .openapi('PostWishlist', {
    description: 'A new list.',
    example: {
      name: '서른 살 생일',
      occasion: 'birthday',
      occasionOn: '2027-05-08',
      visibility: 'link',
      commentsOpen: true,
      claimsHiddenUntil: null,
    },
  });
export const PatchWishlist = z
  .object({ ...listFields, version: z.number().int().openapi({ description: 'As it was read.' }) })
  .partial()
  .required({ version: true })
  .openapi('PatchWishlist', {
    description: 'A change of a list: what is left out stays.',
    example: { version: 1, visibility: 'public' },
  });

const wishFields = {
  options: Options,
  note: plainText(0, 500).openapi({ description: 'Plain text of up to 500 characters.' }),
  quantity: z.number().int().min(1).max(99).openapi({ description: 'How many are wished.' }),
  priority: Priority,
};
export const PostWish = z
  .object({
    product: ProductKey,
    list: Id.nullable()
      .openapi({ description: 'Which list; null: the default one, made when there is none.' })
      .default(null),
    options: wishFields.options.default({}),
    note: wishFields.note.default(''),
    quantity: wishFields.quantity.default(1),
    priority: wishFields.priority.default('want'),
    seen: SeenProduct.optional(),
  })
  .openapi('PostWish', {
    description: 'A new wish. One that is on the list already is answered as it is.',
    example: {
      product: '1234',
      list: null,
      options: { 색상: '블루' },
      note: 'M 사이즈면 좋겠어요.',
      quantity: 1,
      priority: 'want',
      seen: { url: 'https://shop.example/products/1234' },
    },
  });
export const PatchWish = z
  .object({ ...wishFields, version: z.number().int().openapi({ description: 'As it was read.' }) })
  .partial()
  .required({ version: true })
  .openapi('PatchWish', {
    description: 'A change of a wish: what is left out stays.',
    example: { version: 1, quantity: 2 },
  });
export const PlaceWish = z
  .object({
    after: Id.nullable().openapi({ description: 'The wish it stands behind from now on; null: first.' }),
  })
  .openapi('PlaceWish', { description: 'Another place on its list.', example: { after: null } });
export const TransferWish = z
  .object({
    to: Id.openapi({ description: 'The list it goes to: one that I own or co-own.' }),
    copy: z.boolean().openapi({ description: 'It stays where it is as well.' }).default(false),
  })
  .openapi('TransferWish', {
    description: 'Moves or copies a wish to another list. A product that is there already becomes one wish.',
    example: { to: '0a1b2c3d4e5f6g7h8i9jkalmn', copy: true },
  });
