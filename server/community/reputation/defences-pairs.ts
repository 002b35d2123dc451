/** One helpful vote that weighs, as the look back sees it. Its order, time and weight do not matter here. */
export interface Support {
  voter: string;
  author: string;
}

/** Accounts and who supports whom, once for each pair, in flat arrays. */
export interface SupportGraph {
  names: string[];
  /** Supporters of account `a`: `from[start[a]]` up to `from[start[a + 1]]`, with how many votes each gave in `votes`. */
  start: Int32Array;
  from: Int32Array;
  votes: Int32Array;
  /** Whom account `v` supports: `to[outStart[v]]` up to `to[outStart[v + 1]]`. */
  outStart: Int32Array;
  to: Int32Array;
  /** All votes that account `a` got. */
  got: Int32Array;
}

export function supportGraph(list: readonly Support[]): SupportGraph {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const idOf = (name: string) => {
    let id = ids.get(name);
    if (id === undefined) {
      id = names.length;
      ids.set(name, id);
      names.push(name);
    }
    return id;
  };
  const many = new Map<number, number>();
  const SHIFT = 2 ** 26;
  for (const one of list) {
    const key = idOf(one.author) * SHIFT + idOf(one.voter);
    if (one.author !== one.voter) many.set(key, (many.get(key) ?? 0) + 1);
  }
  const n = names.length;
  const start = new Int32Array(n + 1);
  const outStart = new Int32Array(n + 1);
  const keys = Float64Array.from(many.keys()).sort();
  const from = new Int32Array(keys.length);
  const votes = new Int32Array(keys.length);
  const to = new Int32Array(keys.length);
  const got = new Int32Array(n);
  keys.forEach((key, at) => {
    const author = Math.floor(key / SHIFT);
    const voter = key % SHIFT;
    const count = many.get(key) ?? 0;
    from[at] = voter;
    votes[at] = count;
    got[author]! += count;
    start[author + 1]! += 1;
    outStart[voter + 1]! += 1;
  });
  for (let i = 0; i < n; i++) {
    start[i + 1]! += start[i]!;
    outStart[i + 1]! += outStart[i]!;
  }
  const next = outStart.slice();
  for (let author = 0; author < n; author++)
    for (let at = start[author]!; at < start[author + 1]!; at++) to[next[from[at]!]!++] = author;
  return { names, start, from, votes, outStart, to, got };
}
