import type { Personal } from '../db/tables.ts';

/** Everything that happens later. Due rows are leased by one process at a time. */
export interface JobRow {
  job_id: string;
  mall_id: string;
  kind: string;
  /** JSON of ids. */
  payload: string;
  run_at: number;
  attempts: number;
  lease_holder: string | null;
  lease_expires_at: number;
}

declare module '../db/tables.ts' {
  interface Tables {
    jobs: JobRow;
  }
}

export const personal = { jobs: { owner: null, exports: [], erase: 'keep' } } satisfies Personal;
