import { encode } from 'uqr';

/** White around a QR code, in its own squares: readers need it. */
const MARGIN = 4;

/** A text as a QR code: the side of the square that it fills, and its dark squares as one path. */
export function qrOf(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) path += `M${from + MARGIN} ${y + MARGIN}h${x - from}v1h${from - x}z`;
    }
  });
  return { side: size + 2 * MARGIN, path };
}
