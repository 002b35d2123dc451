import assert from 'node:assert/strict';
import { DAY } from '../../server/base/clock.ts';
import { dayIn } from '../../server/base/days.ts';
import type { Trx } from '../../server/base/db/database.ts';
import type { ClubPage, MyClubs, PostClub } from '../../server/community/clubs/contract.ts';
import type { ClubInvitation } from '../../server/community/clubs/invitations/contract.ts';
import type { Statement } from '../../server/community/clubs/statement/contract.ts';
import { potOf, takeBack, walletNow, walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { hasFollowed } from './followed.ts';
import { until } from './ground.ts';
import type { Answer, TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
export const ZONE = 'Asia/Seoul';

/** Clubs of one mall, as its pages and its backend ask for them. */
export function clubbing(service: TestService, mall: Mall) {
  const { services } = service;
  const ask = <T = any>(
    method: string,
    rest: string,
    as?: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> =>
    service.call<T>(method, `/v1/${mall.id}${rest}`, {
      as,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });
  async function good<T>(answer: Promise<Answer<T>>, status = 200): Promise<T> {
    const { status: got, body } = await answer;
    assert.equal(got, status, JSON.stringify(body));
    return body;
  }
  async function refused(answer: Promise<Answer<any>>, code: string): Promise<void> {
    const { body } = await answer;
    assert.equal(body?.code, code, JSON.stringify(body));
  }
  const day = (ahead: number) => dayIn(ZONE, services.now() + ahead * DAY);
  const write: TestService['services']['database']['write'] = (body) => services.database.write(body);
  let made = 0;
  return {
    ask,
    good,
    refused,
    day,
    /** Somebody who has joined the mall. */
    async member(name: string): Promise<{ token: string; id: string }> {
      const token = await mall.token(name, { name });
      // The first write makes them a member.
      await good(ask('PATCH', '/me', token, { handle: null }));
      return { token, id: (await good<{ id: string }>(ask('GET', '/me', token))).id };
    },
    grant: (shopperId: string, amount: number, expiresAt: number | null = null) =>
      write((trx) =>
        writeTransfers(trx, services, mall.id, [
          {
            key: `test-grant-${++made}`,
            kind: 'grant',
            from: 'issue',
            to: walletOf(shopperId),
            amount,
            lots: { expiresAt },
            facts: { shopperId },
          },
        ]),
      ),
    wallet: (shopperId: string) => walletNow(services.database.db, mall.id, shopperId),
    async pot(clubId: string): Promise<number> {
      const row = await services.database.db
        .selectFrom('accounts')
        .select('balance')
        .where('mall_id', '=', mall.id)
        .where('account_id', '=', potOf(clubId))
        .executeTakeFirst();
      return row?.balance ?? 0;
    },
    /**
     * What a line of an order earned comes about.
     *
     * @param then done in the same transaction, so before anybody hears of it
     * @returns the transfer that gave it
     */
    async earn(
      shopperId: string,
      amount: number,
      order: string,
      line = '1',
      then?: (trx: Trx) => Promise<unknown>,
    ): Promise<string> {
      return write(async (trx) => {
        const [earned] = await writeTransfers(trx, services, mall.id, [
          {
            phase: 'pending',
            key: `order:${order}:${line}`,
            kind: 'order',
            from: 'issue',
            to: walletOf(shopperId),
            amount,
            lots: { expiresAt: null },
            // Its time to return is over: it is posted at once.
            dueAt: services.now(),
            onDue: 'post',
            facts: { shopperId, orderId: order, lineId: line },
          },
        ]);
        await then?.(trx);
        return earned?.transferId ?? '';
      });
    },
    /** A line is returned, in part or as a whole. */
    returned: (of: string, amount: number, order: string, line = '1') =>
      write((trx) =>
        takeBack(trx, services, mall.id, {
          key: `return:${order}:${line}:${++made}`,
          kind: 'order-returned',
          of,
          amount,
          facts: { orderId: order, lineId: line },
        }),
      ),
    open: (as: string, more: Partial<PostClub> = {}) =>
      good<ClubPage>(
        ask('POST', '/clubs', as, {
          name: '민지 생일',
          occasion: 'birthday',
          goal: 10_000,
          endsOn: day(30),
          personName: '민지',
          payout: 'shares',
          ...more,
        }),
        201,
      ),
    see: (id: string, as?: string, key?: string | null) =>
      ask<ClubPage>('GET', `/clubs/${id}`, as, undefined, key ? { 'dangol-link': key } : undefined),
    page: (id: string, as: string) => good<ClubPage>(ask('GET', `/clubs/${id}`, as)),
    invite: (id: string, as: string, more: Record<string, unknown> = {}) =>
      good<ClubInvitation>(ask('POST', `/clubs/${id}/invitations`, as, more), 201),
    accept: (as: string, code: string | null) => ask<ClubPage>('POST', '/clubs/join', as, { code }),
    give: (id: string, as: string, amount: number, text = '', key?: string) =>
      ask<ClubPage>(
        'POST',
        `/clubs/${id}/contributions`,
        as,
        { amount, text },
        key ? { 'idempotency-key': key } : undefined,
      ),
    share: (id: string, as: string, percent: number) =>
      ask<ClubPage>('PUT', `/clubs/${id}/share`, as, { percent }),
    mine: (as: string) => good<MyClubs>(ask('GET', '/me/clubs', as)),
    statement: (id: string, as: string, query = '') =>
      good<Statement>(ask('GET', `/clubs/${id}/statement${query}`, as)),
    /** All that is due is done, and all that follows has followed. */
    async settled(): Promise<void> {
      const { jobs } = services;
      await until(async () => {
        const hasHeard = () => hasFollowed(services, mall.id, 'clubs-shares', ['points.moved']);
        // What follows may make jobs, and jobs move points: all is done when neither had anything to do.
        if (!(await hasHeard())) return false;
        return (await jobs.runDue()) === 0 && hasHeard();
      }, 'the consumers have followed');
    },
  };
}
export type Clubbing = ReturnType<typeof clubbing>;
