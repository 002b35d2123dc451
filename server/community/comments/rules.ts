/** Two levels and no deeper: an answer to an answer hangs on the same comment. */
export function parentFor(target: { id: string; parent: string | null } | null): string | null {
  return target ? (target.parent ?? target.id) : null;
}
