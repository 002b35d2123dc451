import type { Context } from 'hono';
import { discardBody } from '../../base/http/body.ts';
import { Problem } from '../../base/http/problem.ts';

const tooLarge = (maxBytes: number) => new Problem('too-large', { detail: `at most ${maxBytes} bytes` });

/** Refuses what says of itself that it is too long, before anything waits for it. */
export async function refuseLong(c: Context, maxBytes: number): Promise<void> {
  if (Number(c.req.header('content-length') ?? 0) <= maxBytes) return;
  const reader = c.req.raw.body?.getReader();
  if (reader) await discardBody(reader).catch(() => undefined);
  throw tooLarge(maxBytes);
}

/**
 * The body, as long as it is within the limit. What comes beyond is not kept.
 *
 * @throws Problem too-large
 */
export async function readBody(c: Context, maxBytes: number): Promise<Buffer> {
  const reader = c.req.raw.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read().catch(() => {
      throw new Problem('bad-input', { detail: 'the body broke off' });
    });
    if (done) return Buffer.concat(parts);
    size += value.length;
    if (size > maxBytes) {
      parts.length = 0;
      await discardBody(reader).catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    parts.push(value);
  }
}
