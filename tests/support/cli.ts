import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../server/commands/run.ts';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** What the command line of these tests sees of this process's environment: nothing that would name other data. */
const clean = (environment: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  TMPDIR: process.env.TMPDIR,
  ...environment,
});

/** Runs `dangol` as a person would, in a process of its own. */
export function dangol(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, ...args],
      { cwd: ROOT, env: clean(environment), maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      },
    );
  });
}

/** The same inside this process, which is many times faster. */
export async function dangolHere(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  const ended: Ended = { code: 0, stdout: '', stderr: '' };
  const keep = (stream: 'stdout' | 'stderr') => ({
    write(text: string) {
      ended[stream] += text;
    },
  });
  ended.code = await runCommandLine(args, environment, { stdout: keep('stdout'), stderr: keep('stderr') });
  return ended;
}

/** `dangol serve`, once it listens. */
export async function serve(environment: Record<string, string>): Promise<{
  base: string;
  /** Asks it to end; the exit code. */
  stop(): Promise<number | null>;
}> {
  const child: ChildProcess = spawn(process.execPath, [CLI, 'serve'], {
    cwd: ROOT,
    env: clean({ PORT: '0', HOST: '127.0.0.1', ...environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as { msg: string; port: number };
      if (said.msg === 'listening') resolve(said.port);
    });
    void ended.then((code) => reject(new Error(`dangol serve ended with ${code}: ${complaint}`)));
  });
  return {
    base: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
