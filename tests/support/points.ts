import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Movement, Wallet } from '../../server/mall/points/contract.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { hasFollowed } from './followed.ts';
import { until } from './ground.ts';
import type { Answer, TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** Points of one mall, as its pages and its backend ask for them. */
export function pointsOf(service: TestService, mall: Mall) {
  const ask = <T = any>(
    method: string,
    rest: string,
    as?: string,
    body?: unknown,
    key?: string,
  ): Promise<Answer<T>> =>
    service.call<T>(method, `/v1/${mall.id}${rest}`, {
      as,
      ...(body !== undefined && { body }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  async function good<T>(answer: Promise<Answer<T>>, status = 200): Promise<T> {
    const { status: got, body } = await answer;
    assert.equal(got, status, JSON.stringify(body));
    return body;
  }
  const { database } = service.services;
  return {
    ask,
    good,
    backend: (method: string, rest: string, body?: unknown, key?: string) =>
      ask(method, `/points${rest}`, mall.key, body, key),
    grant: (shopper: string, amount: number, more: Record<string, unknown> = {}) =>
      good(ask('POST', '/points/grants', mall.key, { shopper, amount, note: '선물', ...more }), 201),
    hold: (shopper: string, amount: number, more: Record<string, unknown> = {}, key?: string) =>
      good(ask('POST', '/points/holds', mall.key, { shopper, amount, ...more }, key), 201),
    has: (shopper: string) =>
      good(ask('GET', `/points/shoppers?shopper=${encodeURIComponent(shopper)}`, mall.key)),
    wallet: async (shopper: string) => good<Wallet>(ask('GET', '/me/points', await mall.token(shopper))),
    /** All movements, newest first, page by page. */
    async movements(shopper: string, limit = 100): Promise<Movement[]> {
      const as = await mall.token(shopper);
      const all: Movement[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page: { items: Movement[]; next: string | null } = await good(
          ask('GET', `/me/points/movements?limit=${limit}${next && `&cursor=${next}`}`, as),
        );
        all.push(...page.items);
        next = page.next;
      }
      return all;
    },
    state: (orders: unknown[]) => good(ask('POST', '/orders', mall.key, { orders })),
    /** Until a consumer has seen all events of these kinds that there are. */
    async followed(consumer: string, kinds: readonly string[]): Promise<void> {
      await until(() => hasFollowed(service.services, mall.id, consumer, kinds), `${consumer} at ${mall.id}`);
    },
    /** Everything adds up: what moved between all accounts, and each stored balance, is the sum of its transfers. */
    async balances(): Promise<void> {
      const proven = await database.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((trx) => verifyMall(trx, service.services.secrets, mall.id));
      assert.equal(proven.wrong, null, JSON.stringify(proven));
      const rows = await database.db
        .selectFrom('transfers')
        .select(['from_account', 'to_account', 'amount', 'phase'])
        .where('mall_id', '=', mall.id)
        .where('phase', 'in', ['posted', 'post'])
        .execute();
      const sums = new Map<string, number>();
      for (const { from_account: from, to_account: to, amount } of rows) {
        sums.set(from, (sums.get(from) ?? 0) - amount);
        sums.set(to, (sums.get(to) ?? 0) + amount);
      }
      assert.equal(
        [...sums.values()].reduce((all, one) => all + one, 0),
        0,
      );
      const accounts = await database.db
        .selectFrom('accounts as account')
        .select(['account.account_id', 'account.kind', 'account.balance', 'account.held'])
        .select((eb) =>
          eb
            .selectFrom('lots')
            .select(sql<number>`coalesce(sum(rest), 0)`.as('rest'))
            .where('lots.mall_id', '=', mall.id)
            .whereRef('lots.account_id', '=', 'account.account_id')
            .as('lots'),
        )
        .where('account.mall_id', '=', mall.id)
        .execute();
      for (const { account_id: id, kind, balance, held, lots } of accounts) {
        assert.equal(balance, sums.get(id) ?? 0, id);
        if (kind === 'wallet') assert.equal(Number(lots), balance - held, `lots of ${id}`);
      }
    },
  };
}
