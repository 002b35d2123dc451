import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let at: Wishing;
let owner: string;

before(async () => {
  service = await startService();
  mall = await service.addMall('page-a', { settings: { write: 'everyone' } });
  at = wishing(service, mall);
  owner = await mall.token('owner', { name: '김주인' });
  const image = 'https://mall.example/cup.jpg?a=1&b=2';
  const products = [{ product: 'cup', name: '컵', image }];
  await service.call('PUT', `/v1/${mall.id}/products`, { as: mall.key, body: { products } });
});
after(() => service.stop());

const page = (id: string, headers: Record<string, string> = {}, of = mall.id) =>
  service.call<string>('GET', `/m/${of}/wishlists/${id}`, {
    origin: null,
    headers: { 'accept-language': 'ko', ...headers },
  });

describe('the page of a list', () => {
  it('names a public list, its owner as others see them, and the picture of a product that the mall has stated', async () => {
    const list = await at.makeList(owner, { name: '<생일> & "집들이"', visibility: 'public' });
    await at.wish(owner, 'cup', { list: list.id, note: '쪽지는 안 보여요' });
    await at.wish(owner, 'seen-only', { list: list.id, seen: { url: `${ORIGIN}/x` } });
    const answer = await page(list.id);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html; charset=utf-8/i);
    assert.match(answer.body, /og:title" content="김\*인님의 &lt;생일&gt; &amp; &quot;집들이&quot;"/);
    assert.match(answer.body, /og:description" content="찜한 상품 2개 · Mall page-a에서 보기"/);
    assert.match(answer.body, /og:image" content="https:\/\/mall\.example\/cup\.jpg\?a=1&amp;b=2"/);
    assert.match(answer.body, new RegExp(`<dangol-wishlist list="${list.id}">`));
    assert.doesNotMatch(answer.body, /noindex|쪽지|김주인/);
    const english = await page(list.id, { 'accept-language': 'en' });
    assert.match(english.body, /2 wished products/);
    assert.match(english.body, /<html lang="en">/);
  });

  it('loads our loader, speaks to us alone, shows pictures by https, and runs nothing else', async () => {
    const { headers, body } = await page(newId());
    assert.match(body, /<script async src="http:\/\/service\.example\/embed\.js\?mall=page-a"><\/script>/);
    const policy = Object.fromEntries(
      (headers.get('content-security-policy') ?? '').split('; ').map((one) => {
        const [name, ...values] = one.split(' ');
        return [name, values.join(' ')];
      }),
    );
    const { createHash } = await import('node:crypto');
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    assert.deepEqual(policy, {
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self' https:",
      'style-src': `'sha256-${digest}'`,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    assert.equal(body.match(/<script|<style|style="|\son\w+="/g)?.length, 2);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('is the same page, byte for byte, for a list that is missing, private, by link or revoked, and for anything else', async () => {
    const lists: string[] = [newId(), 'nothing', '%00', `${'0'.repeat(24)}z`];
    const secret = await at.makeList(owner, { name: '비밀', visibility: 'private' });
    const linked = await at.makeList(owner, { name: '링크' });
    const revoked = await at.makeList(owner, { name: '거둔 것' });
    await at.ask('POST', `/wishlists/${revoked.id}/link`, owner);
    const closed = await at.makeList(owner, { name: '닫은 것', visibility: 'public' });
    await at.patchList(owner, closed, { visibility: 'private' });
    const gone = await at.makeList(owner, { name: '지운 것', visibility: 'public' });
    await at.ask('DELETE', `/wishlists/${gone.id}`, owner);
    const other = await service.addMall('page-b', { settings: { write: 'everyone' } });
    const there = wishing(service, other);
    const foreign = await there.makeList(await other.token('x'), { name: '남의 것', visibility: 'public' });
    for (const one of [secret, linked, revoked, closed, gone, foreign]) {
      await service.call('GET', `/v1/${mall.id}/wishlists/${one.id}`, {});
      lists.push(one.id);
    }
    const bytes = async (id: string, headers?: Record<string, string>) => {
      const answer = await page(id, headers);
      const own = [...answer.headers].filter(([name]) => !/^(x-request-id|ratelimit)/.test(name));
      return JSON.stringify([answer.status, own, answer.body]);
    };
    const missing = await bytes(newId());
    for (const id of lists) assert.equal(await bytes(id), missing, id);
    // What a page sends along opens nothing: the secret of a link stands behind the `#`, which no browser sends.
    assert.equal(await bytes(linked.id, { 'dangol-link': linked.linkKey ?? '' }), missing);
    assert.equal(await bytes(secret.id, { authorization: `Bearer ${owner}` }), missing);
    assert.match(missing, /^\[200,/);
    assert.match(missing, /noindex/);
    assert.match(missing, /<dangol-wishlist shared><\/dangol-wishlist>/);
    assert.match(missing, /Mall page-a/);
    assert.match(missing, /찜 목록/);
  });

  it('names nothing where only members read', async () => {
    const closed = await service.addMall('page-c', { settings: { read: 'members' } });
    const there = wishing(service, closed);
    const list = await there.makeList(await closed.token('x'), { name: '회원만', visibility: 'public' });
    const answer = await page(list.id, {}, closed.id);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, (await page(newId(), {}, closed.id)).body);
  });

  it('is not there where there is no mall', async () => {
    assert.equal((await page(newId(), {}, 'no-such-mall')).status, 404);
  });
});

it('pages of the mall may send the link of a list, and only in that header', async () => {
  const answer = await service.call('OPTIONS', `/v1/${mall.id}/wishlists/${newId()}`, {
    headers: { 'access-control-request-method': 'GET', 'access-control-request-headers': 'dangol-link' },
  });
  assert.equal(answer.status, 204);
  assert.match(answer.headers.get('access-control-allow-headers') ?? '', /\bdangol-link\b/);
});
