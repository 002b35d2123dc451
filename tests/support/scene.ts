import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { hmac } from '../../server/base/secrets.ts';
import { codeOf, findContact, putContact } from '../../server/community/inbox/contacts.ts';
import { notify } from '../../server/community/inbox/store.ts';
import { unsubscribeUrl } from '../../server/community/inbox/unsubscribe-token.ts';
import { signedIdText } from '../../server/mall/shoppers/rules.ts';
import { plantClubs } from './club-scene.ts';
import { plantUploads } from './media.ts';
import type { TestService } from './service.ts';
import { plantNeighbours } from './social.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

export const SCENE_SETTINGS = {
  write: 'everyone',
  points: { out: true },
  attributes: [
    {
      key: 'fit',
      label: { en: 'Fit' },
      values: [
        { key: 'small', label: { en: 'Small' } },
        { key: 'true', label: { en: 'True' } },
      ],
    },
  ],
};

/** A picture of its own, so that no upload is taken for a repeat. */
export async function picture(): Promise<Uint8Array> {
  const background = { r: Math.random() * 255, g: Math.random() * 255, b: Math.random() * 255 };
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
}

export function signedIdOf(mall: Mall, id: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const mac = hmac(Buffer.from(mall.secret), signedIdText(mall.id, id, seconds));
  return `v1.${Buffer.from(id).toString('base64url')}.${seconds}.${mac}`;
}

/** Gives a shopper an address, as if they had done so, and tells the code that would be in the mail. */
export async function waitingCode({ services }: TestService, mallId: string, shopperId: string) {
  const body = { address: `someone@${shopperId}.example`, language: 'ko' } as const;
  return services.database.write(async (trx) => {
    await putContact(trx, services, mallId, shopperId, body);
    const row = await findContact(trx, mallId, shopperId);
    if (!row) throw new Error('no address was kept');
    return codeOf(services, row);
  });
}

/** A notice in a shopper's inbox, and what takes back their consent. */
export async function noticeFor(
  { services }: TestService,
  mallId: string,
  shopperId: string,
  product: string,
) {
  const { database } = services;
  const onceKey = randomUUID();
  await database.write((trx) =>
    notify(trx, services, mallId, { shopperId, kind: 'restock', onceKey, product }),
  );
  const row = await database.db
    .selectFrom('notices')
    .select('notice_id')
    .where('mall_id', '=', mallId)
    .where('once_key', '=', onceKey)
    .executeTakeFirstOrThrow();
  const url = unsubscribeUrl(services, mallId, shopperId, 'advertising');
  return { notice: row.notice_id, unsubscribe: url.split('/').at(-1) ?? '' };
}

