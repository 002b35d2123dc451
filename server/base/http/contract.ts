import { z } from '@hono/zod-openapi';

export const Id = z
  .string()
  .regex(/^[0-9a-v]{25}$/)
  .openapi('Id', {
    description: 'An id that this service made: opaque, 25 characters.',
    example: '0a1b2c3d4e5f6g7h8i9jkalmn',
  });
export const Time = z.number().int().min(0).max(9_999_999_999_999).openapi('Time', {
  description: 'Milliseconds since 1970 in UTC: seconds times 1000, `Date.now()`.',
  example: 1780000000000,
});
/** A day of a calendar, as people say it: no time, no zone. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => {
    const at = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  }, 'a day that there is')
  .openapi({ description: 'A day as `yyyy-mm-dd`, in the time zone of the mall.', example: '2027-05-08' });
export const ProductKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
  .openapi('ProductKey', {
    description: "The mall's own key of a product: any text of up to 128 characters, no control characters.",
    example: '1234',
  });
export const Cursor = z
  .string()
  .max(800)
  .regex(/^[A-Za-z0-9_-]+$/)
  .openapi({
    description: 'Where to go on: `next` of the page before, unchanged. Left out: the first page.',
  });
export const Next = z
  .string()
  .nullable()
  .openapi({ description: 'Send it as `cursor` for the page after this one; null after the last.' });
/** A whole number in a query. */
export const queryInt = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max });
/** `1` or `true` in a query. */
export const queryFlag = z
  .enum(['1', 'true', '0', 'false'])
  .transform((text) => text === '1' || text === 'true')
  .openapi({ type: 'string', enum: ['1', 'true', '0', 'false'] });

// Invisible characters that turn the direction of everything after them, or that are no text at all. Joiners
// (U+200D) and variation selectors stay: emoji are built with them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const NOT_TEXT = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/g;
// No script stacks more marks on one letter than this; heaps of them climb over the lines above.
const STACKED = /(\p{M}{8})\p{M}+/gu;
// A reader sees nothing of these: joiners, fillers that count as letters, the blank Braille pattern, spaces.
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{C}\u2800]/u;

/** Nearly every text: ASCII and Korean syllables, in which there is nothing to mend. */
const PLAIN = /^[\x20-\x7e\uac00-\ud7a3]*$/;

/** Normalised plain text: NFC, without control and direction-overriding characters, line ends as \n, trimmed. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  return (
    text
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      .replaceAll('\t', ' ')
      .replace(/\p{Cs}/gu, '')
      // Before the normal form is made: what stood between a letter and its accent is gone then.
      .replace(NOT_TEXT, '')
      .normalize('NFC')
      .replace(STACKED, '$1')
      .replace(/\n{4,}/g, '\n\n\n')
      .trim()
  );
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Letters that are one character each, whatever stands beside them: ASCII, Korean syllables and single letters, signs. */
const SINGLE = /^[\n\x20-\x7e\u2010-\u2027\u2030-\u205e\u3001-\u3011\u3131-\u318e\uac00-\ud7a3]*$/;

/** Length as people count: a family emoji is one. Counts no further than `most` + 1. */
export function lengthOf(text: string, most = Number.POSITIVE_INFINITY): number {
  // Nearly every text: cutting it into characters would cost more than all other checks together.
  if (SINGLE.test(text)) return Math.min(text.length, most + 1);
  let count = 0;
  for (const _ of graphemes.segment(text)) if (++count > most) break;
  return count;
}

const cleaned = (min: number, max: number, clean: (text: string) => string) =>
  z
    .string()
    .max(max * 12 + 1000)
    .transform(clean)
    .refine((text) => text.length <= max * 12 && lengthOf(text, max) <= max, {
      message: `at most ${max} characters`,
    })
    .refine((text) => min === 0 || (lengthOf(text, min) >= min && VISIBLE.test(text)), {
      message: `at least ${min} characters`,
    })
    .openapi({ type: 'string', minLength: min, maxLength: max });

/**
 * Plain text that a person wrote. Length is counted as people count, with a ceiling on code units so that nobody
 * hides a book in one grapheme.
 */
export const plainText = (min: number, max: number) => cleaned(min, max, cleanText);

/** For a nullable one of these: the description of the text would hide that it may be null. */
export const OR_NULL = { type: ['string', 'null'] as ['string', 'null'] };

/** Plain text without line ends. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** One line of plain text. */
export const plainLine = (min: number, max: number) => cleaned(min, max, cleanLine);

/** A web address that may be shown or followed: http(s) only, no credentials. */
export const webUrl = z
  .string()
  .max(2000)
  .refine(
    (text) => {
      // Written as one: `https:evil`, with backslashes or hidden characters is read differently by different readers.
      if (!/^https?:\/\/[^\s\\\p{Cc}\p{Cs}]+$/iu.test(text) || text !== text.replace(NOT_TEXT, ''))
        return false;
      try {
        const url = new URL(text);
        return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
      } catch {
        return false;
      }
    },
    { message: 'an http or https address' },
  )
  .openapi({ format: 'uri' });

/** A text in each language that shoppers read. */
export const Label = z
  .object({
    ko: plainLine(1, 60).optional().openapi({ description: 'In Korean.' }),
    en: plainLine(1, 60).optional().openapi({ description: 'In English.' }),
  })
  .openapi({ description: "As shoppers read it; a missing language falls back to the mall's own." });

/** What data names a thing by while its label may change. */
export const Key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/);

/** A list that comes in pages. */
export const PageQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'On one page; 20 by default.' }),
});

/** The same parameter once, or as often as there may be: `?product=1&product=2`. */
export const many = <Item extends z.ZodType>(item: Item, most: number) =>
  z.union([item, z.array(item).max(most)]).transform((one) => (Array.isArray(one) ? one : [one]));
