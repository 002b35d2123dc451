import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../demo/start.ts', import.meta.url));

/** A port that nobody listens at just now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '0.0.0.0', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export interface RunningDemo {
  child: ChildProcess;
  port: number;
  demoPort: number;
  /** What it has printed so far. */
  output(): string;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** `npm start` with a part of the data, in a process of its own. Resolves when it says that it is open. */
export async function startDemo(reviews: number): Promise<RunningDemo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-demo-'));
  const [port, demoPort] = [await freePort(), await freePort()];
  const code = `const { startDemo } = await import(${JSON.stringify(START)}); process.exitCode = await startDemo(process.env, { reviews: ${reviews} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: {
      ...process.env,
      PORT: String(port),
      DEMO_PORT: String(demoPort),
      DATA_DIR: dataDir,
      PUBLIC_URL: '',
      PACE_SCALE: '100',
    },
  });
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Ctrl+C')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((exit) => reject(new Error(`The demo ended with ${exit}:\n${printed}`)));
  });
  return {
    child,
    port,
    demoPort,
    output: () => printed,
    async stop() {
      child.kill('SIGTERM');
      const exit = await ended;
      rmSync(dataDir, { recursive: true, force: true });
      return exit;
    },
  };
}
