import sharp from 'sharp';
import { newId } from '../../server/base/ids.ts';

/** What a request may name. Of the mall itself, of the other one, or of nobody. */
export interface Ids {
  review: string;
  ownReview: string;
  comment: string;
  ownComment: string;
  /** A member who wrote something. */
  member: string;
  /** A list of somebody by link, with its wish; and another of `owner`, with theirs. */
  list: string;
  wish: string;
  ownList: string;
  ownWish: string;
  /** Of somebody, on a public list. */
  openWish: string;
  /** To `ownList`, and who accepted one. */
  invitation: string;
  helper: string;
  /** Accepted by nobody yet, to `list`. */
  inviteCode: string;
  photo: string;
  /** Uploads of `owner`: one that waits for its parts, and one that has them. */
  upload: string;
  wholeUpload: string;
  file: string;
  /** A club of somebody, and one of `owner` with points in it; what invites to `club`, and to `ownClub`. */
  club: string;
  ownClub: string;
  clubCode: string;
  clubInvitation: string;
  contribution: string;
  tillCode: string;
  coupon: string;
  /** Of `owner`, which has reached its goal. */
  fullClub: string;
  /** A story of `member`, and one of `owner`. */
  story: string;
  ownStory: string;
  product: string;
  order: string;
  outsideId: string;
  /** A notice in the inbox of the mall's owner of things, and what takes back a consent. */
  notice: string;
  unsubscribe: string;
  /** Points of `outsideId` that a checkout has set aside, and of the owner that are on their way out. */
  hold: string;
  payout: string;
  guestToken: string;
  editCode: string;
  signedId: string;
}
/** Who asks: the mall's own people and key, or the other mall's. */
export interface Creds {
  /** The shopper who owns `ownReview`, `ownComment` and `photo`. */
  owner: string;
  guest: string;
  key: string;
  /** Somebody of that mall whom nobody needs any more. */
  fresh(): Promise<string>;
  /** The same with a thousand points. */
  rich(): Promise<string>;
  /** Somebody who has given an address, with the code that was sent there. */
  confirm(): Promise<Ask>;
}
export interface Ask {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  as?: string;
  type?: string;
}

