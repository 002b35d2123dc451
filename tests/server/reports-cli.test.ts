import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commands } from '../../server/commands/index.ts';
import { runCommandLine } from '../../server/commands/run.ts';
import { actions } from '../support/reporting.ts';
import { startService } from '../support/service.ts';

describe('dangol reports', () => {
  it('are four commands', () => {
    for (const words of ['list', 'hide', 'restore', 'reply'])
      assert.ok(commands.some((one) => one.words === `reports ${words}`));
  });
  it('do what the key routes do', {
    skip: process.env.TEST_DB === 'postgres' ? 'the command opens the SQLite folder' : false,
  }, async () => {
    const service = await startService();
    const out: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    const errors = process.stderr.write.bind(process.stderr);
    async function run(...args: string[]): Promise<{ code: number; out: string }> {
      out.length = 0;
      process.stdout.write = (text: string | Uint8Array) => Boolean(out.push(String(text)));
      process.stderr.write = () => true;
      try {
        const code = await runCommandLine(['reports', ...args, '--json'], {
          DATA_DIR: service.settings.dataDir,
          MASTER_KEY: service.settings.masterKey,
        });
        return { code, out: out.join('') };
      } finally {
        process.stdout.write = write;
        process.stderr.write = errors;
      }
    }
    try {
      const mall = await service.addMall('shop1');
      const does = actions(service, 'shop1');
      // Read as somebody: what is kept for everybody may lag a moment behind another process.
      const kim = await mall.token('kim');
      const id = await does.review(kim, 'p1');
      const comment = await does.comment(kim, id);
      await does.report(await mall.token('lee'), 'review', id);
      const list = JSON.parse((await run('list', 'shop1')).out);
      assert.deepEqual([list.mall, list.items.length, list.items[0].subject.id], ['shop1', 1, id]);
      assert.equal((await run('hide', 'shop1', id, '--reason', 'one_star')).code, 2);
      assert.equal((await run('hide', 'shop1', '0'.repeat(25), '--reason', 'spam')).code, 1);
      assert.deepEqual(JSON.parse((await run('hide', 'shop1', id, '--reason', 'spam')).out), {
        mall: 'shop1',
        subject: { kind: 'review', id },
        state: 'hidden',
      });
      assert.equal((await service.call('GET', `/v1/shop1/reviews/${id}`, { as: kim })).status, 404);
      assert.equal(JSON.parse((await run('list', 'shop1', '--state', 'hidden')).out).items.length, 1);
      assert.equal(JSON.parse((await run('restore', 'shop1', id)).out).state, 'shown');
      assert.equal(
        JSON.parse((await run('hide', 'shop1', comment, '--reason', 'abuse')).out).subject.kind,
        'comment',
      );
      // With its kind before it, as the list shows it; a kind that it is not finds nothing.
      assert.equal((await run('hide', 'shop1', `comment:${id}`, '--reason', 'spam')).code, 1);
      assert.equal((await run('hide', 'shop1', `order:${id}`, '--reason', 'spam')).code, 1);
      assert.deepEqual(JSON.parse((await run('hide', 'shop1', `review:${id}`, '--reason', 'spam')).out), {
        mall: 'shop1',
        subject: { kind: 'review', id },
        state: 'hidden',
      });
      assert.equal(JSON.parse((await run('restore', 'shop1', `review:${id}`)).out).state, 'shown');
      assert.equal(JSON.parse((await run('restore', 'shop1', `comment:${comment}`)).out).state, 'shown');

      const reply = async () =>
        (await service.call('GET', `/v1/shop1/reviews/${id}`, { as: kim })).body.reply?.text ?? null;
      assert.equal((await run('reply', 'shop1', id, '고맙습니다')).code, 0);
      assert.equal(await reply(), '고맙습니다');
      assert.equal((await run('reply', 'shop1', `review:${id}`, '--text', 'Thank you.')).code, 0);
      assert.equal(await reply(), 'Thank you.');
      for (const wrong of [
        [],
        ['--text', ''],
        ['--text', 'a', 'b'],
        ['--text', 'a', '--remove'],
        ['a', '--remove'],
      ])
        assert.equal((await run('reply', 'shop1', id, ...wrong)).code, 2, wrong.join(' '));
      assert.equal((await run('reply', 'shop1', `comment:${comment}`, '--text', 'a')).code, 2);
      assert.equal(await reply(), 'Thank you.', 'a forgotten text takes nothing back');
      assert.equal((await run('reply', 'shop1', `review:${id}`, '--remove')).code, 0);
      assert.equal(await reply(), null);
      assert.equal((await run('list', 'nowhere')).code, 1);
      const actors = await service.services.database.db.selectFrom('moderations').select('actor').execute();
      assert.ok(actors.every((row) => row.actor === 'command line'));
    } finally {
      await service.stop();
    }
  });
});
