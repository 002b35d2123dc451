import { resolve } from 'node:path';
import { UnfitDatabase } from '../base/db/database.ts';
import { WrongSettings } from '../settings.ts';
import {
  CALL,
  CALL_HELP,
  type Command,
  CommandError,
  helpOf,
  type Io,
  nearest,
  readInput,
  UsageError,
} from './command.ts';
import { commands, type Listed } from './index.ts';

/** Where the command line tells of itself. */
export interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean; columns?: number };
}

/** Runs what was typed and tells of it. Returns the exit code. */
export async function runCommandLine(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  streams: Streams = process,
): Promise<number> {
  const json = args.includes('--json');
  try {
    const found = findCommand(args);
    if (typeof found === 'string') {
      streams.stdout.write(`${found}\n`);
      return 0;
    }
    const command = await found.listed.load();
    return await perform(found.listed.words, command, found.rest, environment, streams);
  } catch (error) {
    const { code, message } = explain(error, environment);
    streams.stderr.write(`dangol: ${message}\n`);
    if (json) streams.stdout.write(`${JSON.stringify({ error: message })}\n`);
    return code;
  }
}

async function perform(
  words: string,
  command: Command,
  args: readonly string[],
  environment: Record<string, string | undefined>,
  { stdout, stderr }: Streams,
): Promise<number> {
  const input = withUsage(words, () => readInput(command, args));
  if (input.flag('help')) {
    stdout.write(`${helpOf(words, command)}\n`);
    return 0;
  }
  const line = openProgress(stderr, input.flag('progress'));
  const io: Io = {
    environment,
    json: input.flag('json'),
    progress: line.show,
    note(text) {
      line.clear();
      stderr.write(`${text}\n`);
    },
  };
  try {
    const told = await command.run(input, io);
    line.clear();
    const text = io.json ? JSON.stringify(told.json, null, 2) : told.text.join('\n');
    if (text) stdout.write(`${text}\n`);
    return told.failed ? 1 : 0;
  } catch (error) {
    line.clear();
    throw error instanceof UsageError ? withHint(words, error) : error;
  }
}

const SEE_HELP = `see ${CALL} --help.`;

/** The command that the arguments begin with, or the page of help they ask for. */
function findCommand(args: readonly string[]): { listed: Listed; rest: readonly string[] } | string {
  const [first = 'help', second] = args;
  if (first === 'help' || first.startsWith('-')) {
    const named =
      first === 'help' ? commands.find((one) => one.words === args.slice(1).join(' ')) : undefined;
    if (named) return { listed: named, rest: ['--help'] };
    if (first.startsWith('-') && !['--help', '-h'].includes(first))
      throw new UsageError(`${first} comes before any command; ${SEE_HELP}`);
    return overview(commands);
  }
  const two = commands.find((one) => one.words === `${first} ${second}`);
  if (two) return { listed: two, rest: args.slice(2) };
  const one = commands.find((listed) => listed.words === first);
  if (one) return { listed: one, rest: args.slice(1) };
  const group = commands.filter((listed) => listed.words.startsWith(`${first} `));
  if (group.length > 0) {
    if (second === undefined || second === '--help') return overview(group);
    const near = nearest(
      second,
      group.map((listed) => listed.words.slice(first.length + 1)),
    );
    throw new UsageError(
      `"${first} ${second}" is no command${near ? `; did you mean "${first} ${near}"?` : `; ${SEE_HELP}`}`,
    );
  }
  const near = nearest(
    first,
    commands.map((listed) => listed.words.split(' ')[0] ?? ''),
  );
  throw new UsageError(`"${first}" is no command${near ? `; did you mean "${near}"?` : `; ${SEE_HELP}`}`);
}

function overview(some: readonly Listed[]): string {
  const width = Math.max(...some.map((one) => one.words.length)) + 2;
  return [
    'Usage: dangol <command> [options]',
    '',
    ...some.map((one) => `  ${one.words.padEnd(width)}${one.summary}`),
    '',
    'dangol <command> --help tells more of one. Settings come from the environment: DATA_DIR, DATABASE_URL, PUBLIC_URL, PORT, ...',
    CALL_HELP,
  ].join('\n');
}

function withUsage<T>(words: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof UsageError ? withHint(words, error) : error;
  }
}

const withHint = (words: string, error: UsageError) =>
  new UsageError(`${error.message} See ${CALL} ${words} --help.`);

/** What a database that cannot be reached, or does not let us in, says of itself. */
const NO_DATABASE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '28P01',
  '28000',
  '3D000',
  '57P03',
]);

/** One sentence and the exit code for whatever went wrong. */
function explain(
  error: unknown,
  environment: Record<string, string | undefined>,
): { code: number; message: string } {
  if (error instanceof UsageError) return { code: 2, message: error.message };
  if (error instanceof WrongSettings)
    return { code: 2, message: `the environment is wrong: ${error.message}` };
  if (error instanceof CommandError || error instanceof UnfitDatabase)
    return { code: 1, message: error.message };
  const { code, message, path, stack } = error as NodeJS.ErrnoException;
  if (environment.DATABASE_URL && code && NO_DATABASE.has(code))
    return { code: 1, message: `The database of DATABASE_URL cannot be reached: ${message || code}` };
  const dataDir = environment.DATA_DIR || './data';
  const isData =
    code === 'SQLITE_CANTOPEN' || (path !== undefined && resolve(path).startsWith(resolve(dataDir)));
  if (code && isData) return { code: 1, message: `DATA_DIR=${dataDir} cannot be used (${message}).` };
  // Faults of the system name themselves; anything else is a fault of ours and needs its trace.
  return { code: 1, message: (code ? message || code : stack) ?? String(error) };
}

/** How often the line is written anew. */
const EVERY_MS = 100;

function openProgress(stderr: Streams['stderr'], asked: boolean) {
  const terminal = stderr.isTTY === true;
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show(line: string): void {
      const now = performance.now();
      if ((!terminal && !asked) || now - last < EVERY_MS) return;
      last = now;
      stderr.write(terminal ? `\r\x1b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}` : `${line}\n`);
      drawn = terminal;
    },
    clear(): void {
      if (drawn) stderr.write('\r\x1b[2K');
      drawn = false;
    },
  };
}
