import type { Context } from 'hono';
import { answerReady, type ReadyOf, toJson } from '../../base/http/ready.ts';
import { type BaseVariables, noStore } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from './middleware.ts';

/**
 * Answers what everybody sees alike from kept bytes; made anew for one who shows a token, who may just have written, and
 * where only members read.
 *
 * @param make builds the value, or its JSON as bytes
 */
export async function answerPublic(
  c: Context<{ Variables: BaseVariables & WhoVariables }>,
  { ready }: Pick<Services, 'ready'>,
  make: () => Promise<unknown>,
  of: Pick<ReadyOf, 'topic' | 'variant' | 'later'> = {},
): Promise<never> {
  const mall = c.get('mall');
  if (c.get('who').kind === 'nobody' && mall.settings.read === 'everyone')
    return (await answerReady(c, ready, { mallId: mall.id, ...of }, make)) as never;
  noStore(c);
  c.header('Content-Type', 'application/json');
  return c.body(toJson(await make()), 200) as never;
}
