import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Hono } from 'hono';
import { addressBucket, clientAddress, parseTrustedProxies } from '../../server/base/http/address.ts';
import { openPace } from '../../server/base/http/pace.ts';
import { type Problem, problemResponse } from '../../server/base/http/problem.ts';
import { isInside } from '../../server/base/outside/outside.ts';
import { startService } from '../support/service.ts';

describe('addresses', () => {
  const trusted = parseTrustedProxies('10.0.0.0/8, 192.168.1.1 ,2001:db8:5::/48');
  it('come from the end of what trusted proxies wrote', () => {
    const table: [string, string | undefined, string][] = [
      ['203.0.113.9', undefined, '203.0.113.9'],
      ['203.0.113.9', '1.2.3.4', '203.0.113.9'],
      ['10.0.0.1', '1.2.3.4', '1.2.3.4'],
      ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '9.9.9.9, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
      ['10.0.0.1', '1.2.3.4, 10.0.0.2, 192.168.1.1', '1.2.3.4'],
      ['10.0.0.1', '1.2.3.4, 192.168.1.2', '192.168.1.2'],
      ['10.0.0.1', '', '10.0.0.1'],
      ['10.0.0.1', 'unknown', '10.0.0.1'],
      ['10.0.0.1', '1.2.3.4, _hidden', '10.0.0.1'],
      ['10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
      ['10.0.0.1', "1.2.3.4'; drop table", '10.0.0.1'],
      ['2001:db8:5::1', '2001:db8:9::7', '2001:db8:9::7'],
      ['2001:db8:6::1', '2001:db8:9::7', '2001:db8:6::1'],
      ['10.0.0.1', '::ffff:1.2.3.4', '1.2.3.4'],
      ['10.0.0.1', '::ffff:102:304', '1.2.3.4'],
    ];
    for (const [peer, header, address] of table)
      assert.equal(clientAddress(peer, header, trusted), address, `${peer} ${header}`);
  });
  it('gain nothing by whatever a client puts in front', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())),
        fc.constantFrom('198.51.100.7', '2001:db8:1::7'),
        (forged, real) => {
          assert.equal(clientAddress('10.1.2.3', [...forged, real].join(', '), trusted), real);
          assert.equal(clientAddress(real, forged.join(', '), trusted), real);
        },
      ),
    );
  });
  it('of proxies are written out, and wrong ones are named', () => {
    assert.equal(parseTrustedProxies('').has('127.0.0.1'), false);
    assert.equal(trusted.has('10.255.255.255'), true);
    assert.equal(trusted.has('11.0.0.0'), false);
    assert.equal(trusted.has('::ffff:10.1.1.1'), true);
    for (const bad of [
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
      '10.0.0.0/1e1',
      '10.0.0',
      'proxy',
      '::/129',
      '/8',
      '*',
    ])
      assert.throws(
        () => parseTrustedProxies(`127.0.0.1,${bad}`),
        (error: Error) => error.message.includes(bad),
        bad,
      );
  });
  it('are counted by IPv4 address and by the /64 of IPv6', () => {
    const table: [string, string][] = [
      ['1.2.3.4', '1.2.3.4'],
      ['::ffff:1.2.3.4', '1.2.3.4'],
      ['::ffff:0102:0304', '1.2.3.4'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
      ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
      ['2001:db8::1', '2001:db8:0:0'],
      ['::1', '0:0:0:0'],
      ['fe80::1%eth0', 'fe80:0:0:0'],
      ['1::', '1:0:0:0'],
      ['64:ff9b::1.2.3.4', '64:ff9b:0:0'],
    ];
    for (const [address, bucket] of table) assert.equal(addressBucket(address), bucket, address);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 }),
        (groups, others) => {
          fc.pre(groups[0] !== 0);
          const text = (all: number[]) => all.map((one) => one.toString(16)).join(':');
          const same = text([...groups.slice(0, 4), ...others]);
          assert.equal(addressBucket(text(groups)), addressBucket(same));
          const far = text([(groups[0] as number) ^ 1, ...groups.slice(1)]);
          if ((groups[0] as number) !== 1) assert.notEqual(addressBucket(text(groups)), addressBucket(far));
        },
      ),
    );
  });
  it('that are not on the public internet are known', () => {
    const inside = [
      '127.0.0.1',
      '127.9.9.9',
      '10.1.1.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '255.255.255.255',
      '224.0.0.1',
      '192.88.99.1',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      'fe80::1',
      'fec0::1',
      'fd00::1',
      'ff02::1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001:db8::1',
      'no address',
      '',
    ];
    for (const address of inside) assert.equal(isInside(address), true, address);
    for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1', '2a00:1450::1'])
      assert.equal(isInside(address), false, address);
  });
});

