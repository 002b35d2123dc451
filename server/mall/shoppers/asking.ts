import type { Context } from 'hono';
import type { BaseVariables } from '../../base/http/route.ts';
import { LINK_HEADER } from './contract.ts';
import type { WhoVariables } from './middleware.ts';
import type { Who } from './rules.ts';

/** Who asks, and what they bring. */
export interface Asking {
  who: Who;
  /** The secret part of a link, as it was sent. */
  linkKey: string | undefined;
}

/** Who asks, from a request that has been identified. */
export const askingOf = (c: Context<{ Variables: BaseVariables & WhoVariables }>): Asking => ({
  who: c.get('who'),
  linkKey: c.req.header(LINK_HEADER),
});
