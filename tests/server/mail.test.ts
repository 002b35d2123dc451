import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../server/base/clock.ts';
import { type NewNotice, notify } from '../../server/community/inbox/store.ts';
import { until } from '../support/ground.ts';
import { codeIn, type Mail, type Mailbox, openMailbox } from '../support/mailbox.ts';
import { startService, type TestService } from '../support/service.ts';
import { everything } from '../support/tables.ts';
import { wishing } from '../support/wishes.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
/** Noon in Seoul. */
const NOON = Date.parse('2027-03-02T12:00:00+09:00');
const LONG =
  '[한정수량/무료배송] 유기농 순면 100% 사계절 여름용 거즈 4중직 아기 블랭킷 겸 속싸개 대형 120x150cm 3종 세트 (선물포장 포함)';

describe('mail', () => {
  let service: TestService;
  let mailbox: Mailbox;
  let mall: Mall;
  let malls = 0;
  let people = 0;
  let clock = NOON;
  let began = Date.now();
  const at = (path: string) => `/v1/${mall.id}${path}`;
  const db = () => service.services.database.db;

  before(async () => {
    mailbox = await openMailbox();
    service = await startService({
      now: () => clock + Date.now() - began,
      environment: { ...mailbox.environment, PUBLIC_URL: 'https://community.example' },
    });
    service.services.jobs.start();
  });
  afterEach(() => mailbox.refuseWith(() => undefined));
  after(async () => {
    await service.stop();
    await mailbox.close();
  });
  const setClock = (time: string | number) => {
    clock = typeof time === 'number' ? time : Date.parse(time);
    began = Date.now();
  };

  async function freshMall(settings: object = {}) {
    setClock(NOON);
    mall = await service.addMall(`mail${++malls}`, {
      settings: {
        write: 'everyone',
        sender: { name: '린넨가게', contact: '02-123-4567' },
        ...settings,
      },
    });
    await service.call('PUT', at('/products'), {
      as: mall.key,
      body: {
        products: [
          {
            product: 'p1',
            name: LONG,
            url: 'https://mall.example/p/1',
            image: 'https://elsewhere.example/1.jpg',
            price: 29000,
          },
        ],
      },
    });
    return mall;
  }
  const address = (name: string) => `${name}@inbox.example`;
  /** Somebody with a confirmed address who agreed to all. */
  async function reachable(language: 'ko' | 'en' = 'ko', consents = ['information', 'advertising']) {
    const name = `person${++people}`;
    // Good for the day: the clock goes far ahead.
    const exp = Math.floor(clock / 1000) + 80_000;
    const as = await mall.token(name, { name: '김민지', exp });
    const to = address(name);
    const asked = await service.call('PUT', at('/me/channels/mail'), { as, body: { address: to, language } });
    assert.equal(asked.status, 200, JSON.stringify(asked.body));
    const code = codeIn(await mailbox.waitFor(to));
    const confirmed = await service.call('POST', at('/me/channels/mail/confirm'), { as, body: { code } });
    assert.equal(confirmed.body.mail.confirmed, true);
    let mails = 1;
    for (const purpose of consents) {
      await service.call('PUT', at('/me/consents'), { as, body: { purpose, channel: 'mail', given: true } });
      await mailbox.waitFor(to, ++mails);
    }
    const { id } = (await service.call('GET', at('/me'), { as })).body;
    return { as, id: id as string, to, first: mails + 1 };
  }
  const tell = (notice: Omit<NewNotice, 'onceKey'> & { onceKey?: string }) =>
    service.services.database.write((trx) =>
      notify(trx, service.services, mall.id, { onceKey: `${notice.kind}`, product: 'p1', ...notice }),
    );
  const drop = { kind: 'price-drop', facts: { before: 39000, now: 29000, currency: 'KRW' } } as const;
  const statesOf = async (shopperId: string) =>
    (
      await db()
        .selectFrom('mails')
        .innerJoin('notices', (join) =>
          join
            .onRef('notices.mall_id', '=', 'mails.mall_id')
            .onRef('notices.notice_id', '=', 'mails.notice_id'),
        )
        .select(['mails.state', 'mails.why'])
        .where('mails.mall_id', '=', mall.id)
        .where('mails.shopper_id', '=', shopperId)
        .where('notices.kind', '!=', 'consent-told')
        .orderBy('mails.created_at')
        .execute()
    ).map((row) => row.why ?? row.state);
  const settled = (shopperId: string, states: string[]) =>
    until(
      async () => JSON.stringify(await statesOf(shopperId)) === JSON.stringify(states),
      `mails are ${states}`,
    );
  /** As the page of a mail program would call it. */
  const unsubscribeAt = (mail: Mail) => /^<(.*)>$/.exec(mail.header('list-unsubscribe') ?? '')?.[1] ?? '';

  it('confirms an address by a code, and sends nothing there before', async () => {
    await freshMall();
    const as = await mall.token('kim');
    const put = (to: string) =>
      service.call('PUT', at('/me/channels/mail'), { as, body: { address: to, language: 'ko' } });
    const confirm = (code: string, headers = {}) =>
      service.call('POST', at('/me/channels/mail/confirm'), { as, body: { code }, headers });
    const asked = await put('Min.Ji@Inbox.example');
    assert.deepEqual(asked.body.mail, { address: 'Mi***@Inbox.example', confirmed: false });
    const mail = await mailbox.waitFor('Min.Ji@inbox.example');
    const { id } = (await service.call('GET', at('/me'), { as })).body;
    await tell({ ...drop, shopperId: id });
    assert.deepEqual(await statesOf(id), []);

    const code = codeIn(mail);
    assert.match(code, /^\d{6}$/);
    assert.match(mail.text, /15분/);
    assert.equal(mail.header('list-unsubscribe'), undefined);
    const wrong = code === '000000' ? '000001' : '000000';
    // The code of another shopper is worth nothing.
    const other = await mall.token('lee');
    assert.equal(
      (await service.call('POST', at('/me/channels/mail/confirm'), { as: other, body: { code } })).body.code,
      'code-refused',
    );
    for (let n = 0; n < 4; n++) assert.equal((await confirm(wrong)).body.code, 'code-refused');
    assert.equal((await confirm(code)).body.mail.confirmed, true);
    assert.equal((await confirm(code)).body.code, 'code-refused', 'once');

    // Five wrong tries end it; another code holds again.
    await put('new@inbox.example');
    const second = codeIn(await mailbox.waitFor('new@inbox.example'));
    for (let n = 0; n < 5; n++)
      await confirm(second === '111111' ? '222222' : '111111', { 'idempotency-key': `wrong-try-${n}` });
    assert.equal((await confirm(second)).body.code, 'code-refused');
    setClock(clock + MINUTE);
    await put('new@inbox.example');
    const third = codeIn(await mailbox.waitFor('new@inbox.example', 2));
    setClock(clock + 16 * MINUTE);
    assert.equal((await confirm(third)).body.code, 'code-refused', 'its time is over');
    await service.call('DELETE', at('/me/channels/mail'), { as });
    assert.equal((await service.call('GET', at('/me/channels'), { as })).body.mail, null);
  });

  it('takes five codes an hour to one address, whoever asks for them', async () => {
    const tight = await startService({ environment: { ...mailbox.environment, PACE_SCALE: '1' } });
    try {
      const shop = await tight.addMall('tight');
      const codes: string[] = [];
      for (let n = 0; n < 7; n++) {
        const { body } = await tight.call('PUT', '/v1/tight/me/channels/mail', {
          as: await shop.token(`somebody${n}`),
          body: { address: n % 2 ? 'victim@inbox.example' : 'VICTIM@inbox.example', language: 'en' },
        });
        codes.push(body.code ?? 'ok');
      }
      assert.deepEqual(codes, [...Array(5).fill('ok'), 'too-many', 'too-many']);
    } finally {
      await tight.stop();
    }
  });

  it('reaches the right person in their language, with all that the law asks for and nothing from elsewhere', async () => {
    await freshMall();
    const ko = await reachable('ko');
    const en = await reachable('en');
    const other = await reachable('ko');
    await tell({ ...drop, shopperId: ko.id });
    await tell({ ...drop, shopperId: en.id });
    const korean = await mailbox.waitFor(ko.to, ko.first);
    const english = await mailbox.waitFor(en.to, en.first);

    assert.match(korean.parsed.subject ?? '', /^\(광고\) \[Mall mail\d+\] .*…, 가격이 내렸어요$/);
    assert.match(korean.text, /39,000원에서 내렸어요\. 지금 가격: 29,000원/);
    assert.ok(korean.text.includes(LONG) && korean.html.includes(LONG.split('&')[0] ?? ''));
    assert.match(korean.text, /광고성 정보 수신에 동의하신 회원님께 보내 드리는 발신 전용 메일입니다/);
    assert.match(korean.text, /보내는 사람: 린넨가게 \(02-123-4567\)/);
    assert.match(korean.text, /수신거부: https:\/\/community\.example\/m\/mail\d+\/unsubscribe\//);
    assert.match(korean.text, /상품 보기: https:\/\/mall\.example\/p\/1/);
    assert.match(
      english.parsed.subject ?? '',
      /^\(Advertisement\) \[Mall mail\d+\] .*…: the price has dropped$/,
    );
    assert.match(english.text, /went from ₩39,000 to ₩29,000\./);
    assert.match(english.text, /Unsubscribe: https:/);
    assert.match(english.html, /<html lang="en">/);

    for (const mail of [korean, english]) {
      assert.equal(mail.from, 'notices@service.example');
      assert.deepEqual(mail.parsed.from, { name: '린넨가게', address: 'notices@service.example' });
      assert.equal(mail.header('auto-submitted'), 'auto-generated');
      assert.equal(mail.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
      assert.match(mail.parsed.messageId ?? '', /^<[0-9a-v]{25}\.mail\d+@community\.example>$/);
      assert.ok(mail.html.includes(unsubscribeAt(mail)) && mail.text.includes(unsubscribeAt(mail)));
      assert.doesNotMatch(mail.html, /<img|<link|src=|url\(|@import|elsewhere\.example/);
      assert.equal(mail.parsed.attachments.length, 0);
      // Nothing of anyone else, and no id of anybody.
      const whole = mail.raw + mail.text + mail.html;
      for (const person of [ko, en, other]) {
        assert.ok(!whole.includes(person.id));
        if (person.to !== mail.to) assert.ok(!whole.includes(person.to));
      }
      assert.ok(!whole.includes('김민지'));
    }
    assert.equal(mailbox.to(other.to).length, other.first - 1);
  });

  it('names a product only when the mall has stated it', async () => {
    await freshMall();
    const kim = await reachable();
    await service.services.database.write((trx) =>
      trx
        .updateTable('products')
        .set({ confirmed: 0, name: '남이 지은 이름', url: 'https://evil.example/' })
        .where('mall_id', '=', mall.id)
        .execute(),
    );
    await tell({ kind: 'restock', shopperId: kim.id });
    const mail = await mailbox.waitFor(kim.to, kim.first);
    assert.match(mail.text, /기다리시던 상품, 다시 살 수 있어요/);
    assert.doesNotMatch(mail.raw + mail.text + mail.html, /남이 지은|evil\.example/);
  });

  it('about a list leads to it for whoever may see it, and names no list to others', async () => {
    await freshMall({ pages: { wishlist: 'https://mall.example/wishes#top' } });
    const [owner, giver] = [await reachable(), await reachable('en')];
    const does = wishing(service, mall);
    const list = await does.makeList(owner.as);
    const key = list.linkKey ?? '';
    const wish = await does.wish(owner.as, 'p1', { list: list.id });
    const link = { 'dangol-link': key };
    assert.equal((await does.ask('PUT', `/wishes/${wish.id}/claim`, giver.as, {}, link)).status, 200);
    await does.ask('PATCH', `/wishes/${wish.id}`, owner.as, { version: wish.version, quantity: 2 });
    const changed = await mailbox.waitFor(giver.to, giver.first);
    assert.ok(changed.text.includes(`: https://mall.example/wishes#dangol-wishlist=${list.id}.${key}\n`));
    assert.match(changed.html, />See the wishlist</);
    const subject = { kind: 'wish', id: wish.id };
    await does.ask('POST', '/comments', giver.as, { subject, text: '축하해요' }, link);
    const commented = await mailbox.waitFor(owner.to, owner.first);
    assert.ok(
      commented.text.includes(`찜 목록 보기: https://mall.example/wishes#dangol-wishlist=${list.id}\n`),
    );

    // Of that alone its giver is told; and of whatever comes after, without the new link.
    await does.ask('POST', `/wishlists/${list.id}/link`, owner.as);
    const gone = await mailbox.waitFor(giver.to, giver.first + 1);
    const told = { kind: 'claimed-wish-changed', listId: list.id, shopperId: giver.id } as const;
    await tell({ ...told, onceKey: 'closed' });
    const closed = await mailbox.waitFor(giver.to, giver.first + 2);
    for (const mail of [gone, closed]) {
      for (const secret of [list.id, key, '#dangol'])
        assert.ok(!(mail.raw + mail.text + mail.html).includes(secret));
      assert.match(mail.text, /See the product: https:\/\/mall\.example\/p\/1\n/);
    }

    // A mall without a page for it has ours.
    await service.call('PATCH', `/v1/${mall.id}/settings`, {
      as: mall.key,
      body: { pages: { wishlist: null } },
    });
    await tell({ kind: 'claims-shown', listId: list.id, shopperId: owner.id, onceKey: 'own' });
    const own = await mailbox.waitFor(owner.to, owner.first + 1);
    const hosted = `https://community.example/m/${mall.id}/wishlists/${list.id}#dangol-wishlist=${list.id}`;
    assert.ok(own.text.includes(`: ${hosted}\n`), own.text);
  });

  it('lets its reader take back the consent by one click, without a sign-in, and says so', async () => {
    await freshMall();
    const kim = await reachable();
    const lee = await reachable();
    await tell({ ...drop, shopperId: kim.id });
    const mail = await mailbox.waitFor(kim.to, kim.first);
    const path = new URL(unsubscribeAt(mail)).pathname;
    const given = async (as: string) =>
      (await service.call('GET', at('/me/channels'), { as })).body.consents
        .filter((one: { given: boolean }) => one.given)
        .map((one: { purpose: string }) => one.purpose);

    const page = await service.call<string>('GET', path, { origin: null });
    assert.equal(page.status, 200);
    assert.match(page.body, /<form method="post"><button type="submit">수신거부<\/button><\/form>/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*form-action 'self'/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await given(kim.as), ['information', 'advertising'], 'to look changes nothing');

    const click = () =>
      service.call<string>('POST', path, {
        origin: null,
        body: new TextEncoder().encode('List-Unsubscribe=One-Click'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const done = await click();
    assert.equal(done.status, 200);
    assert.match(done.body, /광고성 정보 메일의 수신 동의가 철회되었습니다/);
    assert.equal((await click()).status, 200, 'a second time does no harm');
    assert.deepEqual(await given(kim.as), ['information']);
    assert.deepEqual(await given(lee.as), ['information', 'advertising'], 'nobody else');
    const [notice] = (await service.call('GET', at('/me/inbox'), { as: kim.as })).body.items;
    assert.equal(notice.kind, 'consent-told');
    assert.equal(notice.facts.given, false);
    await tell({ kind: 'few-left', shopperId: kim.id });
    await tell({ kind: 'wish-comment', shopperId: kim.id });
    const next = await mailbox.waitFor(kim.to, kim.first + 1);
    assert.match(next.parsed.subject ?? '', /새 댓글/);
    assert.doesNotMatch(next.parsed.subject ?? '', /광고/);

    for (const wrong of [
      `${path.slice(0, -2)}xx`,
      path.replace(mall.id, 'mail1'),
      path.replace('v1.', 'v2.'),
    ])
      assert.equal((await service.call('GET', wrong, { origin: null })).status, 404);
  });

  it('waits until the night is over, but a code that was just asked for does not', async () => {
    await freshMall();
    const kim = await reachable();
    setClock('2027-03-02T20:59:58+09:00');
    await tell({ ...drop, shopperId: kim.id });
    await settled(kim.id, ['sent']);
    setClock('2027-03-02T23:00:00+09:00');
    await tell({ kind: 'restock', shopperId: kim.id });
    const lee = await mall.token('night', { exp: Math.floor(clock / 1000) + 3600 });
    await service.call('PUT', at('/me/channels/mail'), {
      as: lee,
      body: { address: 'night@inbox.example', language: 'ko' },
    });
    await mailbox.waitFor('night@inbox.example');
    await service.services.jobs.runDue();
    assert.deepEqual(await statesOf(kim.id), ['sent', 'waiting']);
    setClock('2027-03-03T08:00:01+09:00');
    await settled(kim.id, ['sent', 'sent']);
  });

  it('planned by day and tried at night, waits too', async () => {
    await freshMall();
    const kim = await reachable();
    mailbox.refuseWith((to) => (to === kim.to ? { code: 451 } : undefined));
    const tries = mailbox.tries();
    setClock('2027-03-02T20:59:30+09:00');
    await tell({ kind: 'restock', shopperId: kim.id });
    await until(() => mailbox.tries() > tries, 'it was tried');
    mailbox.refuseWith(() => undefined);
    setClock('2027-03-02T22:00:00+09:00');
    // The job is there no more: another one waits for the morning.
    const due = () =>
      db()
        .selectFrom('jobs')
        .select('run_at')
        .where('mall_id', '=', mall.id)
        .where('kind', '=', 'mail.send')
        .execute();
    const morning = Date.parse('2027-03-03T08:00:00+09:00');
    await until(async () => (await due()).every((job) => job.run_at === morning), 'it waits for the morning');
    assert.equal(mailbox.to(kim.to).length, kim.first - 1);
    setClock('2027-03-03T08:00:01+09:00');
    await mailbox.waitFor(kim.to, kim.first);
  });

  it('brings so much advertising in a week and no more, information besides', async () => {
    await freshMall({ alertsPerWeek: 2 });
    const kim = await reachable();
    for (const onceKey of ['1', '2', '3']) await tell({ ...drop, shopperId: kim.id, onceKey });
    await until(
      async () => (await statesOf(kim.id)).sort().join() === 'cap,sent,sent',
      'two were sent, one not',
    );
    await tell({ kind: 'restock', shopperId: kim.id });
    await mailbox.waitFor(kim.to, kim.first + 2);
    setClock(clock + 7 * DAY + HOUR);
    await tell({ ...drop, shopperId: kim.id, onceKey: '4' });
    await mailbox.waitFor(kim.to, kim.first + 3);
  });

  it('is dropped when consent, address or sender are gone between planning and sending', async () => {
    await freshMall();
    const [one, two, three] = [await reachable(), await reachable(), await reachable()];
    setClock('2027-03-02T22:00:00+09:00');
    for (const { id } of [one, two]) await tell({ ...drop, shopperId: id });
    await tell({ kind: 'wish-comment', shopperId: three.id });
    assert.deepEqual(await statesOf(one.id), ['waiting']);
    await service.call('PUT', at('/me/consents'), {
      as: one.as,
      body: { purpose: 'advertising', channel: 'mail', given: false },
    });
    await service.call('DELETE', at('/me/channels/mail'), { as: three.as });
    await service.call('PATCH', at('/settings'), { as: mall.key, body: { sender: null } });
    setClock('2027-03-03T08:00:01+09:00');
    await settled(one.id, ['no-consent']);
    await settled(two.id, ['no-sender']);
    await settled(three.id, ['no-address']);
    for (const { to, first } of [two, three]) assert.equal(mailbox.to(to).length, first - 1);
    // That it was taken back is told.
    assert.match((await mailbox.waitFor(one.to, one.first)).parsed.subject ?? '', /철회/);
  });

  it('is tried again while the server is down, under the same Message-ID', async () => {
    await freshMall();
    const kim = await reachable();
    await mailbox.close();
    await tell({ kind: 'restock', shopperId: kim.id });
    await until(
      async () =>
        (await db().selectFrom('jobs').select('attempts').where('mall_id', '=', mall.id).execute()).some(
          (job) => job.attempts >= 2,
        ),
      'it was tried twice',
    );
    await mailbox.reopen();
    const mail = await mailbox.waitFor(kim.to, kim.first);
    const { mail_id: id } = await db()
      .selectFrom('mails')
      .select('mail_id')
      .where('mall_id', '=', mall.id)
      .where('shopper_id', '=', kim.id)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    assert.equal(mail.parsed.messageId, `<${id}.${mall.id}@community.example>`);
    await settled(kim.id, ['sent']);
  });

  it('sent but not noted as sent goes once more as the very same mail', async () => {
    await freshMall();
    const kim = await reachable();
    await tell({ kind: 'restock', shopperId: kim.id });
    const first = await mailbox.waitFor(kim.to, kim.first);
    await settled(kim.id, ['sent']);
    // As after a crash between the server's answer and the commit.
    await service.services.database.write(async (trx) => {
      const { mail_id: id } = await trx
        .updateTable('mails')
        .set({ state: 'waiting' })
        .where('mall_id', '=', mall.id)
        .where('shopper_id', '=', kim.id)
        .where('notice_id', 'is not', null)
        .where('purpose', '=', 'information')
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('notices')
              .select('notices.notice_id')
              .whereRef('notices.mall_id', '=', 'mails.mall_id')
              .whereRef('notices.notice_id', '=', 'mails.notice_id')
              .where('notices.kind', '=', 'restock'),
          ),
        )
        .returning('mail_id')
        .executeTakeFirstOrThrow();
      await service.services.jobs.add(trx, {
        mallId: mall.id,
        kind: 'mail.send',
        payload: { mail: id },
        runAt: 0,
        id: `again ${id}`,
      });
    });
    const again = await mailbox.waitFor(kim.to, kim.first + 1);
    assert.equal(again.parsed.messageId, first.parsed.messageId);
    assert.equal(again.parsed.subject, first.parsed.subject);
  });

  it('that the server refuses for good is not tried for ever', async () => {
    await freshMall();
    const kim = await reachable();
    mailbox.refuseWith((to) => (to === kim.to ? { code: 550 } : undefined));
    await tell({ kind: 'restock', shopperId: kim.id });
    await settled(kim.id, ['refused']);
  });

  it('goes nowhere when its shopper has left', async () => {
    await freshMall();
    const kim = await reachable();
    setClock('2027-03-02T22:00:00+09:00');
    await tell({ kind: 'restock', shopperId: kim.id });
    await service.call('DELETE', at('/me'), { as: kim.as });
    setClock('2027-03-03T08:00:01+09:00');
    await service.services.jobs.runDue();
    await service.services.jobs.runDue();
    assert.equal(mailbox.to(kim.to).length, kim.first - 1);
  });

  it('leaves no address and no code in any table, event or export', async () => {
    await freshMall();
    const kim = await reachable();
    const lee = await reachable();
    const as = await mall.token('waiting');
    await service.call('PUT', at('/me/channels/mail'), {
      as,
      body: { address: 'waiting@inbox.example', language: 'ko' },
    });
    const code = codeIn(await mailbox.waitFor('waiting@inbox.example'));
    const all = await everything(service.services.database);
    assert.ok(all.includes('consents'), 'all tables are looked at');
    assert.doesNotMatch(all, /inbox\.example/);
    assert.ok(!all.includes(`"${code}"`));
    const exported = JSON.stringify((await service.call('GET', at('/me/export'), { as: lee.as })).body);
    assert.ok(!exported.includes(kim.id) && !exported.includes(kim.to));
  });
});
