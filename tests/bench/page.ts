/**
 * What the browser pays for one board of twenty texts, on a phone four times slower than this machine and on slow 4G,
 * against the same texts as plain HTML and in a bare list by Lit.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { launchBrowser } from '../support/browser.ts';
import { hostPage, startWhole } from '../support/host.ts';
import type { Comparison } from './support/bench.ts';
import { bytes, mebibytes, median, millis } from './support/figures.ts';
import { textOf } from './support/texts.ts';

const TEXTS = 20;
const SLOWER = 4;
/** Slow 4G, as the tools of browsers call it. */
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1_474_560 * 0.9) / 8,
  uploadThroughput: (675_000 * 0.9) / 8,
};

/** What is asked in the page: when the first and the last text were drawn, what blocked, what moved. */
const WATCH = `
  globalThis.bench = { first: 0, all: 0, blocked: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.blocked += entry.duration - 50;
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) bench.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    const list = document.querySelector('dangol-review-board, bench-list');
    const seen = (list ? list.shadowRoot : document)?.querySelectorAll('article').length ?? 0;
    if (seen > 0 && bench.first === 0) bench.first = performance.now();
    if (seen >= ${TEXTS}) bench.all = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

interface Seen {
  first: number;
  all: number;
  blocked: number;
  shift: number;
}
interface Visit extends Seen {
  bytes: number;
  requests: number;
  heap: number;
}

async function evaluate<T>(session: CDPSession, expression: string): Promise<T> {
  const { result } = await session.send('Runtime.evaluate', {
    expression,
    returnByValue: true,
    awaitPromise: true,
  });
  return result.value as T;
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ko-KR' });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_4G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    let requests = 0;
    let size = 0;
    session.on('Network.requestWillBeSent', ({ request }) => {
      if (!request.url.startsWith('data:')) requests++;
    });
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      size += encodedDataLength;
    });
    await page.goto(url);
    await page.waitForFunction('bench.all > 0', undefined, { timeout: 60_000 });
    // What comes after the texts belongs to it: until nothing blocks any more.
    await page.waitForTimeout(2000);
    const seen = await evaluate<Seen>(session, 'bench');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { ...seen, bytes: size, requests, heap: usedSize };
  } finally {
    await context.close();
  }
}

/** The bare list as one file. */
async function litList(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: { entry: fileURLToPath(new URL('./page/lit-list.ts', import.meta.url)), formats: ['es'] },
    },
  });
  const [{ output }] = built as [Rolldown.RolldownOutput];
  return output[0].code;
}

const described = (name: string, visits: readonly Visit[]): string => {
  const of = (what: keyof Visit) => median(visits.map((one) => one[what]));
  return (
    `    ${name.padEnd(16)}${bytes(of('bytes')).padStart(9)} in ${of('requests')} requests, first seen ${millis(of('first'))}, ` +
    `all ${millis(of('all'))}, blocked ${millis(of('blocked'))}, shift ${of('shift').toFixed(3)}, heap ${mebibytes(of('heap'))}`
  );
};

export const page: Comparison = async ({ report, rounds }) => {
  const whole = await startWhole({ environment: { LOG_LEVEL: 'silent' } });
  const browser = await launchBrowser();
  try {
    const mall = await whole.addMall('shop1');
    await mall.fill('p', TEXTS, textOf);
    const texts = await mall.call<{ items: { stars: number; text: string; author: { name: string } }[] }>(
      'GET',
      `reviews?product=p&limit=${TEXTS}`,
    );
    const put = (path: string, type: string, body: string) =>
      whole.host.put(path, { body: gzipSync(body), type, headers: { 'content-encoding': 'gzip' } });
    const articles = texts.items.map(
      ({ stars, text, author }) => `<article><p>${stars} / 5 · ${author.name}</p><p>${text}</p></article>`,
    );
    const pages: [name: string, content: string][] = [
      ['ours', whole.paste('shop1', 'p', `limit="${TEXTS}"`)],
      ['plain HTML', articles.join('\n')],
      ['bare Lit list', '<script type="module" src="/lit-list.js"></script>\n<bench-list></bench-list>'],
    ];
    put('/lit-list.js', 'text/javascript; charset=utf-8', await litList());
    put('/texts.json', 'application/json', JSON.stringify(texts));
    const visits = new Map<string, Visit[]>(pages.map(([name]) => [name, []]));
    pages.forEach(([, content], at) => {
      put(`/page-${at}`, 'text/html; charset=utf-8', hostPage(content));
    });
    for (let round = 0; round < rounds; round++)
      for (let at = 0; at < pages.length; at++)
        visits.get(pages[at]?.[0] ?? '')?.push(await visit(browser, `${whole.host.origin}/page-${at}`));
    report.say(`  one board of ${TEXTS} texts, CPU ${SLOWER} times slower, slow 4G, nothing in any cache`);
    for (const [name, all] of visits) report.say(described(name, all));
  } finally {
    await browser.close();
    await whole.stop();
  }
};
