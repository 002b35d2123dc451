import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commands } from '../../server/commands/index.ts';
import { tooOldNode } from '../../server/commands/node-version.ts';
import { dangol, dangolHere, serve } from '../support/cli.ts';
import { until } from '../support/ground.ts';
import { freshDatabase } from '../support/postgres.ts';

const MASTER_KEY = '3c'.repeat(32);

describe('the command line', () => {
  let folder: string;
  let environment: Record<string, string>;
  let drop = async () => {};
  const run = (...args: string[]) => dangolHere(environment, ...args);
  /** The document of a command that must have gone well and said nothing else. */
  async function json(...args: string[]) {
    const { code, stdout, stderr } = await run(...args, '--json');
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dangol-cli-'));
    environment = { DATA_DIR: join(folder, 'data'), PUBLIC_URL: 'https://community.example/' };
    if (process.env.TEST_DB === 'postgres') {
      const database = await freshDatabase(process.env.TEST_DATABASE_URL ?? '');
      drop = database.drop;
      environment = { ...environment, DATABASE_URL: database.url, MASTER_KEY };
    }
  });
  after(async () => {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('explains every command', async () => {
    const overview = await dangol({}, '--help');
    assert.deepEqual([overview.code, overview.stderr], [0, '']);
    assert.equal((await dangolHere({})).stdout, overview.stdout);
    for (const { words } of commands) assert.ok(overview.stdout.includes(`  ${words} `), words);
    const pages = await Promise.all(
      commands.map(({ words }) => dangolHere({}, ...words.split(' '), '--help')),
    );
    for (const [index, page] of pages.entries()) {
      const words = commands[index]?.words;
      assert.equal(page.code, 0, page.stderr);
      assert.ok(page.stdout.startsWith(`Usage: dangol ${words}`), words);
      // The log of a service is on stdout, so that it has no document of its own there.
      assert.equal(/\n {2}--json /.test(page.stdout), words !== 'serve', words);
      assert.match(page.stdout, /\nExample:\n {2}.*dangol /);
    }
    for (const { stdout } of [overview, ...pages])
      assert.equal(stdout.split('npm run -s dangol -- <command>').length, 2, 'how to call it, once');
    assert.match((await dangolHere({}, 'mall', '--help')).stdout, /mall rotate-key/);
  });

  it('names what is wrong with a command line or an environment, and touches nothing', async () => {
    const add = ['mall', 'add', '--name', 'X', '--origin', 'https://x.example'];
    const cases: [string[], RegExp, Record<string, string>?][] = [
      [['mal'], /"mal" is no command; did you mean "mall"/],
      [['mall', 'remove'], /"mall remove" is no command/],
      [['--json'], /--json comes before any command/],
      [['mall', 'add', '--nam', 'X'], /--nam is no option here; did you mean --name\?/],
      [['mall', 'add', '--origin', 'https://x.example'], /--name is missing/],
      [['mall', 'add', '--name', 'X'], /--origin is missing/],
      [['mall', 'add', '--name'], /--name needs a value/],
      [['mall', 'list', '--json=yes'], /--json takes no value/],
      [[...add, '--id', 'Nö'], /--id: "Nö" is no id/],
      [[...add, '--write', 'nobody'], /--write: everyone or members\. See/],
      [[...add, '--locale', 'jp'], /--locale: ko or en\. See/],
      [[...add, '--currency', 'XX'], /--currency: three capital letters like KRW or USD\. See/],
      [[...add, '--time-zone', 'Mars/Base'], /--time-zone: a time zone like Asia\/Seoul or UTC\. See/],
      [[...add, '--set', 'limits.reviewTextMin=0'], /limits\.reviewTextMin: a whole number from 1 to 200\./],
      [
        [...add, '--set', 'limits.reviewTextMin=few'],
        /limits\.reviewTextMin: a whole number from 1 to 200\./,
      ],
      [[...add, '--set', 'looks.accent=red'], /looks\.accent: a colour like #9c4a26, or null\. See/],
      [[...add, '--set', 'looks.scheme=dim'], /looks\.scheme: auto, light or dark\. See/],
      [[...add, '--set', 'rewardsElsewhere=1'], /rewardsElsewhere: true or false\. See/],
      [[...add, '--set', 'limits=5'], /limits: name its part: limits\.reviewTextMin, limits\./],
      [[...add, '--set', 'attributes=fit'], /attributes: a JSON list, or @FILE with one\. See/],
      [[...add, '--set', 'attributes=[{"key":"fit"}]'], /attributes\.0\.label: an object is expected\. See/],
      [[...add, '--set', 'attributes=[{"key":"F"}]'], /attributes\.0\.key: 1 to 32 small letters/],
      [[...add, '--set', 'colour=red'], /"colour" is no setting\./],
      [[...add, '--set', 'curency=USD'], /"curency" is no setting; did you mean currency\?/],
      [
        ['mall', 'set', 'shop1', 'write=foo'],
        /write: everyone or members\. See npm run -s dangol -- mall set --help/,
      ],
      [['serve', '--json'], /--json is no option here/],
      [[...add, '--set', 'attributes=@/none.json'], /the file \/none\.json cannot be read/],
      [['mall', 'add', '--name', 'X', '--origin', 'x.example'], /--origin: "x\.example" is no web origin/],
      [['mall', 'show'], /MALL is missing/],
      [['mall', 'show', 'a', 'b'], /"b" is one argument too many/],
      [['mall', 'set', 'shop1'], /KEY=VALUE or --name is missing/],
      [
        ['key', 'add', 'shop1', '--name', 'k', '--scope', 'everything'],
        /--scope: "everything" is none of products/,
      ],
      [['token', 'shop1', '--shopper', 'undefined'], /--shopper: an id, not a missing value/],
      [['token', 'shop1', '--shopper', ''], /--shopper: 1 to 128 characters, none of control\. See/],
      [['token', 'shop1', '--shopper', 'u', '--hours', '25'], /--hours: a number above 0, at most 24/],
      [['serve'], /PORT: a port number/, { PORT: 'http' }],
      [['mall', 'list'], /DATABASE_URL: postgres:/, { DATABASE_URL: 'mysql://x' }],
    ];
    const ended = await Promise.all(
      cases.map(([args, , more]) => dangolHere({ DATA_DIR: join(folder, 'untouched'), ...more }, ...args)),
    );
    for (const [index, [args, sentence]] of cases.entries()) {
      const { code, stderr, stdout } = ended[index]!;
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.equal(
        stdout,
        args.includes('--json')
          ? `${JSON.stringify({ error: stderr.slice('dangol: '.length).trim() })}\n`
          : '',
      );
    }
    const wrong = await dangol({ PORT: 'http' }, 'serve');
    assert.deepEqual([wrong.code, wrong.stdout], [2, ''], 'the process ends by that code');
    const none = await dangol({ DATA_DIR: join(folder, 'untouched') }, 'mall', 'list');
    assert.deepEqual([none.code, none.stdout], [1, '']);
    assert.match(none.stderr, /There are no Dangol data in DATA_DIR=/);
    assert.match(none.stderr, /"npm run -s dangol -- mall add"/);
    assert.equal(existsSync(join(folder, 'untouched')), false);
  });

  it('names the variable of data that cannot be used', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, 'no folder');
    const wrong: [Record<string, string>, RegExp][] = [
      [{ DATA_DIR: file }, /^dangol: DATA_DIR=.*a-file cannot be used \(/],
      [
        { DATA_DIR: join(folder, 'none'), MASTER_KEY, DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/x' },
        /^dangol: The database of DATABASE_URL cannot be reached: /,
      ],
    ];
    for (const [given, sentence] of wrong) {
      const ended = await dangolHere(given, 'mall', 'add', '--name', 'X', '--origin', 'https://x.example');
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, sentence);
      assert.doesNotMatch(ended.stderr, /secret/);
    }
  });

  it('applies migrations and tells which', async () => {
    const before = await json('migrate', '--status');
    assert.deepEqual(before.done, []);
    assert.ok(before.waiting.includes('0001-ground'));
    assert.equal(existsSync(environment.DATA_DIR!), false, 'asking makes no database');
    assert.deepEqual(await json('migrate'), { applied: before.waiting });
    assert.deepEqual(await json('migrate'), { applied: [] });
    assert.deepEqual(await json('migrate', '--status'), { done: before.waiting, waiting: [] });
    assert.match((await run('migrate')).stdout, /is up to date\./);
  });

  it('names HOST when it cannot listen there, and no database', async () => {
    const where = { ...environment, DATA_DIR: join(folder, 'listening'), PORT: '0' };
    // 192.0.2.1 is kept for documents: no computer has it.
    for (const HOST of ['300.1.1.1', '192.0.2.1']) {
      const { code, stderr } = await dangol({ ...where, HOST }, 'serve');
      assert.equal(code, 1);
      assert.match(
        stderr,
        new RegExp(`^dangol: HOST=${HOST} is no address of this computer \\(E[A-Z_]+\\)\\.\n$`),
      );
    }
  });

  it('adds, shows and changes malls', async () => {
    const made = await json(
      'mall',
      'add',
      '--name',
      '초록 상회',
      '--origin',
      'https://Green.example/goods?x',
      '--origin',
      'https://m.green.example',
      '--id',
      'green',
      '--write',
      'everyone',
      '--set',
      'limits.reviewTextMin=10',
    );
    assert.equal(made.mall, 'green');
    assert.deepEqual(made.origins, ['https://green.example', 'https://m.green.example']);
    assert.deepEqual(
      [made.settings.write, made.settings.limits.reviewTextMin, made.settings.limits.reviewTextMax],
      ['everyone', 10, 3000],
    );
    assert.match(made.key.key, /^dgk_/);
    assert.match(made.secret, /^dgss_/);
    assert.match(
      made.snippet,
      /^<script async src="https:\/\/community\.example\/embed\.js\?mall=green"><\/script>\n<dangol-review-board /,
    );

    assert.match(
      (await run('mall', 'add', '--name', 'G', '--id', 'green', '--origin', 'https://g.example')).stderr,
      /There is a mall "green" already/,
    );
    assert.equal(
      (await json('mall', 'add', '--name', 'Café  Olé!', '--origin', 'http://localhost:9')).mall,
      'cafe-ole',
    );
    assert.match(
      (await json('mall', 'add', '--name', 'Café Olé', '--origin', 'http://localhost:9')).mall,
      /^cafe-ole-[0-9a-f]{4}$/,
    );
    assert.match(
      (await json('mall', 'add', '--name', '단골', '--origin', 'http://localhost:9')).mall,
      /^mall-[0-9a-f]{4}$/,
    );
    const { malls } = await json('mall', 'list');
    assert.equal(malls.length, 4);
    assert.deepEqual(
      malls.map((mall: { id: string }) => mall.id),
      malls.map((mall: { id: string }) => mall.id).toSorted(),
    );

    writeFileSync(
      join(folder, 'fit.json'),
      JSON.stringify([
        {
          key: 'fit',
          label: { ko: '핏' },
          values: [
            { key: 'slim', label: {} },
            { key: 'wide', label: {} },
          ],
        },
      ]),
    );
    const set = await json(
      'mall',
      'set',
      'green',
      'read=members',
      'looks.accent=#336699',
      `attributes=@${join(folder, 'fit.json')}`,
      'rewardDisclosure="123"',
      '--name',
      'Green',
    );
    assert.deepEqual(
      [
        set.settings.read,
        set.settings.looks.accent,
        set.settings.looks.scheme,
        set.settings.rewardDisclosure,
      ],
      ['members', '#336699', 'auto', '123'],
    );
    assert.match((await run('mall', 'set', 'green', 'looks.accent=red')).stderr, /looks\.accent: /);

    assert.deepEqual(
      (await json('mall', 'origin', 'green', '--origin', 'https://www.green.example')).origins.length,
      3,
    );
    assert.deepEqual(
      (await json('mall', 'origin', 'green', '--remove', '--origin', 'https://m.green.example')).origins,
      ['https://green.example', 'https://www.green.example'],
    );
    assert.match(
      (await run('mall', 'origin', 'green', '--remove', '--origin', 'https://no.example')).stderr,
      /has no origin https:\/\/no\.example/,
    );

    const shown = await json('mall', 'show', 'green');
    assert.deepEqual([shown.name, shown.settings.attributes[0].key, shown.keys.length], ['Green', 'fit', 1]);
    const page = await run('mall', 'show', 'green');
    for (const secret of [made.key.key, made.secret]) {
      assert.ok(!page.stdout.includes(secret));
      assert.ok(!JSON.stringify(shown).includes(secret));
    }
    assert.match((await run('mall', 'show', 'none')).stderr, /There is no mall "none"/);
  });

  it('tells the owner how to begin in the language of the mall', async () => {
    const ko = await run(
      'mall',
      'add',
      '--name',
      'Guide',
      '--id',
      'guide-ko',
      '--origin',
      'https://k.example',
    );
    const en = await run(
      'mall',
      'add',
      '--name',
      'Guide',
      '--id',
      'guide-en',
      '--origin',
      'https://e.example',
      '--locale',
      'en',
    );
    assert.match(ko.stdout, /붙여 넣으십시오/);
    assert.match(ko.stdout, /안전한 곳에 보관하십시오/);
    assert.doesNotMatch(ko.stdout, /(보관합|붙여 넣습|적습|않습)니다/);
    assert.match(en.stdout, /Paste this into the pages/);
    for (const { stdout } of [ko, en]) {
      for (const piece of [
        '<script async src=',
        'dgk_',
        'dgss_',
        '\n<?php\n',
        "'aud' => 'guide-",
        "aud: 'guide-",
        'dangol-id|v1|guide-',
        '\nnpm run -s dangol -- mall show guide-',
        '\nnpm run -s dangol -- token guide-',
      ])
        assert.ok(stdout.includes(piece), piece);
      assert.doesNotMatch(stdout, /PUBLIC_URL/, 'it was set');
    }
  });

  it('says when the address in the snippet is only good here', async () => {
    const { PUBLIC_URL: _, ...local } = environment;
    const add = (id: string, ...more: string[]) =>
      dangolHere(local, 'mall', 'add', '--name', 'N', '--id', id, ...more);
    const ko = await add('note-ko', '--origin', 'http://localhost:3000', '--origin', 'https://k.example');
    assert.equal(ko.code, 0, ko.stderr);
    assert.match(ko.stdout, /주소가 http:\/\/localhost:8787입니다.*\nPUBLIC_URL에 넣고/);
    assert.ok(
      ko.stdout.includes('\nPUBLIC_URL=https://community.example npm run -s dangol -- mall show note-ko\n'),
    );
    const en = await add('note-en', '--origin', 'https://e.example', '--locale', 'en');
    for (const { stdout } of [en, await dangolHere(local, 'mall', 'show', 'note-en')]) {
      assert.match(stdout, /The address in these lines is http:\/\/localhost:8787: .* Set PUBLIC_URL/);
      assert.equal(stdout.split('PUBLIC_URL=').length - 1, 1, 'one note');
    }
    const here = await add('note-here', '--origin', 'http://127.0.0.1:3000', '--origin', 'http://[::1]:3000');
    assert.doesNotMatch(here.stdout, /PUBLIC_URL/);
  });

  it('begins an English mall with dollars and UTC, and says that only the origin of an address counts', async () => {
    const add = ['mall', 'add', '--name', 'E', '--locale', 'en', '--origin', 'https://e.example'];
    const { settings } = await json(...add, '--id', 'money-en');
    assert.deepEqual([settings.currency, settings.timeZone], ['USD', 'UTC']);
    const given = await json(
      ...add,
      '--id',
      'money-uk',
      '--currency',
      'GBP',
      '--set',
      'timeZone=Europe/London',
    );
    assert.deepEqual([given.settings.currency, given.settings.timeZone], ['GBP', 'Europe/London']);
    assert.match(
      (await run('mall', 'add', '--help')).stdout,
      /--currency .*KRW when not given, USD when the locale is en/,
    );

    const path = await run('mall', 'origin', 'money-en', '--origin', 'https://e.example/shop/?a=1');
    assert.match(
      path.stderr,
      /^https:\/\/e\.example\/shop\/\?a=1: only the origin counts, https:\/\/e\.example\n$/,
    );
    assert.equal((await run('mall', 'origin', 'money-en', '--origin', 'https://E.example/')).stderr, '');
  });

  it('tells which scopes a key may have', async () => {
    const { stdout } = await run('key', 'add', '--help');
    assert.match(stdout, /products, orders, points, till, read, moderate, all/);
  });

  it('gives and takes keys, signs tokens, and rotates the secret, under a running service', async (t) => {
    const made = await json(
      'mall',
      'add',
      '--name',
      'Live',
      '--id',
      'live',
      '--origin',
      'https://live.example',
    );
    const service = await serve(environment);
    t.after(() => service.stop());
    const ask = (path: string, bearer: string) =>
      fetch(`${service.base}/v1/live/${path}`, { headers: { authorization: `Bearer ${bearer}` } }).then(
        async (answer) => ({
          status: answer.status,
          body: (await answer.json()) as { code?: string; kind?: string; name?: string },
        }),
      );

    const key = await json('key', 'add', 'live', '--name', 'sync', '--scope', 'orders');
    assert.equal((await ask('orders?order=1', key.key)).status, 404);
    assert.equal((await ask('settings', key.key)).body.code, 'key-scope');
    assert.equal((await ask('settings', made.key.key)).status, 200);
    await json('key', 'revoke', 'live', key.id);
    assert.equal((await ask('orders?order=1', key.key)).body.code, 'key-refused');
    assert.equal((await ask('settings', made.key.key)).status, 200, 'the others stay good');
    const { keys } = await json('key', 'list', 'live');
    assert.deepEqual(
      keys.map((one: { name: string; revokedAt: number | null }) => [one.name, one.revokedAt === null]),
      [
        ['backend', true],
        ['sync', false],
      ],
    );
    assert.match((await run('key', 'revoke', 'live', key.id)).stderr, /no live key/);

    const plain = await dangol(
      environment,
      'token',
      'live',
      '--shopper',
      'u1',
      '--name',
      '김민수',
      '--hours',
      '0.5',
    );
    assert.match(plain.stdout, /^[\w.-]+\n$/);
    assert.match(plain.stderr, /A token for shopper u1 of live, good until 20/);
    const first = plain.stdout.trim();
    assert.deepEqual(await ask('me', first).then(({ status, body }) => [status, body.kind, body.name]), [
      200,
      'member',
      '김*수',
    ]);

    const second = await json('mall', 'rotate-key', 'live');
    assert.equal(second.version, 2);
    assert.notEqual(second.secret, made.secret);
    assert.ok(second.oldUntil > Date.now() + 47 * 3_600_000);
    const fresh = (await json('token', 'live', '--shopper', 'u1')).token;
    await until(async () => (await ask('me', fresh)).status === 200, 'the service sees the new secret');
    assert.equal((await ask('me', first)).status, 200, 'the old secret is still good');

    const third = await run('mall', 'rotate-key', 'live');
    assert.match(third.stdout, /Number 1, .* is refused from now on\./);
    await until(async () => (await ask('me', first)).body.code === 'token-refused', 'the old one is over');
    assert.equal((await ask('me', fresh)).status, 200, 'the one before the newest is still good');
    assert.equal(await service.stop(), 0, 'SIGTERM ends it well');
  });

  it('knows which Node is too old', () => {
    for (const good of ['22.18.0', '22.20.1', '23.6.0', '24.0.0', '26.1.0'])
      assert.equal(tooOldNode(good), undefined, good);
    for (const old of ['18.20.0', '20.20.2', '22.17.9', '23.5.0'])
      assert.match(tooOldNode(old) ?? '', /22\.18 or newer/, old);
  });
});
