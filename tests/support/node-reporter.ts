/** A reporter for `node --test` that shows what failed, and nothing of what passed. */
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { type Counts, reportCounts } from './counts.ts';

interface Ended {
  name: string;
  nesting: number;
  file?: string;
  line?: number;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; error?: Error & { cause?: unknown; failureType?: string } };
}

function why(error: (Error & { cause?: unknown }) | undefined): string {
  const cause = error?.cause ?? error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return text
    .split('\n')
    .filter((line) => !/\(?node:internal\//.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}

export default async function* failures(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const parents = new Map<string, string[]>();
  const tests = new Map<string, number>();
  for await (const event of source) {
    if (event.type === 'test:start') {
      const { name, nesting, file } = event.data;
      const path = parents.get(file ?? '') ?? [];
      path.length = nesting;
      path[nesting] = name;
      parents.set(file ?? '', path);
    } else if (event.type === 'test:pass' || event.type === 'test:fail') {
      const test = event.data as Ended;
      const file = test.file ? relative('', test.file) : test.name;
      // Node wraps each file in a test of its own and reports it only when nothing inside was: the file is empty or broke.
      const isFile = test.nesting === 0 && (test.name === test.file || test.name === file);
      const failed = event.type === 'test:fail' && !test.todo;
      const isTest = failed || (!isFile && test.details.type !== 'suite');
      tests.set(file, (tests.get(file) ?? 0) + (isTest ? 1 : 0));
      if (!isTest) continue;
      if (!failed) {
        if (test.skip || test.todo) counts.skipped += 1;
        else counts.passed += 1;
        continue;
      }
      // A suite fails because of its tests, which are told already, or in a hook of its own.
      if (test.details.error?.failureType === 'subtestsFailed') continue;
      counts.failed += 1;
      const names = [...(parents.get(test.file ?? '') ?? []).slice(0, test.nesting), test.name];
      yield `  ✖ ${isFile ? file : `${file}: ${names.join(' › ')}`}\n${why(test.details.error)}\n`;
    } else if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      yield event.data.message;
    }
  }
  for (const [file, count] of tests) {
    if (count > 0) continue;
    counts.failed += 1;
    yield `  ✖ ${file} holds no test\n`;
  }
  reportCounts(counts);
}
