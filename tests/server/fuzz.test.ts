import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { broken, type Dice, dice, NASTY, RAW_BODIES, RAW_PARTS, valid } from '../support/fuzz.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { picture, SCENE_SETTINGS, type Scene, setScene } from '../support/scene.ts';
import { type Loose, misfits, resolve } from '../support/schema.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const RUNS = Number(process.env.FUZZ_RUNS || 20);
const SEED = Number(process.env.FUZZ_SEED || Date.now() % 2 ** 31);

let service: TestService;
let mailbox: Mailbox;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let other: typeof mall;
let narrowKey: string;
let document: Loose;

before(async () => {
  mailbox = await openMailbox();
  service = await startService({ environment: mailbox.environment });
  mall = await service.addMall('fuzz', { settings: SCENE_SETTINGS });
  other = await service.addMall('other', { settings: SCENE_SETTINGS });
  narrowKey = await mall.addKey(['till']);
  document = (await service.call('GET', '/openapi.json')).body;
});
after(async () => {
  await service.stop();
  await mailbox.close();
});

type Who = keyof Scene['tokens'];
interface Good {
  as?: Who;
  /** What a path's or query's parameter must be. */
  at?: Record<string, unknown>;
  /** What the fields of the body must be, wherever they occur. */
  body?: Record<string, unknown>;
}

