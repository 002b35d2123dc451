// What a board costs the page before anybody touches it: requests, bytes, movement, and time on the main thread.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { buildIfStale, EMBED_BUDGET } from '../../widgets/build.ts';
import { hostPage, until } from '../support/host.ts';
import { noteMoves, settled } from './moves.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

const BOARD_BYTES = 24_000;
const LONG_MS = 50;
const TEXT =
  '여름 내내 썼는데 아직도 새것 같아요. 물에 몇 번 떨어뜨려도 멀쩡하고, 가방에 넣어도 부피가 크지 않아서 좋아요. ';

before(async () => {
  stage = await openStage();
  const mall = await stage.whole.addMall('shop1', { settings: { write: 'everyone' } });
  for (const count of [1, 20]) await mall.fill(`p${count}`, count, (at) => TEXT.repeat(1 + (at % 6)) + at);
});
after(() => stage?.close());

interface Asked {
  id: string;
  method: string;
  path: string;
  start: number;
  end: number;
  bytes: number;
}

/** Everything that the page asks the service for, preflights too, as the network sees it. */
async function listen(page: Page): Promise<{ asked: Asked[]; session: CDPSession }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const asked: Asked[] = [];
  // The one clock of the protocol is monotonic, the other is the page's.
  let ahead = 0;
  const find = (id: string) => asked.findLast((one) => one.id === id);
  session.on('Network.requestWillBeSent', ({ requestId: id, request, timestamp, wallTime }) => {
    ahead = wallTime - timestamp;
    const { origin, pathname, search } = new URL(request.url);
    if (origin === stage.whole.base)
      asked.push({
        id,
        method: request.method,
        path: pathname + search,
        start: wallTime * 1000,
        end: 0,
        bytes: 0,
      });
  });
  session.on('Network.loadingFinished', ({ requestId, timestamp }) => {
    const one = find(requestId);
    if (one) one.end = (timestamp + ahead) * 1000;
  });
  return { asked, session };
}

/** What an answer weighs on its way, in gzip: a browser may have been given brotli, the budget counts gzip. */
function gzipBytes(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = get(`${stage.whole.base}${path}`, {
      headers: { 'accept-encoding': 'gzip', origin: stage.whole.host.origin },
    });
    asking.once('error', reject);
    asking.once('response', async (answer) => {
      let bytes = 0;
      for await (const chunk of answer) bytes += (chunk as Buffer).byteLength;
      resolve(bytes);
    });
  });
}

const lines =
  '<script async src="BASE/embed.js?mall=shop1"></script>\n<dangol-review-board product="KEY"></dangol-review-board>';
const HELD = lines.replace('product="KEY"', 'product="KEY" style="display:block;min-height:560px"');
const put = (path: string, pasted: string, product: string) =>
  stage.whole.host.put(path, {
    body: hostPage(pasted.replace('BASE', stage.whole.base).replace('KEY', product), {
      below: 'The mall goes on here. '.repeat(12),
    }),
  });

/** The board shows what it has: as many reviews as are there, or the invitation. */
async function filled(page: Page, count: number): Promise<void> {
  if (count === 0) await page.getByText('아직 후기가 없어요').waitFor();
  // Ten are asked for at first, the rest by the button.
  else
    await page
      .getByRole('article')
      .nth(Math.min(count, 10) - 1)
      .waitFor({ state: 'attached' });
}

/** Resolves when the board has drawn its reviews, without a tool's own scripts on the page. */
const drawn = (session: CDPSession, count: number): Promise<number> =>
  session
    .send('Runtime.evaluate', {
      awaitPromise: true,
      returnByValue: true,
      expression: `new Promise((done) => {
        const look = () => {
          const root = document.querySelector('dangol-review-board')?.shadowRoot;
          if ((root?.querySelectorAll('article').length ?? 0) < ${count}) return requestAnimationFrame(look);
          const at = Date.now();
          requestAnimationFrame(() => setTimeout(() => done(at)));
        };
        look();
      })`,
    })
    .then(({ result }) => result.value as number);

