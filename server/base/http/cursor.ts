import { Problem } from './problem.ts';

/** A cursor carries the sort key of the last item: numbers and texts, nothing secret. */
export type CursorParts = readonly (string | number)[];

export function encodeCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * @param shape what each part must be, in order
 * @throws Problem bad-cursor for anything that we did not make
 */
export function decodeCursor(cursor: string, shape: readonly ('string' | 'number')[]): (string | number)[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(parts) &&
      parts.length === shape.length &&
      parts.every((part, index) => isPart(part, shape[index]))
    )
      return parts;
  } catch {
    // Fall through: not ours.
  }
  throw new Problem('bad-cursor');
}

/** Databases choke on what no key of ours ever holds: fractions, huge numbers, control characters, half characters. */
function isPart(part: unknown, wanted: 'string' | 'number' | undefined): part is string | number {
  if (typeof part === 'number') return wanted === 'number' && Number.isSafeInteger(part);
  return typeof part === 'string' && wanted === 'string' && !/[\p{Cc}\p{Cs}]/u.test(part);
}
