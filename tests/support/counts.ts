/** What a suite of tests tells the one who started it: a file of JSON, because each tool prints in its own way. */
import { writeFileSync } from 'node:fs';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Where the reporters leave their counts; unset when somebody runs the tool by hand. */
export const countsVariable = 'DANGOL_TEST_COUNTS';

export function reportCounts(counts: Counts): void {
  const file = process.env[countsVariable];
  if (file) writeFileSync(file, JSON.stringify(counts));
}
