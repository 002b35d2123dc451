// A request that is sent again with its Idempotency-Key has one effect and the same answer, on every route with a key.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { BREAKS, type Break } from '../support/breaks.ts';
import { keep, number } from '../support/promise.ts';
import { SCENE_SETTINGS, setScene } from '../support/scene.ts';
import type { Loose } from '../support/schema.ts';
import { startService } from '../support/service.ts';
import { everything } from '../support/tables.ts';
import { type Ask, type Creds, type Ids, picture, ROUTES } from '../support/two-malls.ts';

const AT_ONCE = 12;

async function check(broken?: Break) {
  // Without what follows events in the background: its effects come when they like.
  const service = await startService({ start: false, ...(broken && { broken }) });
  try {
    const mall = await service.addMall('shop', { settings: SCENE_SETTINGS });
    const document: Loose = (await service.call('GET', '/openapi.json', { origin: null })).body;
    const keyed = Object.entries<Loose>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Loose>(methods)
        .filter(([, route]) => route.parameters?.some((one: Loose) => /^idempotency-key$/i.test(one.name)))
        .map(([method]) => `${method} ${path}`),
    );
    let requests = 0;

    /** A scene of its own, and the route's good request in it. */
    async function compose(route: string): Promise<Ask> {
      const scene = await setScene(service, mall);
      const ids: Ids = {
        ...scene,
        ...scene.clubs,
        ownReview: scene.review,
        ownComment: scene.comment,
        outsideId: scene.authorId,
        member: scene.authorMember,
        guestToken: scene.tokens.guest,
        editCode: scene.code,
        helper: scene.helperId,
        inviteCode: scene.invitationCode,
      };
      const creds: Creds = {
        owner: scene.tokens.reader,
        guest: scene.tokens.guest,
        key: mall.key,
        fresh: () => mall.token(`fresh-${scene.product}`),
        rich: async () => scene.tokens.reader,
        confirm: async () => ({ as: scene.tokens.reader, body: { code: scene.mailCode } }),
      };
      const make = ROUTES[route];
      assert.ok(make, `${route}: nobody has said what a good request is`);
      // In a scene of its own nobody has done before what the others of the list do.
      if (route.endsWith('/clubs/{club}/leave'))
        await service.call('POST', '/v1/shop/clubs/join', { as: creds.owner, body: { code: ids.clubCode } });
      const ask = await make(ids, creds);
      return route.endsWith('/clubs/{club}/cancel') ? { ...ask, body: { version: 1 } } : ask;
    }
    const send = async (route: string, ask: Ask, key: string) => {
      requests += 1;
      const [method = '', template = ''] = route.split(' ');
      const path = Object.entries({ mall: 'shop', ...ask.path }).reduce(
        (text, [name, value]) => text.replace(`{${name}}`, value),
        template,
      );
      const headers = { 'idempotency-key': key, ...(ask.type && { 'content-type': ask.type }) };
      return service.call(method.toUpperCase(), path, { as: ask.as, body: ask.body, headers });
    };
    // What is counted in passing is no effect.
    const rows = async () =>
      (await everything(service.services.database))
        .split('\n')
        .filter((line) => !/^(pace|leases|jobs)/.test(line))
        .sort();

    for (const route of keyed) {
      const ask = await compose(route);
      const once = randomUUID();
      const first = await send(route, ask, once);
      assert.ok(first.status < 300, `${route}: ${first.status} ${JSON.stringify(first.body)}`);
      const kept = await rows();
      for (let again = 0; again < 3; again++) {
        const repeat = await send(route, ask, once);
        assert.deepEqual(
          [repeat.status, repeat.body],
          [first.status, first.body],
          `${route}: another answer`,
        );
        assert.deepEqual(await rows(), kept, `${route}: a second effect`);
      }
      const other =
        ask.body instanceof Uint8Array
          ? { ...ask, body: await picture() }
          : { ...ask, body: { ...(ask.body as object), product: 'another', text: 'another text' } };
      if (ask.body !== undefined) {
        const { status, body } = await send(route, other, once);
        const isRefused = status === 422 && body.code === 'key-reused';
        // A body that the route does not take at all, or takes without what was added, is another matter.
        assert.ok(isRefused || status === 400 || status === first.status, `${route}: ${status} ${body.code}`);
        assert.deepEqual(await rows(), kept, `${route}: an effect of another body with a key that was used`);
      }

      const fresh = await compose(route);
      const shared = randomUUID();
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => send(route, fresh, shared)));
      const won = answers.filter((one) => one.status < 300);
      assert.ok(won.length > 0, `${route}: none of ${AT_ONCE} at once was taken`);
      for (const one of won) assert.deepEqual(one.body, won[0]?.body, `${route}: two answers at once`);
      for (const one of answers)
        assert.ok(
          one.status < 300 || one.body.code === 'in-flight',
          `${route}: ${one.status} ${one.body.code}`,
        );
    }
    return { routes: keyed.length, requests };
  } finally {
    await service.stop();
  }
}

await keep('idempotency', async (given) => {
  const { routes, requests } = await check();
  assert.ok(routes >= 8, `only ${routes} routes take a key`);
  await given.mustFail('every request is the first of its key', () => check(BREAKS['forgets-keys']));
  return `${routes} routes, ${number(requests)} requests: one effect and one answer for each key, ${AT_ONCE} at once as well`;
});
