import type { Report, Timing } from './figures.ts';

/** What a comparison is given. */
export interface Bench extends Timing {
  report: Report;
  /** The address of a PostgreSQL server, when that is what is measured. */
  postgres: string | undefined;
  /** Take the time that the whole of it needs. */
  long: boolean;
}

/** One file of `tests/bench` measures one thing. */
export type Comparison = (bench: Bench) => Promise<void>;
