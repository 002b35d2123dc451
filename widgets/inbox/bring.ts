import type { z } from '@hono/zod-openapi';
import type { Unread } from '../../server/community/inbox/contract.ts';
import { newAct } from '../core/act.ts';
import type { Client } from '../core/client.ts';
import { problemOf } from '../core/problems.ts';
import { type Box, withGoneTold, withReadsTold, withUntilTold } from './rules.ts';

/** So many can be told in one request. */
const MOST_IDS = 100;
/** Whoever asks may not, as who they are. */
export const REFUSED = /required|refused|expired|allowed|wrong/;
/** The same can be asked again and may then succeed. */
const LATER = ['network', 'busy', 'internal', 'in-flight', 'too-many', 'unreadable', 'storage-full'];

/** What is kept, as it is at the moment of asking. */
interface Keeper {
  box(): Box;
  change(change: (box: Box) => Box): void;
  /** Aborted when somebody else is here. */
  signal: AbortSignal;
}

type Read = { ids: string[] } | { until: number };

/** Tells the service that notices were read; its answer says how many are not. */
export function tellRead(client: Client, body: Read, signal?: AbortSignal): Promise<z.infer<typeof Unread>> {
  return client.request('POST', 'me/inbox/read', { as: 'signed', act: newAct(), body, signal });
}

/**
 * Brings what was read and deleted to the service. What it has taken is forgotten only then, and what was done meanwhile
 * stays for the next time.
 *
 * @throws ClientProblem when the rest cannot be told now
 */
export async function bring(client: Client, { box, change, signal }: Keeper): Promise<void> {
  const read = (body: Read) => dropped(tellRead(client, body, signal));
  const { until, marks } = box();
  if (until !== null) {
    const answer = await read({ until });
    if (signal.aborted) return;
    change((now) => withUntilTold(now, until, answer?.unread ?? now.unread ?? 0));
  }
  const ids = marks.filter(({ how }) => how === 'read').map(({ id }) => id);
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = ids.slice(at, at + MOST_IDS);
    const answer = await read({ ids: some });
    if (signal.aborted) return;
    change((now) => withReadsTold(now, some, answer?.unread ?? now.unread ?? 0));
  }
  for (const { id, how } of marks) {
    if (how !== 'gone') continue;
    await dropped(client.request('DELETE', `me/inbox/${encodeURIComponent(id)}`, { as: 'signed', signal }));
    if (signal.aborted) return;
    change((now) => withGoneTold(now, id));
  }
}

/** Nothing where asking again can never succeed: what is not there any more is as good as done. */
async function dropped<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    const { code } = problemOf(error);
    // What was aborted is unreadable too: nobody knows whether it was taken.
    if (LATER.includes(code) || REFUSED.test(code)) throw error;
    return undefined;
  }
}
