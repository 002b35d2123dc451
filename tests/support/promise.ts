/**
 * What each file of tests/promises is made of: a check that gives its figure in one line, and controls that show that
 * the check can fail. A promise without a control that failed as it must is not kept.
 */
import assert from 'node:assert/strict';

export interface Given {
  /** Asked for with `--long`. */
  long: boolean;
  /** True with `--name` on the command line. */
  has(name: string): boolean;
  /** The number behind `--name`, else that of the short or of the long form. */
  count(name: string, short: number, long: number): number;
  /** Tells what a control showed. */
  control(showed: string): void;
  /** Runs a check on what is broken on purpose; it must throw, or the promise is void. */
  mustFail(broken: string, check: () => unknown): Promise<void>;
  /** Registers what is put away at the end, newest first, however the promise ends. */
  after(tidy: () => unknown): void;
}

/** The first line of what was thrown, short enough for one line of ours. */
const said = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.length > 160 ? `${line.slice(0, 160)}...` : line;
};

/**
 * Keeps one promise: runs the check and prints its figure, or what went wrong.
 *
 * @param check returns the figure
 */
export async function keep(name: string, check: (given: Given) => Promise<string>): Promise<void> {
  const args = process.argv.slice(2);
  const has = (option: string) => args.includes(`--${option}`);
  const tidying: (() => unknown)[] = [];
  const controls: string[] = [];
  const given: Given = {
    long: has('long'),
    has,
    count(option, short, long) {
      const at = args.indexOf(`--${option}`);
      if (at < 0) return has('long') ? long : short;
      const value = Number(args[at + 1]);
      assert.ok(Number.isFinite(value) && value > 0, `--${option} needs a number above zero`);
      return value;
    },
    control: (showed) => void controls.push(showed),
    async mustFail(broken, run) {
      let failure: unknown;
      try {
        await run();
      } catch (error) {
        failure = error;
      }
      assert.ok(failure, `void: the check passed although ${broken}`);
      controls.push(`${broken}: "${said(failure)}", as it must be`);
    },
    after: (tidy) => void tidying.unshift(tidy),
  };
  // Whoever ends the runner ends this too, and processes that it started go with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  let lines: string[];
  const begin = performance.now();
  try {
    const figure = await check(given);
    assert.ok(controls.length > 0, 'void: it has no control that failed');
    lines = [`${name}: ${figure}`];
  } catch (error) {
    process.exitCode = 1;
    lines = [`✖ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`];
  }
  for (const tidy of tidying)
    try {
      await tidy();
    } catch (error) {
      process.exitCode = 1;
      lines.push(`✖ ${name}: it could not be tidied up: ${said(error)}`);
    }
  lines.push(...controls.map((showed) => `  control: ${showed}`));
  console.log(`${lines.join('\n')}\n  (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  // A socket that is still open must not keep the process.
  process.exit();
}

/** 41220 as 41,220. */
export const number = (value: number): string => Math.round(value).toLocaleString('en');
