import type { Command } from './command.ts';

/** A command's words and how to load it, which is done only when it is asked for. */
export interface Listed {
  words: string;
  summary: string;
  load(): Promise<Command>;
}

const mall = () => import('./mall.ts');
const key = () => import('./key.ts');
const reports = () => import('./reports.ts');
const naegong = () => import('./naegong.ts');

/** All commands, in the order that the help shows them. */
export const commands: readonly Listed[] = [
  { words: 'serve', summary: 'Start the service', load: async () => (await import('./serve.ts')).serve },
  {
    words: 'mall add',
    summary: 'Add a mall; prints its snippet, key and secret',
    load: async () => (await import('./mall-add.ts')).add,
  },
  { words: 'mall list', summary: 'List the malls', load: async () => (await mall()).list },
  {
    words: 'mall show',
    summary: 'Show a mall: origins, settings, keys, snippet',
    load: async () => (await mall()).show,
  },
  {
    words: 'mall set',
    summary: 'Change the name or settings of a mall',
    load: async () => (await mall()).set,
  },
  {
    words: 'mall origin',
    summary: 'Register an origin of a mall, or remove it',
    load: async () => (await mall()).origin,
  },
  {
    words: 'mall rotate-key',
    summary: 'Give a mall its next signing secret',
    load: async () => (await mall()).rotateKey,
  },
  { words: 'key add', summary: "Make a key for a mall's backend", load: async () => (await key()).add },
  { words: 'key list', summary: 'List the keys of a mall', load: async () => (await key()).list },
  { words: 'key revoke', summary: 'Revoke a key', load: async () => (await key()).revoke },
  {
    words: 'token',
    summary: "Sign a shopper's token, for trying out",
    load: async () => (await import('./token.ts')).token,
  },
  { words: 'reports list', summary: 'What shoppers reported', load: async () => (await reports()).list },
  { words: 'reports hide', summary: 'Hide a review or comment', load: async () => (await reports()).hide },
  { words: 'reports restore', summary: 'Show it again', load: async () => (await reports()).restore },
  {
    words: 'reports reply',
    summary: "Write the seller's reply to a review",
    load: async () => (await reports()).reply,
  },
  {
    words: 'naegong dry-run',
    summary: 'Who would change their level with other numbers',
    load: async () => (await naegong()).dryRun,
  },
  {
    words: 'naegong recount',
    summary: "Count everybody's naegong anew",
    load: async () => (await naegong()).recount,
  },
  {
    words: 'naegong why',
    summary: "Every grant and reversal of a member's naegong",
    load: async () => (await naegong()).why,
  },
  {
    words: 'naegong doubts',
    summary: 'Votes that weigh less or nothing, rewards that wait, and why',
    load: async () => (await import('./naegong-doubts.ts')).doubts,
  },
  {
    words: 'ledger verify',
    summary: 'Prove all points anew from their transfers',
    load: async () => (await import('./ledger-verify.ts')).ledgerVerify,
  },
  { words: 'seed', summary: 'Fill demo malls', load: async () => (await import('./seed.ts')).seed },
  {
    words: 'backup',
    summary: 'Copy everything into a folder, also while the service runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    words: 'restore',
    summary: 'Bring a backup back',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    words: 'migrate',
    summary: 'Bring the database up to this program',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
];
