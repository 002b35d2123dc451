import type { Report, Timing } from './figures.ts';

/** What a comparison is given. */
export interface Bench extends Timing {
  report: Report;
  /** The address of a PostgreSQL server, when that is what is measured. */
  postgres: string | undefined;
  /** Take the time that the whole of it needs. */
  long: boolean;
  /** Of a generated mall, and where it is made; without them as the comparison says. */
  members?: number | undefined;
  dir?: string | undefined;
}

/** One file of `tests/bench` measures one thing. */
export type Comparison = (bench: Bench) => Promise<void>;
