// Pages of malls that are strict, old or wild: the board works in each, and none of them sees an error.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostPage } from '../support/host.ts';
import { type Hosts, leave, OLD_LIBRARY, openHosts, plain, shows, use } from './hosts.ts';

let hosts: Hosts;

before(async () => {
  hosts = await openHosts();
});
after(() => hosts?.stage.close());

test('a strict policy, as the README says: nothing is violated', async () => {
  const visit = await hosts.open('csp', {
    body: plain(hosts.script() + hosts.board()),
    headers: { 'content-security-policy': hosts.policy() },
  });
  await use(visit.page);
  await leave(visit);
});

test('trusted types: the one policy that the README names is enough', async () => {
  const visit = await hosts.open('trusted-types', {
    body: plain(
      `${hosts.script() + hosts.script() + hosts.board()}<dangol-rating product="b"></dangol-rating>`,
    ),
    headers: {
      'content-security-policy': hosts.policy("require-trusted-types-for 'script'", 'trusted-types lit-html'),
    },
  });
  await use(visit.page);
  await visit.page.locator('dangol-rating').getByText('후기 1개').waitFor({ state: 'attached' });
  await leave(visit);
});

test('a page that isolates itself (COEP require-corp)', async () => {
  const visit = await hosts.open('coep', {
    body: hostPage(hosts.script('async crossorigin') + hosts.board()),
    headers: {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
  assert.ok(await visit.page.evaluate(() => crossOriginIsolated));
  await use(visit.page);
  await leave(visit);
  // And with the two lines exactly as they are pasted.
  const pasted = await hosts.open('coep-pasted', {
    body: hostPage(hosts.script() + hosts.board()),
    headers: { 'cross-origin-embedder-policy': 'require-corp' },
  });
  await shows(pasted.page);
  await leave(pasted);
});

test('a page in EUC-KR', async () => {
  // "단골 쇼핑몰" in EUC-KR, so that a wrong reading of the page itself would show.
  const name = Buffer.from([0xb4, 0xdc, 0xb0, 0xf1, 0x20, 0xbc, 0xee, 0xc7, 0xce, 0xb8, 0xf4]);
  const [head, tail] = [
    '<!doctype html><meta charset="euc-kr"><link rel="icon" href="data:,"><h1>',
    `</h1>${hosts.script()}${hosts.board()}`,
  ];
  const visit = await hosts.open('euc-kr', {
    body: Buffer.concat([Buffer.from(head), name, Buffer.from(tail)]),
    type: 'text/html; charset=euc-kr',
  });
  assert.equal(await visit.page.evaluate(() => document.characterSet), 'EUC-KR');
  await visit.page.getByRole('heading', { name: '단골 쇼핑몰' }).waitFor();
  await use(visit.page);
  await leave(visit);
});

test('a page whose old library bends the natives', async () => {
  const visit = await hosts.open('old-library', {
    body: hostPage(OLD_LIBRARY + hosts.script() + hosts.board()),
  });
  await use(visit.page);
  // What goes over the wire is whole: lists are lists, texts are texts.
  await visit.page.getByRole('button', { name: '후기 쓰기' }).click();
  const sent = visit.page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/reviews'));
  await visit.page.getByRole('button', { name: '후기 올리기' }).click();
  const body = JSON.parse((await sent).postData() ?? '');
  assert.deepEqual([body.text, body.photos, body.product], ['여기서도 써져요.', [], 'a']);
  await shows(visit.page, '여기서도 써져요.');
  await leave(visit);
});

test('wild style sheets: small roots, heavy inheritance, and rules for everything', async () => {
  const wild = `<style>
    html { font-size: 62.5%; }
    body { line-height: 3; letter-spacing: .3em; text-align: right; white-space: nowrap; text-indent: 4em;
      word-spacing: 1em; text-transform: uppercase; font-variant: small-caps; word-break: break-all; }
    * { box-sizing: content-box; }
    button, input, select, textarea, h2, h3, ul, li, p { all: unset; float: left; font: 7px serif; }
    dangol-review-board * { display: none; }
  </style>`;
  const visit = await hosts.open('wild', { body: hostPage(hosts.script() + hosts.board(), { head: wild }) });
  await shows(visit.page);
  const looks = await visit.page
    .getByRole('article')
    .first()
    .evaluate((article) => {
      const style = getComputedStyle(article);
      const size = Number.parseFloat(style.fontSize);
      return {
        leading: Number.parseFloat(style.lineHeight) / size,
        rest: [
          style.letterSpacing,
          style.textAlign,
          style.whiteSpace,
          style.textIndent,
          style.wordSpacing,
          style.textTransform,
        ],
        size,
        width: article.getBoundingClientRect().width,
      };
    });
  assert.ok(looks.leading > 1.2 && looks.leading < 2, `line height ${looks.leading}`);
  assert.ok(looks.size >= 13, `text of ${looks.size} px`);
  assert.ok(looks.width > 300, `${looks.width} px wide`);
  assert.deepEqual(looks.rest, ['normal', 'start', 'normal', '0px', '0px', 'none']);
  await leave(visit);
});
