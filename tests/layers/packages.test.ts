// What we take from others: few, named with a reason in the README, locked by integrity, and none below its safe version.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from './sources.ts';

interface Locked {
  version: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}
interface Lock {
  packages: Record<string, Locked>;
}
interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}

/** The first versions without a known hole. `npm audit` needs a registry that knows; this list needs nothing. */
const safeSince: Record<string, string> = {
  hono: '4.13.11',
  '@hono/node-server': '2.1.3',
  kysely: '0.28.17',
  'better-sqlite3': '12.11.1',
  sharp: '0.35.0',
  vite: '8.0.0',
  rollup: '4.22.4',
};

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function isOlder(version: string, than: string): boolean {
  // A pre-release comes before its release.
  const [a = '', b = ''] = [version, than].map((one) => one.replace(/\+.*/, ''));
  const numbers = (one: string) => one.replace(/-.*/, '').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (const [i, part] of right.entries()) if (left[i] !== part) return (left[i] ?? 0) < part;
  return a.includes('-') && !b.includes('-');
}

function unsafe(lock: Lock): string[] {
  const complaints: string[] = [];
  for (const [path, { version }] of Object.entries(lock.packages)) {
    const since = path ? safeSince[nameOf(path)] : undefined;
    if (since && isOlder(version, since)) complaints.push(`${path} is ${version}: safe since ${since}`);
  }
  return complaints;
}

function unlocked(lock: Lock): string[] {
  const complaints: string[] = [];
  for (const [path, { integrity, resolved, link }] of Object.entries(lock.packages)) {
    if (path === '' || link) continue;
    if (!integrity?.startsWith('sha512-')) complaints.push(`${path}: no sha512 integrity`);
    if (resolved) complaints.push(`${path}: resolved from one address; others may use another registry`);
  }
  return complaints;
}

/** An install script runs unseen on the machine of everybody who installs; none of ours needs one. */
function scripted(lock: Lock, manifest: Manifest): string[] {
  const withScripts = Object.entries(lock.packages).filter(([, one]) => one.hasInstallScript);
  return withScripts
    .map(([path]) => nameOf(path))
    .filter((name) => manifest.allowScripts?.[name] !== false)
    .map((name) => `${name}: has an install script that allowScripts does not deny`);
}

/** Each direct dependency has a row in the README's table, which begins with its name. */
function unnamed(manifest: Manifest, readme: string): string[] {
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(
      (name) => !readme.split('\n').some((line) => line.startsWith('|') && line.includes(`\`${name}\``)),
    )
    .map((name) => `${name}: give it a row in the README's table of dependencies, with the reason`);
}

const json = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
const lock = json<Lock>('package-lock.json');
const manifest = json<Manifest>('package.json');
const readme = existsSync(join(root, 'README.md')) ? readFileSync(join(root, 'README.md'), 'utf8') : '';

describe('the packages of others', () => {
  it('are none below its safe version', () => assert.deepEqual(unsafe(lock), []));
  it('are locked by integrity, from where everybody can get them', () =>
    assert.deepEqual(unlocked(lock), []));
  it('run no install script', () => assert.deepEqual(scripted(lock, manifest), []));
  it('are each named in the README', () => assert.deepEqual(unnamed(manifest, readme), []));
  it('need no more than eighteen at run time', () => {
    const names = Object.keys(manifest.dependencies);
    assert.ok(names.length <= 18, `${names.length} dependencies: ${names.join(' ')}`);
  });
});

describe('the fences of the packages', () => {
  it('catch an old version, a pre-release and a nested one', () => {
    const old = {
      'node_modules/hono': { version: '4.13.10' },
      'node_modules/a/node_modules/rollup': { version: '3.29.0' },
    };
    const fine = { 'node_modules/vite': { version: '8.0.0' }, 'node_modules/sharp': { version: '0.36.0' } };
    const early = { 'node_modules/kysely': { version: '0.28.17-beta.1' } };
    assert.equal(unsafe({ packages: { ...old, ...fine, ...early } }).length, 3);
  });

  it('catch a package without integrity and one from a private place', () => {
    const packages = {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', integrity: 'sha512-x', resolved: 'http://mirror.local/b.tgz' },
      'node_modules/c': {
        version: '1.0.0',
        integrity: 'sha512-x',
      },
    };
    assert.equal(unlocked({ packages }).length, 2);
  });

  it('catch an install script and a dependency that nobody explained', () => {
    const packages = { 'node_modules/a': { version: '1.0.0', hasInstallScript: true } };
    const one = { dependencies: { a: '1', b: '1' }, devDependencies: { c: '1' } };
    assert.equal(scripted({ packages }, one).length, 1);
    assert.equal(scripted({ packages }, { ...one, allowScripts: { a: false } }).length, 0);
    assert.equal(unnamed(one, 'We use `c`.\n\n| `a` | because |\n').length, 2);
  });
});