describe('pace', () => {
  const appWith = (pace: ReturnType<typeof openPace>, ...steps: [points: number, subject: string][]) => {
    const app = new Hono();
    app.onError((error, c) => problemResponse(c, error as Problem));
    app.get('/', async (c) => {
      for (const [index, [points, subject]] of steps.entries())
        await pace.take(c, { name: `rule${index}`, points, seconds: 60 }, [subject]);
      return c.text('ok');
    });
    return app;
  };
  it('refuses the one too many, says when to come back, and counts each subject alone', async () => {
    const pace = openPace();
    const kim = appWith(pace, [2, 'kim']);
    assert.equal((await kim.request('/')).headers.get('ratelimit'), '"rule0";r=1;t=60');
    assert.equal((await kim.request('/')).status, 200);
    const refused = await kim.request('/');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal(refused.headers.get('ratelimit-policy'), '"rule0";q=2;w=60');
    assert.equal(((await refused.json()) as { code: string }).code, 'too-many');
    assert.equal((await appWith(pace, [2, 'lee']).request('/')).status, 200);
  });
  it('tells of the tightest rule, whichever was asked last', async () => {
    for (const steps of [
      [
        [50, 'a'],
        [3, 'a'],
        [900, 'a'],
      ],
      [
        [3, 'b'],
        [50, 'b'],
        [900, 'b'],
      ],
    ] as [number, string][][])
      assert.match(
        (await appWith(openPace(), ...steps).request('/')).headers.get('ratelimit') ?? '',
        /;r=2;/,
      );
  });
});

describe('pace of routes', () => {
  it('one address uses up its own, not what everybody at the mall shares', async () => {
    const service = await startService({ environment: { PACE_SCALE: '0.1', TRUSTED_PROXIES: '0.0.0.0' } });
    try {
      await service.addMall('shop1', { settings: { write: 'everyone' } });
      const guest = (address: string) =>
        service.call('POST', '/v1/shop1/guests', { headers: { 'x-forwarded-for': address } });
      const greedy: number[] = [];
      for (let n = 0; n < 700; n++) greedy.push((await guest(`2001:db8:1:1::${n.toString(16)}`)).status);
      assert.ok(greedy.includes(201));
      assert.equal(greedy.at(-1), 429);
      assert.ok(greedy.filter((status) => status === 201).length <= 15, 'one /64 is one address');
      const refused = await guest('2001:db8:1:1::1');
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
      assert.equal((await guest('2001:db8:1:2::1')).status, 201);
      assert.equal((await guest('198.51.100.7')).status, 201);
    } finally {
      await service.stop();
    }
  });
  it('a forged forwarding header gains nothing', async () => {
    const service = await startService({ environment: { PACE_SCALE: '0.1' } });
    try {
      await service.addMall('shop1', { settings: { write: 'everyone' } });
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++)
        statuses.push(
          (
            await service.call('POST', '/v1/shop1/guests', {
              headers: { 'x-forwarded-for': `198.51.100.${n}` },
            })
          ).status,
        );
      assert.ok(statuses.includes(201));
      assert.equal(statuses.at(-1), 429);
    } finally {
      await service.stop();
    }
  });
});