/** Whoever may, with ids that exist: without these, hardly any route would do more than refuse. */
function goodOf(route: string, scene: Scene): Good {
  const subject = { kind: 'review', id: scene.review };
  const ofClub = { club: scene.clubs.ownClub };
  const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const clubSaid = { endsOn, cover: { emoji: '🎁' }, goal: 1000, secretUntil: null };
  const ofBlog = { id: scene.authorMember };
  const [ofStory, ofOwnStory] = [{ id: scene.story }, { id: scene.ownStory }];
  const storySaid = { text: '이야기예요', board: null, media: [], review: null, state: 'shown' };
  const [ofList, ofWish] = [{ id: scene.list }, { id: scene.wish }];
  const written = { product: scene.product, attributes: { fit: 'true' }, photos: [], options: {}, stars: 4 };
  const table: Record<string, Good> = {
    'get /files/{mall}/{file}': { at: { file: scene.file } },
    'get /m/{mall}/blogs/{member}': { at: { member: scene.authorMember } },
    'get /m/{mall}/blogs/{member}/stories/{story}': {
      at: { member: scene.authorMember, story: scene.story },
    },
    'get /v1/{mall}/blogs/{id}/me': { as: 'reader', at: { id: scene.authorMember } },
    'put /v1/{mall}/blogs/{id}/neighbour': { as: 'reader', at: { id: scene.authorMember } },
    'delete /v1/{mall}/blogs/{id}/neighbour': { as: 'reader', at: { id: scene.authorMember } },
    'get /v1/{mall}/me/neighbours': { as: 'author', at: { cursor: undefined } },
    'put /v1/{mall}/me/neighbours/{member}': { as: 'author', at: { member: scene.followerMember } },
    'delete /v1/{mall}/me/neighbours/{member}': { as: 'author', at: { member: scene.followerMember } },
    'post /v1/{mall}/blogs/{id}/visit': { as: 'reader', at: { id: scene.authorMember } },
    'get /v1/{mall}/me/feed': { as: 'reader', at: { cursor: undefined } },
    'get /v1/{mall}/me/sales': { as: 'author', at: { cursor: undefined } },
    'get /v1/{mall}/best/stories': { as: 'key' },
    'get /v1/{mall}/best/blogs': { as: 'key' },
    'get /v1/{mall}/blog-of': { as: 'key', at: { shopper: scene.authorId } },
    'put /v1/{mall}/pins/{kind}/{id}': { as: 'key', at: { kind: 'blog', id: scene.authorMember } },
    'get /v1/{mall}/pins': { as: 'key' },
    'delete /v1/{mall}/pins/{kind}/{id}': { as: 'key', at: { kind: 'blog', id: scene.authorMember } },
    'get /v1/{mall}/settings': { as: 'key' },
    'patch /v1/{mall}/settings': {
      as: 'key',
      body: { ...SCENE_SETTINGS, read: 'everyone', timeZone: 'Asia/Seoul', limits: {}, keySet: null },
    },
    'post /v1/{mall}/sessions': { body: { signedId: scene.signedId } },
    'post /v1/{mall}/edit-codes': { body: { code: scene.code } },
    'delete /v1/{mall}/sessions/current': { as: 'guest' },
    'post /v1/{mall}/me/edit-code': { as: 'guest' },
    'get /v1/{mall}/me': { as: 'author' },
    'patch /v1/{mall}/me': { as: 'author', body: { handle: `이름 ${scene.product.slice(2, 10)}` } },
    'delete /v1/{mall}/me': { as: 'author' },
    'get /v1/{mall}/me/export': { as: 'author' },
    'get /v1/{mall}/me/board': { as: 'author', at: { product: scene.product } },
    'post /v1/{mall}/shoppers/revoke': { as: 'key', body: { shopper: scene.authorId } },
    'post /v1/{mall}/stream': { body: { topics: [`product:${scene.product}`], after: 0 } },
    'put /v1/{mall}/products': { as: 'key' },
    'post /v1/{mall}/orders': { as: 'key', body: { quantity: 5, refunded: 1, shopper: scene.authorId } },
    'get /v1/{mall}/orders': { as: 'key', at: { order: scene.order } },
    'post /v1/{mall}/photos': { as: 'author' },
    'post /v1/{mall}/uploads': { as: 'reader', body: { bytes: 5000 } },
    'get /v1/{mall}/uploads/{upload}': { as: 'reader', at: { upload: scene.upload } },
    'patch /v1/{mall}/uploads/{upload}': { as: 'reader', at: { upload: scene.upload, offset: 0 } },
    'post /v1/{mall}/uploads/{upload}/finish': {
      as: 'reader',
      at: { upload: scene.wholeUpload },
      body: { poster: null },
    },
    'delete /v1/{mall}/uploads/{upload}': { as: 'reader', at: { upload: scene.upload } },
    'patch /v1/{mall}/photos/{photo}': { as: 'author', at: { photo: scene.photo } },
    'delete /v1/{mall}/photos/{photo}': { as: 'author', at: { photo: scene.photo } },
    'get /v1/{mall}/comments': { at: { id: scene.review, cursor: undefined } },
    'post /v1/{mall}/comments': { as: 'guest', body: { subject, parent: scene.comment } },
    'patch /v1/{mall}/comments/{id}': { as: 'reader', at: { id: scene.comment } },
    'delete /v1/{mall}/comments/{id}': { as: 'reader', at: { id: scene.comment } },
    'get /v1/{mall}/reviews': { at: { product: scene.product, cursor: undefined } },
    'post /v1/{mall}/reviews': { as: 'reader', body: { ...written, text: '아주 좋았어요. 또 살게요.' } },
    'patch /v1/{mall}/reviews/{id}': {
      as: 'author',
      body: { ...written, text: '다시 써 보니 아쉬워요.', version: scene.version },
    },
    'delete /v1/{mall}/reviews/{id}': { as: 'author' },
    'put /v1/{mall}/reviews/{id}/vote': { as: 'reader' },
    'delete /v1/{mall}/reviews/{id}/vote': { as: 'reader' },
    'put /v1/{mall}/reviews/{id}/reply': { as: 'key' },
    'delete /v1/{mall}/reviews/{id}/reply': { as: 'key' },
    'post /v1/{mall}/reports': { as: 'reader', body: { subject } },
    'get /v1/{mall}/reports': { as: 'key', at: { cursor: undefined } },
    'post /v1/{mall}/moderation': { as: 'key', body: { subject } },
    'get /m/{mall}/unsubscribe/{token}': { at: { token: scene.unsubscribe } },
    'post /m/{mall}/unsubscribe/{token}': { at: { token: scene.unsubscribe } },
    'get /v1/{mall}/me/inbox': { as: 'author', at: { cursor: undefined } },
    'post /v1/{mall}/me/inbox/read': { as: 'author', body: { ids: [scene.notice] } },
    'delete /v1/{mall}/me/inbox/{id}': { as: 'author', at: { id: scene.notice } },
    'get /v1/{mall}/me/channels': { as: 'author' },
    'put /v1/{mall}/me/channels/mail': { as: 'author', body: { address: 'reader@mail.example' } },
    'delete /v1/{mall}/me/channels/mail': { as: 'author' },
    'post /v1/{mall}/me/channels/mail/confirm': { as: 'reader', body: { code: scene.mailCode } },
    'put /v1/{mall}/me/consents': { as: 'author' },
    'get /v1/{mall}/me/alerts': { as: 'author', at: { product: scene.product } },
    'put /v1/{mall}/me/alerts': { as: 'author', body: { product: scene.product, channels: ['inbox'] } },
    'get /v1/{mall}/wishlists/{id}': { as: 'author', at: ofList },
    'get /v1/{mall}/wishlists/{id}/wishes': { as: 'author', at: { ...ofList, cursor: undefined } },
    'get /v1/{mall}/wishlists/{id}/me': { as: 'author', at: { ...ofList, wish: scene.wish } },
    'get /v1/{mall}/wishlists/{id}/people': { as: 'author', at: ofList },
    'get /v1/{mall}/me/wishlists': { as: 'author', at: { cursor: undefined } },
    'get /v1/{mall}/members/{id}/wishlists': { at: { id: scene.helperId, cursor: undefined } },
    'post /v1/{mall}/wishlists': { as: 'author', body: { claimsHiddenUntil: null } },
    'patch /v1/{mall}/wishlists/{id}': {
      as: 'author',
      at: ofList,
      body: { version: scene.listVersion, claimsHiddenUntil: null },
    },
    'delete /v1/{mall}/wishlists/{id}': { as: 'author', at: ofList },
    'post /v1/{mall}/wishlists/{id}/link': { as: 'author', at: ofList },
    'post /v1/{mall}/wishlists/{id}/invitations': { as: 'author', at: ofList },
    'delete /v1/{mall}/wishlists/{id}/invitations/{invitation}': {
      as: 'author',
      at: { ...ofList, invitation: scene.invitation },
    },
    'post /v1/{mall}/wishlists/{id}/join': {
      as: 'reader',
      at: ofList,
      body: { code: scene.invitationCode },
    },
    'delete /v1/{mall}/wishlists/{id}/people/{member}': {
      as: 'author',
      at: { ...ofList, member: scene.helperId },
    },
    'post /v1/{mall}/wishes': { as: 'author', body: { list: scene.list } },
    'patch /v1/{mall}/wishes/{id}': { as: 'author', at: ofWish, body: { version: scene.wishVersion } },
    'delete /v1/{mall}/wishes/{id}': { as: 'author', at: ofWish },
    'post /v1/{mall}/wishes/{id}/restore': { as: 'author', at: ofWish },
    'put /v1/{mall}/wishes/{id}/place': { as: 'author', at: ofWish, body: { after: null } },
    'post /v1/{mall}/wishes/{id}/transfer': {
      as: 'author',
      at: ofWish,
      body: { to: scene.otherList },
    },
    'post /v1/{mall}/wishes/{id}/visit': { at: ofWish },
    'put /v1/{mall}/wishes/{id}/claim': { as: 'reader', at: { id: scene.openWish } },
    'delete /v1/{mall}/wishes/{id}/claim': { as: 'reader', at: { id: scene.openWish } },
    'get /v1/{mall}/wishes/{id}/part': { as: 'reader', at: { id: scene.openWish } },
    'put /v1/{mall}/wishes/{id}/part': { as: 'reader', at: { id: scene.openWish } },
    'delete /v1/{mall}/wishes/{id}/part': { as: 'reader', at: { id: scene.openWish } },
    'get /v1/{mall}/me/parts': { as: 'reader' },
    'post /v1/{mall}/wishes/{id}/club': { as: 'reader', at: { id: scene.openWish } },
    'get /v1/{mall}/me/claims': { as: 'reader', at: { cursor: undefined } },
    'put /v1/{mall}/hearts': { as: 'reader' },
    'get /v1/{mall}/visits': { as: 'key', at: { from: '2027-05-01', to: '2027-05-08' } },
    'get /c/{mall}': {},
    'get /v1/{mall}/me/clubs': { as: 'reader', at: { cursor: undefined } },
    'post /v1/{mall}/clubs': { as: 'reader', body: clubSaid },
    'get /v1/{mall}/clubs/{club}': { as: 'reader', at: ofClub },
    'patch /v1/{mall}/clubs/{club}': {
      as: 'reader',
      at: ofClub,
      body: { ...clubSaid, version: 1, goal: 50_000, payout: 'shares', ifShort: 'refund' },
    },
    'get /v1/{mall}/clubs/{club}/members': { as: 'reader', at: { ...ofClub, cursor: undefined } },
    'get /v1/{mall}/clubs/{club}/contributions': { as: 'reader', at: { ...ofClub, cursor: undefined } },
    'get /v1/{mall}/clubs/{club}/rolling-paper': { as: 'reader', at: { ...ofClub, cursor: undefined } },
    'get /v1/{mall}/clubs/{club}/statement': { as: 'reader', at: { ...ofClub, cursor: undefined } },
    'get /v1/{mall}/clubs/{club}/statement.csv': { as: 'reader', at: ofClub },
    'get /v1/{mall}/clubs/{club}/invitations': { as: 'reader', at: ofClub },
    'post /v1/{mall}/clubs/{club}/invitations': { as: 'reader', at: ofClub },
    'delete /v1/{mall}/clubs/{club}/invitations/{invitation}': {
      as: 'reader',
      at: { ...ofClub, invitation: scene.clubs.clubInvitation },
    },
    'post /v1/{mall}/clubs/preview': { as: 'reader', body: { code: scene.clubs.clubCode } },
    'post /v1/{mall}/clubs/join': { as: 'reader', body: { code: scene.clubs.clubCode } },
    'post /v1/{mall}/clubs/{club}/contributions': { as: 'reader', at: ofClub, body: { amount: 7 } },
    'put /v1/{mall}/clubs/{club}/share': { as: 'reader', at: ofClub },
    'post /v1/{mall}/clubs/{club}/till-code': { as: 'reader', at: ofClub },
    'post /v1/{mall}/clubs/{club}/leave': { as: 'reader', at: { club: scene.clubs.club } },
    'post /v1/{mall}/clubs/{club}/close': {
      as: 'reader',
      at: { club: scene.clubs.fullClub },
      body: { version: 2 },
    },
    'post /v1/{mall}/clubs/{club}/cancel': { as: 'reader', at: ofClub, body: { version: 1 } },
    'post /v1/{mall}/till/contributions': {
      as: 'key',
      body: { code: scene.clubs.tillCode, amount: 3, receipt: `r-${scene.product}` },
    },
    'post /v1/{mall}/coupons/redeem': { as: 'key', body: { code: scene.clubs.coupon, order: 'o' } },
    'get /v1/{mall}/blogs/{id}': { at: ofBlog },
    'get /v1/{mall}/blog-cards': { at: { member: scene.authorMember } },
    'get /v1/{mall}/blogs/{id}/stories': { at: { ...ofBlog, cursor: undefined } },
    'get /v1/{mall}/blogs/{id}/purchases': { at: { ...ofBlog, cursor: undefined } },
    'get /v1/{mall}/me/blog': { as: 'author' },
    'patch /v1/{mall}/me/blog': { as: 'author', body: { version: 0, header: null } },
    'put /v1/{mall}/me/blog/boards': { as: 'author', body: { id: null } },
    'get /v1/{mall}/me/purchases': { as: 'author', at: { cursor: undefined } },
    'put /v1/{mall}/me/purchases': { as: 'author', body: { product: scene.product, shown: true } },
    'get /v1/{mall}/me/stories': { as: 'author', at: { cursor: undefined } },
    'post /v1/{mall}/stories': { as: 'author', body: storySaid },
    'get /v1/{mall}/stories/{id}': { at: ofStory },
    'get /v1/{mall}/stories/{id}/me': { as: 'reader', at: ofStory },
    'patch /v1/{mall}/stories/{id}': { as: 'reader', at: ofOwnStory, body: { ...storySaid, version: 1 } },
    'put /v1/{mall}/stories/{id}/heart': { as: 'reader', at: ofStory },
    'delete /v1/{mall}/stories/{id}/heart': { as: 'reader', at: ofStory },
    'delete /v1/{mall}/stories/{id}': { as: 'reader', at: ofOwnStory },
    'get /v1/{mall}/me/points': { as: 'author' },
    'get /v1/{mall}/me/points/movements': { as: 'author', at: { cursor: undefined } },
    'get /v1/{mall}/me/points/statement.csv': { as: 'author' },
    'post /v1/{mall}/me/points/out': { as: 'author', body: { amount: 3 } },
    'get /v1/{mall}/points/shoppers': { as: 'key', at: { shopper: scene.authorId } },
    'post /v1/{mall}/points/grants': {
      as: 'key',
      body: { shopper: scene.authorId, amount: 7, expiresAt: null },
    },
    'post /v1/{mall}/points/holds': { as: 'key', body: { shopper: scene.authorId, amount: 3 } },
    'get /v1/{mall}/points/holds/{hold}': { as: 'key', at: { hold: scene.hold } },
    'post /v1/{mall}/points/holds/{hold}/capture': {
      as: 'key',
      at: { hold: scene.hold },
      body: { amount: 1, final: false },
    },
    'post /v1/{mall}/points/holds/{hold}/refund': {
      as: 'key',
      at: { hold: scene.hold },
      body: { amount: 1 },
    },
    'post /v1/{mall}/points/holds/{hold}/release': { as: 'key', at: { hold: scene.hold } },
    'get /v1/{mall}/points/payouts': { as: 'key', at: { cursor: undefined } },
    'post /v1/{mall}/points/payouts/done': { as: 'key', body: { done: [scene.payout], refused: [] } },
    'get /v1/{mall}/points/report': { as: 'key' },
    'post /v1/{mall}/merge': { as: 'reader', body: { guestToken: scene.tokens.guest } },
  };
  const good = table[route] ?? {};
  return { ...good, at: { mall: 'fuzz', id: scene.review, ...good.at } };
}

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** The path is no longer surely this route's. */
  strayed: boolean;
}

