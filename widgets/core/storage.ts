// In-app browsers may have no storage, or lose it: memory stands behind it, so that one page's life always works.
const memory = new Map<string, string>();

/** What was kept under a name. */
export function kept(name: string): string | undefined {
  try {
    const value = localStorage.getItem(name);
    if (value !== null) return value;
  } catch {
    // Refused to this page; memory may know.
  }
  return memory.get(name);
}

/** Keeps a text under a name; null forgets it. */
export function keep(name: string, value: string | null): void {
  if (value === null) memory.delete(name);
  else memory.set(name, value);
  try {
    if (value === null) localStorage.removeItem(name);
    else {
      localStorage.setItem(name, value);
      memory.delete(name);
    }
  } catch {
    // Full or refused: memory has it.
  }
}
