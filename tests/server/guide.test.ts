import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { joseToken, nodeSignedId, nodeToken } from '../../server/commands/guide.ts';
import { startService, type TestService } from '../support/service.ts';

/** Runs a printed module as it stands; only the package is named by its address, since a data: module has no folder. */
function load(code: string): Promise<Record<string, (...args: unknown[]) => string | Promise<string>>> {
  const runnable = code.replace("'jose'", JSON.stringify(import.meta.resolve('jose')));
  return import(`data:text/javascript,${encodeURIComponent(runnable)}`);
}

describe('the code that an owner is given', () => {
  let service: TestService;
  let shop: Awaited<ReturnType<TestService['addMall']>>;

  before(async () => {
    service = await startService({ start: false });
    shop = await service.addMall('shop');
    process.env.DANGOL_SECRET = shop.secret;
  });
  after(async () => {
    delete process.env.DANGOL_SECRET;
    await service.stop();
  });

  for (const [name, code] of [
    ['node:crypto', nodeToken],
    ['jose', joseToken],
  ] as const)
    it(`signs a token with ${name}`, async () => {
      const { dangolToken } = await load(code('shop'));
      assert.ok(dangolToken);
      const me = await service.call('GET', '/v1/shop/me', { as: await dangolToken(`u-${name}`, '김민수') });
      assert.deepEqual([me.status, me.body.kind, me.body.name], [200, 'member', '김*수']);
      assert.equal((await service.call('GET', '/v1/shop/me', { as: await dangolToken(42) })).status, 200);
      const { dangolToken: foreign } = await load(code('other'));
      assert.ok(foreign);
      assert.equal(
        (await service.call('GET', '/v1/shop/me', { as: await foreign('u') })).body.code,
        'wrong-mall',
      );
    });

  it('signs an id that becomes a session', async () => {
    const { dangolSignedId } = await load(nodeSignedId('shop'));
    assert.ok(dangolSignedId);
    const session = await service.call('POST', '/v1/shop/sessions', {
      body: { signedId: await dangolSignedId('회원/1') },
    });
    assert.equal(session.status, 201);
    assert.equal((await service.call('GET', '/v1/shop/me', { as: session.body.token })).status, 200);
  });
});
