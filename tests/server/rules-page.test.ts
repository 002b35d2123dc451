import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { HideReason } from '../../server/community/reviews/contract.ts';
import { actions } from '../support/reporting.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('the page of the review rules', () => {
  let service: TestService;
  let mall: Mall;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1');
  });
  after(() => service.stop());
  const page = (query = '', language?: string, id = 'shop1') =>
    service.call<string>('GET', `/m/${id}/rules${query}`, {
      origin: null,
      headers: language ? { 'accept-language': language } : {},
    });

  it('is made of the settings, in the language asked for', async () => {
    const ko = await page();
    assert.equal(ko.status, 200);
    assert.match(ko.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(
      ko.body,
      /<html lang="ko">[\s\S]*후기 운영 기준[\s\S]*누구나 읽을 수[\s\S]*회원만 쓸 수[\s\S]*별점이 낮다는 것은 가리는 이유가 될 수 없습니다/,
    );
    assert.doesNotMatch(ko.body, /적립금 후기/);
    assert.match((await page('', 'en-US')).body, /<html lang="en">[\s\S]*A low rating is never a reason/);
    assert.match((await page('?lang=ko', 'en-US')).body, /<html lang="ko">/);
    assert.match((await page('?lang=en')).body, /<html lang="en">/);
    assert.equal(
      (
        await service.call('PATCH', '/v1/shop1/settings', {
          as: mall.key,
          body: {
            read: 'members',
            write: 'everyone',
            rewardsElsewhere: true,
            rewardDisclosure: '<b>적립금</b> 후기입니다',
          },
        })
      ).status,
      200,
    );
    const changed = await page();
    assert.match(
      changed.body,
      /회원만 읽을 수[\s\S]*손님 모두 쓸 수[\s\S]*&lt;b&gt;적립금&lt;\/b&gt; 후기입니다/,
    );
    assert.doesNotMatch(changed.body, /<b>/);
  });

  it('shows every reason with its count of the last twelve months', async () => {
    const does = actions(service, 'shop1');
    const kim = await mall.token('kim');
    for (const [product, reason] of [
      ['a', 'spam'],
      ['b', 'spam'],
      ['c', 'abuse'],
    ] as const)
      await does.moderate(mall.key, 'hide', 'review', await does.review(kim, product), reason);
    const body = (await page('?lang=en')).body;
    assert.equal((body.match(/<th scope="row">/g) ?? []).length, HideReason.options.length);
    assert.match(body, /Advertising or flooding<\/th><td>2<\/td>/);
    assert.match(body, /harassment<\/th><td>1<\/td>/);
    assert.match(body, /copyright<\/th><td>0<\/td>/);
    service.later(366 * 86_400_000);
    assert.match(
      (await page('?lang=en')).body,
      /Advertising or flooding<\/th><td>0<\/td>[\s\S]*Nothing was hidden/,
    );
  });

  it('runs nothing: its policy allows the one style and no more', async () => {
    const answer = await page();
    const style = /<style>([\s\S]*?)<\/style>/.exec(answer.body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.ok(policy.includes(`style-src 'sha256-${hash}'`));
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(answer.body, /<script|\son\w+=|style="|javascript:/i);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(answer.body.length < 12_000);
  });

  it('of a mall that is not there is not found', async () => {
    assert.equal((await page('', undefined, 'nowhere')).status, 404);
    assert.equal((await page('?lang=fr')).status, 400);
  });
});
