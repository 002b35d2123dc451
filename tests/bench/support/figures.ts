/** Rounds that alternate between servers, and figures with their targets. */
import type { Server } from './child.ts';
import { type Fired, fire, type Load, percentile } from './client.ts';

/** What a round of load on one server showed. */
export interface Round {
  /** Microseconds of the server's CPU for each request. */
  cpu: number;
  /** Requests in a second. */
  rate: number;
  /** Milliseconds. */
  median: number;
  p99: number;
  /** Requests that were turned away for each one that was answered: their CPU counts, they do not. */
  turnedAway: number;
}

/** One of those that are compared. */
export interface Side {
  server: Server;
  load: Omit<Load, 'port' | 'ms' | 'stayAwake'>;
  /** Done before each round, and not counted. */
  before?(): Promise<void>;
}

export async function measure(side: Side, ms: number, stayAwake = false): Promise<Round> {
  await side.before?.();
  const before = await side.server.usage();
  const fired: Fired = await fire({ ...side.load, port: side.server.port, ms, stayAwake });
  const after = await side.server.usage();
  if (fired.requests === 0) throw new Error(`${side.server.name} answered nothing in ${ms} ms`);
  return {
    cpu: (after.cpu - before.cpu) / fired.requests,
    rate: fired.requests / fired.seconds,
    median: percentile(fired.latencies, 0.5),
    p99: percentile(fired.latencies, 0.99),
    turnedAway: fired.turnedAway / fired.requests,
  };
}

export interface Timing {
  rounds: number;
  /** How long one round takes. */
  ms: number;
  /** See the load. */
  stayAwake?: boolean;
}

/** A server runs at its pace once what it does all the time is compiled: also what is done at each twentieth only. */
const WARM_REQUESTS = 60_000;
const WARM_MS = 10_000;

async function warmUp(side: Side, { ms, stayAwake }: Timing): Promise<void> {
  let requests = 0;
  for (const end = performance.now() + WARM_MS; requests < WARM_REQUESTS && performance.now() < end; )
    requests += ((await measure(side, ms, stayAwake)).rate * ms) / 1000;
}

/** Warms each side up, then measures them in turn, the first of a round the last of the next. */
export async function alternate(sides: readonly Side[], timing: Timing): Promise<Round[][]> {
  const { rounds, ms, stayAwake } = timing;
  const results = sides.map(() => [] as Round[]);
  for (const side of sides) await warmUp(side, timing);
  for (let round = 0; round < rounds; round++) {
    const order = sides.map((_, at) => at);
    if (round % 2 === 1) order.reverse();
    for (const at of order) results[at]?.push(await measure(sides[at] as Side, ms, stayAwake));
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export const medianOf = (rounds: readonly Round[], what: keyof Round): number =>
  median(rounds.map((round) => round[what]));

/** The median of what each round's own ratio was: neighbours that disturb one round disturb both its sides. */
export const ratioOf = (ours: readonly Round[], theirs: readonly Round[], what: keyof Round): number =>
  median(ours.map((round, at) => round[what] / (theirs[at]?.[what] ?? Number.NaN)));

/** Where figures go, each with its verdict. */
export interface Report {
  /** A line without a verdict. */
  say(line: string): void;
  /** A figure with a target; it failed unless `holds`. */
  figure(name: string, value: string, target: string, holds: boolean, aim?: string): void;
}

const number = (value: number, digits: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const micros = (value: number): string => `${number(value, value < 100 ? 1 : 0)} us`;
export const millis = (value: number): string => `${number(value, value < 10 ? 2 : 0)} ms`;
export const perSecond = (value: number): string => `${number(value, 0)}/s`;
export const times = (value: number): string => `${number(value, 2)}x`;
export const bytes = (value: number): string => `${number(value / 1000, 1)} kB`;
export const mebibytes = (value: number): string => `${number(value / 1024 / 1024, 1)} MiB`;

/** CPU and rate of a side in one line. */
export function described(name: string, rounds: readonly Round[]): string {
  const away = Math.max(...rounds.map((round) => round.turnedAway));
  return (
    `    ${name.padEnd(28)}${micros(medianOf(rounds, 'cpu')).padStart(10)} CPU${perSecond(medianOf(rounds, 'rate')).padStart(12)}` +
    `   median ${millis(medianOf(rounds, 'median'))}, p99 ${millis(medianOf(rounds, 'p99'))}` +
    (away > 0 ? `; up to ${(away * 100).toFixed(1)} % more were turned away` : '')
  );
}
