// What a page hears of a wallet that has only just begun.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { until } from '../support/ground.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

it('a page of somebody whom nobody knew hears of their first points, and of nobody else’s', async () => {
  const mall = await service.addMall('live-points', {});
  const points = pointsOf(service, mall);
  const listen = async (shopper: string, meanwhile = () => Promise.resolve()) => {
    const as = await mall.token(shopper);
    const { id, joinedAt } = await points.good(points.ask('GET', '/me', as));
    assert.equal(joinedAt, null);
    const { position } = await points.wallet(shopper);
    await meanwhile();
    const answer = await service.app.routes.request('/v1/live-points/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
      body: JSON.stringify({ topics: [`shopper:${id}`], after: position }),
    });
    assert.equal(answer.status, 200);
    const told: string[] = [];
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        told.push(value);
      }
    })();
    await until(() => told.join('').includes('event: ready'), 'the stream is ready');
    return {
      id: id as string,
      changes: () => told.join('').match(/event: change/g)?.length ?? 0,
      close: () => reader.cancel().then(() => reading),
    };
  };
  const [minji, sora] = [await listen('minji'), await listen('sora')];
  await points.grant('minji', 500);
  await until(() => minji.changes() > 0, 'the first points are told');
  const { id } = await points.good(points.ask('GET', '/me', await mall.token('minji')));
  assert.notEqual(id, minji.id, 'their own id from now on');
  const before = minji.changes();
  await points.grant('minji', 500);
  await points.grant('sora', 500);
  await until(() => sora.changes() > 0, 'hers are told her');
  assert.deepEqual([minji.changes(), sora.changes()], [before, 1]);
  // Also where they come just before the stream is opened.
  const haru = await listen('haru', async () => void (await points.grant('haru', 500)));
  await until(() => haru.changes() === 1, 'what came meanwhile is told');
  for (const one of [minji, sora, haru]) await one.close();
  const foreign = await points.ask('POST', '/stream', await mall.token('sora'), {
    topics: [`shopper:${haru.id}`],
  });
  assert.equal(foreign.body.code, 'not-allowed');
});
