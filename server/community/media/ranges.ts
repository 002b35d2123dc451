/** What one answer to a range holds at most; whoever wants more asks again. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * What a Range header asks for, of a file of so many bytes.
 *
 * @returns undefined for what is no single range of bytes, which is answered as if nothing had been asked; 'none' for
 * one that has nothing of the file in it
 */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; length: number } | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : { from: size - length, length: Math.min(length, MOST_BYTES) };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= size) return 'none';
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return { from, length: Math.min(to - from + 1, MOST_BYTES) };
}
