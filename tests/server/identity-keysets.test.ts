import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { MallSettings } from '../../server/mall/malls/contract.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { startService, type TestService } from '../support/service.ts';
import { b64, forge, hs } from '../support/tokens.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('identity: key sets', () => {
  let service: TestService;
  let server: Server;
  let address: string;
  let answer: { status: number; body: string; headers?: Record<string, string> };
  let asked = 0;
  const keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
  };
  const publish = (...list: object[]) => {
    answer = { status: 200, body: JSON.stringify({ keys: list }) };
  };
  const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });
  const signer =
    (alg: keyof typeof keys, key = keys[alg].privateKey) =>
    (input: string) =>
      alg === 'EdDSA'
        ? sign(null, Buffer.from(input), key)
        : sign('sha256', Buffer.from(input), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key);
  const claims = (mall: string) => {
    const now = Math.floor(service.services.now() / 1000);
    return { sub: 'kim', aud: mall, iat: now, exp: now + 600 };
  };
  const status = async (mall: string, token: string) =>
    (await service.call('GET', `/v1/${mall}/me`, { as: token })).status;
  let made = 0;
  /** A mall of its own, with a key set at an address of its own. */
  async function mallWith(algorithm: string, url?: string): Promise<string> {
    const id = `set${++made}`;
    await service.addMall(id, {
      settings: { keySet: { url: url ?? `${address}/${id}`, algorithm } } as Partial<MallSettings>,
    });
    return id;
  }

  before(async () => {
    server = createServer((_, response) => {
      asked++;
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    address = `http://127.0.0.1:${port}`;
    service = await startService({ environment: { OUTSIDE_ALLOW: `127.0.0.1:${port}` } });
  });
  after(async () => {
    await service.stop();
    server.close();
  });

  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const)
    it(`takes ${alg}, and of that mall nothing else`, async () => {
      publish(jwkOf(keys[alg].publicKey, { kid: 'a', alg, use: 'sig' }));
      const mall = await mallWith(alg);
      assert.equal(await status(mall, forge({ alg, kid: 'a' }, claims(mall), signer(alg))), 200);
      assert.equal(await status(mall, forge({ alg }, claims(mall), signer(alg))), 200);
      const stranger =
        alg === 'RS256'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : alg === 'ES256'
            ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
            : generateKeyPairSync('ed25519');
      assert.equal(
        await status(mall, forge({ alg, kid: 'a' }, claims(mall), signer(alg, stranger.privateKey))),
        401,
      );
      // Key confusion: the public key is no secret, in any of its spellings.
      const spellings = [
        keys[alg].publicKey.export({ type: 'spki', format: 'pem' }) as string,
        (keys[alg].publicKey.export({ type: 'spki', format: 'pem' }) as string).trim(),
        JSON.stringify(jwkOf(keys[alg].publicKey)),
      ];
      for (const spelling of spellings)
        assert.equal(await status(mall, forge({ alg: 'HS256', kid: 'a' }, claims(mall), hs(spelling))), 401);
      assert.equal(
        await status(
          mall,
          forge({ alg: 'HS256' }, claims(mall), hs(mallSecret(service.services.secrets, mall, 1))),
        ),
        401,
      );
      assert.equal(await status(mall, forge({ alg: 'none' }, claims(mall), '')), 401);
      for (const other of ['RS256', 'ES256', 'EdDSA', 'PS256'].filter((one) => one !== alg))
        assert.equal(await status(mall, forge({ alg: other, kid: 'a' }, claims(mall), signer(alg))), 401);
    });

  it('ignores a symmetric key in a set', async () => {
    publish(jwkOf(keys.RS256.publicKey, { kid: 'a' }), { kty: 'oct', k: b64('known to all'), kid: 'b' });
    const mall = await mallWith('RS256');
    assert.equal(await status(mall, forge({ alg: 'RS256', kid: 'a' }, claims(mall), signer('RS256'))), 200);
    assert.equal(
      await status(mall, forge({ alg: 'HS256', kid: 'b' }, claims(mall), hs('known to all'))),
      401,
    );
    assert.equal(
      await status(mall, forge({ alg: 'RS256', kid: 'b' }, claims(mall), hs('known to all'))),
      401,
    );
  });

  it('tries every key when several without a kid stand side by side', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    publish(jwkOf(keys.RS256.publicKey), jwkOf(next.publicKey));
    const mall = await mallWith('RS256');
    assert.equal(await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256'))), 200);
    assert.equal(
      await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256', next.privateKey))),
      200,
    );
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    assert.equal(
      await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256', stranger.privateKey))),
      401,
    );
  });

  it('asks once for many who come at the same time, and turns none away', async () => {
    publish(jwkOf(keys.ES256.publicKey, { kid: 'a' }));
    const mall = await mallWith('ES256');
    const token = forge({ alg: 'ES256', kid: 'a' }, claims(mall), signer('ES256'));
    const before2 = asked;
    const answers = await Promise.all(Array.from({ length: 10 }, () => status(mall, token)));
    assert.deepEqual(new Set(answers), new Set([200]));
    assert.equal(asked - before2, 1);
  });

  it('asks again for an unknown kid, at most once a minute; known keys outlive an outage', async () => {
    const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    publish(jwkOf(keys.ES256.publicKey, { kid: 'old' }));
    const mall = await mallWith('ES256');
    const old = () => forge({ alg: 'ES256', kid: 'old' }, claims(mall), signer('ES256'));
    const fresh = () => forge({ alg: 'ES256', kid: 'new' }, claims(mall), signer('ES256', next.privateKey));
    assert.equal(await status(mall, old()), 200);
    const first = asked;
    publish(jwkOf(keys.ES256.publicKey, { kid: 'old' }), jwkOf(next.publicKey, { kid: 'new' }));
    for (let n = 0; n < 5; n++) assert.equal(await status(mall, fresh()), 401);
    assert.equal(asked, first);
    service.later(61_000);
    for (let n = 0; n < 5; n++) assert.equal(await status(mall, fresh()), 200);
    assert.equal(asked, first + 1);
    assert.equal(await status(mall, old()), 200);

    answer = { status: 503, body: 'down' };
    for (const hours of [1, 24]) {
      service.later(hours * HOUR);
      for (let n = 0; n < 3; n++) assert.equal(await status(mall, old()), 200);
      assert.equal(await status(mall, fresh()), 200);
    }
    assert.equal(asked, first + 3);
    // Back, and without the old one: it is no longer good.
    publish(jwkOf(next.publicKey, { kid: 'new' }));
    service.later(11 * MINUTE);
    assert.equal(await status(mall, fresh()), 200);
    assert.equal(await status(mall, old()), 401);
  });

  const useless: [string, () => typeof answer][] = [
    ['no JSON', () => ({ status: 200, body: '<html>' })],
    ['no set', () => ({ status: 200, body: '{"keys":{}}' })],
    ['null', () => ({ status: 200, body: 'null' })],
    ['a set of nulls', () => ({ status: 200, body: '{"keys":[null,1,"x"]}' })],
    [
      'too long',
      () => ({
        status: 200,
        body: JSON.stringify({ keys: [jwkOf(keys.RS256.publicKey, { kid: 'a', pad: 'x'.repeat(600_000) })] }),
      }),
    ],
    [
      'a redirect to the right one',
      () => ({ status: 302, body: '', headers: { location: `${address}/elsewhere` } }),
    ],
  ];
  for (const [name, make] of useless)
    it(`trusts nobody when the answer is ${name}`, async () => {
      answer = make();
      const mall = await mallWith('RS256');
      const before2 = asked;
      assert.equal(await status(mall, forge({ alg: 'RS256', kid: 'a' }, claims(mall), signer('RS256'))), 401);
      assert.equal(asked - before2, 1);
    });

  it('reads no set from a private address that is not allowed', async () => {
    const hidden = createServer((_, response) => {
      asked++;
      response.end(JSON.stringify({ keys: [jwkOf(keys.RS256.publicKey, { kid: 'a' })] }));
    });
    await new Promise<void>((resolve) => hidden.listen(0, '127.0.0.1', resolve));
    const { port } = hidden.address() as AddressInfo;
    const before2 = asked;
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      `0x7f.1:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `2130706433:${port}`,
    ])
      for (const scheme of ['http', 'https']) {
        const mall = await mallWith('RS256', `${scheme}://${host}/keys`);
        assert.equal(
          await status(mall, forge({ alg: 'RS256', kid: 'a' }, claims(mall), signer('RS256'))),
          401,
        );
      }
    assert.equal(asked, before2);
    hidden.close();
  });
});