test('one request for data, beside the code, without a preflight; and few bytes', async () => {
  const manifest = await buildIfStale();
  const page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
  const { asked, session } = await listen(page);
  const stream = page.waitForResponse('**/stream');
  await page.goto(put('/requests', lines, 'p20'), { waitUntil: 'commit' });
  const paint = await drawn(session, 1);
  await stream;
  const begun = [...asked];
  // The protocol tells of an answer by its own way, which may be later than what the page made of it.
  await until(
    () => begun.every((one) => one.end > 0 || one.path.endsWith('/stream')),
    'the browser tells when each answer came',
  );
  for (const one of begun)
    if (one.method === 'GET' && !one.path.endsWith('/stream')) one.bytes = await gzipBytes(one.path);
  const first = Math.min(...begun.map((one) => one.start));
  console.log(
    `One board page of 20 reviews, drawn ${(paint - first).toFixed(0)} ms after the loader was asked for:`,
  );
  for (const { method, path, start, end, bytes } of begun) {
    const times = `${(start - first).toFixed(0).padStart(5)} - ${end ? (end - first).toFixed(0).padStart(4) : 'open'} ms`;
    console.log(`  ${times} ${String(bytes).padStart(6)} B  ${method} ${path}`);
  }
  const code = begun.filter((one) => /\.js(\?|$)/.test(one.path));
  const data = begun.filter((one) => one.path.startsWith('/v1/') && !one.path.endsWith('/stream'));
  const sum = (list: Asked[]) => list.reduce((total, one) => total + one.bytes, 0);
  console.log(
    `  code ${sum(code)} B, data ${sum(data)} B (gzip); the build counts ${manifest.pages['review-board']!.gzip} B of code`,
  );
  assert.deepEqual(
    data.map((one) => `${one.method} ${one.path}`),
    ['GET /v1/shop1/board?product=p20'],
    'one request for data',
  );
  const isStream = (one: Asked) => one.path.endsWith('/stream');
  assert.deepEqual(
    begun.filter((one) => one.method === 'OPTIONS' && !isStream(one)).map((one) => one.path),
    [],
    'no preflight for what the board is painted from',
  );
  assert.ok(
    begun.filter(isStream).every((one) => one.start > data[0]!.end),
    'the stream waits until the board has its data',
  );
  const lastCode = Math.max(...code.map((one) => one.end));
  const chunks = code.filter((one) => one.path.startsWith('/w/'));
  const firstChunk = Math.min(...chunks.map((one) => one.start));
  assert.ok(data[0]!.start < lastCode, 'the data starts before the code is there');
  // On a busy machine one after the other may take a while, but none of them needs another one's answer.
  const firstAnswer = Math.min(...chunks.map((one) => one.end));
  const isTogether = ({ start }: Asked) => start - firstChunk < 20 || start < firstAnswer;
  assert.ok(isTogether(data[0]!), 'the data starts together with the code');
  for (const one of chunks) assert.ok(isTogether(one), `${one.path} waits for no other chunk`);
  const embed = code.find((one) => one.path.startsWith('/embed.js'));
  assert.ok(embed && embed.bytes < EMBED_BUDGET, `embed.js: ${embed?.bytes} B`);
  assert.ok(
    sum(code) < BOARD_BYTES,
    `a board page loads ${sum(code)} B of code, ${BOARD_BYTES} is the budget`,
  );
  await page.close();
});

async function shift(pasted: string, count: number, viewport: { width: number; height: number }) {
  const page = await stage.browser.newPage({ viewport });
  await noteMoves(page);
  const stream = page.waitForResponse('**/stream');
  await page.goto(put('/shift', pasted, `p${count}`));
  await filled(page, count);
  await stream;
  await settled(page);
  const isSeen = await page
    .locator('#below')
    .evaluate((one) => one.getBoundingClientRect().top < innerHeight);
  const moves = await page.evaluate(() => globalThis.moves);
  await page.close();
  return { isSeen, total: moves.reduce((sum, one) => sum + one.value, 0), moves };
}

for (const viewport of [
  { width: 390, height: 844 },
  { width: 1200, height: 900 },
])
  for (const count of [0, 1, 20])
    test(`nothing moves when a board with ${count} fills at ${viewport.width} px`, async () => {
      const { isSeen, total, moves } = await shift(HELD, count, viewport);
      console.log(`CLS ${viewport.width}x${viewport.height}, ${count} reviews: ${total}`);
      assert.ok(isSeen, 'the mall’s text below the board is in the first viewport');
      assert.equal(total, 0, JSON.stringify(moves));
    });

test('the lines without a style: the place is held from the moment the loader runs', async () => {
  for (const count of [0, 1, 20]) {
    const { total, moves } = await shift(lines, count, { width: 390, height: 844 });
    console.log(`CLS of the plain lines, ${count} reviews: ${total} ${JSON.stringify(moves)}`);
    // Before the loader is there nobody holds the place; afterwards nothing moves: one shift at the most.
    assert.ok(moves.length <= 1, JSON.stringify(moves));
  }
});

interface Traced {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { url?: string } };
}

/**
 * The tasks of the page's main thread from the loader on, longest first, in ms at a quarter of the speed. By the
 * thread's own clock where there is one: what other programs of the machine do at the same time is not ours.
 */
async function tasksOf(product: string): Promise<{ ms: number; wall: number }[]> {
  const page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await stage.browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  const stream = page.waitForResponse('**/stream');
  await page.goto(put('/tasks', HELD, product), { waitUntil: 'commit' });
  await stream;
  await drawn(session, 10);
  const { traceEvents } = JSON.parse((await stage.browser.stopTracing()).toString()) as {
    traceEvents: Traced[];
  };
  await page.close();
  const loader = traceEvents.find(
    (one) => one.name === 'EvaluateScript' && one.args?.data?.url?.includes('/embed.js'),
  );
  assert.ok(loader, 'the trace has seen the loader run');
  return traceEvents
    .filter(
      (one) =>
        one.name === 'ThreadControllerImpl::RunTask' &&
        one.pid === loader.pid &&
        one.tid === loader.tid &&
        one.ts + (one.dur ?? 0) >= loader.ts,
    )
    .map(({ dur = 0, tdur = dur }) => ({ ms: tdur / 1000, wall: dur / 1000 }))
    .sort((one, other) => other.ms - one.ms);
}

test('no task is long at a quarter of the speed', async () => {
  const tries: number[] = [];
  do {
    const tasks = await tasksOf('p20');
    assert.ok(tasks.length > 10, 'the trace has the tasks');
    tries.push(tasks[0]!.ms);
    const longest = tasks.slice(0, 4).map(({ ms, wall }) => `${ms.toFixed(0)} (${wall.toFixed(0)})`);
    console.log(`Longest tasks at 4x, ms of the thread (by the wall): ${longest.join(', ')}`);
    // On a busy machine another program may have emptied the processor's caches in the midst of one: the best run counts.
  } while (tries.at(-1)! > LONG_MS && tries.length < 9);
  assert.ok(Math.min(...tries) <= LONG_MS, `the longest task of the best run has ${Math.min(...tries)} ms`);
});
