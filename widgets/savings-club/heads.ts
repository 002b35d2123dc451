// What this browser saw last of the chains of pots. Nobody's name is in it, and it stays when somebody signs out: only so
// does the next statement have to contain what was shown before.
import { keep, kept } from '../core/storage.ts';
import type { Head } from './chain.ts';

const nameOf = (mall: string, club: string) => `dangol-head:${mall}:${club}`;

export function headOf(mall: string, club: string): Head | undefined {
  try {
    const { seq, hash } = JSON.parse(kept(nameOf(mall, club)) ?? 'null') as Head;
    return Number.isSafeInteger(seq) && /^[\da-f]{64}$/.test(hash) ? { seq, hash } : undefined;
  } catch {
    // Nothing was kept, or not by us.
    return undefined;
  }
}

export function keepHead(mall: string, club: string, { seq, hash }: Head): void {
  keep(nameOf(mall, club), `{"seq":${seq},"hash":"${hash}"}`);
}
