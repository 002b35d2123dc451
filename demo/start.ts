import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { CommandError, UsageError } from '../server/commands/command.ts';
import { englishMall, koreanMall, type Part } from '../server/commands/seed/data.ts';
import { seedDemo } from '../server/commands/seed/demo.ts';
import { openSeeding } from '../server/commands/seed/session.ts';
import { demoOrigins } from '../server/commands/seed.ts';
import { startService } from '../server/main.ts';
import { readSettings, type Settings, WrongSettings } from '../server/settings.ts';
import { buildIfStale } from '../widgets/build.ts';
import { demoMalls, type MallOptions } from './mall/app.ts';

/** What a person can put right; shown as one sentence. */
class Stop extends Error {}

/**
 * Starts everything and stays until it is asked to end. Returns the exit code when it could not.
 *
 * @param part how much of the data to fill in: tests need little of it
 */
export async function startDemo(environment: NodeJS.ProcessEnv, part: Part = {}): Promise<number> {
  try {
    await run(environment, part);
    return 0;
  } catch (error) {
    const plain = [Stop, WrongSettings, UsageError, CommandError].some((kind) => error instanceof kind);
    console.error(plain ? (error as Error).message : error);
    return 1;
  }
}

async function run(environment: NodeJS.ProcessEnv, part: Part): Promise<void> {
  const { origin, origins } = demoOrigins(environment);
  const demoPort = Number(new URL(origin).port || 80);
  // Always a folder of its own: an owner's database must not fill up with invented shoppers.
  const settings = readSettings({
    ...environment,
    DATABASE_URL: '',
    DATA_DIR: join(environment.DATA_DIR || './data', 'demo'),
    LOG_LEVEL: environment.LOG_LEVEL || 'warn',
  });
  if (settings.port === demoPort)
    throw new Stop(`PORT and DEMO_PORT are both ${demoPort}: choose two different ports.`);
  await free(settings, settings.port, 'PORT');
  await free(settings, demoPort, 'DEMO_PORT');

  await buildIfStale();
  const accounts = await fill(settings, { origin, origins }, part);
  const service = await startService(settings);
  const malls = serve({
    fetch: demoMalls({ service: settings.publicUrl, origin, accounts }).fetch,
    port: demoPort,
    hostname: settings.host,
  });
  await once(malls, 'listening');

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    malls.close();
    if ('closeAllConnections' in malls) malls.closeAllConnections();
    await service.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  console.log(`
  단골(Dangol) 데모가 열렸어요. 브라우저에서 열어 보세요.
  Dangol's demo is open. See it in a browser:

    한국어 쇼핑몰      ${origin}/ko/
    English shop       ${origin}/en/
    API                ${settings.publicUrl}/docs

  끝내려면 Ctrl+C · Ctrl+C to stop
`);
}

/** Fills both malls when they are empty, and gets them keys for this run. */
async function fill(
  settings: Settings,
  { origin, origins }: { origin: string; origins: string[] },
  part: Part,
): Promise<MallOptions['accounts']> {
  const seeding = await openSeeding(settings);
  const now = Date.now();
  const options = { origin, origins, now, progress: progress() };
  try {
    const ko = await seedDemo(seeding, koreanMall(origin, now, part), options);
    const en = await seedDemo(seeding, englishMall(origin, part), options);
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
    return { ko, en };
  } finally {
    await seeding.close();
  }
}

/** One line that overwrites itself; where nobody looks, a line every few seconds. */
function progress(): (line: string) => void {
  const terminal = process.stdout.isTTY === true;
  let last = 0;
  return (line) => {
    const now = performance.now();
    if (now - last < (terminal ? 100 : 3000)) return;
    last = now;
    process.stdout.write(terminal ? `\r\x1b[2K  ${line}` : `${line}\n`);
  };
}

/** Before anything is built or filled: is the port there to be had? */
async function free(settings: Settings, port: number, variable: string): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, settings.host, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Stop(
        `Port ${port} is taken by another program: set ${variable} to a free one (${variable}=${port + 10} npm start).`,
      );
    throw new Stop(`Port ${port} cannot be used (${code}): set ${variable} to another one.`);
  } finally {
    probe.close();
  }
}
