// The log: lines leave together, in their order, and none is lost when the process ends by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { together } from '../../server/base/log.ts';

test('lines of one turn of the event loop are handed on as one', async () => {
  const handed: string[] = [];
  let flushed = 0;
  const { write, flushSync } = together({
    write: (text) => handed.push(text),
    flushSync: () => flushed++,
  });
  write('a\n');
  write('b\n');
  assert.deepEqual(handed, []);
  await new Promise(setImmediate);
  assert.deepEqual(handed, ['a\nb\n']);
  write('c\n');
  flushSync();
  assert.deepEqual([handed, flushed], [['a\nb\n', 'c\n'], 1]);
  await new Promise(setImmediate);
  assert.equal(handed.length, 2, 'nothing is handed on twice');
});

test('what was written is there when the process ends, also at once or by an error', () => {
  const log = new URL('../../server/base/log.ts', import.meta.url);
  const run = (end: string) => {
    const source = `import { openLog } from '${log}'; const { log, close } = openLog('info');
      for (let n = 0; n < 200; n++) log.info({ n }, 'line'); ${end}`;
    try {
      return execFileSync(process.execPath, ['--input-type=module', '-e', source], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  for (const end of ['', 'close();', 'process.exit(0);', 'throw new Error("gone");']) {
    const lines = run(end).trim().split('\n');
    const numbers = lines.map((line) => (JSON.parse(line) as { n: number }).n);
    assert.deepEqual(
      numbers,
      Array.from({ length: 200 }, (_, n) => n),
      end,
    );
  }
});
