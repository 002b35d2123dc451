/** Where photos lie. A folder now; anything that keeps named bytes can take its place. */
export interface Files {
  /** Writes all of it or nothing. Names are random and never reused, so nothing is ever overwritten. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined when there is no such file. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** No error when it is already gone. */
  remove(name: string): Promise<void>;
  /** Throws when nothing can be written now. */
  check(): Promise<void>;
}
