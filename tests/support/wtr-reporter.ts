/** A reporter for Web Test Runner that shows what failed and counts tests; its own last line counts files. */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { Reporter, TestResultError, TestSession, TestSuiteResult } from '@web/test-runner';
import { type Counts, reportCounts } from './counts.ts';

export type Ended = Pick<
  TestSession,
  'testFile' | 'testResults' | 'passed' | 'errors' | 'request404s' | 'logs'
>;

function why(error: TestResultError | undefined): string {
  if (!error) return '';
  const values =
    error.expected === undefined ? '' : `\nexpected ${error.expected}\nbut got  ${error.actual ?? 'nothing'}`;
  return `${error.name ?? 'Error'}: ${error.message}${values}\n${error.stack ?? ''}`
    .trim()
    .replace(/^/gm, '    ');
}

function addSuite(suite: TestSuiteResult, path: string, counts: Counts, show: (text: string) => void): void {
  for (const test of suite.tests) {
    if (test.skipped) counts.skipped += 1;
    else if (test.passed) counts.passed += 1;
    else {
      counts.failed += 1;
      show(`  ✖ ${path}${test.name}\n${why(test.error)}\n`);
    }
  }
  for (const inner of suite.suites) addSuite(inner, `${path}${inner.name} › `, counts, show);
}

export function countSessions(sessions: Iterable<Ended>, show: (text: string) => void): Counts {
  const all: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const session of sessions) {
    const file = relative('', session.testFile);
    const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    if (session.testResults) addSuite(session.testResults, `${file}: `, counts, show);
    // A file that does not load, or holds no test at all, has failed although none of its tests did.
    const ran = counts.passed + counts.failed + counts.skipped;
    if ((!session.passed && counts.failed === 0) || ran === 0) {
      counts.failed += 1;
      show(`  ✖ ${file} ${ran === 0 ? 'ran no test' : 'failed outside of its tests'}\n`);
    }
    for (const error of session.errors) show(`${why(error)}\n`);
    if (counts.failed > 0) {
      for (const missing of session.request404s) show(`    not found: ${missing}\n`);
      for (const line of session.logs) {
        show(`    log: ${line.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' ')}\n`);
      }
    }
    all.passed += counts.passed;
    all.failed += counts.failed;
    all.skipped += counts.skipped;
  }
  return all;
}

export function failuresReporter(): Reporter {
  const show = (text: string) => void process.stdout.write(text);
  return {
    onTestRunFinished({ sessions }) {
      reportCounts(countSessions(sessions, show));
    },
  };
}
