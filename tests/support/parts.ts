import assert from 'node:assert/strict';
import { newId } from '../../server/base/ids.ts';
import type { WishParts } from '../../server/community/wishlists/parts/contract.ts';
import { lookAtParts } from '../../server/community/wishlists/parts/round.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { potOf, walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import type { Answer, TestService } from './service.ts';
import { wishing } from './wishes.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** Parts of wishes at one mall, as its pages ask for them, and what the ledger says of them. */
export function parting(service: TestService, mall: Mall) {
  const does = wishing(service, mall);
  const { services } = service;
  const { db } = services.database;
  const link = (key: string | null | undefined) => (key ? { 'dangol-link': key } : undefined);
  const account = async (id: string) =>
    db
      .selectFrom('accounts')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', id)
      .executeTakeFirst();
  return {
    does,
    put: (as: string, wish: string, body: object, key?: string | null): Promise<Answer<WishParts>> =>
      does.ask('PUT', `/wishes/${wish}/part`, as, body, link(key)),
    drop: (as: string, wish: string, key?: string | null) =>
      does.ask('DELETE', `/wishes/${wish}/part`, as, undefined, link(key)),
    see: (as: string, wish: string, key?: string | null): Promise<Answer<WishParts>> =>
      does.ask('GET', `/wishes/${wish}/part`, as, undefined, link(key)),
    async price(product: string, price: number | null, more: object = {}) {
      const products = [{ product, name: product, ...(price !== null && { price }), ...more }];
      const { status, body } = await service.call('PUT', `/v1/${mall.id}/products`, {
        as: mall.key,
        body: { products },
      });
      assert.equal(status, 200, JSON.stringify(body));
    },
    /** Gives somebody points. */
    async grant(shopperId: string, amount: number, expiresAt: number | null = null) {
      await services.database.write((trx) =>
        writeTransfers(trx, services, mall.id, [
          {
            key: newId(),
            kind: 'grant',
            from: 'issue',
            to: walletOf(shopperId),
            amount,
            lots: { expiresAt },
          },
        ]),
      );
    },
    async wallet(shopperId: string) {
      const row = await account(walletOf(shopperId));
      return {
        balance: row?.balance ?? 0,
        held: row?.held ?? 0,
        incoming: row?.incoming ?? 0,
        seq: row?.seq ?? 0,
      };
    },
    pot: async (part: string) => (await account(potOf(part)))?.balance ?? 0,
    rows: () =>
      db.selectFrom('wish_parts').selectAll().where('mall_id', '=', mall.id).orderBy('at').execute(),
    /** What comes by every hour. */
    async round() {
      const known = await findMall(db, mall.id);
      assert.ok(known);
      await lookAtParts(services, known);
    },
    notices: async (shopperId: string) =>
      (
        await db
          .selectFrom('notices')
          .select(['kind', 'facts', 'from_id'])
          .where('mall_id', '=', mall.id)
          .where('shopper_id', '=', shopperId)
          .orderBy('created_at')
          .orderBy('notice_id')
          .execute()
      ).map((row) => ({
        kind: row.kind,
        from: row.from_id,
        ...(JSON.parse(row.facts) as { amount?: number }),
      })),
  };
}
export type Parting = ReturnType<typeof parting>;