/** A day that is so many days ahead. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One entry for each route of the document; a route without one fails. */
export const ROUTES: Record<string, (ids: Ids, creds: Creds) => Ask | Promise<Ask>> = {
  'get /files/{mall}/{file}': (ids) => ({ path: { file: ids.file } }),
  'get /m/{mall}/rules': () => ({}),
  'get /m/{mall}/unsubscribe/{token}': (ids) => ({ path: { token: ids.unsubscribe } }),
  'post /m/{mall}/unsubscribe/{token}': (ids) => ({ path: { token: ids.unsubscribe } }),
  'get /m/{mall}/wishlists/{id}': (ids) => ({ path: { id: ids.ownList } }),
  'get /v1/{mall}/here': () => ({}),
  'get /v1/{mall}/mall': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/settings': (_, creds) => ({ as: creds.key }),
  'patch /v1/{mall}/settings': (_, creds) => ({ as: creds.key, body: { returnWindowDays: 9 } }),
  'post /v1/{mall}/sessions': (ids) => ({ body: { signedId: ids.signedId } }),
  'post /v1/{mall}/guests': () => ({}),
  'delete /v1/{mall}/sessions/current': async (_, creds) => ({ as: await creds.fresh() }),
  'post /v1/{mall}/me/edit-code': (_, creds) => ({ as: creds.guest }),
  'post /v1/{mall}/edit-codes': (ids) => ({ body: { code: ids.editCode } }),
  'get /v1/{mall}/me': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/me/naegong': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/leaders': () => ({ query: { period: 'all' } }),
  'get /v1/{mall}/members/{id}': (ids) => ({ path: { id: ids.member } }),
  'post /v1/{mall}/reputation/dry-run': (_, creds) => ({ as: creds.key, body: { helpful: 7 } }),
  'patch /v1/{mall}/me': (_, creds) => ({ as: creds.owner, body: { handle: null } }),
  'delete /v1/{mall}/me': async (_, creds) => ({ as: await creds.fresh() }),
  'get /v1/{mall}/me/export': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/me/board': (ids, creds) => ({ as: creds.owner, query: { product: ids.product } }),
  'post /v1/{mall}/shoppers/revoke': (ids, creds) => ({ as: creds.key, body: { shopper: ids.outsideId } }),
  'post /v1/{mall}/stream': (ids, creds) => ({
    as: creds.owner,
    body: { topics: [`product:${ids.product}`], after: 0 },
  }),
  'put /v1/{mall}/products': (_, creds) => ({
    as: creds.key,
    body: { products: [{ product: 'common', name: '같은 이름' }] },
  }),
  'get /v1/{mall}/products': (ids, creds) => ({ as: creds.key, query: { product: ids.product } }),
  'post /v1/{mall}/orders': (ids, creds) => ({
    as: creds.key,
    body: {
      orders: [
        {
          order: `${ids.order}-2`,
          shopper: null,
          placedAt: 1,
          changedAt: 2,
          lines: [{ line: '1', product: ids.product, quantity: 1 }],
        },
      ],
    },
  }),
  'get /v1/{mall}/orders': (ids, creds) => ({ as: creds.key, query: { order: ids.order } }),
  'post /v1/{mall}/photos': async (_, creds) => ({
    as: creds.owner,
    type: 'image/png',
    body: await picture(),
  }),
  // Three are open at a time: those of the owner are needed below.
  'post /v1/{mall}/uploads': async (_, creds) => ({
    as: await creds.fresh(),
    body: { kind: 'animation', bytes: 5000 },
  }),
  'get /v1/{mall}/uploads/{upload}': (ids, creds) => ({ as: creds.owner, path: { upload: ids.upload } }),
  'patch /v1/{mall}/uploads/{upload}': async (ids, creds) => ({
    as: creds.owner,
    path: { upload: ids.upload },
    query: { offset: '0' },
    type: 'application/octet-stream',
    body: new Uint8Array(100),
  }),
  'post /v1/{mall}/uploads/{upload}/finish': (ids, creds) => ({
    as: creds.owner,
    path: { upload: ids.wholeUpload },
    body: { alt: '움직이는 점' },
  }),
  'patch /v1/{mall}/photos/{photo}': (ids, creds) => ({
    as: creds.owner,
    path: { photo: ids.photo },
    body: { alt: '설명' },
  }),
  'get /v1/{mall}/comments': (ids) => ({ query: { kind: 'review', id: ids.review } }),
  'post /v1/{mall}/comments': (ids, creds) => ({
    as: creds.owner,
    body: { subject: { kind: 'review', id: ids.review }, text: `댓글 ${newId()}` },
  }),
  'patch /v1/{mall}/comments/{id}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownComment },
    body: { text: '고친 댓글' },
  }),
  'get /v1/{mall}/board': (ids) => ({ query: { product: ids.product } }),
  'get /v1/{mall}/reviews': (ids) => ({ query: { product: ids.product } }),
  'get /v1/{mall}/ratings': (ids) => ({ query: { product: ids.product } }),
  'post /v1/{mall}/reviews': (ids, creds) => ({
    as: creds.owner,
    body: { product: `${ids.product}-2`, stars: 3, text: '다른 상품 후기' },
  }),
  'get /v1/{mall}/reviews/{id}': (ids) => ({ path: { id: ids.review } }),
  'get /v1/{mall}/reviews/{id}/history': (ids) => ({ path: { id: ids.review } }),
  'put /v1/{mall}/reviews/{id}/vote': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.review },
    body: { helpful: true },
  }),
  'delete /v1/{mall}/reviews/{id}/vote': (ids, creds) => ({ as: creds.owner, path: { id: ids.review } }),
  'put /v1/{mall}/reviews/{id}/reply': (ids, creds) => ({
    as: creds.key,
    path: { id: ids.review },
    body: { text: '고맙습니다' },
  }),
  'delete /v1/{mall}/reviews/{id}/reply': (ids, creds) => ({ as: creds.key, path: { id: ids.review } }),
  'patch /v1/{mall}/reviews/{id}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownReview },
    body: { stars: 2, text: '고친 후기', photos: [], version: 1 },
  }),
  'post /v1/{mall}/reports': (ids, creds) => ({
    as: creds.owner,
    body: { subject: { kind: 'review', id: ids.review }, reason: 'spam' },
  }),
  'get /v1/{mall}/reports': (_, creds) => ({ as: creds.key }),
  'post /v1/{mall}/moderation': (ids, creds) => ({
    as: creds.key,
    body: { action: 'keep', subject: { kind: 'review', id: ids.review } },
  }),
  'get /v1/{mall}/me/inbox': (_, creds) => ({ as: creds.owner }),
  'post /v1/{mall}/me/inbox/read': (ids, creds) => ({ as: creds.owner, body: { ids: [ids.notice] } }),
  'delete /v1/{mall}/me/inbox/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.notice } }),
  'get /v1/{mall}/me/channels': (_, creds) => ({ as: creds.owner }),
  'put /v1/{mall}/me/channels/mail': (_, creds) => ({
    as: creds.owner,
    body: { address: 'somebody@mail.example', language: 'ko' },
  }),
  'post /v1/{mall}/me/channels/mail/confirm': (_, creds) => creds.confirm(),
  'delete /v1/{mall}/me/channels/mail': (_, creds) => ({ as: creds.owner }),
  'put /v1/{mall}/me/consents': (_, creds) => ({
    as: creds.owner,
    body: { purpose: 'advertising', channel: 'inbox', given: true },
  }),
  'get /v1/{mall}/me/alerts': (ids, creds) => ({ as: creds.owner, query: { product: ids.product } }),
  'put /v1/{mall}/me/alerts': (ids, creds) => ({
    as: creds.owner,
    body: { product: ids.product, restock: true },
  }),
  'get /v1/{mall}/wishlists/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownList } }),
  'get /v1/{mall}/wishlists/{id}/wishes': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownList } }),
  'get /v1/{mall}/wishlists/{id}/me': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownList },
    query: { wish: ids.ownWish },
  }),
  'get /v1/{mall}/wishlists/{id}/people': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownList } }),
  'get /v1/{mall}/me/wishlists': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/members/{id}/wishlists': (ids) => ({ path: { id: ids.member } }),
  'get /v1/{mall}/hearts': (ids, creds) => ({ as: creds.owner, query: { product: ids.product } }),
  'put /v1/{mall}/hearts': (ids, creds) => ({
    as: creds.owner,
    body: { product: `${ids.product}-3`, wished: true },
  }),
  'get /v1/{mall}/visits': (_, creds) => ({ as: creds.key }),
  'post /v1/{mall}/wishlists': (_, creds) => ({ as: creds.owner, body: { name: '새 목록' } }),
  'patch /v1/{mall}/wishlists/{id}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownList },
    body: { version: 1, name: '고친 목록' },
  }),
  'post /v1/{mall}/wishlists/{id}/link': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownList } }),
  'post /v1/{mall}/wishlists/{id}/invitations': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownList },
    body: { role: 'helper' },
  }),
  'post /v1/{mall}/wishlists/{id}/join': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.list },
    body: { code: ids.inviteCode },
  }),
  'delete /v1/{mall}/wishlists/{id}/invitations/{invitation}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownList, invitation: ids.invitation },
  }),
  'delete /v1/{mall}/wishlists/{id}/people/{member}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownList, member: ids.helper },
  }),
  'post /v1/{mall}/wishes': (ids, creds) => ({
    as: creds.owner,
    body: { product: `${ids.product}-4`, list: ids.ownList },
  }),
  'patch /v1/{mall}/wishes/{id}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownWish },
    body: { version: 1, note: '고친 쪽지' },
  }),
  'put /v1/{mall}/wishes/{id}/place': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownWish },
    body: { after: null },
  }),
  'post /v1/{mall}/wishes/{id}/restore': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownWish } }),
  'get /v1/{mall}/wishes/{id}/part': (ids, creds) => ({ as: creds.owner, path: { id: ids.openWish } }),
  'put /v1/{mall}/wishes/{id}/part': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.openWish },
    body: { amount: 5 },
  }),
  'delete /v1/{mall}/wishes/{id}/part': (ids, creds) => ({ as: creds.owner, path: { id: ids.openWish } }),
  'get /v1/{mall}/me/parts': (_, creds) => ({ as: creds.owner }),
  'put /v1/{mall}/wishes/{id}/claim': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.openWish },
    body: { named: true },
  }),
  'delete /v1/{mall}/wishes/{id}/claim': (ids, creds) => ({ as: creds.owner, path: { id: ids.openWish } }),
  'post /v1/{mall}/wishes/{id}/club': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.openWish },
    body: { endsOn: inDays(40), name: '함께 모아요' },
  }),
  'get /v1/{mall}/me/claims': (_, creds) => ({ as: creds.owner }),
  'post /v1/{mall}/wishes/{id}/visit': (ids) => ({ path: { id: ids.wish } }),
  'post /v1/{mall}/wishes/{id}/transfer': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownWish },
    body: { to: ids.ownList, copy: true },
  }),
  'get /m/{mall}/blogs/{member}': (ids) => ({ path: { member: ids.member } }),
  'get /m/{mall}/blogs/{member}/stories/{story}': (ids) => ({
    path: { member: ids.member, story: ids.story },
  }),
  'get /v1/{mall}/blogs/{id}/me': (ids, creds) => ({ as: creds.owner, path: { id: ids.member } }),
  'put /v1/{mall}/blogs/{id}/neighbour': (ids, creds) => ({ as: creds.owner, path: { id: ids.member } }),
  'delete /v1/{mall}/blogs/{id}/neighbour': (ids, creds) => ({ as: creds.owner, path: { id: ids.member } }),
  'get /v1/{mall}/me/neighbours': (_, creds) => ({ as: creds.owner, query: { who: 'followers' } }),
  'put /v1/{mall}/me/neighbours/{member}': (ids, creds) => ({
    as: creds.owner,
    path: { member: ids.member },
  }),
  'delete /v1/{mall}/me/neighbours/{member}': (ids, creds) => ({
    as: creds.owner,
    path: { member: ids.member },
  }),
  'post /v1/{mall}/blogs/{id}/visit': (ids, creds) => ({ as: creds.owner, path: { id: ids.member } }),
  'get /v1/{mall}/me/feed': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/me/sales': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/best/stories': (_, creds) => ({ as: creds.key }),
  'get /v1/{mall}/best/blogs': (_, creds) => ({ as: creds.key }),
  'get /v1/{mall}/blog-of': (ids, creds) => ({ as: creds.key, query: { shopper: ids.outsideId } }),
  'put /v1/{mall}/pins/{kind}/{id}': (ids, creds) => ({
    as: creds.key,
    path: { kind: 'blog', id: ids.member },
  }),
  'get /v1/{mall}/pins': (_, creds) => ({ as: creds.key }),
  'delete /v1/{mall}/pins/{kind}/{id}': (ids, creds) => ({
    as: creds.key,
    path: { kind: 'blog', id: ids.member },
  }),
  'get /c/{mall}': () => ({}),
  'get /v1/{mall}/me/clubs': (_, creds) => ({ as: creds.owner }),
  'post /v1/{mall}/clubs': (_, creds) => ({
    as: creds.owner,
    body: { name: '새 모임', occasion: 'gift', goal: 1000, endsOn: tomorrow(30) },
  }),
  'get /v1/{mall}/clubs/{club}': (ids, creds) => ({ as: creds.owner, path: { club: ids.ownClub } }),
  'patch /v1/{mall}/clubs/{club}': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
    body: { version: 1, name: '고친 모임' },
  }),
  'get /v1/{mall}/clubs/{club}/members': (ids, creds) => ({ as: creds.owner, path: { club: ids.ownClub } }),
  'get /v1/{mall}/clubs/{club}/contributions': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
  }),
  'get /v1/{mall}/clubs/{club}/rolling-paper': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
  }),
  'get /v1/{mall}/clubs/{club}/statement': (ids, creds) => ({ as: creds.owner, path: { club: ids.ownClub } }),
  'get /v1/{mall}/clubs/{club}/statement.csv': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
  }),
  'get /v1/{mall}/clubs/{club}/invitations': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
  }),
  'post /v1/{mall}/clubs/{club}/invitations': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
    body: { uses: 2 },
  }),
  'delete /v1/{mall}/clubs/{club}/invitations/{invitation}': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub, invitation: ids.clubInvitation },
  }),
  'post /v1/{mall}/clubs/preview': (ids, creds) => ({ as: creds.owner, body: { code: ids.clubCode } }),
  'post /v1/{mall}/clubs/join': (ids, creds) => ({ as: creds.owner, body: { code: ids.clubCode } }),
  'post /v1/{mall}/clubs/{club}/contributions': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
    body: { amount: 10, text: '한 줄' },
  }),
  'put /v1/{mall}/clubs/{club}/share': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
    body: { percent: 10 },
  }),
  'post /v1/{mall}/till/contributions': (ids, creds) => ({
    as: creds.key,
    body: { code: ids.tillCode, amount: 5, receipt: `receipt of ${ids.tillCode}` },
  }),
  // After it: a new code takes the place of the one that was planted.
  'post /v1/{mall}/clubs/{club}/till-code': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
  }),
  'post /v1/{mall}/coupons/redeem': (ids, creds) => ({
    as: creds.key,
    body: { code: ids.coupon, order: 'coupon order' },
  }),
  // Joined just above.
  'post /v1/{mall}/clubs/{club}/leave': (ids, creds) => ({ as: creds.owner, path: { club: ids.club } }),
  'post /v1/{mall}/clubs/{club}/close': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.fullClub },
    body: { version: 2 },
  }),
  'post /v1/{mall}/clubs/{club}/cancel': (ids, creds) => ({
    as: creds.owner,
    path: { club: ids.ownClub },
    body: { version: 2 },
  }),
  'get /v1/{mall}/blogs/{id}': (ids) => ({ path: { id: ids.member } }),
  'get /v1/{mall}/blog-cards': (ids) => ({ query: { member: ids.member } }),
  'get /v1/{mall}/blogs/{id}/stories': (ids) => ({ path: { id: ids.member } }),
  'get /v1/{mall}/blogs/{id}/purchases': (ids) => ({ path: { id: ids.member } }),
  'get /v1/{mall}/me/blog': (_, creds) => ({ as: creds.owner }),
  'patch /v1/{mall}/me/blog': async (_, creds) => ({
    as: await creds.fresh(),
    body: { version: 0, title: '내 이야기' },
  }),
  'put /v1/{mall}/me/blog/boards': (_, creds) => ({
    as: creds.owner,
    body: { boards: [{ name: '옷장' }] },
  }),
  'get /v1/{mall}/me/purchases': (_, creds) => ({ as: creds.owner }),
  'put /v1/{mall}/me/purchases': (ids, creds) => ({
    as: creds.owner,
    body: { product: ids.product, shown: true },
  }),
  'get /v1/{mall}/me/stories': (_, creds) => ({ as: creds.owner }),
  'post /v1/{mall}/stories': (_, creds) => ({ as: creds.owner, body: { text: '새 이야기' } }),
  'get /v1/{mall}/stories/{id}': (ids) => ({ path: { id: ids.story } }),
  'get /v1/{mall}/stories/{id}/me': (ids, creds) => ({ as: creds.owner, path: { id: ids.story } }),
  'patch /v1/{mall}/stories/{id}': (ids, creds) => ({
    as: creds.owner,
    path: { id: ids.ownStory },
    body: { version: 1, text: '고친 이야기' },
  }),
  'put /v1/{mall}/stories/{id}/heart': (ids, creds) => ({ as: creds.owner, path: { id: ids.story } }),
  'delete /v1/{mall}/stories/{id}/heart': (ids, creds) => ({ as: creds.owner, path: { id: ids.story } }),
  'delete /v1/{mall}/stories/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownStory } }),
  'get /v1/{mall}/me/points': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/me/points/movements': (_, creds) => ({ as: creds.owner }),
  'get /v1/{mall}/me/points/statement.csv': (_, creds) => ({ as: creds.owner }),
  'post /v1/{mall}/me/points/out': async (_, creds) => ({ as: await creds.rich(), body: { amount: 10 } }),
  'get /v1/{mall}/points/shoppers': (ids, creds) => ({ as: creds.key, query: { shopper: ids.outsideId } }),
  'post /v1/{mall}/points/holds': (ids, creds) => ({
    as: creds.key,
    body: { shopper: ids.outsideId, amount: 50, order: ids.order },
  }),
  'get /v1/{mall}/points/holds/{hold}': (ids, creds) => ({ as: creds.key, path: { hold: ids.hold } }),
  'post /v1/{mall}/points/holds/{hold}/capture': (ids, creds) => ({
    as: creds.key,
    path: { hold: ids.hold },
    body: { amount: 20, final: false },
  }),
  'post /v1/{mall}/points/holds/{hold}/refund': (ids, creds) => ({
    as: creds.key,
    path: { hold: ids.hold },
    body: { amount: 10 },
  }),
  'post /v1/{mall}/points/holds/{hold}/release': (ids, creds) => ({
    as: creds.key,
    path: { hold: ids.hold },
    body: {},
  }),
  'get /v1/{mall}/points/payouts': (_, creds) => ({ as: creds.key }),
  'post /v1/{mall}/points/payouts/done': (ids, creds) => ({ as: creds.key, body: { done: [ids.payout] } }),
  'get /v1/{mall}/points/report': (_, creds) => ({ as: creds.key }),
  'post /v1/{mall}/points/grants': (ids, creds) => ({
    as: creds.key,
    body: { shopper: ids.outsideId, amount: 5, note: '선물' },
  }),
  'post /v1/{mall}/merge': async (ids, creds) => ({ as: creds.owner, body: { guestToken: ids.guestToken } }),
  // Last: what they take away the others need.
  'delete /v1/{mall}/wishes/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownWish } }),
  'delete /v1/{mall}/wishlists/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownList } }),
  'delete /v1/{mall}/comments/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownComment } }),
  'delete /v1/{mall}/uploads/{upload}': (ids, creds) => ({ as: creds.owner, path: { upload: ids.upload } }),
  'delete /v1/{mall}/photos/{photo}': (ids, creds) => ({ as: creds.owner, path: { photo: ids.photo } }),
  'delete /v1/{mall}/reviews/{id}': (ids, creds) => ({ as: creds.owner, path: { id: ids.ownReview } }),
};

/** A day to come, where it is earliest. */
const tomorrow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let tint = 0;
export const picture = () =>
  sharp({ create: { width: 24, height: 16, channels: 3, background: { r: 9, g: ++tint, b: 90 } } })
    .png()
    .toBuffer();
