/** What a subject has done in its running window, this time included. */
export interface Counted {
  count: number;
  /** Until the window ends. */
  ms: number;
}

/** Adds to what all processes count together of a subject, and tells what that comes to. */
export type Share = (name: string, seconds: number, subject: string, points: number) => Promise<Counted>;

export interface Counts {
  /** Counts one, at once. */
  take(name: string, seconds: number, subject: string): Counted;
}

interface Window {
  count: number;
  until: number;
  /** Counted here and not yet told to the others. */
  unshared: number;
  name: string;
  seconds: number;
  subject: string;
}

/** How late other processes' counts are known. */
const SHARE_MS = 500;
/** So many windows are kept; then those that have ended are forgotten. */
const SWEEP_FROM = 50_000;

/**
 * Counts in this process's memory: for what is done so often that asking a database each time would cost more than the
 * thing itself. With `share`, processes tell each other what they counted twice a second, all of a subject at once.
 */
export function openCounts(share?: Share): Counts {
  /** By name and seconds, then by subject: a text put together for each look would take longer than the look. */
  const rules = new Map<string, Map<number, Map<string, Window>>>();
  /** Windows of all rules. */
  let held = 0;
  const waiting = new Set<Window>();
  let timer: NodeJS.Timeout | undefined;
  let sweepAt = SWEEP_FROM;

  function windowsOf(name: string, seconds: number): Map<string, Window> {
    const lengths = rules.get(name) ?? new Map<number, Map<string, Window>>();
    const known = lengths.get(seconds);
    if (known) return known;
    const windows = new Map<string, Window>();
    rules.set(name, lengths.set(seconds, windows));
    return windows;
  }

  function sweep(now: number): void {
    held = 0;
    for (const lengths of rules.values())
      for (const windows of lengths.values()) {
        for (const [subject, window] of windows) if (window.until <= now) windows.delete(subject);
        held += windows.size;
      }
    // Where all of them still run, looking again at each new one would be slow.
    sweepAt = Math.max(SWEEP_FROM, held * 2);
  }

  async function tell(share: Share): Promise<void> {
    timer = undefined;
    for (const window of [...waiting]) {
      waiting.delete(window);
      const points = window.unshared;
      window.unshared = 0;
      try {
        const all = await share(window.name, window.seconds, window.subject, points);
        window.count = all.count + window.unshared;
        window.until = Date.now() + all.ms;
      } catch {
        // The database is away: this process's own count holds meanwhile.
        window.unshared += points;
      }
    }
  }

  return {
    take(name, seconds, subject) {
      const now = Date.now();
      const windows = windowsOf(name, seconds);
      let window = windows.get(subject);
      if (!window || window.until <= now) {
        if (held >= sweepAt) sweep(now);
        window = { count: 0, until: now + seconds * 1000, unshared: 0, name, seconds, subject };
        if (!windows.has(subject)) held++;
        windows.set(subject, window);
      }
      window.count++;
      if (share) {
        window.unshared++;
        waiting.add(window);
        if (!timer) timer = setTimeout(() => void tell(share), SHARE_MS).unref();
      }
      return { count: window.count, ms: window.until - now };
    },
  };
}
