import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { newId } from '../../server/base/ids.ts';
import { openStream, type StreamOptions } from '../../server/base/live/stream.ts';
import { type Live, latch, listen, openGround, openLive, until } from '../support/ground.ts';

let ground: Awaited<ReturnType<typeof openGround>>;
let mall: string;
let live: Live;
let closing: AbortController;

before(async () => {
  ground = await openGround();
});
after(() => ground.close());
beforeEach(async () => {
  mall = `mall-${newId()}`;
  live = await openLive(ground.database, mall);
  closing = new AbortController();
});
afterEach(async () => {
  closing.abort();
  await live.hub.stop();
  assert.equal(live.hub.listenerCount(), 0);
  assert.equal(getEventListeners(closing.signal, 'abort').length, 0);
});

interface Block {
  event?: string;
  id?: string;
  retry?: string;
  comment?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  data?: any;
}

/** As the standard says: blocks between empty lines, each line a field, a colon first is a comment. */
function parse(text: string): Block[] {
  const blocks: Block[] = [];
  const whole = text.slice(0, text.lastIndexOf('\n\n') + 2);
  for (const part of whole.split('\n\n').slice(0, -1)) {
    const block: Block = {};
    for (const line of part.split('\n')) {
      const colon = line.indexOf(':');
      assert.notEqual(colon, -1, `a line without a field: ${JSON.stringify(line)}`);
      const field = line.slice(0, colon);
      const value = line.slice(colon + 1).replace(/^ /, '');
      if (field === '') block.comment = value;
      else if (field === 'data') block.data = JSON.parse(value);
      else if (field === 'event' || field === 'id' || field === 'retry') block[field] = value;
      else assert.fail(`an unknown field: ${line}`);
    }
    blocks.push(block);
  }
  return blocks;
}

function appOf(options: Partial<StreamOptions>) {
  return new Hono().get('/stream', (c) =>
    openStream(c, {
      mallId: mall,
      topics: ['product:1', 'own:1'],
      mayDeliver: () => true,
      isPublic: (topic) => topic.startsWith('product:'),
      hub: live.hub,
      now: Date.now,
      closing: closing.signal,
      ...options,
    }),
  );
}

