/** Part of a file: `length` bytes from `from` on, or as many as there are. */
export interface ByteRange {
  from: number;
  length: number;
}

/** Where photos and what moves lie: a folder, or a store that speaks S3. */
export interface Files {
  /** Writes all of it or nothing. Names are random and never reused, so nothing is ever overwritten. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or those of the range; undefined when there is no such file. */
  get(name: string, range?: ByteRange): Promise<Uint8Array | undefined>;
  /** How many bytes it has; undefined when there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** The same bytes under another name. Nothing happens when there is no such file. */
  copy(from: string, to: string): Promise<void>;
  /** No error when it is already gone. */
  remove(name: string): Promise<void>;
  /** Throws when nothing can be written now. */
  check(): Promise<void>;
}
