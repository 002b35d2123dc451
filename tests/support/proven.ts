/** Promises that `npm test` proves already: their tests once more, and once against what is broken on purpose. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Counts, countsVariable } from './counts.ts';
import type { Given } from './promise.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Ran {
  counts: Counts;
  output: string;
}

/** Runs files of tests as `npm test` does. */
export async function runTests(
  files: readonly string[],
  options: { env?: Record<string, string>; pattern?: string } = {},
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-proven-'));
  const countsFile = join(folder, 'counts.json');
  const args = [
    '--test',
    '--test-concurrency=2',
    '--test-timeout=1200000',
    '--test-force-exit',
    `--test-reporter=${join(ROOT, 'tests/support/node-reporter.ts')}`,
    '--test-reporter-destination=stdout',
    ...(options.pattern ? [`--test-name-pattern=${options.pattern}`] : []),
    ...files.map((file) => join(ROOT, 'tests', file)),
  ];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env, [countsVariable]: countsFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', end);
  try {
    return { counts: JSON.parse(readFileSync(countsFile, 'utf8')) as Counts, output };
  } catch {
    throw new Error(`The tests told no counts:\n${output}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Proof {
  /** Below tests/. */
  files: readonly string[];
  env?: Record<string, string>;
  /** Lines that the tests print and that belong into the figure. */
  figure?: RegExp;
  control: {
    /** Of breaks.ts, and what that means in words. */
    broken: string;
    words: string;
    /** Which of the tests must notice; all others may as well. */
    pattern?: string;
    files?: readonly string[];
    /** What a failure for the right reason says. */
    shows: RegExp;
  };
}

/** @returns the figure */
export async function provenByTests(given: Given, proof: Proof): Promise<string> {
  const { control } = proof;
  const names = proof.files.map((file) => `tests/${file}`).join(', ');
  let figure = `tried by ${names} in the same run`;
  // Right after `npm test` they would only say the same again.
  if (!given.has('after-tests')) {
    const { counts, output } = await runTests(proof.files, { ...(proof.env && { env: proof.env }) });
    assert.ok(counts.failed === 0 && counts.passed > 0, `${counts.failed} tests failed\n${output}`);
    const told = proof.figure ? output.split('\n').filter((line) => proof.figure!.test(line)) : [];
    assert.ok(!proof.figure || told.length > 0, `void: the tests told no figure\n${output}`);
    figure = [`${counts.passed} tests, 0 failed`, ...told.map((line) => line.trim())].join('; ');
  }
  const broken = await runTests(control.files ?? proof.files, {
    env: { ...proof.env, TEST_BREAK: control.broken },
    ...(control.pattern && { pattern: control.pattern }),
  });
  assert.ok(broken.counts.failed > 0, `void: no test failed although ${control.words}`);
  assert.match(broken.output, control.shows, `void: ${control.words}, and they failed for another reason`);
  given.control(
    `${control.words}: ${broken.counts.failed} of ${broken.counts.failed + broken.counts.passed} tests failed, as it must be`,
  );
  return figure;
}
