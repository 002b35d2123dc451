import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import { MallSettings } from '../../mall/malls/contract.ts';
import { insertMall } from '../../mall/malls/store.ts';
import { mallSecret } from '../../mall/shoppers/tokens.ts';
import {
  handOut,
  refuseForeign,
  removeSeeded,
  type Seeding,
  seedState,
  signer,
  workingKey,
} from './session.ts';

/** A small mall to look at from outside. */
export interface Canary {
  mall: string;
  /** Every text of it begins with this. */
  mark: string;
  origin: string;
  key: string;
  secret: string;
  /** Somebody who wrote a review, and a token as the mall's backend would sign it. */
  member: { shopper: string; token: string };
  guest: { token: string };
  /** Ids of things of this mall, of each kind one. */
  ids: Record<'review' | 'comment' | 'photo' | 'hidden', string>;
  products: string[];
  order: string;
}

/** In both malls alike: what is the mall's own in one must never be found by the other's. */
const SHOPPERS = ['anna', 'bert', 'cleo', 'dana'];
const SHARED_PRODUCT = '1001';

/**
 * Fills `canary-a` or `canary-b` anew. Both have the same product keys, shopper ids and order numbers, and no text in
 * common: whatever shows up in the other mall has crossed.
 */
export async function seedCanary(
  seeding: Seeding,
  given: string,
  letter: string,
  now: number,
): Promise<Canary> {
  const { services } = seeding;
  const mall = `canary-${letter.toLowerCase()}`;
  const mark = `${given}-${letter}`;
  const origin = `https://${letter.toLowerCase()}.canary.example`;
  const state = await seedState(services, mall);
  if (state === 'foreign') refuseForeign(mall);
  if (state !== 'absent') await removeSeeded(services, mall);
  const settings = MallSettings.parse({
    locale: 'en',
    timeZone: 'UTC',
    currency: 'USD',
    write: 'everyone',
    attributes: [
      {
        key: 'fit',
        label: { en: `${mark} fit` },
        values: [
          { key: 'small', label: { en: `${mark} small` } },
          { key: 'large', label: { en: `${mark} large` } },
        ],
      },
    ],
  });
  const begin = now - 20 * DAY;
  await services.database.write((trx) =>
    insertMall(trx, { id: mall, name: `${mark} mall`, origins: [origin], settings, seeded: true }, begin),
  );
  seeding.app.malls.forget(mall);
  const working = await workingKey(seeding, mall, begin);
  const sign = signer(mallSecret(services.secrets, mall, 1), mall);
  const base = `/v1/${mall}`;
  let at = begin;
  /** Each thing an hour after the one before. */
  const ask = (as: string, method: string, path: string, body?: unknown): Promise<{ id: string }> => {
    at += HOUR;
    return seeding.ask({ at, method, path: `${base}/${path}`, as, body });
  };
  const as = (shopper: string) => sign(shopper, `${mark} ${shopper}`, at + HOUR);

  const products = [SHARED_PRODUCT, `${mark}-2`, `${mark}-3`];
  await ask(working, 'PUT', 'products', {
    products: products.map((product, index) => ({
      product,
      name: `${mark} product ${index + 1}`,
      url: `${origin}/p/${product}`,
      price: 1000 + index,
      currency: 'USD',
      options: [{ name: `${mark} colour`, values: [`${mark} red`, `${mark} blue`] }],
      category: `${mark} category`,
    })),
  });
  const order = (id: string, shopper: string, refunded: number) => ({
    order: id,
    shopper,
    placedAt: at,
    changedAt: at,
    currency: 'USD',
    lines: [
      {
        line: '1',
        product: SHARED_PRODUCT,
        options: { [`${mark} colour`]: `${mark} red` },
        quantity: 1,
        refunded,
        amount: 1000,
      },
    ],
  });
  await ask(working, 'POST', 'orders', { orders: [order('O-1', 'anna', 0), order('O-2', 'bert', 1)] });

  const reviews: string[] = [];
  let photo = '';
  for (const [index, shopper] of SHOPPERS.entries()) {
    await ask(as(shopper), 'PATCH', 'me', { handle: `${mark} ${shopper}` });
    const photos: string[] = [];
    if (index < 2) {
      photos.push(
        (
          await ask(
            as(shopper),
            'POST',
            `photos?alt=${encodeURIComponent(`${mark} photo ${index + 1}`)}`,
            await square(),
          )
        ).id,
      );
      photo ||= photos[0]!;
    }
    const review = await ask(as(shopper), 'POST', 'reviews', {
      product: SHARED_PRODUCT,
      stars: 5 - index,
      title: `${mark} title ${index + 1}`,
      text: `${mark} text of review ${index + 1}, which nobody at the other mall may read.`,
      options: { [`${mark} colour`]: `${mark} red` },
      attributes: { fit: index % 2 ? 'small' : 'large' },
      photos,
    });
    reviews.push(review.id);
  }
  const [first, second, , hidden] = reviews as [string, string, string, string];
  const subject = { kind: 'review', id: first };
  const comment = (await ask(as('bert'), 'POST', 'comments', { subject, text: `${mark} comment 1` }))
    .id as string;
  await ask(as('anna'), 'POST', 'comments', { subject, parent: comment, text: `${mark} answer 1` });
  await ask(working, 'PUT', `reviews/${first}/reply`, { text: `${mark} reply of the seller` });
  for (const [shopper, review, helpful] of [
    ['bert', first, true],
    ['cleo', first, true],
    ['anna', second, false],
  ] as const)
    await ask(as(shopper), 'PUT', `reviews/${review}/vote`, { helpful });
  const { token: guest } = await seeding.ask<{ token: string }>({
    at: now,
    method: 'POST',
    path: `${base}/guests`,
    body: {},
  });
  await ask(guest, 'POST', 'reviews', { product: products[1], stars: 3, text: `${mark} text of a guest` });
  for (const id of [second, hidden])
    await ask(as('cleo'), 'POST', 'reports', {
      subject: { kind: 'review', id },
      reason: 'abuse',
      note: `${mark} note of a report`,
    });
  await ask(working, 'POST', 'moderation', {
    action: 'hide',
    subject: { kind: 'review', id: hidden },
    reason: 'abuse',
  });

  const { key, secret } = await handOut(services, mall, now);
  return {
    mall,
    mark,
    origin,
    key,
    secret,
    member: { shopper: 'anna', token: sign('anna', `${mark} anna`, now - MINUTE, DAY - HOUR) },
    guest: { token: guest },
    ids: { review: first, comment, photo, hidden },
    products,
    order: 'O-1',
  };
}

/** A picture that no other is like. */
async function square(): Promise<Uint8Array<ArrayBuffer>> {
  const [r = 0, g = 0, b = 0] = randomBytes(3);
  const noise = randomBytes(64 * 64 * 3);
  const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .composite([{ input: { create: { width: 40, height: 40, channels: 3, background: { r, g, b } } } }])
    .webp()
    .toBuffer();
  return new Uint8Array(bytes);
}
