/**
 * `npm run promises`: each promise of the service after the other, each in a process of its own; the last line says
 * `N passed, N failed`. Each prints its figure, and the control that failed as it must.
 *
 *     npm run promises                              all, in their short form
 *     npm run promises -- kill power                those two
 *     npm run promises -- --long                    all, in their long form
 *     npm run promises -- kill --kills 300          an option of one; `options` below names them all
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Counts, reportCounts } from '../support/counts.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== basename(fileURLToPath(import.meta.url)))
  .map((file) => basename(file, '.ts'))
  .sort();
/** One that takes longer hangs; `--minutes` come on top. None takes two minutes where it has the machine to itself. */
const TIMEOUT_MS = 30 * 60_000;
const LONG_TIMEOUT_MS = 60 * 60_000;

/** Every option that some promise knows; another one is a slip that would go unnoticed. */
const options = {
  /** The long form of each number. */
  long: { type: 'boolean' },
  /** On PostgreSQL: kill, ledger, clubs. */
  postgres: { type: 'boolean' },
  /** Overload by people who each open a connection, instead of through a proxy that holds some. */
  strangers: { type: 'boolean' },
  /** The tests that `npm test` has just run are not run again: only their controls. */
  'after-tests': { type: 'boolean' },
  kills: { type: 'string' },
  histories: { type: 'string' },
  cuts: { type: 'string' },
  backups: { type: 'string' },
  seconds: { type: 'string' },
  minutes: { type: 'string' },
} as const;

function run(name: string, args: string[], timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, `${name}.ts`), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    const late = setTimeout(() => {
      console.log(`✖ ${name}: killed, it had not ended after ${timeoutMs / 60_000} minutes`);
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('close', (code) => {
      clearTimeout(late);
      process.off('exit', end);
      resolve(code === 0);
    });
  });
}

async function main(): Promise<Counts> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no promise ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  const args = Object.entries(values).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const timeoutMs = (values.long ? LONG_TIMEOUT_MS : TIMEOUT_MS) + Number(values.minutes ?? 0) * 60_000;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of positionals.length > 0 ? positionals : all)
    counts[(await run(name, args, timeoutMs)) ? 'passed' : 'failed'] += 1;
  return counts;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  const counts = await main();
  reportCounts(counts);
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
