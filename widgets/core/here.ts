import type { z } from '@hono/zod-openapi';
import type { Here } from '../../server/mall/malls/contract.ts';
import { type Client, TIMEOUT_MS } from './client.ts';

const asked = new Map<Client, Promise<boolean>>();

/** Whether this page may embed the mall: asked once, and only when nothing was ever answered. */
export function isRegistered(client: Client): Promise<boolean> {
  if (client.isAnswered) return Promise.resolve(true);
  let answer = asked.get(client);
  if (!answer) {
    answer = ask(client).catch(() => {
      // The service itself is away: nobody knows.
      asked.delete(client);
      return true;
    });
    asked.set(client, answer);
  }
  return answer;
}

async function ask(client: Client): Promise<boolean> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(client.url('here'), { credentials: 'omit', signal });
  const { registered } = (await response.json()) as z.infer<typeof Here>;
  if (registered === false)
    console.warn(
      `Dangol: this page (${location.origin}) is not registered for the mall "${client.mall}", or the mall id is wrong. ` +
        `Its owner can add it: npm run -s dangol -- mall origin ${client.mall} --origin ${location.origin}`,
    );
  return registered !== false;
}
