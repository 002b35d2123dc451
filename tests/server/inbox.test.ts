import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkConsents } from '../../server/community/inbox/consents.ts';
import { CONSENT_CHECK_MS, GONE_KEPT_MS } from '../../server/community/inbox/rules.ts';
import { type NewNotice, notify } from '../../server/community/inbox/store.ts';
import { sweepInbox } from '../../server/community/inbox/sweep.ts';
import { linkKeyOf } from '../../server/community/wishlists/access.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

describe('the inbox', () => {
  let service: TestService;
  let mall: Mall;
  let malls = 0;
  let people = 0;
  const at = (path: string) => `/v1/${mall.id}${path}`;
  const db = () => service.services.database.db;

  before(async () => {
    service = await startService();
  });
  after(() => service.stop());

  async function freshMall() {
    mall = await service.addMall(`inbox${++malls}`, { settings: { write: 'everyone' } });
    return mall;
  }
  /** A member who has written once, so that they are one. */
  async function person(name = `p${++people}`) {
    const as = await mall.token(name, { name });
    const { body } = await service.call('PATCH', at('/me'), { as, body: { handle: null } });
    return { as, id: body.id as string };
  }
  const tell = (notice: Omit<NewNotice, 'kind'> & { kind?: NewNotice['kind'] }) =>
    service.services.database.write((trx) =>
      notify(trx, service.services, mall.id, { kind: 'restock', ...notice }),
    );
  const inbox = async (as: string, query = '') =>
    (await service.call('GET', at(`/me/inbox${query}`), { as })).body;
  const read = (as: string, body: unknown) => service.call('POST', at('/me/inbox/read'), { as, body });

  it('tells what happened once, also when it is said twice at the same moment', async () => {
    await freshMall();
    const kim = await person();
    const lee = await person();
    const told = await Promise.all(
      [kim, kim, kim, lee].map(({ id }) => tell({ shopperId: id, onceKey: 'a', product: 'p1' })),
    );
    assert.equal(told.filter(Boolean).length, 2);
    assert.equal(await tell({ shopperId: kim.id, onceKey: 'a' }), false);
    assert.equal(await tell({ shopperId: kim.id, onceKey: 'b' }), true);
    assert.equal((await inbox(kim.as)).items.length, 2);
    assert.equal((await inbox(lee.as)).items.length, 1);
    const events = await db()
      .selectFrom('outbox')
      .select('topic')
      .where('mall_id', '=', mall.id)
      .where('kind', '=', 'notice.created')
      .execute();
    assert.deepEqual(
      events.map((event) => event.topic).sort(),
      [`shopper:${kim.id}`, `shopper:${kim.id}`, `shopper:${lee.id}`].sort(),
    );
  });

  it('is read page by page, newest first, and each notice once', async () => {
    await freshMall();
    const kim = await person();
    for (let n = 0; n < 7; n++) await tell({ shopperId: kim.id, onceKey: `${n}` });
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await inbox(kim.as, `?limit=3${next && `&cursor=${next}`}`);
      assert.equal(page.unread, 7);
      seen.push(...page.items.map((one: { id: string }) => one.id));
      // What comes meanwhile neither repeats nor hides one.
      if (next === '') service.later(5);
      next = page.next;
    }
    assert.equal(new Set(seen).size, 7);
    const rows = await db()
      .selectFrom('notices')
      .select(['notice_id', 'once_key'])
      .where('mall_id', '=', mall.id)
      .orderBy('created_at', 'desc')
      .orderBy('notice_id', 'desc')
      .execute();
    assert.deepEqual(
      seen,
      rows.map((row) => row.notice_id),
    );
    assert.equal(
      (await service.call('GET', at('/me/inbox?cursor=WzFd'), { as: kim.as })).body.code,
      'bad-cursor',
    );
  });

  it('knows what was read, and what was taken away is told no second time', async () => {
    await freshMall();
    const kim = await person();
    const lee = await person();
    for (const onceKey of ['a', 'b', 'c', 'd']) await tell({ shopperId: kim.id, onceKey });
    const { items } = await inbox(kim.as);
    assert.equal((await read(kim.as, { ids: [items[0].id] })).body.unread, 3);
    assert.equal((await read(lee.as, { ids: [items[1].id] })).body.unread, 0, 'of others: nothing');
    assert.equal((await inbox(kim.as)).unread, 3);
    assert.equal((await service.call('DELETE', at(`/me/inbox/${items[1].id}`), { as: lee.as })).status, 404);
    assert.equal((await service.call('DELETE', at(`/me/inbox/${items[1].id}`), { as: kim.as })).status, 204);
    assert.equal((await service.call('DELETE', at(`/me/inbox/${items[1].id}`), { as: kim.as })).status, 404);
    const left = await inbox(kim.as);
    assert.equal(left.items.length, 3);
    assert.equal(left.unread, 2);
    for (const onceKey of ['a', 'b', 'c', 'd'])
      assert.equal(await tell({ shopperId: kim.id, onceKey }), false);
    assert.equal((await read(kim.as, { until: service.services.now() + 1 })).body.unread, 0);
    assert.equal((await read(kim.as, {})).body.code, 'bad-input');
  });

  it('names a list only where its reader may still see it', async () => {
    await freshMall();
    const owner = await person();
    const giver = await person();
    const stranger = await person();
    const helper = await person();
    const listId = 'l'.repeat(25).replaceAll('l', 'a');
    const row = {
      mall_id: mall.id,
      list_id: listId,
      shopper_id: owner.id,
      is_default: 0,
      name: '생일',
      occasion: null,
      occasion_on: null,
      visibility: 'link' as 'link' | 'public' | 'private',
      link_version: 3,
      comments_open: 1,
      claims_hidden_until: null,
      wish_count: 0,
      version: 1,
      created_at: 1,
    };
    const claim = {
      mall_id: mall.id,
      claim_id: 'c'.repeat(25),
      owner_id: owner.id,
      product: 'p',
      wish_id: 'd'.repeat(25),
      list_id: listId,
      shopper_id: giver.id,
      named: 0,
      claimed_at: 1,
      changed_at: null,
      gone_at: null,
      link_version: 3,
    };
    await service.services.database.write(async (trx) => {
      await trx.insertInto('wishlists').values(row).execute();
      await trx.insertInto('wish_claims').values(claim).execute();
      await trx
        .insertInto('wishlist_people')
        .values({ mall_id: mall.id, list_id: listId, shopper_id: helper.id, role: 'helper', since: 1 })
        .execute();
    });
    const everybody = { owner, giver, stranger, helper };
    for (const { id } of Object.values(everybody))
      await tell({ shopperId: id, onceKey: 'x', kind: 'claimed-wish-changed', listId, fromId: owner.id });
    const lists = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(everybody).map(async ([name, { as }]) => [name, (await inbox(as)).items[0].list]),
        ),
      );
    const set = (change: object) =>
      service.services.database.write((trx) =>
        trx.updateTable('wishlists').set(change).where('mall_id', '=', mall.id).execute(),
      );
    const plain = { id: listId, name: '생일', linkKey: null };
    const linkKey = linkKeyOf(service.services.secrets, row);
    assert.deepEqual(await lists(), {
      owner: plain,
      giver: { ...plain, linkKey },
      stranger: null,
      helper: plain,
    });
    // The new link is for those who are given it.
    await set({ link_version: 4 });
    assert.deepEqual(await lists(), { owner: plain, giver: null, stranger: null, helper: plain });
    await set({ visibility: 'private', link_version: 3 });
    assert.deepEqual(await lists(), { owner: plain, giver: null, stranger: null, helper: plain });
    await set({ visibility: 'public' });
    assert.deepEqual(await lists(), { owner: plain, giver: plain, stranger: plain, helper: plain });
    // Whoever gave while it was public was never given a link.
    await service.services.database.write((trx) =>
      trx.updateTable('wish_claims').set({ link_version: null }).where('mall_id', '=', mall.id).execute(),
    );
    await set({ visibility: 'link' });
    assert.deepEqual(await lists(), { owner: plain, giver: null, stranger: null, helper: plain });
    const [notice] = (await inbox(giver.as)).items;
    assert.equal(notice.from.id, owner.id);
    assert.equal(notice.product, null);
  });

  it('tells each consent that is given or taken back, and the same again not', async () => {
    await freshMall();
    const kim = await person();
    const put = (body: object) =>
      service.call('PUT', at('/me/consents'), {
        as: kim.as,
        body: { purpose: 'advertising', channel: 'inbox', ...body },
      });
    const before2 = (await service.call('GET', at('/me/channels'), { as: kim.as })).body;
    assert.equal(before2.mailPossible, false);
    assert.equal(before2.mail, null);
    assert.ok(before2.consents.every((one: { given: boolean; at: null }) => !one.given && one.at === null));
    assert.equal(before2.consents.length, 4);
    await put({ given: true });
    await put({ given: true });
    service.later(10);
    const { body } = await put({ given: false });
    const consent = body.consents.find(
      (one: { purpose: string; channel: string }) => one.purpose === 'advertising' && one.channel === 'inbox',
    );
    assert.equal(consent.given, false);
    const { items } = await inbox(kim.as);
    assert.deepEqual(
      items.map((one: { kind: string; facts: object }) => [one.kind, { ...one.facts, consentAt: undefined }]),
      [false, true].map((given) => [
        'consent-told',
        { purpose: 'advertising', channel: 'inbox', given, consentAt: undefined },
      ]),
    );
    assert.equal(items[0].facts.consentAt, consent.at);
    assert.equal(
      (
        await service.call('PUT', at('/me/channels/mail'), {
          as: kim.as,
          body: { address: 'kim@mail.example', language: 'ko' },
        })
      ).body.code,
      'mail-unavailable',
    );
  });

  it('asks after two years whether a consent still stands, once', async () => {
    await freshMall();
    const kim = await person();
    await service.call('PUT', at('/me/consents'), {
      as: kim.as,
      body: { purpose: 'advertising', channel: 'inbox', given: true },
    });
    const given = (await inbox(kim.as)).items[0].facts.consentAt;
    await checkConsents(service.services);
    assert.equal((await inbox(kim.as)).items.length, 1, 'not before its time');
    service.later(CONSENT_CHECK_MS);
    kim.as = await mall.token(`p${people}`);
    await checkConsents(service.services);
    await checkConsents(service.services);
    const { items } = await inbox(kim.as);
    assert.deepEqual(
      items.map((one: { kind: string }) => one.kind),
      ['consent-check', 'consent-told'],
    );
    assert.equal(items[0].facts.consentAt, given);
  });

  it('goes to the member that a guest becomes, and what both have stays once', async () => {
    await freshMall();
    const guest = await mall.guest();
    const guestId = (await service.call('GET', at('/me'), { as: guest })).body.id;
    const kim = await person();
    for (const shopperId of [guestId, kim.id]) await tell({ shopperId, onceKey: 'same' });
    await tell({ shopperId: guestId, onceKey: 'guest' });
    const put = (as: string, purpose: string, given: boolean) =>
      service.call('PUT', at('/me/consents'), { as, body: { purpose, channel: 'mail', given } });
    await put(guest, 'advertising', true);
    await put(guest, 'information', true);
    await put(kim.as, 'advertising', false);
    const merged = await service.call('POST', at('/merge'), { as: kim.as, body: { guestToken: guest } });
    assert.equal(merged.status, 200, JSON.stringify(merged.body));
    const kinds = (await inbox(kim.as)).items.map((one: { kind: string }) => one.kind);
    assert.equal(kinds.filter((kind: string) => kind === 'restock').length, 2);
    const { consents } = (await service.call('GET', at('/me/channels'), { as: kim.as })).body;
    const mail = consents.filter((one: { channel: string }) => one.channel === 'mail');
    assert.deepEqual(
      mail.map((one: { purpose: string; given: boolean }) => [one.purpose, one.given]),
      [
        // What was agreed to without an address that goes over is not agreed to for the member's own.
        ['information', false],
        ['advertising', false],
      ],
    );
    for (const table of ['notices', 'consents', 'contacts', 'mails'] as const)
      assert.deepEqual(
        await db()
          .selectFrom(table)
          .select('shopper_id')
          .where('mall_id', '=', mall.id)
          .where('shopper_id', '=', guestId)
          .execute(),
        [],
      );
  });

  it('leaves with its shopper', async () => {
    await freshMall();
    const kim = await person();
    await tell({ shopperId: kim.id, onceKey: 'a' });
    const { data } = (await service.call('GET', at('/me/export'), { as: kim.as })).body;
    assert.equal(data.notices.length, 1);
    await service.call('DELETE', at('/me'), { as: kim.as });
    assert.deepEqual(
      await db().selectFrom('notices').selectAll().where('mall_id', '=', mall.id).execute(),
      [],
    );
  });

  it('forgets what was taken away when no week counts it any more, and nothing else', async () => {
    await freshMall();
    const kim = await person();
    await tell({ shopperId: kim.id, onceKey: 'stays' });
    await tell({ shopperId: kim.id, onceKey: 'goes' });
    const { items } = await inbox(kim.as);
    await service.call('DELETE', at(`/me/inbox/${items[0].id}`), { as: kim.as });
    const rows = () =>
      db().selectFrom('notices').select('notice_id').where('mall_id', '=', mall.id).execute();
    const { database, now } = service.services;
    await sweepInbox(database, now());
    assert.equal((await rows()).length, 2);
    await sweepInbox(database, now() + GONE_KEPT_MS + 1000);
    assert.deepEqual(await rows(), [{ notice_id: items[1].id }]);
  });
});
