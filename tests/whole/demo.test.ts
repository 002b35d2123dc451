import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { signToken } from '../../demo/mall/backend.ts';
import { openShops } from '../../demo/mall/shops.ts';
import { launchBrowser } from '../support/browser.ts';
import { freePort, type RunningDemo, startDemo } from '../support/demo.ts';

const MAIN = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));

describe('the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  /** What the service answered that has too much to do for a moment: its page comes back by itself. */
  let turnedAway: string[];
  /** The malls at 127.0.0.1 and the service at localhost: different sites, as a shop and its service are. */
  const at = (path: string) => `http://127.0.0.1:${demo.demoPort}${path}`;

  before(async () => {
    demo = await startDemo(60);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    assert.equal(await demo?.stop(), 0, 'ends well when it is asked to');
  });

  async function open(path: string, size = { width: 1200, height: 900 }) {
    context = await browser.newContext({ viewport: size });
    page = await context.newPage();
    complaints = [];
    turnedAway = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('response', (answer) => {
      const isAway = answer.status() === 503 && answer.headers()['retry-after'] !== undefined;
      if (isAway && new URL(answer.url()).port === String(demo.port)) turnedAway.push(answer.url());
    });
    await page.goto(at(path));
  }
  async function close() {
    await context.close();
    const rest = complaints.filter(
      (text) => !turnedAway.some((url) => text.includes(' 503 ') && text.endsWith(url)),
    );
    assert.deepEqual(rest, []);
  }

  /** What the shop says goes after five seconds: looked for from before the press on, no machine is too slow to see it. */
  const says = (text: string, button: Locator) =>
    Promise.all([page.locator('.said.shown', { hasText: text }).waitFor(), button.click()]);
  const board = () => page.locator('dangol-review-board');
  /** Becomes one of the shoppers, by the switch in the corner. */
  async function become(name: string) {
    await page.locator('.who-open').click();
    await page.locator('#who li button', { hasText: name }).click();
    await page.locator('.hello', { hasText: name }).waitFor();
  }

  it('tells where to open it, in both languages', () => {
    assert.match(demo.output(), /데모가 열렸어요/);
    assert.match(demo.output(), /demo is open/);
    assert.ok(demo.output().includes(`http://localhost:${demo.demoPort}/ko/`));
  });

  it('shows one shopper what another does, on the front page', async () => {
    await open('/ko/');
    await page.locator('.phones').scrollIntoViewIfNeeded();
    const [left, right] = [page.frameLocator('iframe').first(), page.frameLocator('iframe').last()];
    // What the left one, who has written nothing, has not voted on; found again in the right one by its text.
    const review = left.locator('dangol-review-board article').first();
    await review.waitFor();
    const said = (await review.locator('dangol-part-fold-text').first().innerText()).slice(0, 12);
    const there = right.locator('dangol-review-board article', { hasText: said }).first();
    await there.waitFor();
    const count = async () => Number((await there.locator('.helped').innerText()).replace(/\D/g, ''));
    const before = (await there.locator('.helped').count()) ? await count() : 0;
    await review.locator('.vote').click();
    await there.locator('.helped', { hasText: String(before + 1) }).waitFor();
    assert.equal(await count(), before + 1);
    await close();
  });

  it('gives the label "bought" for an order, and takes it away with the refund', async () => {
    await open('/ko/p/1013');
    await become('이도현');
    const me = async () =>
      page.evaluate(async (base) => {
        const { token } = await (await fetch('/ko/demo/token')).json();
        const answer = await fetch(`${base}/v1/byeot/me/board?product=1013`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return (await answer.json()).bought as boolean;
      }, `http://localhost:${demo.port}`);
    assert.equal(await me(), false);
    await says('주문했어요', page.locator('.buy'));
    assert.equal(await me(), true);
    await page.locator('.who-open').click();
    await says('환불했어요', page.locator('[data-orders] button'));
    assert.equal(await me(), false);
    await close();
  });

  it('asks a guest who buys to choose a shopper first', async () => {
    await open('/ko/p/1013');
    await page.locator('.buy').click();
    await page.locator('#who:popover-open').waitFor();
    await context.close();
    // The refusal itself is the one thing the browser complains of.
    assert.ok(
      complaints.every((text) => text.includes('401')),
      complaints.join('\n'),
    );
  });

  it('rates twelve cards with one request', async () => {
    const asked: string[] = [];
    context = await browser.newContext();
    page = await context.newPage();
    complaints = [];
    turnedAway = [];
    page.on('request', (request) => {
      if (request.url().includes('/ratings')) asked.push(request.url());
    });
    await page.goto(at('/en/shop'));
    assert.equal(await page.locator('.card').count(), 12);
    await page
      .locator('dangol-rating', { hasText: /\(\d+\)/ })
      .first()
      .waitFor();
    assert.equal(asked.length, 1);
    assert.equal(new URL(asked[0]!).searchParams.getAll('product').length, 12);
    await close();
  });

  for (const path of ['/ko/plain.html', '/en/strict.html', '/en/p/p3bb08f733a05'])
    it(`shows the board at ${path}`, async () => {
      await open(path);
      await board().locator('article').first().waitFor();
      await close();
    });

  it('shows products on a strict page by the pictures of the mall, at the address that the service knows', async () => {
    await open('/en/strict.html');
    const picture = page.locator('dangol-blog-card img[src*="/photos/en/"]').first();
    await picture.waitFor();
    await picture.evaluate((image: HTMLImageElement) => image.decode());
    await page.locator('dangol-savings-club .empty, dangol-savings-club button').first().waitFor();
    await close();
  });

  it('says nothing of shoppers, orders or secrets to strangers', async () => {
    for (const path of ['/ko/demo/token', '/ko/demo/orders', '/en/demo/token']) {
      const body = await (await fetch(at(path))).text();
      assert.ok(body === '{"token":null}' || body === '{"orders":[]}', body);
    }
    const foreign = await fetch(at('/ko/demo/session'), {
      method: 'POST',
      headers: { origin: 'https://other.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'shopper=minji.k',
    });
    assert.equal(foreign.status, 403);
    assert.equal((await fetch(at('/photos/ko/..%2F..%2FNOTICE'))).status, 404);
  });
});

describe('npm start', () => {
  for (const variable of ['PORT', 'DEMO_PORT'])
    it(`says which variable to set when the port of ${variable} is taken`, async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
      const { port } = taken.address() as { port: number };
      const other = await freePort();
      const ports = variable === 'PORT' ? { PORT: port, DEMO_PORT: other } : { PORT: other, DEMO_PORT: port };
      const child = spawn(process.execPath, [MAIN], {
        env: {
          ...process.env,
          PORT: String(ports.PORT),
          DEMO_PORT: String(ports.DEMO_PORT),
          DATA_DIR: '/nowhere',
        },
      });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      const exit = await new Promise((resolve) => child.once('close', resolve));
      taken.close();
      assert.equal(exit, 1);
      assert.match(
        said,
        new RegExp(`^Port ${port} is taken by another program: set ${variable} to a free one`),
      );
      assert.equal(said.trim().split('\n').length, 1);
    });
});

describe('the demo mall’s backend', () => {
  it('signs a shopper as the README tells a mall to', () => {
    const [persona] = openShops().ko.personas;
    const token = signToken(
      { mall: 'byeot', key: '', pointsKey: '', tillKey: '', secret: 's3cret' },
      persona!,
      1_700_000_000_000,
    );
    const [head, claims, mac] = token.split('.');
    assert.equal(createHmac('sha256', 's3cret').update(`${head}.${claims}`).digest('base64url'), mac);
    assert.deepEqual(JSON.parse(Buffer.from(claims!, 'base64url').toString()), {
      sub: persona!.id,
      name: persona!.name,
      aud: 'byeot',
      iat: 1_700_000_000,
      exp: 1_700_000_900,
    });
  });
});
