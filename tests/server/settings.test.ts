import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSettings, WrongSettings } from '../../server/settings.ts';

const S3 = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'];
const KEY = '0f'.repeat(32);

/** The lines of the refusal, or undefined when the environment was taken. */
function refusal(environment: Record<string, string>): string[] | undefined {
  try {
    readSettings(environment);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof WrongSettings, String(error));
    return error.message.split('\n');
  }
}

describe('settings', () => {
  test('nothing set: everything has a default', () => {
    const settings = readSettings({});
    const { trustedProxies, ...plain } = settings;
    assert.deepEqual(plain, {
      port: 8787,
      host: '0.0.0.0',
      publicUrl: 'http://localhost:8787',
      dataDir: './data',
      databaseUrl: undefined,
      masterKey: undefined,
      outsideAllow: [],
      smtpUrl: undefined,
      mailFrom: undefined,
      s3: undefined,
      readyBytes: 64 * 1024 * 1024,
      logLevel: 'info',
      paceScale: 1,
    });
    assert.equal(trustedProxies.has('127.0.0.1'), false);
  });

  test('they are frozen', () => {
    const settings = readSettings({}) as { port: number };
    assert.throws(() => {
      settings.port = 1;
    }, TypeError);
  });

  test('an empty variable is one that was not set', () => {
    const names = ['PORT', 'HOST', 'PUBLIC_URL', 'DATA_DIR', 'DATABASE_URL', 'MASTER_KEY', 'TRUSTED_PROXIES'];
    const empty = Object.fromEntries(
      [...names, ...S3, 'SMTP_URL', 'MAIL_FROM', 'OUTSIDE_ALLOW', 'READY_MB', 'LOG_LEVEL', 'PACE_SCALE'].map(
        (name) => [name, ''],
      ),
    );
    const { trustedProxies: _, ...emptied } = readSettings(empty);
    const { trustedProxies: __, ...unset } = readSettings({});
    assert.deepEqual(emptied, unset);
  });

  test('what is set is taken', () => {
    const settings = readSettings({
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://community.example///',
      DATA_DIR: '/srv/dangol',
      DATABASE_URL: 'postgresql://db/dangol',
      MASTER_KEY: KEY,
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      OUTSIDE_ALLOW: 'localhost:9000, keys.internal:443,',
      SMTP_URL: 'smtps://name:word@mail.example:465',
      MAIL_FROM: 'notices@mail.example',
      LOG_LEVEL: 'warn',
      PACE_SCALE: '2.5',
    });
    assert.equal(settings.port, 0);
    assert.equal(settings.host, '127.0.0.1');
    assert.equal(settings.publicUrl, 'https://community.example');
    assert.equal(settings.dataDir, '/srv/dangol');
    assert.equal(settings.databaseUrl, 'postgresql://db/dangol');
    assert.equal(settings.masterKey, KEY);
    assert.ok(settings.trustedProxies.has('10.1.2.3') && settings.trustedProxies.has('::1'));
    assert.ok(!settings.trustedProxies.has('11.0.0.1') && !settings.trustedProxies.has('::2'));
    assert.deepEqual(settings.outsideAllow, ['localhost:9000', 'keys.internal:443']);
    assert.equal(settings.smtpUrl, 'smtps://name:word@mail.example:465');
    assert.equal(settings.mailFrom, 'notices@mail.example');
    assert.equal(settings.logLevel, 'warn');
    assert.equal(settings.paceScale, 2.5);
  });

  test('the default address follows the port', () => {
    assert.equal(readSettings({ PORT: '9000' }).publicUrl, 'http://localhost:9000');
  });

  const WRONG: Record<string, string[]> = {
    PORT: ['x', '-1', '65536', '8787.5', '8787 ', '0x50', '1e3', '999999'],
    PUBLIC_URL: [
      'community.example',
      '//community.example',
      'ftp://community.example',
      'javascript:alert(1)',
      'https://',
      // Parts that would be cut off or doubled in every address made from it.
      'https://community.example/?a=1',
      'https://community.example/#top',
      'https://name:secret@community.example',
    ],
    DATABASE_URL: ['mysql://db/dangol', 'db/dangol', 'sqlite:dangol.sqlite'],
    MASTER_KEY: ['short', 'z'.repeat(64), '0f'.repeat(31), `${KEY}0`],
    TRUSTED_PROXIES: ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0.0/8;::1', '*'],
    SMTP_URL: ['mail.example', 'http://mail.example', 'smtp://', 'smtp:mail.example:25:25'],
    MAIL_FROM: ['mail.example', 'A <a@mail.example>', 'a@mail.example, b@mail.example'],
    OUTSIDE_ALLOW: ['localhost', 'http://localhost:9000', 'localhost:x', 'a b:1'],
    LOG_LEVEL: ['verbose', 'INFO', 'trace'],
    PACE_SCALE: ['0', '-1', 'many', '1,5', 'Infinity', ''.padEnd(400, '9')],
  };
  for (const [name, values] of Object.entries(WRONG))
    for (const value of values)
      test(`${name}=${value.slice(0, 40)} stops the start and is named`, () => {
        const lines = refusal({ [name]: value, ...(name === 'DATABASE_URL' && { MASTER_KEY: KEY }) });
        assert.equal(lines?.length, 1);
        assert.ok(lines[0]?.startsWith(`${name}: `), lines[0]);
        // A key or a password must not end in a log.
        assert.ok(!lines[0]?.includes('secret') && !lines[0]?.includes(value.slice(0, 20).padEnd(20, ' ')));
      });

  test('several wrong ones are all named', () => {
    const lines = refusal({ PORT: 'x', LOG_LEVEL: 'loud', PACE_SCALE: '0' });
    assert.deepEqual(
      lines?.map((line) => line.split(':')[0]),
      ['PORT', 'LOG_LEVEL', 'PACE_SCALE'],
    );
  });

  test('DATABASE_URL needs a MASTER_KEY that all processes share', () => {
    const lines = refusal({ DATABASE_URL: 'postgres://db/dangol' });
    assert.equal(lines?.length, 1);
    assert.match(lines?.[0] ?? '', /^MASTER_KEY: .*DATABASE_URL/);
    assert.equal(refusal({ DATABASE_URL: 'postgres://db/dangol', MASTER_KEY: KEY }), undefined);
  });

  test('a store is set as a whole, and each variable that is missing is named', () => {
    const whole = {
      S3_ENDPOINT: 'http://store.internal:9000',
      S3_BUCKET: 'dangol',
      S3_ACCESS_KEY_ID: 'id-of-the-key',
      S3_SECRET_ACCESS_KEY: 'secret-of-the-key',
    };
    assert.equal(readSettings(whole).s3?.region, 'us-east-1');
    assert.equal(readSettings({ ...whole, S3_REGION: 'auto' }).s3?.region, 'auto');
    for (const name of Object.keys(whole)) {
      const lines = refusal({ ...whole, [name]: '' });
      assert.equal(lines?.length, 1, name);
      assert.ok(lines[0]?.startsWith(`${name}: `), lines[0]);
    }
    assert.equal(refusal({ S3_REGION: 'auto' })?.length, 4);
    const wrong = { S3_ENDPOINT: 'store.internal', S3_BUCKET: 'A bucket', S3_REGION: 'a b' };
    for (const [name, value] of Object.entries(wrong)) {
      const lines = refusal({ ...whole, [name]: value });
      assert.ok(lines?.[0]?.startsWith(`${name}: `), lines?.[0]);
      assert.ok(!lines?.join().includes('secret'));
    }
  });

  test('SMTP_URL needs the address that mail comes from', () => {
    const lines = refusal({ SMTP_URL: 'smtp://name:secret@mail.example' });
    assert.equal(lines?.length, 1);
    assert.match(lines?.[0] ?? '', /^MAIL_FROM: .*SMTP_URL/);
    assert.equal(refusal({ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'a@mail.example' }), undefined);
  });

  test('what is none of ours is no matter', () => {
    assert.equal(refusal({ PATH: '/bin', port: 'x', npm_config_port: 'y' }), undefined);
  });
});
