// People who only look: what they may read, what looking leaves behind, and how many of them one address may hold.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hmac } from '../../server/base/secrets.ts';
import { nodeSignedId } from '../../server/commands/guide.ts';
import type { Board } from '../../server/community/reviews/contract.ts';
import { signedIdText } from '../../server/mall/shoppers/rules.ts';
import { openServices } from '../../server/open.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('looking', () => {
  let service: TestService;
  let mall: Mall;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop', { settings: { write: 'everyone' } });
  });
  after(() => service.stop());
  const rowOf = (outsideId: string) =>
    service.services.database.db
      .selectFrom('shoppers')
      .selectAll()
      .where('mall_id', '=', 'shop')
      .where('outside_id', '=', outsideId)
      .executeTakeFirst();

  test('makes nobody a member, and brings no erased shopper back', async () => {
    const token = await mall.token('reader', { name: '박지수' });
    const me = await service.call('GET', '/v1/shop/me', { as: token });
    assert.equal(me.status, 200);
    assert.deepEqual([me.body.name, me.body.joinedAt], ['박*수', null]);
    assert.equal(await rowOf('reader'), undefined);
    await service.call('POST', '/v1/shop/reviews', {
      as: token,
      body: { product: '1', stars: 5, text: 'now I wrote' },
    });
    assert.ok((await rowOf('reader'))?.joined_at);
    assert.equal((await service.call('DELETE', '/v1/shop/me', { as: token })).status, 204);
    await service.call('GET', '/v1/shop/me', { as: token });
    await service.call('GET', '/v1/shop/me/board?product=1', { as: token });
    assert.equal(await rowOf('reader'), undefined);
  });

  test('one who has only looked can be revoked too', async () => {
    const token = await mall.token('silent');
    assert.equal((await service.call('GET', '/v1/shop/me', { as: token })).status, 200);
    const revoked = await service.call('POST', '/v1/shop/shoppers/revoke', {
      as: mall.key,
      body: { shopper: 'silent' },
    });
    assert.equal(revoked.status, 204);
    const late = await service.call('POST', '/v1/shop/reviews', {
      as: token,
      body: { product: '2', stars: 5, text: 'too late for me' },
    });
    assert.equal(late.body.code, 'token-refused');
  });

  test('a new name in the token is seen by everybody at once', async () => {
    const board = async () =>
      (await service.call<Board>('GET', '/v1/shop/board?product=named')).body.reviews.items[0];
    await service.call('POST', '/v1/shop/reviews', {
      as: await mall.token('named', { name: '박민수' }),
      body: { product: 'named', stars: 4, text: 'I am here' },
    });
    assert.equal((await board())?.author.name, '박*수');
    await service.call('POST', '/v1/shop/comments', {
      as: await mall.token('named', { name: '홍길동' }),
      body: { subject: { kind: 'review', id: '0'.repeat(25) }, text: 'nowhere' },
    });
    assert.equal((await board())?.author.name, '홍*동');
  });

  test('where only members read, a key needs the scope', async () => {
    const closed = await service.addMall('closed', { settings: { read: 'members' } });
    const board = async (as: string) =>
      (await service.call('GET', '/v1/closed/board?product=1', { as })).status;
    assert.equal(await board(await closed.addKey(['till'])), 403);
    assert.equal(await board(await closed.addKey(['read'])), 200);
    assert.equal(await board(closed.key), 200);
    assert.equal(await board(await closed.token('member')), 200);
  });
});

describe('many behind one address', () => {
  let service: TestService;
  let mall: Mall;
  before(async () => {
    service = await startService({ environment: { PACE_SCALE: '0.1' } });
    mall = await service.addMall('shop', { settings: { write: 'everyone' } });
  });
  after(() => service.stop());

  test('begin their sessions with signed ids, each their own; one alone is held back', async () => {
    const exchange = (shopper: string) => {
      const at = Math.floor(Date.now() / 1000);
      const mac = hmac(Buffer.from(mall.secret), signedIdText('shop', shopper, at));
      const signedId = `v1.${Buffer.from(shopper).toString('base64url')}.${at}.${mac}`;
      return service.call('POST', '/v1/shop/sessions', { body: { signedId } });
    };
    // Scaled to a tenth: six sessions for one shopper, three hundred tries for the address.
    for (let n = 0; n < 40; n++) assert.equal((await exchange(`shopper-${n}`)).status, 201, String(n));
    for (let n = 0; n < 6; n++) assert.equal((await exchange('eager')).status, 201, String(n));
    assert.equal((await exchange('eager')).status, 429);
    assert.match(nodeSignedId('shop'), /dangol-id\|v1\|shop/);
  });

  test('open their streams', async () => {
    // A tenth of sixty is six for one who is somebody, thirty for an address.
    for (let n = 0; n < 20; n++) {
      const answer = await service.app.routes.request('/v1/shop/stream', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ topics: ['product:1'] }),
      });
      assert.equal(answer.status, 200, String(n));
      await answer.body?.cancel();
    }
  });
});

describe('the master key', {
  skip: process.env.TEST_DB === 'postgres' && 'it comes from the environment there',
}, () => {
  test('is not made anew beside a database that was in use', async () => {
    const service = await startService({ environment: { MASTER_KEY: '' } });
    try {
      await service.addMall('shop');
      rmSync(join(service.settings.dataDir, 'master.key'));
      await assert.rejects(openServices(service.settings), /master\.key is missing/);
    } finally {
      await service.stop();
    }
  });
});