/** One request to a route: as it should be, or with something made wrong. */
async function compose(route: string, scene: Scene, roll: Dice, spoil: boolean): Promise<Sent> {
  const [method = '', template = ''] = route.split(' ');
  const operation = document.paths[template][method];
  const good = goodOf(route, scene);
  const at = good.at ?? {};
  const headers: Record<string, string> = { origin: ORIGIN, 'accept-language': roll.pick(['ko', 'en', '*']) };
  let strayed = false;
  let path = template;
  const query: string[] = [];
  const spoils = (share: number) => spoil && roll.chance(share);
  for (const one of operation.parameters ?? []) {
    const known = Object.hasOwn(at, one.name);
    if (known && at[one.name] === undefined) continue;
    const value = known ? at[one.name] : valid(document, one.schema, roll);
    if (one.in === 'path') {
      const stray = spoils(0.15);
      strayed ||= stray;
      path = path.replace(`{${one.name}}`, stray ? roll.pick(RAW_PARTS) : encodeURIComponent(String(value)));
    } else if (one.in === 'header') {
      if (spoils(0.2))
        headers[one.name] = roll.pick(['short', 'x'.repeat(129), 'with space', '\u00e9\u00e9']);
      else if (roll.chance(0.3)) headers[one.name] = String(value);
    } else if (one.required || known || roll.chance(0.4)) {
      for (const each of [value].flat()) {
        const text = spoils(0.25) ? roll.pick(NASTY) : each;
        query.push(`${one.name}=${spoils(0.1) ? roll.pick(RAW_PARTS) : encodeAny(text)}`);
      }
      if (spoils(0.1)) query.push(...query);
    }
  }
  if (spoils(0.1))
    query.push(roll.pick(['%00=1', '__proto__=1', 'constructor', '&&', '=', 'a[b]=c', '%ff=%ff', '#x']));
  if (query.length > 0) path += `?${query.join('&')}`;

  const token = spoils(0.35)
    ? roll.pick([
        ...Object.values(scene.tokens),
        narrowKey,
        other.key,
        await other.token('x'),
        'garbage-token',
      ])
    : scene.tokens[good.as ?? 'nobody'];
  if (token) headers.authorization = `Bearer ${token}`;
  if (token?.startsWith('dgk_') && !spoils(0.1)) delete headers.origin;
  if (spoils(0.05))
    headers.origin = roll.pick(['null', 'https://evil.example', '', 'https://mall.example:1']);
  if (spoils(0.05))
    headers.authorization = roll.pick([
      'Bearer',
      'Basic YTpi',
      'Bearer \u00e9',
      `Bearer ${'a'.repeat(9000)}`,
    ]);

  const content = operation.requestBody?.content;
  let body: Sent['body'];
  if (content?.['application/json']) {
    const made = valid(document, content['application/json'].schema, roll, good.body);
    body = JSON.stringify(spoils(0.6) ? broken(made, roll) : made);
    headers['content-type'] = 'application/json';
  } else if (content) {
    body = new Uint8Array(await picture());
    if (spoils(0.5)) body = body.map((byte) => (roll.chance(0.05) ? roll.below(256) : byte));
    headers['content-type'] = roll.pick(Object.keys(content));
  }
  if (method !== 'get' && spoils(0.15)) {
    const raw = roll.pick(RAW_BODIES);
    delete headers['content-type'];
    if (raw.type) headers['content-type'] = raw.type;
    body = raw.body as Sent['body'];
  }
  return { method: method.toUpperCase(), path, headers, ...(body !== undefined && { body }), strayed };
}