/** One of everything at a mall: people, a product, an order, a review with its photo, comment, vote and report. */
export async function setScene(service: TestService, mall: Mall) {
  const { call, services } = service;
  const name = randomUUID().slice(0, 8);
  const path = `/v1/${mall.id}`;
  const author = await mall.token(`author-${name}`, { name: '김저자' });
  const reader = await mall.token(`reader-${name}`, { name: 'Reader' });
  const guest = await mall.guest();
  const product = `p-${name}`;
  const must = async (method: string, to: string, request: Parameters<typeof call>[2], status: number) => {
    const answer = await call(method, `${path}${to}`, request);
    if (answer.status !== status)
      throw new Error(`The scene could not be set: ${method} ${to} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await must(
    'PUT',
    '/products',
    { as: mall.key, body: { products: [{ product, name: 'Cup', price: 900 }] } },
    200,
  );
  const now = services.now();
  const order = {
    order: `o-${name}`,
    shopper: `author-${name}`,
    placedAt: now,
    changedAt: now,
    lines: [{ line: '1', product, quantity: 1 }],
  };
  await must('POST', '/orders', { as: mall.key, body: { orders: [order] } }, 200);
  const upload = async () => {
    const body = await picture();
    return must('POST', '/photos?alt=x', { as: author, body, headers: { 'content-type': 'image/png' } }, 201);
  };
  const shown = await upload();
  const body = { product, stars: 5, text: `좋아요 ${name}`, photos: [shown.id], attributes: { fit: 'true' } };
  const review = await must('POST', '/reviews', { as: author, body }, 201);
  const { version } = await must(
    'PATCH',
    `/reviews/${review.id}`,
    { as: author, body: { ...body, text: `더 좋아요 ${name}`, version: review.version } },
    200,
  );
  const subject = { kind: 'review', id: review.id };
  const comment = await must(
    'POST',
    '/comments',
    { as: reader, body: { subject, text: `예뻐요 ${name}` } },
    201,
  );
  await must('POST', '/comments', { as: author, body: { subject, text: 'thanks', parent: comment.id } }, 201);
  await must('PUT', `/reviews/${review.id}/vote`, { as: reader, body: { helpful: true } }, 200);
  await must('POST', '/reports', { as: guest, body: { subject, reason: 'spam' } }, 202);
  const list = await must('POST', '/wishlists', { as: author, body: { name: `목록 ${name}` } }, 201);
  const otherList = await must('POST', '/wishlists', { as: author, body: { name: `더 ${name}` } }, 201);
  const wish = await must(
    'POST',
    '/wishes',
    { as: author, body: { product, list: list.id, note: `갖고 싶어요 ${name}` } },
    201,
  );
  const invitation = await must(
    'POST',
    `/wishlists/${list.id}/invitations`,
    { as: author, body: { role: 'helper', uses: 5 } },
    201,
  );
  const open = await must(
    'POST',
    '/wishlists',
    { as: author, body: { name: `모두 ${name}`, visibility: 'public' } },
    201,
  );
  const openWish = await must('POST', '/wishes', { as: author, body: { product, list: open.id } }, 201);
  const own = await must('POST', '/wishlists', { as: reader, body: { name: `내 목록 ${name}` } }, 201);
  const ownWish = await must('POST', '/wishes', { as: reader, body: { product, list: own.id } }, 201);
  const helper = await mall.token(`helper-${name}`);
  await must('POST', `/wishlists/${list.id}/join`, { as: helper, body: { code: invitation.code } }, 200);
  const { id: helperId } = await must('GET', '/me', { as: helper }, 200);
  const [story, ownStory] = [
    await must('POST', '/stories', { as: author, body: { text: `이야기 ${name}` } }, 201),
    await must('POST', '/stories', { as: reader, body: { text: `내 이야기 ${name}` } }, 201),
  ];
  const { code } = await must('POST', '/me/edit-code', { as: guest, body: {} }, 201);
  for (const shopper of [`author-${name}`, `reader-${name}`])
    await must(
      'POST',
      '/points/grants',
      { as: mall.key, body: { shopper, amount: 100_000, note: name } },
      201,
    );
  const held = { shopper: `author-${name}`, amount: 1000, order: order.order };
  const { hold } = await must('POST', '/points/holds', { as: mall.key, body: held }, 201);
  const spending = { as: mall.key, body: { amount: 500, final: false } };
  await must('POST', `/points/holds/${hold}/capture`, spending, 200);
  await must('POST', '/me/points/out', { as: reader, body: { amount: 100 } }, 201);
  const { items: payouts } = await must('GET', '/points/payouts?limit=500', { as: mall.key }, 200);
  const followerMember = await plantNeighbours(service, mall, { follower: reader, followed: author });
  const idOf = async (as: string) => (await must('GET', '/me', { as }, 200)).id as string;
  return {
    ...(await noticeFor(service, mall.id, await idOf(author), product)),
    mailCode: await waitingCode(service, mall.id, await idOf(reader)),
    product,
    order: order.order,
    hold: hold as string,
    payout: payouts.at(-1).id as string,
    review: review.id as string,
    version: version as number,
    comment: comment.id as string,
    photo: (await upload()).id as string,
    file: String(shown.small).split('/').pop() ?? '',
    authorId: `author-${name}`,
    list: list.id as string,
    openWish: openWish.id as string,
    listVersion: list.version as number,
    otherList: otherList.id as string,
    wish: wish.id as string,
    wishVersion: wish.version as number,
    invitation: invitation.id as string,
    invitationCode: invitation.code as string,
    helperId: helperId as string,
    followerMember,
    /** Of the reader. */
    ownList: own.id as string,
    ownWish: ownWish.id as string,
    authorMember: await idOf(author),
    story: story.id as string,
    ownStory: ownStory.id as string,
    code: code as string,
    /** Of the reader. */
    ...(await plantUploads(service, mall, reader)),
    clubs: await plantClubs(service, mall, { owner: reader, other: author, word: name }),
    signedId: signedIdOf(mall, `signed-${name}`, now),
    /** Who asks, by the names that a table of requests uses. */
    tokens: { author, reader, guest, key: mall.key, nobody: undefined },
  };
}
export type Scene = Awaited<ReturnType<typeof setScene>>;
