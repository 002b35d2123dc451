import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { insertKey, revokeKey, rotateSecret } from '../../server/mall/malls/store.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { startService, type TestService } from '../support/service.ts';
import { b64, forge, hs, seconds, signedId } from '../support/tokens.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('identity: tokens of the mall', () => {
  let service: TestService;
  let mall: Mall;
  let other: Mall;
  const good = (more: object = {}) => ({
    sub: 'kim',
    aud: 'shop1',
    iat: seconds(),
    exp: seconds() + 3600,
    ...more,
  });
  const HS = { alg: 'HS256', typ: 'JWT' };
  const ask = (token: string, path = '/v1/shop1/me') => service.call('GET', path, { as: token });

  /** While set, the service's clock stands still: on a busy machine seconds lie between a claim and who judges it. */
  let stopped: number | undefined;

  before(async () => {
    service = await startService({ now: () => stopped ?? Date.now() });
    mall = await service.addMall('shop1');
    other = await service.addMall('shop2');
  });
  afterEach(() => {
    stopped = undefined;
  });
  after(() => service.stop());

  it('takes a good token, and the same shopper is the same id', async () => {
    const first = await ask(forge(HS, good(), hs(mall.secret)));
    assert.equal(first.status, 200);
    assert.equal(first.body.kind, 'member');
    const again = await ask(await mall.token('kim'));
    assert.equal(again.body.id, first.body.id);
    assert.notEqual((await ask(await mall.token('lee'))).body.id, first.body.id);
    assert.equal(first.headers.get('cache-control'), 'no-store');
  });

  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const jwk = key.publicKey.export({ format: 'jwk' });
  const rs = (input: string) => sign('sha256', Buffer.from(input), key.privateKey);
  const secret = () => mall.secret;

  /** The known attacks; each is one change away from the good token above. */
  const attacks: Record<string, () => string> = {
    ...Object.fromEntries(
      ['none', 'None', 'NONE', 'nOnE', 'nonE ', 'none\u0000', ''].flatMap((alg) => [
        [`alg ${JSON.stringify(alg)} without a signature`, () => forge({ ...HS, alg }, good(), '')],
        [
          `alg ${JSON.stringify(alg)} with a signature left on`,
          () => forge({ ...HS, alg }, good(), hs(secret())),
        ],
      ]),
    ),
    'no alg': () => forge({ typ: 'JWT' }, good(), hs(secret())),
    'alg null': () => forge({ alg: null }, good(), hs(secret())),
    'alg a list': () => forge({ alg: ['HS256'] }, good(), hs(secret())),
    'alg in lower case': () => forge({ alg: 'hs256' }, good(), hs(secret())),
    'HS384 with the secret': () => forge({ ...HS, alg: 'HS384' }, good(), hs(secret(), 'sha384')),
    'HS512 with the secret': () => forge({ ...HS, alg: 'HS512' }, good(), hs(secret(), 'sha512')),
    'RS256 by a key of one’s own': () => forge({ ...HS, alg: 'RS256' }, good(), rs),
    'key in the header (jwk)': () => forge({ alg: 'RS256', jwk }, good(), rs),
    'key in the header (jwk), symmetric': () =>
      forge({ alg: 'HS256', jwk: { kty: 'oct', k: b64('mine') } }, good(), hs('mine')),
    'key by address (jku)': () =>
      forge({ alg: 'RS256', jku: 'https://evil.example/keys', kid: '1' }, good(), rs),
    'key by address (x5u)': () => forge({ alg: 'RS256', x5u: 'https://evil.example/c.pem' }, good(), rs),
    'key by certificate (x5c)': () => forge({ alg: 'RS256', x5c: [b64(pem)] }, good(), rs),
    'a good signature beside a jku': () =>
      forge({ ...HS, jku: 'https://evil.example/keys' }, good(), hs(secret())),
    'a good signature beside a jwk': () => forge({ ...HS, jwk }, good(), hs(secret())),
    'kid as a path': () => forge({ ...HS, kid: '../../../../dev/null' }, good(), hs('')),
    'kid as SQL': () => forge({ ...HS, kid: "x' union select 'mine" }, good(), hs('mine')),
    'empty secret': () => forge(HS, good(), hs('')),
    'secret as hexadecimal bytes': () =>
      forge(HS, good(), (input) =>
        createHmac('sha256', Buffer.from(secret().slice(5), 'hex'))
          .update(input)
          .digest(),
      ),
    'another mall’s secret': () => forge(HS, good(), hs(other.secret)),
    'crit that nobody knows': () => forge({ ...HS, crit: ['x'], x: 1 }, good(), hs(secret())),
    'unencoded payload (b64 false)': () => {
      const head = b64({ ...HS, b64: false, crit: ['b64'] });
      const body = JSON.stringify(good());
      return `${head}.${body}.${hs(secret())(`${head}.${body}`).toString('base64url')}`;
    },
    'typ of something else': () => forge({ ...HS, typ: 'at+jwt' }, good(), hs(secret())),
    'typ a number': () => forge({ ...HS, typ: 1 }, good(), hs(secret())),
    'alg twice in the header': () => forge('{"alg":"none","alg":"HS256"}', good(), hs(secret())),
    'sub twice': () => forge(HS, JSON.stringify(good()).replace('{', '{"sub":"lee",'), hs(secret())),
    'sub twice, one escaped': () =>
      forge(HS, JSON.stringify(good()).replace('{', '{"s\\u0075b":"lee",'), hs(secret())),
    'no signature': () => forge(HS, good(), ''),
    'two parts': () => forge(HS, good(), '').slice(0, -1),
    'four parts': () => `${forge(HS, good(), hs(secret()))}.x`,
    'bytes behind the signature': () => `${forge(HS, good(), hs(secret()))}AA`,
    'padding behind the signature': () => `${forge(HS, good(), hs(secret()))}=`,
    'signature cut short': () => forge(HS, good(), hs(secret())).slice(0, -4),
    'signature with loose bits': () => {
      const token = forge(HS, good(), hs(secret()));
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      // 32 bytes leave two bits of the last letter unused.
      return token.slice(0, -1) + letters[letters.indexOf(token.at(-1) ?? '') ^ 1];
    },
    'plain base64 instead of base64url': () => {
      for (let n = 0; ; n++) {
        const token = forge(HS, good({ n }), hs(secret()));
        const [head, body, mac = ''] = token.split('.');
        if (/[-_]/.test(mac)) return `${head}.${body}.${mac.replaceAll('-', '+').replaceAll('_', '/')}`;
      }
    },
    'payload changed': () => {
      const [head, , mac] = forge(HS, good(), hs(secret())).split('.');
      return `${head}.${b64(good({ sub: 'lee' }))}.${mac}`;
    },
    'payload is no JSON': () => forge(HS, 'sub=kim', hs(secret())),
    'payload is no UTF-8': () => {
      const input = `${b64(HS)}.${Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff]), Buffer.from('"}')]).toString('base64url')}`;
      return `${input}.${hs(secret())(input).toString('base64url')}`;
    },
    'payload is a list': () => forge(HS, JSON.stringify([good()]), hs(secret())),
    'payload is null': () => forge(HS, 'null', hs(secret())),
    oversized: () => forge(HS, good({ blob: 'x'.repeat(5000) }), hs(secret())),
  };
  for (const [name, make] of Object.entries(attacks))
    it(`refuses: ${name}`, async () => {
      // Only worth something while the good one is taken.
      assert.equal((await ask(forge(HS, good(), hs(mall.secret)))).status, 200);
      const answer = await ask(make());
      assert.equal(answer.status, 401);
      assert.equal(answer.body.code, 'token-refused');
    });

  /** Claims that are signed well and say something wrong. */
  const wrongClaims: [string, () => object, string][] = [
    ['aud of another mall', () => ({ aud: 'shop2' }), 'wrong-mall'],
    ['aud in capitals', () => ({ aud: 'SHOP1' }), 'wrong-mall'],
    ['aud empty', () => ({ aud: '' }), 'wrong-mall'],
    ['aud missing', () => ({ aud: undefined }), 'token-refused'],
    ['aud a number', () => ({ aud: 1 }), 'token-refused'],
    ['aud an object', () => ({ aud: { shop1: true } }), 'token-refused'],
    ['aud a list of two', () => ({ aud: ['shop1', 'shop2'] }), 'wrong-mall'],
    ['aud an empty list', () => ({ aud: [] }), 'wrong-mall'],
    ['aud a list in a list', () => ({ aud: [['shop1']] }), 'wrong-mall'],
    ...[
      '',
      ' ',
      'null',
      'NULL',
      'undefined',
      'None',
      'nil',
      'NaN',
      'false',
      '[object Object]',
      'a\u0000b',
      'a\nb',
      'x'.repeat(129),
    ].map((sub): [string, () => object, string] => [
      `sub ${JSON.stringify(sub).slice(0, 20)}`,
      () => ({ sub }),
      'token-refused',
    ]),
    ['sub missing', () => ({ sub: undefined }), 'token-refused'],
    ['sub null', () => ({ sub: null }), 'token-refused'],
    ['sub a number', () => ({ sub: 42 }), 'token-refused'],
    ['sub a list', () => ({ sub: ['kim'] }), 'token-refused'],
    ['sub an object', () => ({ sub: { id: 'kim' } }), 'token-refused'],
    ['exp missing', () => ({ exp: undefined }), 'token-refused'],
    ['exp null', () => ({ exp: null }), 'token-refused'],
    ['exp a text', () => ({ exp: String(seconds() + 3600) }), 'token-refused'],
    ['exp a date', () => ({ exp: new Date(Date.now() + HOUR).toISOString() }), 'token-refused'],
    ['exp in milliseconds', () => ({ exp: Date.now() + HOUR }), 'token-refused'],
    ['exp over 24 hours away', () => ({ exp: seconds() + 86_401 }), 'token-refused'],
    ['exp before iat', () => ({ exp: seconds() - 10, iat: seconds() }), 'token-refused'],
    ['exp over a minute ago', () => ({ iat: seconds() - 3600, exp: seconds() - 62 }), 'token-expired'],
    ['iat missing', () => ({ iat: undefined }), 'token-refused'],
    ['iat a text', () => ({ iat: String(seconds()) }), 'token-refused'],
    ['iat negative', () => ({ iat: -1 }), 'token-refused'],
    ['iat true', () => ({ iat: true }), 'token-refused'],
    ['iat over a minute ahead', () => ({ iat: seconds() + 63, exp: seconds() + 3600 }), 'token-refused'],
    ['nbf over a minute ahead', () => ({ nbf: seconds() + 63 }), 'token-refused'],
    ['nbf a text', () => ({ nbf: String(seconds()) }), 'token-refused'],
    ['nbf null', () => ({ nbf: null }), 'token-refused'],
  ];
  for (const [name, claims, code] of wrongClaims)
    it(`refuses: ${name}`, async () => {
      assert.equal((await ask(forge(HS, good(), hs(mall.secret)))).status, 200);
      stopped = Date.now();
      const answer = await ask(forge(HS, good(claims()), hs(mall.secret)));
      assert.equal(answer.body.code, code);
    });

  const rightClaims: [string, () => object][] = [
    ['aud a list of the one', () => ({ aud: ['shop1'] })],
    ['iat 58 s ahead', () => ({ iat: seconds() + 58 })],
    ['exp 58 s ago', () => ({ iat: seconds() - 600, exp: seconds() - 58 })],
    ['nbf 58 s ahead', () => ({ nbf: seconds() + 58 })],
    ['exactly 24 hours', () => ({ exp: seconds() + 86_400 })],
    ['times with fractions', () => ({ iat: seconds() - 0.5, exp: seconds() + 10.25 })],
    ['further claims', () => ({ iss: 'mall', jti: '1', role: 'admin', nested: { sub: 'lee', aud: 'x' } })],
  ];
  for (const [name, claims] of rightClaims)
    it(`takes: ${name}`, async () => {
      stopped = Date.now();
      assert.equal((await ask(forge(HS, good(claims()), hs(mall.secret)))).status, 200);
    });

  it('reads no credential from anywhere but the header, and answers no header it cannot read', async () => {
    const token = await mall.token('kim');
    assert.equal(
      (await service.call('GET', `/v1/shop1/me?token=${token}&access_token=${token}`)).body.code,
      'sign-in-required',
    );
    assert.equal(
      (await service.call('GET', '/v1/shop1/me', { headers: { cookie: `token=${token}` } })).body.code,
      'sign-in-required',
    );
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${token}`,
      token,
      `Bearer ${token} ${token}`,
      `Bearer ${token},x`,
    ])
      assert.equal(
        (await service.call('GET', '/v1/shop1/me', { headers: { authorization } })).body.code,
        'token-refused',
      );
    assert.equal(
      (await service.call('GET', '/v1/shop1/me', { headers: { authorization: `bearer ${token}` } })).status,
      200,
    );
  });

  it('keeps malls apart: path, token and key must name the same one', async () => {
    const token = await mall.token('kim');
    assert.equal((await ask(token)).status, 200);
    assert.equal((await ask(token, '/v1/shop2/me')).status, 401);
    assert.equal((await ask(forge(HS, good(), hs(other.secret)), '/v1/shop2/me')).body.code, 'wrong-mall');
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: mall.key })).status, 200);
    assert.equal(
      (await service.call('GET', '/v1/shop2/settings', { as: mall.key })).body.code,
      'key-refused',
    );
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: token })).body.code, 'key-refused');
    assert.equal(
      (await service.call('GET', '/v1/nowhere/settings', { as: mall.key })).body.code,
      'not-found',
    );
  });

  it('makes one shopper of many first writes at once', async () => {
    const token = await mall.token('crowd');
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(token)));
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([200]));
    assert.equal(new Set(answers.map((one) => one.body.id)).size, 1);
  });

  it('cleans the name of a token before it is kept', async () => {
    const { services } = service;
    const as = await mall.token('odd', { name: '\u202Eabi\u0000gail\n<b>' });
    const me = await ask(as);
    assert.equal(me.status, 200);
    assert.equal(me.body.name, 'ab***');
    // Kept with the first thing they do.
    await service.call('PATCH', '/v1/shop1/me', { as, body: { handle: null } });
    const row = await services.database.db
      .selectFrom('shoppers')
      .select('name')
      .where('mall_id', '=', 'shop1')
      .where('outside_id', '=', 'odd')
      .executeTakeFirst();
    assert.equal(row?.name, 'abigail <b>');
    for (const name of [1, null, ['x'], 'x'.repeat(101), '\u0000'])
      assert.equal(
        (await ask(await mall.token(`odd-${JSON.stringify(name).length}`, { name }))).body.name,
        '손님',
      );
  });

  it('keeps sign-ins over a rotation of the secret, and refuses those of two rotations ago', async () => {
    const third = await service.addMall('shop3');
    const sign1 = (n: number) =>
      forge(HS, good({ aud: 'shop3' }), hs(mallSecret(service.services.secrets, 'shop3', n)));
    const status = async (n: number) => (await ask(sign1(n), '/v1/shop3/me')).status;
    const rotate = async () => {
      await service.services.database.write((trx) => rotateSecret(trx, 'shop3', service.services.now()));
      service.app.malls.forget('shop3');
    };
    assert.equal(third.secret, mallSecret(service.services.secrets, 'shop3', 1));
    assert.deepEqual([await status(1), await status(2)], [200, 401]);
    await rotate();
    assert.deepEqual([await status(1), await status(2), await status(3)], [200, 200, 401]);
    await rotate();
    assert.deepEqual([await status(1), await status(2), await status(3)], [401, 200, 200]);
  });

  it('lets the secret before the newest go after two days', async () => {
    const later = await startService();
    try {
      const shop = await later.addMall('shop1');
      await later.services.database.write((trx) => rotateSecret(trx, 'shop1', later.services.now()));
      later.app.malls.forget('shop1');
      const old = () => shop.token('kim');
      assert.equal((await later.call('GET', '/v1/shop1/me', { as: await old() })).status, 200);
      later.later(48 * HOUR + MINUTE);
      later.app.malls.forget('shop1');
      assert.equal((await later.call('GET', '/v1/shop1/me', { as: await old() })).status, 401);
      const fresh = mallSecret(later.services.secrets, 'shop1', 2);
      const now = Math.floor(later.services.now() / 1000);
      const token = forge(HS, { sub: 'kim', aud: 'shop1', iat: now, exp: now + 60 }, hs(fresh));
      assert.equal((await later.call('GET', '/v1/shop1/me', { as: token })).status, 200);
    } finally {
      await later.stop();
    }
  });

  it('ends every token and session of a shopper who is revoked, and no other', async () => {
    const before = await mall.token('gone');
    const session = (
      await service.call('POST', '/v1/shop1/sessions', {
        body: { signedId: signedId('shop1', mall.secret, 'gone') },
      })
    ).body.token;
    const bystander = await mall.token('kim');
    assert.equal((await ask(before)).status, 200);
    assert.equal((await ask(session)).status, 200);
    const revoke = (as: string | undefined, shopper = 'gone') =>
      service.call('POST', '/v1/shop1/shoppers/revoke', { as, body: { shopper } });
    assert.equal((await revoke(before)).body.code, 'key-refused');
    assert.equal((await revoke(await mall.addKey(['read', 'orders']))).body.code, 'key-scope');
    // One who has never been seen may hold a token all the same.
    assert.equal((await revoke(mall.key, 'nobody-known')).status, 204);
    assert.equal((await revoke(mall.key)).status, 204);
    assert.equal((await ask(before)).body.code, 'token-refused');
    assert.equal((await ask(session)).body.code, 'token-refused');
    assert.equal((await ask(bystander)).status, 200);
    const fresh = forge(HS, good({ sub: 'gone', iat: seconds() + 1 }), hs(mall.secret));
    assert.equal((await ask(fresh)).status, 200);
  });

  it('keeps keys as hashes, and revokes one alone', async () => {
    const { database } = service.services;
    const made = await database.write((trx) => insertKey(trx, 'shop1', 'till', ['all'], 1));
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: made.key })).status, 200);
    const rows = await database.db.selectFrom('mall_keys').selectAll().execute();
    // What is secret of it may have any of its signs in it.
    const secret = made.key.split('_').slice(2).join('_');
    assert.equal(secret.length, 32);
    assert.ok(!JSON.stringify(rows).includes(secret));
    for (const wrong of [
      `${made.key.slice(0, -1)}${made.key.endsWith('A') ? 'B' : 'A'}`,
      `${made.key}A`,
      `dgk_${made.id}_`,
      'dgk_',
      `dgk_${'0'.repeat(25)}_${'A'.repeat(32)}`,
    ])
      assert.equal(
        (await service.call('GET', '/v1/shop1/settings', { as: wrong, origin: null })).status,
        401,
        wrong,
      );
    await database.write((trx) => revokeKey(trx, 'shop1', made.id, 2));
    assert.equal(
      (await service.call('GET', '/v1/shop1/settings', { as: made.key })).body.code,
      'key-refused',
    );
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: mall.key })).status, 200);
  });

  it('gives a key what its scopes say and nothing more', async () => {
    for (const scope of ['products', 'orders', 'points', 'till', 'read', 'moderate'] as const) {
      const answer = await service.call('GET', '/v1/shop1/settings', { as: await mall.addKey([scope]) });
      assert.equal(answer.body.code, 'key-scope');
    }
  });
});
