import { toJson } from './old-library.ts';
import { keep, kept } from './storage.ts';

const KEPT_MS = 14 * 86_400_000;

/** What somebody was writing, kept in this browser until it is posted. */
export class Draft<Value> {
  readonly #name: string;

  /** @param kind what is written, such as `review` or `edit:<id>` */
  constructor(mall: string, product: string, kind: string) {
    this.#name = `dangol-draft:${mall}:${kind}:${product}`;
  }

  read(): Value | undefined {
    try {
      const { at, value } = JSON.parse(kept(this.#name) ?? 'null') as { at: number; value: Value };
      if (Date.now() - at < KEPT_MS) return value;
    } catch {
      // Nothing was kept, or not by us.
    }
    return undefined;
  }

  write(value: Value): void {
    keep(this.#name, toJson({ at: Date.now(), value }));
  }

  clear(): void {
    keep(this.#name, null);
  }
}