async function open(options: Partial<StreamOptions> = {}) {
  const abort = new AbortController();
  const response = await appOf(options).request('/stream', { signal: abort.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  let isOver = false;
  async function read(): Promise<void> {
    const { value, done } = await reader.read();
    isOver = done;
    text += decoder.decode(value, { stream: true });
  }
  return {
    response,
    reader,
    abort,
    blocks: () => parse(text),
    /** Reads on until the blocks are as wished. */
    async until(condition: (blocks: Block[]) => boolean): Promise<Block[]> {
      while (!condition(parse(text))) {
        if (isOver) throw new Error(`the stream ended: ${text}`);
        await read();
      }
      return parse(text);
    },
    async toEnd(): Promise<Block[]> {
      while (!isOver) await read();
      return parse(text);
    },
  };
}

const ofKind = (blocks: Block[], event: string) => blocks.filter((block) => block.event === event);
const placed = (head: number) => until(async () => (await live.hub.head(mall)) === head, `position ${head}`);

describe('stream', () => {
  test('begins with retry and ready, then tells what was asked for and no more', async () => {
    await live.say('before');
    await placed(1);
    const stream = await open();
    assert.equal(stream.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.match(stream.response.headers.get('cache-control') ?? '', /no-store/);
    const [retry, ready] = await stream.until((blocks) => blocks.length >= 2);
    assert.ok(Number(retry?.retry) >= 1000);
    assert.deepEqual(ready, { event: 'ready', id: '1', data: { position: 1 } });
    await live.say('two');
    await live.say('three', 'product:2');
    await live.say('four', 'own:1');
    await live.say('elsewhere', 'product:1', `${mall}-other`);
    await live.say('five');
    const changes = ofKind(await stream.until((blocks) => ofKind(blocks, 'change').length === 3), 'change');
    assert.deepEqual(changes, [
      {
        event: 'change',
        id: '2',
        data: { position: 2, kind: 'review.created', topic: 'product:1', ids: { name: 'two' } },
      },
      { event: 'change', id: '4', data: { position: 4, topic: 'own:1', changed: true } },
      {
        event: 'change',
        id: '5',
        data: { position: 5, kind: 'review.created', topic: 'product:1', ids: { name: 'five' } },
      },
    ]);
    await stream.reader.cancel();
  });

  test('resumes without loss or repeat, also while more is being written', async () => {
    for (let count = 1; count <= 700; count++) await live.say(String(count));
    await placed(700);
    const positions = (blocks: Block[]) => ofKind(blocks, 'change').map((block) => block.data.position);
    const quiet = await open({ after: 10 });
    const blocks = await quiet.until((all) => positions(all).length === 690);
    assert.deepEqual(ofKind(blocks, 'ready')[0]?.data, { position: 10 });
    await quiet.reader.cancel();
    const stream = await open({ after: 10 });
    const more = (async () => {
      for (let count = 701; count <= 760; count++) await live.say(String(count));
    })();
    const heard = positions(await stream.until((all) => positions(all).length === 750));
    await more;
    assert.deepEqual(
      heard,
      Array.from({ length: 750 }, (_, index) => index + 11),
    );
    await stream.reader.cancel();
  });

  test('misses nothing that happens while it opens', async () => {
    const asked = latch();
    const release = latch();
    const hub = {
      ...live.hub,
      async head(mallId: string) {
        const head = await live.hub.head(mallId);
        asked.open();
        await release.opened;
        return head;
      },
    };
    const stream = await open({ hub });
    await asked.opened;
    const others = listen(live.hub, mall);
    await live.say('meanwhile');
    await until(() => others.heard.length === 1, 'the hub has handed it out');
    others.leave();
    release.open();
    const blocks = await stream.until((all) => ofKind(all, 'change').length === 1);
    assert.deepEqual(ofKind(blocks, 'ready')[0]?.data, { position: 0 });
    assert.equal(ofKind(blocks, 'change')[0]?.data.ids.name, 'meanwhile');
    await stream.reader.cancel();
  });

  test('says reset when the position is not kept or was never reached, and goes on', async () => {
    for (const name of ['1', '2', '3']) await live.say(name);
    await placed(3);
    await ground.database.write((trx) =>
      trx.deleteFrom('outbox').where('mall_id', '=', mall).where('position', '<=', 2).execute(),
    );
    for (const gone of [1, 99]) {
      const stream = await open({ after: gone });
      const blocks = await stream.until((all) => ofKind(all, 'reset').length === 1);
      assert.deepEqual(ofKind(blocks, 'reset')[0], { event: 'reset', id: '3', data: { position: 3 } });
      assert.deepEqual(ofKind(blocks, 'change'), []);
      if (gone === 99) await live.say('4');
      if (gone === 99) await stream.until((all) => ofKind(all, 'change')[0]?.data.position === 4);
      await stream.reader.cancel();
    }
  });

  test('asks before each delivery, and tells nothing once the answer is no', async () => {
    let may: boolean | 'signed-out' = true;
    const stream = await open({ mayDeliver: async () => may });
    const other = await open({ mayDeliver: () => may === true || 'signed-out' });
    await stream.until((blocks) => ofKind(blocks, 'ready').length === 1);
    await other.until((blocks) => ofKind(blocks, 'ready').length === 1);
    await live.say('seen');
    await stream.until((blocks) => ofKind(blocks, 'change').length === 1);
    await other.until((blocks) => ofKind(blocks, 'change').length === 1);
    may = false;
    await live.say('not for you');
    const blocks = await stream.toEnd();
    assert.equal(ofKind(blocks, 'change').length, 1);
    assert.deepEqual(blocks.at(-1), { event: 'end', data: { reason: 'refused' } });
    assert.deepEqual((await other.toEnd()).at(-1), { event: 'end', data: { reason: 'signed-out' } });
    assert.equal(live.hub.listenerCount(), 0);
  });

  test('comes back later when asking fails', async () => {
    const stream = await open({ mayDeliver: () => Promise.reject(new Error('the database is away')) });
    await stream.until((blocks) => ofKind(blocks, 'ready').length === 1);
    await live.say('one');
    const blocks = await stream.toEnd();
    assert.deepEqual(ofKind(blocks, 'change'), []);
    assert.deepEqual(blocks.at(-1)?.data, { reason: 'restart' });
  });

  test('ends when the token does, by itself and before a delivery', async () => {
    const quiet = await open({ endsAt: Date.now() + 50 });
    assert.deepEqual((await quiet.toEnd()).at(-1), { event: 'end', data: { reason: 'expired' } });
    let time = 1000;
    const busy = await open({ endsAt: 2000, now: () => time, heartbeatMs: () => 60_000 });
    await busy.until((blocks) => ofKind(blocks, 'ready').length === 1);
    time = 2000;
    await live.say('too late');
    const blocks = await busy.toEnd();
    assert.deepEqual(ofKind(blocks, 'change'), []);
    assert.deepEqual(blocks.at(-1)?.data, { reason: 'expired' });
  });

  test('gives signs of life that carry the position, and asks then too', async () => {
    let may = true;
    const stream = await open({ heartbeatMs: () => 10, mayDeliver: () => may });
    await live.say('not asked for', 'product:2');
    const blocks = await stream.until((all) =>
      all.some((block) => block.comment !== undefined && block.id === '1'),
    );
    assert.deepEqual(ofKind(blocks, 'change'), []);
    may = false;
    assert.deepEqual((await stream.toEnd()).at(-1)?.data, { reason: 'refused' });
  });

  test('tells everybody to come back at different times when the process ends', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => open()));
    for (const stream of streams) await stream.until((blocks) => ofKind(blocks, 'ready').length === 1);
    closing.abort();
    const waits: number[] = [];
    for (const stream of streams) {
      const last = (await stream.toEnd()).at(-1);
      assert.deepEqual(last?.data, { reason: 'restart' });
      waits.push(Number(last?.retry));
    }
    assert.ok(waits.every((wait) => wait >= 2000 && wait <= 8000));
    assert.ok(new Set(waits).size > 10);
    const late = await open();
    assert.deepEqual((await late.toEnd()).at(-1)?.data, { reason: 'restart' });
  });

  test('a reader that is too slow is told to load anew', async () => {
    const stream = await open();
    await stream.until((blocks) => ofKind(blocks, 'ready').length === 1);
    const long = 'x'.repeat(1000);
    for (let count = 0; count < 1300; count++) await live.say(long);
    await until(() => live.hub.listenerCount() === 0, 'the stream gave up');
    const blocks = await stream.toEnd();
    const heard = ofKind(blocks, 'change').map((block) => block.data.position);
    assert.ok(heard.length < 400, `${heard.length} were held for it`);
    assert.deepEqual(
      heard,
      heard.map((_, index) => index + 1),
    );
    assert.equal(blocks.at(-1)?.event, 'reset');
  });

  test('leaves nothing behind when the reader goes, however it goes', async () => {
    const cancelled = await open();
    const aborted = await open();
    const unread = await open();
    assert.equal(live.hub.listenerCount(), 3);
    await cancelled.reader.cancel();
    aborted.abort.abort();
    unread.abort.abort();
    assert.equal(live.hub.listenerCount(), 0);
    assert.equal(getEventListeners(closing.signal, 'abort').length, 0);
  });

  test('over a real connection: arrives at once, and the listener goes with the client', async () => {
    const server = serve({ fetch: appOf({}).fetch, port: 0, hostname: '127.0.0.1' });
    await until(() => server.listening, 'the server listens');
    const abort = new AbortController();
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/stream`, { signal: abort.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    const readUntil = async (wanted: string) => {
      while (!text.includes(wanted)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await readUntil('event: ready');
    assert.equal(live.hub.listenerCount(), 1);
    await live.say('hello');
    await readUntil('"hello"');
    abort.abort();
    await until(() => live.hub.listenerCount() === 0, 'the listener is gone');
    await new Promise((resolve) => server.close(resolve));
  });
});
