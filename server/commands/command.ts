import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** An option of a command, as its help shows it. */
export interface OptionSpec {
  type: 'string' | 'boolean';
  /** May be given more than once. */
  multiple?: boolean;
  required?: boolean;
  /** What stands for the value in the help: `ID`. */
  value?: string;
  help: string;
}

/** How a command is called in a clone, where `dangol` alone is none: for hints that are to be pasted. */
export const CALL = 'npm run -s dangol --';
/** The line of every page of help that says so. */
export const CALL_HELP = `In the folder of Dangol, "dangol" is: ${CALL} <command>`;

/** One command of this folder; index.ts lists them all. */
export interface Command {
  /** What it does, in a few lines, for its help. */
  about: string;
  /** Names of what comes without a dash, in order; `[NAME]` may be left out, `NAME...` may be many. */
  places: readonly string[];
  options: Readonly<Record<string, OptionSpec>>;
  /** Its stdout is no result but a log, so that `--json` has no meaning. */
  logs?: boolean;
  example: string;
  run(input: Input, io: Io): Promise<Told>;
}

/** What a command tells when it is done: the lines for a person, the document for a program (`--json`). */
export interface Told {
  text: readonly string[];
  json: unknown;
  /** It found what must not be: exit code 1. */
  failed?: boolean;
}

/** What a command may touch besides its data. */
export interface Io {
  environment: Record<string, string | undefined>;
  json: boolean;
  /** One line that overwrites itself, on stderr; nothing unless somebody looks. */
  progress(line: string): void;
  /** A line beside the result, on stderr. */
  note(line: string): void;
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {}
/** It could not be done: exit code 1. */
export class CommandError extends Error {}

/** All options of a command, those that (nearly) every one takes last. */
const optionsOf = (command: Command): Readonly<Record<string, OptionSpec>> => ({
  ...command.options,
  ...(!command.logs && {
    json: { type: 'boolean', help: 'One JSON document on stdout and nothing else' },
    progress: { type: 'boolean', help: 'Show progress although stderr is no terminal' },
  }),
  help: { type: 'boolean', help: 'This page' },
});

/** What was typed, checked against the command. */
export class Input {
  readonly #values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  readonly places: readonly string[];

  constructor(
    values: Record<string, string | boolean | (string | boolean)[] | undefined>,
    places: readonly string[],
  ) {
    this.#values = values;
    this.places = places;
  }
  /** The text of an option, or undefined. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }
  /** All texts of an option that may be given more than once. */
  list(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }
  flag(name: string): boolean {
    return this.#values[name] === true;
  }
  /** What was given without a dash at that place; only for places that are required. */
  place(index: number): string {
    const value = this.places[index];
    if (value === undefined) throw new Error(`no place ${index}`);
    return value;
  }
}

/** Reads the arguments of one command. */
export function readInput(command: Command, args: readonly string[]): Input {
  const options: ParseArgsOptionsConfig = {};
  const specs = optionsOf(command);
  for (const [name, spec] of Object.entries(specs))
    options[name] = { type: spec.type, multiple: spec.multiple ?? false };
  let values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  let places: string[];
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    values = parsed.values;
    places = parsed.positionals;
  } catch (error) {
    throw new UsageError(sentence(error as NodeJS.ErrnoException, Object.keys(specs)));
  }
  const input = new Input(values, places);
  if (input.flag('help')) return input;
  for (const [name, spec] of Object.entries(command.options))
    if (spec.required && (spec.multiple ? input.list(name).length === 0 : input.text(name) === undefined))
      throw new UsageError(`--${name} is missing.`);
  const required = command.places.filter((place) => !place.startsWith('['));
  const missing = required[places.length];
  if (missing !== undefined) throw new UsageError(`${missing.replace('...', '')} is missing.`);
  const many = command.places.some((place) => place.includes('...'));
  const extra = places[command.places.length];
  if (extra !== undefined && !many) throw new UsageError(`"${extra}" is one argument too many.`);
  return input;
}

/** Node's complaint as one sentence that names the option. */
function sentence(error: NodeJS.ErrnoException, names: readonly string[]): string {
  const option = /'(?:-\w, )?(--?[^\s'=]+)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(option.replace(/^-+/, ''), names);
    return `${option} is no option here${near ? `; did you mean --${near}?` : '.'}`;
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return /does not take an argument/.test(error.message)
      ? `${option} takes no value.`
      : `${option} needs a value.`;
  return error.message;
}

/** The one of the names that a typing error may have meant. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, far: distance(typed, name) })).sort((a, b) => a.far - b.far);
  const first = ranked[0];
  return first && first.far <= Math.max(1, Math.floor(first.name.length / 3)) ? first.name : undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** The help page of a command. */
export function helpOf(words: string, command: Command): string {
  const own = Object.entries(command.options);
  const label = ([name, spec]: [string, OptionSpec]) =>
    `--${name}${spec.type === 'string' ? ` ${spec.value ?? 'TEXT'}` : ''}`;
  const all = Object.entries(optionsOf(command));
  const width = Math.max(...all.map((one) => label(one).length)) + 2;
  const line = (one: [string, OptionSpec]) => {
    const [, spec] = one;
    const marks = [spec.required && 'needed', spec.multiple && 'may be repeated'].filter(Boolean).join(', ');
    return `  ${label(one).padEnd(width)}${spec.help}${marks ? ` (${marks})` : ''}`;
  };
  const needed = own.filter(([, spec]) => spec.required).map(label);
  const usage = ['dangol', words, ...command.places, ...needed, '[options]'].join(' ');
  return [
    `Usage: ${usage}`,
    '',
    command.about,
    '',
    'Options:',
    ...all.map(line),
    '',
    `Example:\n  ${command.example}`,
    '',
    CALL_HELP,
  ].join('\n');
}
