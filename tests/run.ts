/**
 * `npm test`: every suite after the other, each tool in a process of its own; the last line says `N passed, N failed`.
 *
 *     npm test                          everything
 *     npm test -- server                one suite: check, layers, server, widgets, whole, promises
 *     npm test -- widgets/review-board  the files of a suite whose path holds that word
 *     npm test -- wishlist              the files of any suite whose path holds that word
 *     npm test -- --no-check            without the linter and the compiler
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Counts, countsVariable } from './support/counts.ts';
import { type Postgres, startPostgres } from './support/postgres.ts';

interface Suite {
  /** As the table shows it. */
  name: string;
  /** The folder below tests/, and the word that asks for it. */
  folder: string;
  /** @param isAll true in a run of everything */
  run(files: string[], isAll: boolean): Promise<Counts>;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), 'dangol-run-'));
const require = createRequire(import.meta.url);
// Far above what any suite needs: it ends only one that hangs.
const suiteTimeoutMs = 45 * 60_000;
const running = new Set<ChildProcess>();
const compiled = join(root, 'node_modules', '.cache', 'dangol-compiled');

/** The script behind a package's command, so that it runs on this Node and not on whatever PATH names. */
function command(name: string, bin: string): string {
  const home = join(root, 'node_modules', ...name.split('/'));
  const { bin: bins } = require(join(home, 'package.json')) as { bin: string | Record<string, string> };
  return join(home, typeof bins === 'string' ? bins : (bins[bin] ?? ''));
}

function start(
  args: string[],
  env: NodeJS.ProcessEnv,
  show: (text: string) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      // Hundreds of processes load the same files: stripped and compiled once is enough.
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const timer = setTimeout(() => {
      show(`  ✖ killed: it had not ended after ${suiteTimeoutMs / 60_000} minutes\n`);
      child.kill('SIGKILL');
    }, suiteTimeoutMs);
    child.stdout.setEncoding('utf8').on('data', show);
    child.stderr.setEncoding('utf8').on('data', show);
    child.once('error', (error) => show(`  ✖ ${error.message}\n`));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(code === 0 ? undefined : `ended with ${code ?? signal}`);
    });
  });
}

const print = (text: string) => void process.stdout.write(text);

/** Runs a tool whose reporter leaves its counts in a file. */
async function counted(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const file = join(scratch, 'counts.json');
  rmSync(file, { force: true });
  const trouble = await start(args, { ...env, [countsVariable]: file }, print);
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    print(`  ✖ it told no counts and ${trouble ?? 'ended well'}\n`);
    return { ...counts, failed: 1 };
  }
  if (trouble && counts.failed === 0) {
    print(`  ✖ no test failed, but it ${trouble}\n`);
    return { ...counts, failed: 1 };
  }
  if (counts.passed + counts.failed === 0) {
    print('  ✖ there are files, but no test ran\n');
    return { ...counts, failed: 1 };
  }
  return counts;
}

function nodeTests(files: string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const flags = [
    '--test',
    '--test-concurrency=2',
    // As the time of a suite: it ends only what hangs.
    '--test-timeout=900000',
    // A test that timed out leaves its sockets open, and without this its file never ends.
    '--test-force-exit',
    // Each file inherits it, and loses no result when it is made to end.
    `--import=${pathToFileURL(join(root, 'tests', 'support', 'preloads', 'whole-output.ts')).href}`,
    `--test-reporter=${join(root, 'tests', 'support', 'node-reporter.ts')}`,
    '--test-reporter-destination=stdout',
  ];
  return counted([...flags, ...files], env);
}

async function check(): Promise<Counts> {
  const tools: [string, string[]][] = [
    ['biome', [command('@biomejs/biome', 'biome'), 'check', '.', '--max-diagnostics=30']],
    ['tsc', [command('typescript', 'tsc')]],
  ];
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const results = tools.map(async ([name, args]) => {
    let output = '';
    const trouble = await start(args, {}, (text) => {
      output += text;
    });
    if (trouble) print(`  ✖ ${name} ${trouble}\n${output}\n`);
    counts[trouble ? 'failed' : 'passed'] += 1;
  });
  await Promise.all(results);
  return counts;
}