/** Encoded as a browser would: half a character becomes the sign of one that is missing. */
function encodeAny(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(Buffer.from(text.slice(0, 20_000)).toString());
}

const INSIDES =
  /node_modules|\.ts:\d|\bat \w+ \(|sqlite|postgres|kysely|\bselect\b.+\bfrom\b|insert into|ECONN|ENOENT/i;

/** The route that a path gone astray really meets: `..` in it, however encoded, takes the part before it away. */
function reached(route: string, sent: Sent): string {
  const parts = new URL(sent.path, 'http://service.example').pathname.split('/');
  const method = sent.method.toLowerCase();
  const fits = Object.keys(document.paths).filter((path) => {
    const asked = path.split('/');
    const isLike = asked.every((one, at) => one === parts[at] || (one.startsWith('{') && parts[at] !== ''));
    return asked.length === parts.length && isLike && document.paths[path][method];
  });
  const words = (path: string) => path.split('/').filter((one) => !one.startsWith('{')).length;
  const [path] = fits.sort((a, b) => words(b) - words(a));
  return path ? `${method} ${path}` : route;
}

/** What is wrong with the answer; empty when nothing is. */
function faultsOf(wanted: string, sent: Sent, answer: Response, text: string): string[] {
  const { status } = answer;
  if (status >= 500) return [`answered ${status}`];
  const route = sent.strayed ? reached(wanted, sent) : wanted;
  const [method = '', template = ''] = route.split(' ');
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const declared = document.paths[template][method].responses[status];
  // A foreign path may meet no route, or one with other methods.
  const problem = sent.strayed && [404, 405].includes(status);
  if (!declared && !problem) return [`answered ${status}, which is not declared`];
  if (status >= 400 && (INSIDES.test(text) || text.includes(process.cwd()))) return ['tells of its insides'];
  const content = problem ? undefined : declared.content;
  if (!problem && !content) return text === '' ? [] : ['has a body, which is not declared'];
  const schema = problem ? { $ref: '#/components/schemas/Problem' } : content[type]?.schema;
  if (!schema) return [`is ${type}, which is not declared`];
  return type.endsWith('json') ? misfits(document, schema, JSON.parse(text)) : [];
}

async function send(sent: Sent): Promise<{ answer: Response; text: string }> {
  const gone = new AbortController();
  const answer = await service.app.routes.request(sent.path, {
    method: sent.method,
    headers: sent.headers,
    signal: gone.signal,
    ...(sent.body !== undefined && { body: sent.body }),
  });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  const text = isStream ? '' : await answer.text();
  if (isStream) gone.abort();
  return { answer, text };
}

test('every route bears whatever is sent to it', { timeout: 20 * 60_000 }, async () => {
  const roll = dice(SEED);
  const routes = Object.entries<Loose>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
  const statuses = new Map<number, number>();
  const served = new Set<string>();
  const faults = new Map<string, string>();
  let requests = 0;
  async function attempt(route: string, scene: Scene, spoil: boolean) {
    const sent = await compose(route, scene, roll, spoil);
    const { answer, text } = await send(sent);
    requests += 1;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.ok) served.add(route);
    const found = faultsOf(route, sent, answer, text);
    const fault = `${route}: ${found.slice(0, 3).join('; ')}`;
    if (found.length > 0 && !faults.has(fault))
      faults.set(
        fault,
        [sent.path, JSON.stringify(sent.headers), String(sent.body), `${answer.status} ${text}`]
          .map((line) => `      ${line.slice(0, 300)}`)
          .join('\n'),
      );
    return { status: answer.status, text };
  }
  const refused: string[] = [];
  let scene = await setScene(service, mall);
  for (const route of routes) {
    for (let run = 0; run < RUNS; run++) await attempt(route, scene, true);
    await service.call('PATCH', '/v1/fuzz/settings', { as: mall.key, body: RESTORED });
    let good = await attempt(route, scene, false);
    if (good.status >= 300) {
      // What came before may have used up or changed what the good request needs: a scene is the most of the work.
      scene = await setScene(service, mall);
      good = await attempt(route, scene, false);
    }
    if (good.status >= 300) refused.push(`${route}: ${good.status} ${good.text.slice(0, 200)}`);
  }
  const share = served.size / routes.length;
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `seed ${SEED}: ${routes.length} routes, ${requests} requests, 2xx on ${(share * 100).toFixed(0)} % of the routes; ${counts.join(', ')}`,
  );
  const told = [...faults].map(([fault, request]) => `${fault}\n${request}`).slice(0, 20);
  assert.equal(faults.size, 0, `seed ${SEED}, ${faults.size} kinds of faults\n  ${told.join('\n  ')}`);
  assert.ok(share >= 0.9, `void: 2xx on ${share * 100} % of the routes only\n  ${refused.join('\n  ')}`);
});

const RESTORED = {
  ...SCENE_SETTINGS,
  read: 'everyone',
  keySet: null,
  limits: {
    reviewTextMin: 5,
    reviewTextMax: 3000,
    commentTextMax: 500,
    photosPerReview: 5,
    photosPerShopper: 300,
    reviewsPerDay: 30,
    commentsPerDay: 200,
    storyMegabytes: 300,
    storiesPerDay: 30,
  },
};

test('the checker of answers is awake', () => {
  const schema = resolve(document, { $ref: '#/components/schemas/VoteResult' });
  const fine = { review: 'a'.repeat(25), helpful: 1, mine: null };
  assert.deepEqual(misfits(document, schema, fine), []);
  for (const wrong of [
    { ...fine, helpful: 1.5 },
    { ...fine, review: 'x' },
    { ...fine, secret: 1 },
    { review: fine.review },
  ])
    assert.notDeepEqual(misfits(document, schema, wrong), []);
});
