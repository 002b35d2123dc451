/** Keeps what is asked for again and again, within so many bytes, and forgets what is not. */
export interface Keep<Value> {
  get(key: string): Value | undefined;
  /** @param bytes what the value weighs; its key is counted besides */
  set(key: string, value: Value, bytes: number): void;
}

/** What an entry takes besides its key and value, roughly. */
const ENTRY_BYTES = 200;

/**
 * Two generations: what is asked for moves into the young one; when that has taken half of the room, the old one goes as a
 * whole and the young one grows old. To ask costs no more than to look, where a list in order of use would be mended at
 * each time.
 */
export function openKeep<Value>(maxBytes: number): Keep<Value> {
  type Entry = { value: Value; weight: number };
  let young = new Map<string, Entry>();
  let old = new Map<string, Entry>();
  let held = 0;

  function put(key: string, entry: Entry): void {
    if (entry.weight > maxBytes / 2) return;
    held += entry.weight - (young.get(key)?.weight ?? 0);
    young.set(key, entry);
    if (held <= maxBytes / 2) return;
    old = young;
    young = new Map();
    held = 0;
  }

  return {
    get(key) {
      const entry = young.get(key);
      if (entry) return entry.value;
      const before = old.get(key);
      if (before) put(key, before);
      return before?.value;
    },
    set(key, value, bytes) {
      put(key, { value, weight: bytes + key.length * 2 + ENTRY_BYTES });
    },
  };
}
