#!/usr/bin/env node
import module from 'node:module';
import { tooOldNode } from './commands/node-version.ts';

/**
 * The command line: `dangol <command>`. Exit codes: 0 done, 1 could not be done, 2 wrong command line or environment.
 */
const refusal = tooOldNode(process.versions.node);
if (refusal) {
  process.stderr.write(`dangol: ${refusal}\n`);
  process.exitCode = 2;
} else {
  // What was compiled once is kept for the next start, which takes half the time then.
  module.enableCompileCache();
  // Only now: the database's binary ends an older Node without a word.
  const { runCommandLine } = await import('./commands/run.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
}
