import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { lookAtOnce } from './simulation-run.ts';

const USAGE = `node tests/support/simulation.ts --votes FILE

FILE: lines of voter,author,time[,weight], with or without a head line; .gz is unpacked. Lines of weight zero and below are
no votes for anybody. Prints which of them the look back would set aside.`;

/** Looks back over a file of votes from any network, and prints what it finds there. */
export function lookAtFile(args: readonly string[]): void {
  const file = args[args.indexOf('--votes') + 1];
  if (!args.includes('--votes') || !file) {
    console.log(USAGE);
    return;
  }
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(',').map((cell) => cell.trim()));
  if (rows[0]?.some((cell) => /^(voter|author|time|weight)$/i.test(cell))) rows.shift();
  const votes = rows
    .filter(([voter, author, , weight]) => voter && author && Number(weight || 1) > 0)
    .map(([voter = '', author = '']) => ({ voter, author }));
  const begin = performance.now();
  const look = lookAtOnce(votes);
  const ms = Math.round(performance.now() - begin);
  for (const { members, gainers, doubts } of look.arrangements)
    console.log(
      `${members.length} accounts, ${gainers.length} gain (${doubts.join(', ')}): ${members.join(' ')}`,
    );
  const aside = votes.filter(({ voter, author }) => look.doubtsOf(voter, author).length > 0);
  const accounts = new Set(votes.flatMap(({ voter, author }) => [voter, author]));
  const touched = new Set(aside.flatMap(({ voter, author }) => [voter, author]));
  console.log(
    `${votes.length} votes of ${accounts.size} accounts: ${aside.length} set aside, ${touched.size} accounts touched, ${look.arrangements.length} arrangements, ${ms} ms`,
  );
}
