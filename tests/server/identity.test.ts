import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MallSettings } from '../../server/mall/malls/contract.ts';
import { insertKey, revokeKey, rotateSecret } from '../../server/mall/malls/store.ts';
import {
  checkClaims,
  handleKey,
  maskName,
  may,
  parseSignedId,
  publicName,
  repeatsKey,
  signedIdText,
  type Verdict,
  type What,
  type Who,
} from '../../server/mall/shoppers/rules.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';
import { startService, type TestService } from '../support/service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const b64 = (value: string | Buffer | object): string =>
  (typeof value === 'string' || Buffer.isBuffer(value) ? Buffer.from(value as string) : Buffer.from(JSON.stringify(value))).toString('base64url');
const hs = (secret: string, algorithm = 'sha256') => (input: string) => createHmac(algorithm, secret).update(input).digest();

/** A token put together by hand: header and payload may be any text. */
function forge(header: object | string, payload: object | string, signer: ((input: string) => Buffer) | '' | string): string {
  const input = `${b64(header)}.${b64(payload)}`;
  return `${input}.${typeof signer === 'string' ? signer : signer(input).toString('base64url')}`;
}

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('identity: tokens of the mall', () => {
  let service: TestService;
  let mall: Mall;
  let other: Mall;
  const seconds = () => Math.floor(Date.now() / 1000);
  const good = (more: object = {}) => ({ sub: 'kim', aud: 'shop1', iat: seconds(), exp: seconds() + 3600, ...more });
  const HS = { alg: 'HS256', typ: 'JWT' };
  const ask = (token: string, path = '/v1/shop1/me') => service.call('GET', path, { as: token });

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1');
    other = await service.addMall('shop2');
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
        [`alg ${JSON.stringify(alg)} with a signature left on`, () => forge({ ...HS, alg }, good(), hs(secret()))],
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
    'key in the header (jwk), symmetric': () => forge({ alg: 'HS256', jwk: { kty: 'oct', k: b64('mine') } }, good(), hs('mine')),
    'key by address (jku)': () => forge({ alg: 'RS256', jku: 'https://evil.example/keys', kid: '1' }, good(), rs),
    'key by address (x5u)': () => forge({ alg: 'RS256', x5u: 'https://evil.example/c.pem' }, good(), rs),
    'key by certificate (x5c)': () => forge({ alg: 'RS256', x5c: [b64(pem)] }, good(), rs),
    'a good signature beside a jku': () => forge({ ...HS, jku: 'https://evil.example/keys' }, good(), hs(secret())),
    'a good signature beside a jwk': () => forge({ ...HS, jwk }, good(), hs(secret())),
    'kid as a path': () => forge({ ...HS, kid: '../../../../dev/null' }, good(), hs('')),
    'kid as SQL': () => forge({ ...HS, kid: "x' union select 'mine" }, good(), hs('mine')),
    'empty secret': () => forge(HS, good(), hs('')),
    'secret as hexadecimal bytes': () =>
      forge(HS, good(), (input) => createHmac('sha256', Buffer.from(secret().slice(5), 'hex')).update(input).digest()),
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
    'sub twice, one escaped': () => forge(HS, JSON.stringify(good()).replace('{', '{"s\\u0075b":"lee",'), hs(secret())),
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
    ...['', ' ', 'null', 'NULL', 'undefined', 'None', 'nil', 'NaN', 'false', '[object Object]', 'a\u0000b', 'a\nb', 'x'.repeat(129)].map(
      (sub): [string, () => object, string] => [`sub ${JSON.stringify(sub).slice(0, 20)}`, () => ({ sub }), 'token-refused'],
    ),
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
      assert.equal((await ask(forge(HS, good(claims()), hs(mall.secret)))).status, 200);
    });

  it('reads no credential from anywhere but the header, and answers no header it cannot read', async () => {
    const token = await mall.token('kim');
    assert.equal((await service.call('GET', `/v1/shop1/me?token=${token}&access_token=${token}`)).body.code, 'sign-in-required');
    assert.equal((await service.call('GET', '/v1/shop1/me', { headers: { cookie: `token=${token}` } })).body.code, 'sign-in-required');
    for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${token}`, token, `Bearer ${token} ${token}`, `Bearer ${token},x`])
      assert.equal((await service.call('GET', '/v1/shop1/me', { headers: { authorization } })).body.code, 'token-refused');
    assert.equal((await service.call('GET', '/v1/shop1/me', { headers: { authorization: `bearer ${token}` } })).status, 200);
  });

  it('keeps malls apart: path, token and key must name the same one', async () => {
    const token = await mall.token('kim');
    assert.equal((await ask(token)).status, 200);
    assert.equal((await ask(token, '/v1/shop2/me')).status, 401);
    assert.equal((await ask(forge(HS, good(), hs(other.secret)), '/v1/shop2/me')).body.code, 'wrong-mall');
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: mall.key })).status, 200);
    assert.equal((await service.call('GET', '/v1/shop2/settings', { as: mall.key })).body.code, 'key-refused');
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: token })).body.code, 'key-refused');
    assert.equal((await service.call('GET', '/v1/nowhere/settings', { as: mall.key })).body.code, 'not-found');
  });

  it('makes one shopper of many first writes at once', async () => {
    const token = await mall.token('crowd');
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(token)));
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([200]));
    assert.equal(new Set(answers.map((one) => one.body.id)).size, 1);
  });

  it('cleans the name of a token before it is kept', async () => {
    const { services } = service;
    const me = await ask(await mall.token('odd', { name: '\u202Eabi\u0000gail\n<b>' }));
    assert.equal(me.status, 200);
    assert.equal(me.body.name, 'ab***');
    const row = await services.database.db.selectFrom('shoppers').select('name').where('mall_id', '=', 'shop1').where('outside_id', '=', 'odd').executeTakeFirst();
    assert.equal(row?.name, 'abigail <b>');
    for (const name of [1, null, ['x'], 'x'.repeat(101), '\u0000'])
      assert.equal((await ask(await mall.token(`odd-${JSON.stringify(name).length}`, { name }))).body.name, '손님');
  });

  it('keeps sign-ins over a rotation of the secret, and refuses those of two rotations ago', async () => {
    const third = await service.addMall('shop3');
    const sign1 = (n: number) => forge(HS, good({ aud: 'shop3' }), hs(mallSecret(service.services.secrets, 'shop3', n)));
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
    const session = (await service.call('POST', '/v1/shop1/sessions', { body: { signedId: signedId('gone', mall.secret) } })).body.token;
    const bystander = await mall.token('kim');
    assert.equal((await ask(before)).status, 200);
    assert.equal((await ask(session)).status, 200);
    const revoke = (as: string | undefined, shopper = 'gone') => service.call('POST', '/v1/shop1/shoppers/revoke', { as, body: { shopper } });
    assert.equal((await revoke(before)).body.code, 'key-refused');
    assert.equal((await revoke(await mall.addKey(['read', 'orders']))).body.code, 'key-scope');
    assert.equal((await revoke(mall.key, 'nobody-known')).body.code, 'not-found');
    assert.equal((await revoke(mall.key)).status, 204);
    assert.equal((await ask(before)).body.code, 'token-refused');
    assert.equal((await ask(session)).body.code, 'token-refused');
    assert.equal((await ask(bystander)).status, 200);
    const fresh = forge(HS, good({ sub: 'gone', iat: seconds() + 1 }), hs(mall.secret));
    assert.equal((await ask(fresh)).status, 200);
  });
  const signedId = (id: string, key2: string, at = seconds()) =>
    `v1.${b64(id)}.${at}.${createHmac('sha256', key2).update(signedIdText('shop1', id, at)).digest('hex')}`;

  it('keeps keys as hashes, and revokes one alone', async () => {
    const { database } = service.services;
    const made = await database.write((trx) => insertKey(trx, 'shop1', 'till', ['all'], 1));
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: made.key })).status, 200);
    const rows = await database.db.selectFrom('mall_keys').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(made.key.split('_')[2] ?? 'none'));
    for (const wrong of [`${made.key.slice(0, -1)}${made.key.endsWith('A') ? 'B' : 'A'}`, `${made.key}A`, `dgk_${made.id}_`, 'dgk_', `dgk_${'0'.repeat(25)}_${'A'.repeat(32)}`])
      assert.equal((await service.call('GET', '/v1/shop1/settings', { as: wrong, origin: null })).status, 401, wrong);
    await database.write((trx) => revokeKey(trx, 'shop1', made.id, 2));
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: made.key })).body.code, 'key-refused');
    assert.equal((await service.call('GET', '/v1/shop1/settings', { as: mall.key })).status, 200);
  });

  it('gives a key what its scopes say and nothing more', async () => {
    for (const scope of ['products', 'orders', 'points', 'till', 'read', 'moderate'] as const) {
      const answer = await service.call('GET', '/v1/shop1/settings', { as: await mall.addKey([scope]) });
      assert.equal(answer.body.code, 'key-scope');
    }
  });

  describe('a signed id (rung 2)', () => {
    const exchange = (text: unknown, path = '/v1/shop1/sessions') => service.call('POST', path, { body: { signedId: text } });

    it('is exchanged for a session of that shopper', async () => {
      const answer = await exchange(signedId('템플릿|손님', mall.secret));
      assert.equal(answer.status, 201);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const me = await ask(answer.body.token);
      assert.equal(me.body.id, answer.body.me.id);
      // The first thing they do as themselves makes them a member, as a token's would.
      assert.ok(me.body.joinedAt > 0);
      assert.equal((await ask(await mall.token('템플릿|손님'))).body.id, me.body.id);
    });

    const at = seconds();
    const parts = (change: { version?: string; id?: string; at?: string | number; mac?: string }) => {
      const [version, id, time, mac] = signedId('kim', mall.secret, at).split('.');
      return [change.version ?? version, change.id ?? id, change.at ?? time, change.mac ?? mac].join('.');
    };
    const mac = (id: string, time: number | string, secret2 = mall.secret) =>
      createHmac('sha256', secret2).update(`dangol-id|v1|shop1|${id}|${time}`).digest('hex');
    const altered: Record<string, () => string> = {
      'another version': () => parts({ version: 'v2' }),
      'another id': () => parts({ id: b64('lee') }),
      'another time': () => parts({ at: at - 1 }),
      'another mac': () => parts({ mac: 'a'.repeat(64) }),
      'mac cut short': () => parts({ mac: mac('kim', at).slice(0, 62) }),
      'mac in capitals': () => parts({ mac: mac('kim', at).toUpperCase() }),
      'mac of another mall': () => signedId('kim', other.secret, at),
      'id with padding': () => parts({ id: `${b64('kimm')}==`, mac: mac('kimm', at) }),
      'id with loose bits': () => parts({ id: `${b64('kimm').slice(0, -1)}R`, mac: mac('kimm', at) }),
      'id in plain base64': () => parts({ id: Buffer.from('>>>').toString('base64'), mac: mac('>>>', at) }),
      'id that is no UTF-8': () => parts({ id: Buffer.from([0xff, 0xfe]).toString('base64url'), mac: mac('\ufffd\ufffd', at) }),
      'id empty': () => parts({ id: '', mac: mac('', at) }),
      'id "null"': () => signedId('null', mall.secret, at),
      'id with a line end': () => signedId('a\nb', mall.secret, at),
      'id too long': () => signedId('x'.repeat(129), mall.secret, at),
      'time with a zero in front': () => parts({ at: `0${at}`, mac: mac('kim', `0${at}`) }),
      'time in milliseconds': () => parts({ at: `${at}000`, mac: mac('kim', `${at}000`) }),
      'time negative': () => parts({ at: '-178000000', mac: mac('kim', '-178000000') }),
      'something behind': () => `${signedId('kim', mall.secret, at)}.x`,
      'a line end behind': () => `${signedId('kim', mall.secret, at)}\n`,
      'over a minute ahead': () => signedId('kim', mall.secret, seconds() + 63),
      'ten minutes and more old': () => signedId('kim', mall.secret, seconds() - 663),
    };
    for (const [name, make] of Object.entries(altered))
      it(`refuses: ${name}`, async () => {
        assert.equal((await exchange(signedId('kim', mall.secret))).status, 201);
        const answer = await exchange(make());
        assert.ok(['token-refused', 'token-expired'].includes(answer.body.code), answer.body.code);
      });
    it('takes 58 s ahead and ten minutes and 58 s ago', async () => {
      assert.equal((await exchange(signedId('kim', mall.secret, seconds() + 58))).status, 201);
      assert.equal((await exchange(signedId('kim', mall.secret, seconds() - 656))).status, 201);
    });
    it('is good at its own mall only', async () => {
      assert.equal((await exchange(signedId('kim', mall.secret), '/v1/shop2/sessions')).body.code, 'token-refused');
    });
    it('has one spelling for each id', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (id) => {
          fc.pre(id.isWellFormed());
          const text = signedId(id, 'x', 1_780_000_000);
          assert.equal(parseSignedId(text)?.id, id);
          assert.equal(parseSignedId(text.replace('.', '.=')), undefined);
        }),
      );
    });
  });

  describe('sessions', () => {
    it('end at sign-out, and only that one', async () => {
      const one = (await service.call('POST', '/v1/shop1/sessions', { body: { signedId: signedId('park', mall.secret) } })).body.token;
      const two = (await service.call('POST', '/v1/shop1/sessions', { body: { signedId: signedId('park', mall.secret) } })).body.token;
      assert.notEqual(one, two);
      assert.equal((await service.call('DELETE', '/v1/shop1/sessions/current', { as: one })).status, 204);
      assert.equal((await ask(one)).body.code, 'token-refused');
      assert.equal((await ask(two)).status, 200);
      assert.equal((await service.call('DELETE', '/v1/shop1/sessions/current')).body.code, 'sign-in-required');
      assert.equal((await service.call('DELETE', '/v1/shop1/sessions/current', { as: await mall.token('kim') })).status, 204);
    });
    it('cannot be made up, nor taken to another mall', async () => {
      const { token } = (await service.call('POST', '/v1/shop1/sessions', { body: { signedId: signedId('park', mall.secret) } })).body;
      assert.equal((await ask(token)).status, 200);
      assert.equal((await ask(token, '/v1/shop2/me')).body.code, 'token-refused');
      const [, id, tail] = token.split('_');
      for (const wrong of [`dgs_${id}_${'0'.repeat(64)}`, `dgs_${id}_${tail.slice(1)}`, `dgs_${'0'.repeat(25)}_${tail}`, `dgs_${id}`, `${token}0`])
        assert.equal((await ask(wrong)).body.code, 'token-refused');
      const rows = await service.services.database.db.selectFrom('sessions').selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes(tail));
    });
    it('run out', async () => {
      const later = await startService();
      try {
        const shop = await later.addMall('shop1');
        const { token } = (await later.call('POST', '/v1/shop1/sessions', { body: { signedId: signedId('park', shop.secret) } })).body;
        assert.equal((await later.call('GET', '/v1/shop1/me', { as: token })).status, 200);
        later.later(12 * HOUR + MINUTE);
        assert.equal((await later.call('GET', '/v1/shop1/me', { as: token })).body.code, 'token-expired');
      } finally {
        await later.stop();
      }
    });
  });

  describe('guests (rung 4)', () => {
    it('are made only where everyone may write', async () => {
      const open = await service.addMall('open1', { settings: { write: 'everyone' } });
      assert.equal((await service.call('POST', '/v1/shop1/guests')).body.code, 'sign-in-required');
      const made = await service.call('POST', '/v1/open1/guests');
      assert.equal(made.status, 201);
      assert.equal(made.body.me.kind, 'guest');
      const me = await service.call('GET', '/v1/open1/me', { as: await open.guest() });
      assert.deepEqual([me.status, me.body.kind, me.body.name, me.body.joinedAt], [200, 'guest', '손님', null]);
    });
    it('get the same session for the same Idempotency-Key', async () => {
      await service.addMall('open2', { settings: { write: 'everyone' } });
      const headers = { 'idempotency-key': 'first-visit-1' };
      const one = await service.call('POST', '/v1/open2/guests', { headers });
      const two = await service.call('POST', '/v1/open2/guests', { headers });
      assert.equal(two.headers.get('idempotency-replayed'), 'true');
      assert.deepEqual(two.body, one.body);
    });
    it('open their things elsewhere with a code, once', async () => {
      const open = await service.addMall('open3', { settings: { write: 'everyone' } });
      const guest = await open.guest();
      const id = (await service.call('GET', '/v1/open3/me', { as: guest })).body.id;
      const headers = { 'idempotency-key': 'code-for-phone' };
      const made = await service.call('POST', '/v1/open3/me/edit-code', { as: guest, headers });
      assert.equal(made.status, 201);
      assert.match(made.body.code, /^[\w-]{24}$/);
      assert.equal((await service.call('POST', '/v1/open3/me/edit-code', { as: guest, headers })).body.code, made.body.code);
      assert.notEqual((await service.call('POST', '/v1/open3/me/edit-code', { as: guest })).body.code, made.body.code);
      const rows = await service.services.database.db.selectFrom('edit_codes').selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes(made.body.code));

      const use = (code: string, mallId = 'open3', headers2 = {}) => service.call('POST', `/v1/${mallId}/edit-codes`, { body: { code }, headers: headers2 });
      assert.equal((await use(made.body.code, 'shop1')).body.code, 'token-refused');
      assert.equal((await use(`${made.body.code.slice(0, -1)}~`)).body.code, 'token-refused');
      const opened = await use(made.body.code, 'open3', { 'idempotency-key': 'opening-1' });
      assert.equal(opened.status, 201);
      assert.equal(opened.body.me.id, id);
      assert.equal((await service.call('GET', '/v1/open3/me', { as: opened.body.token })).body.id, id);
      assert.equal((await use(made.body.code)).body.code, 'token-refused');
      // The answer was lost on its way: the same try again gets it.
      assert.equal((await use(made.body.code, 'open3', { 'idempotency-key': 'opening-1' })).body.token, opened.body.token);
    });
    it('codes are for guests', async () => {
      assert.equal((await service.call('POST', '/v1/shop1/me/edit-code', { as: await mall.token('kim') })).body.code, 'not-allowed');
      assert.equal((await service.call('POST', '/v1/shop1/me/edit-code')).body.code, 'sign-in-required');
    });
  });

  describe('names', () => {
    it('are chosen, unique whatever they look like, and given up', async () => {
      const one = await mall.token('namer-1', { name: '김민수' });
      const two = await mall.token('namer-2');
      const set = (as: string | undefined, handle: unknown) => service.call('PATCH', '/v1/shop1/me', { as, body: { handle } });
      assert.equal((await ask(one)).body.name, '김*수');
      const chosen = await set(one, 'Mina_Lee');
      assert.deepEqual([chosen.status, chosen.body.handle, chosen.body.name], [200, 'Mina_Lee', 'Mina_Lee']);
      for (const like of ['mina_lee', 'MINA LEE', 'ＭｉｎａＬｅｅ', 'mina-lee', 'm\u200bina.lee']) assert.equal((await set(two, like)).body.code, 'handle-taken', like);
      assert.equal((await set(one, 'mina lee')).status, 200);
      assert.equal((await set(one, null)).body.name, '김*수');
      assert.equal((await set(two, 'Mina_Lee')).status, 200);
      for (const bad of ['x', '<b>x</b>', 'a@b.kr', '\u3164\u3164', '\u200b\u200b', '   ', '!!', 'x'.repeat(21), 5, undefined])
        assert.equal((await set(one, bad)).body.code, 'bad-input', JSON.stringify(bad));
      assert.equal((await set(undefined, 'x')).body.code, 'sign-in-required');
    });
  });
});

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
  const signer = (alg: keyof typeof keys, key = keys[alg].privateKey) => (input: string) =>
    alg === 'EdDSA'
      ? sign(null, Buffer.from(input), key)
      : sign('sha256', Buffer.from(input), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key);
  const claims = (mall: string) => {
    const now = Math.floor(service.services.now() / 1000);
    return { sub: 'kim', aud: mall, iat: now, exp: now + 600 };
  };
  const status = async (mall: string, token: string) => (await service.call('GET', `/v1/${mall}/me`, { as: token })).status;
  let made = 0;
  /** A mall of its own, with a key set at an address of its own. */
  async function mallWith(algorithm: string, url?: string): Promise<string> {
    const id = `set${++made}`;
    await service.addMall(id, { settings: { keySet: { url: url ?? `${address}/${id}`, algorithm } } as Partial<MallSettings> });
    return id;
  }

  before(async () => {
    server = createServer((_, response) => {
      asked++;
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
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
      const stranger = alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
      assert.equal(await status(mall, forge({ alg, kid: 'a' }, claims(mall), signer(alg, stranger.privateKey))), 401);
      // Key confusion: the public key is no secret, in any of its spellings.
      const spellings = [
        keys[alg].publicKey.export({ type: 'spki', format: 'pem' }) as string,
        (keys[alg].publicKey.export({ type: 'spki', format: 'pem' }) as string).trim(),
        JSON.stringify(jwkOf(keys[alg].publicKey)),
      ];
      for (const spelling of spellings) assert.equal(await status(mall, forge({ alg: 'HS256', kid: 'a' }, claims(mall), hs(spelling))), 401);
      assert.equal(await status(mall, forge({ alg: 'HS256' }, claims(mall), hs(mallSecret(service.services.secrets, mall, 1)))), 401);
      assert.equal(await status(mall, forge({ alg: 'none' }, claims(mall), '')), 401);
      for (const other of ['RS256', 'ES256', 'EdDSA', 'PS256'].filter((one) => one !== alg))
        assert.equal(await status(mall, forge({ alg: other, kid: 'a' }, claims(mall), signer(alg))), 401);
    });

  it('ignores a symmetric key in a set', async () => {
    publish(jwkOf(keys.RS256.publicKey, { kid: 'a' }), { kty: 'oct', k: b64('known to all'), kid: 'b' });
    const mall = await mallWith('RS256');
    assert.equal(await status(mall, forge({ alg: 'RS256', kid: 'a' }, claims(mall), signer('RS256'))), 200);
    assert.equal(await status(mall, forge({ alg: 'HS256', kid: 'b' }, claims(mall), hs('known to all'))), 401);
    assert.equal(await status(mall, forge({ alg: 'RS256', kid: 'b' }, claims(mall), hs('known to all'))), 401);
  });

  it('tries every key when several without a kid stand side by side', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    publish(jwkOf(keys.RS256.publicKey), jwkOf(next.publicKey));
    const mall = await mallWith('RS256');
    assert.equal(await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256'))), 200);
    assert.equal(await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256', next.privateKey))), 200);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    assert.equal(await status(mall, forge({ alg: 'RS256' }, claims(mall), signer('RS256', stranger.privateKey))), 401);
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

  const useless: [string, () => void][] = [
    ['no JSON', () => void (answer = { status: 200, body: '<html>' })],
    ['no set', () => void (answer = { status: 200, body: '{"keys":{}}' })],
    ['null', () => void (answer = { status: 200, body: 'null' })],
    ['a set of nulls', () => void (answer = { status: 200, body: '{"keys":[null,1,"x"]}' })],
    ['too long', () => void (answer = { status: 200, body: JSON.stringify({ keys: [jwkOf(keys.RS256.publicKey, { kid: 'a', pad: 'x'.repeat(600_000) })] }) })],
    ['a redirect to the right one', () => void (answer = { status: 302, body: '', headers: { location: `${address}/elsewhere` } })],
  ];
  for (const [name, set] of useless)
    it(`trusts nobody when the answer is ${name}`, async () => {
      set();
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
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `0x7f.1:${port}`, `[::ffff:127.0.0.1]:${port}`, `2130706433:${port}`])
      for (const scheme of ['http', 'https']) {
        const mall = await mallWith('RS256', `${scheme}://${host}/keys`);
        assert.equal(await status(mall, forge({ alg: 'RS256', kid: 'a' }, claims(mall), signer('RS256'))), 401);
      }
    assert.equal(asked, before2);
    hidden.close();
  });
});

