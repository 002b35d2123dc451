import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startService, type TestService } from '../support/service.ts';

/** Routes that nobody is ever refused at for asking often, and why. */
const FREE: Record<string, string> = {
  'get /healthz': 'the machines that watch the service',
  'get /readyz': 'the machines that watch the service',
  'get /metrics': 'the machines that watch the service',
  'get /files/{mall}/{file}': 'a page of photos asks for dozens at once, and browsers keep them',
  'get /v1/{mall}/here': 'the first thing that every page asks, answered from memory',
  'get /v1/{mall}/mall': 'answered from memory',
  'get /v1/{mall}/settings': 'the owner alone, by the key to everything',
  'patch /v1/{mall}/settings': 'the owner alone, by the key to everything',
  'post /v1/{mall}/shoppers/revoke': 'the owner alone, by the key to everything',
  'delete /v1/{mall}/sessions/current': 'a session ends once',
};

let service: TestService;
before(async () => {
  // So little that each rule has one point: the second time is one too many.
  service = await startService({ environment: { PACE_SCALE: '0.0001' } });
});
after(() => service.stop());

interface Operation {
  security?: Record<string, unknown>[];
}

it('every route of the document has a pace, or a reason to have none', async () => {
  const document = (await service.call('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  const unpaced: string[] = [];
  let routes = 0;
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, { security = [] }] of Object.entries(operations)) {
      if (!['get', 'post', 'put', 'patch', 'delete'].includes(method)) continue;
      routes += 1;
      // A mall for each route: what one uses up is nothing to the next.
      const mall = await service.addMall(`pace${routes}`, { settings: { write: 'everyone' } });
      const asks = security.some((one) => 'key' in one)
        ? mall.key
        : security.some((one) => 'shopper' in one)
          ? await mall.token('kim')
          : undefined;
      const ask = () =>
        service.call(
          method.toUpperCase(),
          path.replace('{mall}', mall.id).replaceAll(/\{\w+\}/g, '0'.repeat(25)),
          {
            as: asks,
            ...(method !== 'get' && { body: {} }),
          },
        );
      const codes = [(await ask()).body?.code, (await ask()).body?.code];
      if (!codes.includes('too-many')) unpaced.push(`${method} ${path}`);
    }
  assert.ok(routes > 35, `${routes} routes`);
  assert.deepEqual(unpaced.sort(), Object.keys(FREE).sort());
});
