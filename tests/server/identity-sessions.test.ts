import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSignedId } from '../../server/mall/shoppers/rules.ts';
import { startService, type TestService } from '../support/service.ts';
import { b64, seconds, signedId } from '../support/tokens.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('identity: sessions of the service', () => {
  let service: TestService;
  let mall: Mall;
  let other: Mall;
  const ask = (token: string, path = '/v1/shop1/me') => service.call('GET', path, { as: token });
  /** While set, the service's clock stands still: on a busy machine seconds lie between an id and who judges it. */
  let stopped: number | undefined;
  const idOf = (id: string, secret: string, at?: number) => signedId('shop1', secret, id, at);

  before(async () => {
    service = await startService({ now: () => stopped ?? Date.now() });
    mall = await service.addMall('shop1');
    other = await service.addMall('shop2');
  });
  afterEach(() => {
    stopped = undefined;
  });
  after(() => service.stop());

  describe('a signed id (rung 2)', () => {
    const exchange = (text: unknown, path = '/v1/shop1/sessions') =>
      service.call('POST', path, { body: { signedId: text } });

    it('is exchanged for a session of that shopper', async () => {
      const answer = await exchange(idOf('템플릿|손님', mall.secret));
      assert.equal(answer.status, 201);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const me = await service.call('PATCH', '/v1/shop1/me', {
        as: answer.body.token,
        body: { handle: null },
      });
      assert.equal(me.body.id, answer.body.me.id);
      // The first thing they do as themselves makes them a member, as a token's would.
      assert.ok(me.body.joinedAt > 0);
      assert.equal((await ask(await mall.token('템플릿|손님'))).body.id, me.body.id);
    });

    const at = seconds();
    const parts = (change: { version?: string; id?: string; at?: string | number; mac?: string }) => {
      const [version, id, time, mac] = idOf('kim', mall.secret, at).split('.');
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
      'mac of another mall': () => idOf('kim', other.secret, at),
      'id with padding': () => parts({ id: `${b64('kimm')}==`, mac: mac('kimm', at) }),
      'id with loose bits': () => parts({ id: `${b64('kimm').slice(0, -1)}R`, mac: mac('kimm', at) }),
      'id in plain base64': () => parts({ id: Buffer.from('>>>').toString('base64'), mac: mac('>>>', at) }),
      'id that is no UTF-8': () =>
        parts({ id: Buffer.from([0xff, 0xfe]).toString('base64url'), mac: mac('\ufffd\ufffd', at) }),
      'id empty': () => parts({ id: '', mac: mac('', at) }),
      'id "null"': () => idOf('null', mall.secret, at),
      'id with a line end': () => idOf('a\nb', mall.secret, at),
      'id too long': () => idOf('x'.repeat(129), mall.secret, at),
      'time with a zero in front': () => parts({ at: `0${at}`, mac: mac('kim', `0${at}`) }),
      'time in milliseconds': () => parts({ at: `${at}000`, mac: mac('kim', `${at}000`) }),
      'time negative': () => parts({ at: '-178000000', mac: mac('kim', '-178000000') }),
      'something behind': () => `${idOf('kim', mall.secret, at)}.x`,
      'a line end behind': () => `${idOf('kim', mall.secret, at)}\n`,
      'over a minute ahead': () => idOf('kim', mall.secret, seconds() + 63),
      'ten minutes and more old': () => idOf('kim', mall.secret, seconds() - 663),
    };
    for (const [name, make] of Object.entries(altered))
      it(`refuses: ${name}`, async () => {
        assert.equal((await exchange(idOf('kim', mall.secret))).status, 201);
        stopped = Date.now();
        const answer = await exchange(make());
        assert.ok(['token-refused', 'token-expired'].includes(answer.body.code), answer.body.code);
      });
    it('takes 58 s ahead and ten minutes and 58 s ago', async () => {
      stopped = Date.now();
      assert.equal((await exchange(idOf('kim', mall.secret, seconds() + 58))).status, 201);
      assert.equal((await exchange(idOf('kim', mall.secret, seconds() - 656))).status, 201);
    });
    it('is good at its own mall only', async () => {
      assert.equal(
        (await exchange(idOf('kim', mall.secret), '/v1/shop2/sessions')).body.code,
        'token-refused',
      );
    });
    it('has one spelling for each id', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (id) => {
          fc.pre(!/\p{Cs}/u.test(id));
          const text = idOf(id, 'x', 1_780_000_000);
          assert.equal(parseSignedId(text)?.id, id);
          assert.equal(parseSignedId(text.replace('.', '.=')), undefined);
        }),
      );
    });
  });

  describe('sessions', () => {
    it('end at sign-out, and only that one', async () => {
      const one = (
        await service.call('POST', '/v1/shop1/sessions', {
          body: { signedId: idOf('park', mall.secret) },
        })
      ).body.token;
      const two = (
        await service.call('POST', '/v1/shop1/sessions', {
          body: { signedId: idOf('park', mall.secret) },
        })
      ).body.token;
      assert.notEqual(one, two);
      assert.equal((await service.call('DELETE', '/v1/shop1/sessions/current', { as: one })).status, 204);
      assert.equal((await ask(one)).body.code, 'token-refused');
      assert.equal((await ask(two)).status, 200);
      assert.equal(
        (await service.call('DELETE', '/v1/shop1/sessions/current')).body.code,
        'sign-in-required',
      );
      assert.equal(
        (await service.call('DELETE', '/v1/shop1/sessions/current', { as: await mall.token('kim') })).status,
        204,
      );
    });
    it('cannot be made up, nor taken to another mall', async () => {
      const { token } = (
        await service.call('POST', '/v1/shop1/sessions', {
          body: { signedId: idOf('park', mall.secret) },
        })
      ).body;
      assert.equal((await ask(token)).status, 200);
      assert.equal((await ask(token, '/v1/shop2/me')).body.code, 'token-refused');
      const [, id, tail] = token.split('_');
      for (const wrong of [
        `dgs_${id}_${'0'.repeat(64)}`,
        `dgs_${id}_${tail.slice(1)}`,
        `dgs_${'0'.repeat(25)}_${tail}`,
        `dgs_${id}`,
        `${token}0`,
      ])
        assert.equal((await ask(wrong)).body.code, 'token-refused');
      const rows = await service.services.database.db.selectFrom('sessions').selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes(tail));
    });
    it('run out', async () => {
      const later = await startService();
      try {
        const shop = await later.addMall('shop1');
        const { token } = (
          await later.call('POST', '/v1/shop1/sessions', {
            body: { signedId: idOf('park', shop.secret) },
          })
        ).body;
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
      assert.deepEqual(
        [me.status, me.body.kind, me.body.name, me.body.joinedAt],
        [200, 'guest', '손님', null],
      );
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
      assert.equal(
        (await service.call('POST', '/v1/open3/me/edit-code', { as: guest, headers })).body.code,
        made.body.code,
      );
      assert.notEqual(
        (await service.call('POST', '/v1/open3/me/edit-code', { as: guest })).body.code,
        made.body.code,
      );
      const rows = await service.services.database.db.selectFrom('edit_codes').selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes(made.body.code));

      const use = (code: string, mallId = 'open3', headers2 = {}) =>
        service.call('POST', `/v1/${mallId}/edit-codes`, { body: { code }, headers: headers2 });
      assert.equal((await use(made.body.code, 'shop1')).body.code, 'token-refused');
      assert.equal((await use(`${made.body.code.slice(0, -1)}~`)).body.code, 'token-refused');
      const opened = await use(made.body.code, 'open3', { 'idempotency-key': 'opening-1' });
      assert.equal(opened.status, 201);
      assert.equal(opened.body.me.id, id);
      assert.equal((await service.call('GET', '/v1/open3/me', { as: opened.body.token })).body.id, id);
      assert.equal((await use(made.body.code)).body.code, 'token-refused');
      // The answer was lost on its way: the same try again gets it.
      assert.equal(
        (await use(made.body.code, 'open3', { 'idempotency-key': 'opening-1' })).body.token,
        opened.body.token,
      );
    });
    it('codes are for guests', async () => {
      assert.equal(
        (await service.call('POST', '/v1/shop1/me/edit-code', { as: await mall.token('kim') })).body.code,
        'not-allowed',
      );
      assert.equal((await service.call('POST', '/v1/shop1/me/edit-code')).body.code, 'sign-in-required');
    });
  });

  describe('names', () => {
    it('are chosen, unique whatever they look like, and given up', async () => {
      const one = await mall.token('namer-1', { name: '김민수' });
      const two = await mall.token('namer-2');
      const set = (as: string | undefined, handle: unknown) =>
        service.call('PATCH', '/v1/shop1/me', { as, body: { handle } });
      assert.equal((await ask(one)).body.name, '김*수');
      const chosen = await set(one, 'Mina_Lee');
      assert.deepEqual([chosen.status, chosen.body.handle, chosen.body.name], [200, 'Mina_Lee', 'Mina_Lee']);
      for (const like of ['mina_lee', 'MINA LEE', 'ＭｉｎａＬｅｅ', 'mina-lee', 'm\u200bina.lee'])
        assert.equal((await set(two, like)).body.code, 'handle-taken', like);
      assert.equal((await set(one, 'mina lee')).status, 200);
      assert.equal((await set(one, null)).body.name, '김*수');
      assert.equal((await set(two, 'Mina_Lee')).status, 200);
      for (const bad of [
        'x',
        '<b>x</b>',
        'a@b.kr',
        '\u3164\u3164',
        '\u200b\u200b',
        '   ',
        '!!',
        'x'.repeat(21),
        5,
        undefined,
      ])
        assert.equal((await set(one, bad)).body.code, 'bad-input', JSON.stringify(bad));
      assert.equal((await set(undefined, 'x')).body.code, 'sign-in-required');
    });
  });
});
