import assert from 'node:assert/strict';
import { until } from './ground.ts';
import { ORIGIN, type TestService } from './service.ts';

/** Opens streams of one mall as its pages do, and tells what they said. */
export function listening(service: TestService, mallId: string) {
  const open = new Set<AbortController>();
  return {
    async listen(token: string | undefined, ...topics: string[]) {
      // On PostgreSQL what was done a moment ago gets its place a moment later, and would be heard as if it came now.
      await until(
        async () =>
          (await service.services.database.db
            .selectFrom('outbox')
            .select('event_id')
            .where('mall_id', '=', mallId)
            .where('position', 'is', null)
            .executeTakeFirst()) === undefined,
        'all that was done has its place',
      );
      const stop = new AbortController();
      open.add(stop);
      const answer = await service.app.routes.request(`/v1/${mallId}/stream`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: ORIGIN,
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ topics }),
        signal: stop.signal,
      });
      let text = '';
      if (answer.status === 200)
        (async () => {
          for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk);
        })().catch(() => undefined);
      else text = JSON.stringify({ ...((await answer.json()) as object), instance: '' });
      if (answer.status === 200) await until(() => text.includes('event: ready'), 'the stream is open');
      const changes = () =>
        [...text.matchAll(/^event: change\nid: \d+\ndata: (.*)$/gm)].map((one) => {
          const { position, ...rest } = JSON.parse(one[1] as string);
          assert.ok(position > 0);
          return rest;
        });
      return {
        status: answer.status,
        text: () => text,
        changes,
        heard: (count: number) => until(() => changes().length >= count, `${count} changes`),
        refused: () =>
          until(() => /event: end\ndata: \{"reason":"refused"\}/.test(text), 'the stream is refused'),
      };
    },
    /** Closes all of them. */
    close() {
      for (const one of open) one.abort();
      open.clear();
    },
  };
}