describe('identity: rules', () => {
  it('may(): who, what, by the two switches', () => {
    const whos: Record<string, Who> = {
      nobody: { kind: 'nobody' },
      guest: { kind: 'guest', shopperId: 's', sessionId: 't', until: 1 },
      member: { kind: 'member', shopperId: 's', sessionId: null, until: 1 },
      key: { kind: 'key', keyId: 'k', scopes: ['all'] },
    };
    // who, what -> at read/write = everyone/everyone, everyone/members, members/everyone, members/members
    const modes = [
      ['everyone', 'everyone'],
      ['everyone', 'members'],
      ['members', 'everyone'],
      ['members', 'members'],
    ] as const;
    const table: [string, What, Verdict[]][] = [
      ['nobody', 'read', ['yes', 'yes', 'sign-in-required', 'sign-in-required']],
      ['nobody', 'write', ['yes', 'sign-in-required', 'yes', 'sign-in-required']],
      ['nobody', 'join', ['sign-in-required', 'sign-in-required', 'sign-in-required', 'sign-in-required']],
      ['guest', 'read', ['yes', 'yes', 'guest-not-allowed', 'guest-not-allowed']],
      ['guest', 'write', ['yes', 'guest-not-allowed', 'yes', 'guest-not-allowed']],
      ['guest', 'join', ['sign-in-required', 'sign-in-required', 'sign-in-required', 'sign-in-required']],
      ['member', 'read', ['yes', 'yes', 'yes', 'yes']],
      ['member', 'write', ['yes', 'yes', 'yes', 'yes']],
      ['member', 'join', ['yes', 'yes', 'yes', 'yes']],
      ['key', 'read', ['yes', 'yes', 'yes', 'yes']],
      ['key', 'write', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
      ['key', 'join', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
    ];
    assert.equal(table.length, Object.keys(whos).length * 3);
    for (const [who, what, verdicts] of table)
      modes.forEach(([read, write], index) =>
        assert.equal(may(whos[who] as Who, what, { read, write, join: 'free' }), verdicts[index], `${who} ${what} ${read}/${write}`),
      );
  });

  it('masks names', () => {
    const table: [string | null, string, string][] = [
      ['김민수', '김*수', '김*수'],
      ['김수', '김*', '김*'],
      ['남궁민수', '남**수', '남**수'],
      ['선우용녀님들께', '선***께', '선***께'],
      ['김', '***', '***'],
      ['abigail', 'ab***', 'ab***'],
      ['Al', 'A***', 'A***'],
      ['X', '***', '***'],
      ['kim@example.com', 'ki***', 'ki***'],
      ['010-1234-5678', '01***', '01***'],
      ['김 민수', '김***', '김***'],
      ['山田太郎', '山**郎', '山**郎'],
      ['👨‍👩‍👧‍👦👍🏽x', '👨‍👩‍👧‍👦👍🏽***', '👨‍👩‍👧‍👦👍🏽***'],
      ['  ', '손님', 'Shopper'],
      ['', '손님', 'Shopper'],
      [null, '손님', 'Shopper'],
    ];
    for (const [name, ko, en] of table) {
      assert.equal(maskName(name, 'ko'), ko);
      assert.equal(maskName(name, 'en'), en);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const bare = name.trim();
        fc.pre(bare !== '' && !/[*]/.test(bare));
        assert.ok(!maskName(name, 'en').includes(bare), maskName(name, 'en'));
      }),
    );
  });

  it('shows the handle, the guest and the one who left', () => {
    const shopper = { kind: 'member' as const, name: '김민수', handle: null, erased: false };
    assert.equal(publicName(shopper, 'ko'), '김*수');
    assert.equal(publicName({ ...shopper, handle: '미나' }, 'ko'), '미나');
    assert.equal(publicName({ ...shopper, handle: '미나', erased: true }, 'ko'), '떠난 회원');
    assert.equal(publicName({ ...shopper, kind: 'guest' }, 'en'), 'Guest');
  });

  it('compares handles by their looks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(handleKey(handleKey(text)), handleKey(text));
      }),
      { examples: [['ＡＢ ﬁ'], ['İstanbul']] },
    );
  });

  it('finds a key that is named twice in one object, however it is written', () => {
    const once2 = ['{}', '[]', '1', '{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}', '{"a":"\\"a\\":1","b":"{\\"b\\":1}"}', '{"a":"{[","b":1}', '{"a\\\\":1,"a":2}'];
    const twice = ['{"a":1,"a":2}', '{"a":1, "b":2 ,"a" :3}', '{"x":{"a":1,"a":1}}', '[{"a":1,"a":1}]', '{"a":1,"\\u0061":2}', '{"a":{"b":1},"a":1}'];
    for (const text of once2) assert.equal(repeatsKey(text), false, text);
    for (const text of twice) assert.equal(repeatsKey(text), true, text);
    fc.assert(fc.property(fc.json(), (text) => assert.equal(repeatsKey(text), false)));
  });

  it('believes no claims but those of the contract, whatever else comes', () => {
    const now = 1_780_000_000_000;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('sub', 'aud', 'iat', 'exp', 'nbf', 'name'), fc.anything()), (claims) => {
        const checked = checkClaims(claims, 'shop1', now);
        if (typeof checked === 'string') return;
        assert.equal(typeof checked.sub, 'string');
        assert.ok(checked.until - checked.issuedAt <= 24 * HOUR);
      }),
    );
  });
});
