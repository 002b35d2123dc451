import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Secrets } from '../base/secrets.ts';
import { CommandError } from './command.ts';

const size = z.number().int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup says of itself. */
export const Manifest = z.object({
  form: z.literal('dangol-backup-1'),
  madeAt: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** The steps that the schema had had. */
  migrations: z.array(z.string()),
  /** Tells whether a master key is the one that everything was signed with, and nothing else of it. */
  keyMark: z.string(),
  /** `master.key`, unless the key came by the environment and is kept by whoever set it. */
  masterKey: z.object({ bytes: size, sha256: digest }).nullable(),
  tables: z.array(z.object({ name: z.string().regex(/^\w+$/), rows: size, bytes: size, sha256: digest })),
  files: z.array(
    z.object({ name: z.string().regex(/^[0-9a-z]{2}[0-9a-z.-]{0,120}$/), bytes: size, sha256: digest }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

export const manifestPath = (folder: string): string => join(folder, 'manifest.json');
export const keyPath = (folder: string): string => join(folder, 'master.key');
export const tablePath = (folder: string, table: string): string =>
  join(folder, 'tables', `${table}.ndjson.gz`);
/** Where the backup's own copy of the files lies, in the form of the service's folder. */
export const filesPath = (folder: string): string => join(folder, 'files');
export const filePath = (folder: string, name: string): string =>
  join(filesPath(folder), name.slice(0, 2), name);

export const keyMark = (secrets: Secrets): string =>
  secrets.derive('backup-mark').toString('hex').slice(0, 24);

/** @throws CommandError when the folder holds no backup */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(manifestPath(folder), 'utf8');
  } catch {
    throw new CommandError(`${folder} is no backup: it has no manifest.json.`);
  }
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new CommandError(`${manifestPath(folder)} is damaged, or of another Dangol.`);
  }
}

/** Reads every file of the backup. @throws CommandError that names the first that is not as it was written */
export async function verify(
  folder: string,
  manifest: Manifest,
  progress: (line: string) => void,
): Promise<void> {
  const parts = [
    ...(manifest.masterKey ? [{ path: keyPath(folder), ...manifest.masterKey }] : []),
    ...manifest.tables.map((table) => ({ path: tablePath(folder, table.name), ...table })),
    ...manifest.files.map((file) => ({ path: filePath(folder, file.name), ...file })),
  ];
  for (const [index, part] of parts.entries()) {
    progress(`Checking ${index + 1} of ${parts.length}`);
    const hash = createHash('sha256');
    try {
      for await (const piece of createReadStream(part.path)) hash.update(piece);
    } catch {
      throw new CommandError(`${part.path} is missing from the backup: nothing was restored.`);
    }
    if (hash.digest('hex') !== part.sha256)
      throw new CommandError(`${part.path} is damaged (its checksum differs): nothing was restored.`);
  }
}