async function onPostgres(files: string[]): Promise<Counts> {
  let server: Postgres;
  try {
    server = await startPostgres();
  } catch (error) {
    print(`  ✖ ${error instanceof Error ? error.message : error}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  try {
    return await nodeTests(files, { TEST_DB: 'postgres', TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

const wtr = (files: string[]) =>
  counted([
    command('@web/test-runner', 'web-test-runner'),
    '--config',
    join('tests', 'widgets', 'wtr.config.mjs'),
    '--static-logging',
    '--files',
    ...files,
  ]);

/** In their short form; after all other suites without the tests that those have just run. */
function promises(files: string[], isAll: boolean): Promise<Counts> {
  const names = files.map((file) => basename(file, '.ts'));
  const flags = isAll ? ['--after-tests'] : [];
  return counted([join('tests', 'promises', 'run.ts'), ...flags, ...names]);
}

const suites: Suite[] = [
  { name: 'layers', folder: 'layers', run: (files) => nodeTests(files) },
  { name: 'server on SQLite', folder: 'server', run: (files) => nodeTests(files, { TEST_DB: 'sqlite' }) },
  { name: 'server on PostgreSQL', folder: 'server', run: onPostgres },
  { name: 'widgets', folder: 'widgets', run: wtr },
  { name: 'whole', folder: 'whole', run: (files) => nodeTests(files) },
  { name: 'promises', folder: 'promises', run: promises },
];

/** Which files of a suite the words on the command line ask for; no word asks for all. */
function chosen(folder: string, words: string[]): string[] {
  // The promises bear names of tests: only the name of their suite asks for them.
  const isPromises = folder === 'promises';
  const files = globSync(`tests/${folder}/${isPromises ? '*.ts' : '**/*.test.ts'}`, { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file !== 'tests/promises/run.ts')
    .sort();
  if (words.length === 0) return files;
  return files.filter((file) =>
    words.some((word) => {
      const [first, ...rest] = word.replace(/^(\.\/)?tests\//, '').split('/');
      const isSuite = suites.some((suite) => suite.folder === first);
      if (isSuite) return first === folder && file.slice(`tests/${folder}/`.length).includes(rest.join('/'));
      return word !== 'check' && !isPromises && file.includes(word);
    }),
  );
}

interface Row extends Counts {
  name: string;
  seconds: string;
}

async function timed(name: string, run: () => Promise<Counts>): Promise<Row> {
  print(`▶ ${name}\n`);
  const begin = performance.now();
  const counts = await run();
  return { name, ...counts, seconds: ((performance.now() - begin) / 1000).toFixed(1) };
}

function table(rows: Row[]): string {
  const cell = (value: string | number) => String(value).padStart(9);
  const head = `${'suite'.padEnd(22)}${['passed', 'failed', 'skipped', 'seconds'].map(cell).join('')}\n`;
  const lines = rows.map((row) => {
    const cells = [row.passed, row.failed, row.skipped, row.seconds].map(cell);
    return `${row.name.padEnd(22)}${cells.join('')}\n`;
  });
  return `\n${head}${lines.join('')}\n`;
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const words = args.filter((arg) => !arg.startsWith('-'));
  const rows: Row[] = [];
  const wantsCheck = words.length === 0 ? !args.includes('--no-check') : words.includes('check');
  if (wantsCheck) rows.push(await timed('check', check));
  for (const suite of suites) {
    const files = chosen(suite.folder, words);
    if (files.length > 0) rows.push(await timed(suite.name, () => suite.run(files, words.length === 0)));
    else if (words.length === 0) print(`▶ ${suite.name}: no files yet\n`);
  }
  if (rows.length === 0) {
    print(`Nothing matches ${words.join(' ')}.\n`);
    rows.push({ name: 'nothing', passed: 0, failed: 1, skipped: 0, seconds: '0.0' });
  }
  const sum = (which: keyof Counts) => rows.reduce((total, row) => total + row[which], 0);
  print(`${table(rows)}${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') > 0 ? 1 : 0;
}

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
});
// An exit by signal skips the listeners above, and servers that tests started would stay.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
