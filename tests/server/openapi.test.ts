import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ZodType } from 'zod';
import { type Loose, misfits, resolve } from '../support/schema.ts';
import { startService, type TestService } from '../support/service.ts';

/** A backend's developer writes every request from this document alone: what it leaves out, they cannot know. */
describe('the OpenAPI document', () => {
  let service: TestService;
  let document: Loose;
  let page: string;
  let operations: { name: string; method: string; path: string; operation: Loose }[];

  before(async () => {
    service = await startService({ start: false });
    document = (await service.call('GET', '/openapi.json')).body;
    page = (await service.call<string>('GET', '/docs')).body;
    operations = Object.entries<Loose>(document.paths).flatMap(([path, item]) =>
      Object.entries<Loose>(item).map(([method, operation]) => ({
        name: `${method} ${path}`,
        method,
        path,
        operation,
      })),
    );
  });
  after(() => service.stop());

  /** Every object of the document, with the way to it. */
  function* everything(node: Loose, at = '#'): Generator<[string, Loose]> {
    if (typeof node !== 'object' || node === null) return;
    yield [at, node];
    for (const [key, one] of Object.entries(node)) yield* everything(one, `${at}/${key}`);
  }
  const within = (at: string, word: string) => at.split('/').includes(word);

  it('is a document of version 3.1 about this service', () => {
    assert.match(document.openapi, /^3\.1\.\d+$/);
    assert.ok(document.info.title && document.info.version && document.info.description);
    assert.deepEqual(document.servers, [{ url: 'http://service.example' }]);
    assert.ok(operations.length > 40);
  });

  it('has something behind every reference', () => {
    const dangling = [...everything(document)].filter(([, node]) => {
      if (node.$ref === undefined) return false;
      return !node.$ref.startsWith('#/') || resolve(document, node) === undefined;
    });
    assert.deepEqual(dangling, []);
  });

  it('names, groups and answers every operation', () => {
    const tags = document.tags.map((tag: Loose) => tag.name);
    const ids = new Set<string>();
    for (const { name, operation } of operations) {
      assert.match(operation.operationId ?? '', /^[a-z]+[a-zA-Z]*$/, name);
      assert.ok(!ids.has(operation.operationId), `${name}: ${operation.operationId} is taken`);
      ids.add(operation.operationId);
      assert.ok(operation.summary, name);
      assert.equal(operation.tags.length, 1, name);
      assert.ok(tags.includes(operation.tags[0]), `${name}: ${operation.tags[0]} is not among the tags`);
      const answers = Object.entries<Loose>(operation.responses);
      assert.ok(
        answers.some(([status]) => status.startsWith('2')),
        name,
      );
      for (const [status, answer] of answers) assert.ok(answer.description, `${name}: ${status}`);
      for (const [scheme] of (operation.security ?? []).flatMap(Object.entries))
        assert.ok(document.components.securitySchemes[scheme], `${name}: ${scheme}`);
    }
    for (const tag of document.tags) assert.ok(tag.description, tag.name);
  });

  it('describes every parameter, and those of the path are all there', () => {
    for (const { name, path, operation } of operations) {
      const parameters: Loose[] = operation.parameters ?? [];
      for (const one of parameters) assert.ok(one.description, `${name}: ${one.name}`);
      const inPath = parameters.filter((one) => one.in === 'path');
      for (const one of inPath) assert.equal(one.required, true, `${name}: ${one.name}`);
      assert.deepEqual(
        inPath.map((one) => one.name).sort(),
        [...path.matchAll(/\{(\w+)\}/g)].map(([, at]) => at).sort(),
        name,
      );
    }
  });

  it('describes every schema, and every property of every schema', () => {
    const silent: string[] = [];
    for (const [name, schema] of Object.entries<Loose>(document.components.schemas))
      if (!schema.description) silent.push(name);
    for (const [at, node] of everything(document)) {
      if (within(at, 'example') || typeof node.properties !== 'object') continue;
      for (const [name, property] of Object.entries<Loose>(node.properties)) {
        const kinds = [property, ...(property.anyOf ?? [])].map((one) => resolve(document, one));
        if (!property.description && !kinds.some((one) => one.description)) silent.push(`${at}/${name}`);
      }
    }
    assert.deepEqual(silent, []);
  });

  it('has an example that fits wherever it gives one', () => {
    let examples = 0;
    for (const [at, node] of everything(document)) {
      if (!Object.hasOwn(node, 'example') || /\/properties$/.test(at)) continue;
      examples++;
      // A property may name a thing and give an example of its own: both are asked.
      assert.deepEqual(misfits(document, node, node.example), [], at);
    }
    assert.ok(examples > 30, `${examples} examples`);
  });

  /** What the contracts themselves make of what the document shows, route by route. */
  function contracts(): { name: string; request: Loose }[] {
    return service.app.routes.openAPIRegistry.definitions.flatMap((one: Loose) =>
      one.type === 'route'
        ? [{ name: `${one.route.method} ${one.route.path}`, request: one.route.request }]
        : [],
    );
  }

  it('shows the whole body of every request that has one, as its contract takes it', () => {
    let bodies = 0;
    for (const { name, request } of contracts()) {
      const contract: ZodType | undefined = request?.body?.content?.['application/json']?.schema;
      if (!contract) continue;
      bodies++;
      const [method = '', path = ''] = name.split(' ');
      const described = document.paths[path][method].requestBody.content['application/json'].schema;
      const schema = resolve(document, described);
      assert.ok(schema.example, `${name}: no example of the body`);
      const read = contract.safeParse(schema.example);
      assert.ok(read.success, `${name}: ${read.error?.message}`);
      // Whole: what a contract would fill in is written out. Of settings and other changes one names a few.
      const shown = Object.keys(schema.example).sort().join();
      const kinds: Loose[] = schema.oneOf ?? [schema];
      const whole = kinds.some((one) => Object.keys(one.properties).sort().join() === shown);
      assert.ok(whole || method === 'patch', `${name}: shows only ${shown}`);
    }
    assert.ok(bodies >= 17, `${bodies} bodies`);
  });

  it('shows parameters as their contract takes them', () => {
    for (const { name, request } of contracts()) {
      const [method = '', path = ''] = name.split(' ');
      for (const where of ['params', 'query', 'headers'] as const) {
        const kind = { params: 'path', query: 'query', headers: 'header' }[where];
        const given = (document.paths[path][method].parameters ?? []).filter((one: Loose) => one.in === kind);
        if (!request?.[where]) continue;
        const example: Record<string, unknown> = {};
        for (const one of given) {
          const value = one.schema.example ?? resolve(document, one.schema).example;
          if (one.required) assert.ok(value !== undefined, `${name}: ${one.name} has no example`);
          // A number stands in an address as its digits.
          const written = where === 'query' && typeof value === 'number' ? String(value) : value;
          if (value !== undefined) example[one.name] = written;
        }
        const read = (request[where] as ZodType).safeParse(example);
        assert.ok(read.success, `${name}: ${read.error?.message}`);
      }
    }
  });

  it('leads through a first day: every example is taken, one after the other', async () => {
    const mall = await service.addMall('shop1', { origins: ['https://shop.example'] });
    const example = (name: string, changes: object = {}) => ({
      ...document.components.schemas[name].example,
      ...changes,
    });
    const [writer, reader] = [await mall.token('member-42'), await mall.token('member-43')];
    async function send(as: string, method: string, path: string, body: object, status: number) {
      const answer = await service.call(method, `/v1/shop1${path}`, { as, body, origin: null });
      assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    }
    await send(mall.key, 'PATCH', '/settings', example('PatchSettings'), 200);
    await send(mall.key, 'PUT', '/products', example('ProductBatch'), 200);
    await send(mall.key, 'POST', '/orders', example('OrderBatch'), 200);
    await send(writer, 'PATCH', '/me', example('PatchMe'), 200);
    const review = await send(writer, 'POST', '/reviews', example('PostReview'), 201);
    assert.equal(
      review.bought,
      true,
      'the order of the example is of the product and the shopper of the others',
    );
    const { id } = await send(writer, 'PATCH', `/reviews/${review.id}`, example('PatchReview'), 200);
    const subject = { kind: 'review', id };
    await send(reader, 'PUT', `/reviews/${id}/vote`, example('PutVote'), 200);
    await send(mall.key, 'PUT', `/reviews/${id}/reply`, example('PutReply'), 200);
    const comment = await send(reader, 'POST', '/comments', example('PostComment', { subject }), 201);
    await send(reader, 'PATCH', `/comments/${comment.id}`, example('PatchComment'), 200);
    await send(reader, 'POST', '/reports', example('PostReport', { subject }), 202);
    await send(mall.key, 'POST', '/moderation', example('Moderation', { subject }), 200);
    await send(mall.key, 'POST', '/shoppers/revoke', example('Revoke'), 204);
  });

  it('is shown to people without a script: each operation with its line for the shell, each schema as a table', () => {
    assert.doesNotMatch(page, /<script|<[^>]+\son[a-z]+=|javascript:/);
    assert.doesNotMatch(page, /\[object |undefined|NaN/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
    assert.equal(new Set(ids).size, ids.length, 'an id is there twice');
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g))
      assert.ok(ids.includes(to ?? ''), `#${to} leads nowhere`);
    for (const { name, path, operation } of operations) {
      const [, block = ''] = page.split(`id="${operation.operationId}"`);
      const [, line = ''] = /<pre>(curl [\s\S]*?)<\/pre>/.exec(block) ?? [];
      const address = path.replace(/\{(\w+)\}/g, (_, one: string) => `$${one.toUpperCase()}`);
      assert.ok(line.includes(`http://service.example${address}`), `${name}: ${line}`);
      const [credential] = Object.keys(operation.security?.[0] ?? {});
      if (credential) assert.ok(line.includes(credential === 'key' ? 'Bearer $KEY' : 'Bearer $TOKEN'), name);
      if (operation.requestBody?.content['application/json']) assert.match(line, /-d &#39;\{/, name);
    }
    for (const name of Object.keys(document.components.schemas))
      assert.ok(ids.includes(`schema-${name}`), `${name} is not shown`);
  });
});
