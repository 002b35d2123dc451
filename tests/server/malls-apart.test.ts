import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { newId } from '../../server/base/ids.ts';
import { fillReviews } from '../../server/community/reviews/fill.ts';
import { registry } from '../../server/office/privacy/registry.ts';
import { plantClubs } from '../support/club-scene.ts';
import { until } from '../support/ground.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { plantUploads } from '../support/media.ts';
import { parting } from '../support/parts.ts';
import { noticeFor, waitingCode } from '../support/scene.ts';
import { type Answer, startService, type TestService } from '../support/service.ts';
import { plantNeighbours } from '../support/social.ts';
import { type Ask, type Creds, type Ids, picture, ROUTES } from '../support/two-malls.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

interface World {
  mall: Mall;
  ids: Ids;
  creds: Creds;
  /** What nobody of the other mall may ever see: words and ids. */
  secrets: string[];
}

describe('malls apart', () => {
  let service: TestService;
  let mailbox: Mailbox;
  let alpha: World;
  let bravo: World;
  let routes: string[];
  /** All that the other mall has. */
  let bravoHas: Record<string, unknown[]>;

  async function send(
    method: string,
    template: string,
    mallId: string,
    ask: Ask,
  ): Promise<{ status: number; text: string }> {
    const path = Object.entries({ mall: mallId, ...ask.path }).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
      template,
    );
    const query = ask.query ? `?${new URLSearchParams(ask.query)}` : '';
    if (template.endsWith('/stream')) return listen(path, mallId, ask);
    const answer = await service.call(method.toUpperCase(), path + query, {
      as: ask.as,
      body: ask.body,
      ...(ask.type && { headers: { 'content-type': ask.type } }),
    });
    return {
      status: answer.status,
      text:
        (typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)) +
        JSON.stringify([...answer.headers]),
    };
  }

  /** What a stream says, up to an event that is made after all others and comes last. */
  async function listen(path: string, mallId: string, ask: Ask): Promise<{ status: number; text: string }> {
    const last = `product:${newId()}`;
    const { topics, ...rest } = ask.body as { topics: string[] };
    const answer = await service.app.routes.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // A key does not come from a page.
        ...(!ask.as?.startsWith('dgk_') && { origin: 'https://mall.example' }),
        ...(ask.as && { authorization: `Bearer ${ask.as}` }),
      },
      body: JSON.stringify({ ...rest, topics: [...topics, last] }),
    });
    if (answer.status !== 200) return { status: answer.status, text: await answer.text() };
    const { database, outbox } = service.services;
    await database.write((trx) =>
      outbox.append(trx, { mallId, kind: 'product.changed', topic: last, ids: {} }),
    );
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes(last)) text += decoder.decode((await reader.read()).value, { stream: true });
    await reader.cancel();
    return { status: 200, text };
  }

  // biome-ignore lint/suspicious/noExplicitAny: each body has its own form
  async function good(answer: Promise<Answer<any>>): Promise<any> {
    const { status, body } = await answer;
    assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A mall with one of everything, all of whose texts hold its word. */
  async function plant(word: string): Promise<World> {
    const mall = await service.addMall(`${word}-shop`, {
      settings: { write: 'everyone', points: { out: true } },
    });
    const at = (path: string) => `/v1/${mall.id}${path}`;
    const post = (as: string, path: string, body: unknown, method = 'POST') =>
      good(service.call(method, at(path), { as, body }));
    const owner = await mall.token(`${word}-owner`, { name: `${word} owner` });
    const writer = await mall.token(`${word}-writer`, { name: `${word} writer` });
    const guest = await mall.guest();
    const product = `${word}-product`;
    await good(
      service.call('PUT', at('/products'), {
        as: mall.key,
        body: { products: [{ product, name: `${word} 상품`, category: `${word} 분류`, price: 900 }] },
      }),
    );
    await good(
      service.call('POST', at('/orders'), {
        as: mall.key,
        body: {
          orders: [
            {
              order: `${word}-order`,
              shopper: `${word}-owner`,
              placedAt: 1,
              changedAt: 2,
              lines: [{ line: '1', product, quantity: 1 }],
            },
          ],
        },
      }),
    );
    const photo = async () =>
      (await good(
        service.call('POST', at('/photos'), {
          as: writer,
          headers: { 'content-type': 'image/png' },
          body: await picture(),
        }),
      )) as { id: string; small: string };
    const shown = await photo();
    const review = (
      await post(writer, '/reviews', {
        product,
        stars: 5,
        title: `${word} 제목`,
        text: `${word} 후기`,
        options: { 색: `${word}색` },
        photos: [shown.id],
      })
    ).id;
    const ownReview = (await post(owner, '/reviews', { product, stars: 4, text: `${word} 내 후기` })).id;
    const comment = (
      await post(writer, '/comments', { subject: { kind: 'review', id: review }, text: `${word} 댓글` })
    ).id;
    const ownComment = (
      await post(owner, '/comments', { subject: { kind: 'review', id: review }, text: `${word} 내 댓글` })
    ).id;
    const waiting = (
      await good(
        service.call('POST', at('/photos'), {
          as: owner,
          headers: { 'content-type': 'image/png' },
          body: await picture(),
        }),
      )
    ).id;
    await post(owner, '/reports', {
      subject: { kind: 'comment', id: comment },
      reason: 'other',
      note: `${word} 신고`,
    });
    await post(owner, '/me', { handle: `${word}별명` }, 'PATCH');
    await post(mall.key, '/settings', { rewardDisclosure: `${word} 알림`, rewardsElsewhere: true }, 'PATCH');
    const listOf = async (as: string) => {
      const { id: list } = await post(as, '/wishlists', { name: `${word} 목록` });
      const { id: wish } = await post(as, '/wishes', { product, list, note: `${word} 쪽지` });
      const { id, code } = await post(as, `/wishlists/${list}/invitations`, { role: 'helper', uses: 2 });
      return { list, wish, id, code };
    };
    const [theirs, mine] = [await listOf(writer), await listOf(owner)];
    await post(writer, `/wishlists/${mine.list}/join`, { code: mine.code });
    const open = await post(writer, '/wishlists', { name: `${word} 모두`, visibility: 'public' });
    const openWish = (await post(writer, '/wishes', { product, list: open.id })).id as string;
    const give = (shopper: string) =>
      post(mall.key, '/points/grants', { shopper, amount: 1000, note: `${word} 적립` });
    await give(`${word}-owner`);
    await give(`${word}-writer`);
    await post(owner, '/me/points/out', { amount: 30 });
    const { items: payouts } = await good(service.call('GET', at('/points/payouts'), { as: mall.key }));
    const held = { shopper: `${word}-writer`, amount: 100, order: `${word}-order` };
    const { hold } = await post(mall.key, '/points/holds', held);
    const rich = await mall.guest();
    const editCode = (await post(rich, '/me/edit-code', undefined)).code;
    const seconds = Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', mall.secret)
      .update(`dangol-id|v1|${mall.id}|${word}-signed|${seconds}`)
      .digest('hex');
    const { id: ownerId } = await good(service.call('GET', at('/me'), { as: owner }));
    // For a part of a wish.
    await parting(service, mall).grant(ownerId, 100);
    const told = await noticeFor(service, mall.id, ownerId, product);
    const story = (await post(writer, '/stories', { title: `${word} 이야기`, text: `${word} 본문` }))
      .id as string;
    const ownStory = (await post(owner, '/stories', { text: `${word} 내 이야기` })).id as string;
    const clubs = await plantClubs(service, mall, { owner, other: writer, word });
    await plantNeighbours(service, mall, { follower: writer, followed: owner });
    const uploads = await plantUploads(service, mall, owner);
    const ids: Ids = {
      ...told,
      ...clubs,
      ...uploads,
      review,
      ownReview,
      comment,
      ownComment,
      member: (await good(service.call('GET', at('/me'), { as: writer }))).id,
      list: theirs.list,
      wish: theirs.wish,
      openWish,
      ownList: mine.list,
      ownWish: mine.wish,
      invitation: mine.id,
      helper: (await good(service.call('GET', at('/me'), { as: writer }))).id,
      inviteCode: theirs.code,
      photo: waiting,
      story,
      ownStory,
      file: shown.small.split('/').at(-1) as string,
      product,
      order: `${word}-order`,
      outsideId: `${word}-writer`,
      hold,
      payout: payouts[0].id,
      guestToken: await mall.guest(),
      editCode,
      signedId: `v1.${Buffer.from(`${word}-signed`).toString('base64url')}.${seconds}.${mac}`,
    };
    let made = 0;
    return {
      mall,
      ids,
      creds: {
        owner,
        guest,
        key: mall.key,
        fresh: () => mall.token(`${word}-fresh-${++made}`),
        async rich() {
          const shopper = `${word}-rich-${++made}`;
          await give(shopper);
          return mall.token(shopper);
        },
        async confirm() {
          const as = await mall.token(`${word}-fresh-${++made}`);
          // Whoever writes first becomes a member.
          const { id } = await post(as, '/me', { handle: null }, 'PATCH');
          return { as, body: { code: await waitingCode(service, mall.id, id) } };
        },
      },
      secrets: [
        word,
        theirs.list,
        theirs.wish,
        openWish,
        mine.list,
        mine.wish,
        theirs.code,
        mine.code,
        review,
        ownReview,
        comment,
        ownComment,
        waiting,
        mall.key,
        ids.file,
        story,
        ownStory,
        told.notice,
        ...Object.values(clubs),
        ...Object.values(uploads),
        hold,
        payouts[0].id,
      ],
    };
  }

  const nobody = (): Ids => ({
    review: newId(),
    ownReview: newId(),
    comment: newId(),
    ownComment: newId(),
    member: newId(),
    list: newId(),
    wish: newId(),
    openWish: newId(),
    ownList: newId(),
    ownWish: newId(),
    invitation: newId(),
    helper: newId(),
    inviteCode: randomBytes(18).toString('base64url'),
    photo: newId(),
    story: newId(),
    ownStory: newId(),
    upload: newId(),
    wholeUpload: newId(),
    file: `${newId()}.webp`,
    product: `none-${newId()}`,
    order: `none-${newId()}`,
    outsideId: `none-${newId()}`,
    club: newId(),
    ownClub: newId(),
    clubCode: randomBytes(18).toString('base64url'),
    clubInvitation: newId(),
    contribution: newId(),
    tillCode: randomBytes(16).toString('base64url'),
    coupon: 'X7K2-9QF4-M3TD-8WZH',
    fullClub: newId(),
    hold: newId(),
    payout: newId(),
    notice: newId(),
    unsubscribe: `v1.${randomBytes(60).toString('base64url')}`,
    guestToken: `dgs_${newId()}_${'0'.repeat(64)}`,
    editCode: randomBytes(18).toString('base64url'),
    signedId: `v1.bm9uZQ.${Math.floor(Date.now() / 1000)}.${'0'.repeat(64)}`,
  });

  /** All rows of one mall, in every table. */
  async function rowsOf(mallId: string): Promise<Record<string, unknown[]>> {
    const rows: Record<string, unknown[]> = {};
    for (const table of Object.keys(registry)) {
      if (['migrations', 'pace', 'leases', 'jobs'].includes(table)) continue;
      const found = await sql`select * from ${sql.table(table)} where mall_id = ${mallId}`.execute(
        service.services.database.db,
      );
      // The relay of PostgreSQL gives positions in its own time.
      rows[table] = found.rows
        .map((row) => JSON.stringify({ ...(row as object), position: undefined }))
        .sort();
    }
    return rows;
  }

  /** The answer without what must differ: ids, times, positions, what was asked for. */
  const plain = (answer: { status: number; text: string }, ids: Ids) =>
    Object.values(ids)
      .reduce(
        (text, id) => text.replaceAll(id, '·').replaceAll(encodeURIComponent(id), '·'),
        `${answer.status} ${answer.text}`,
      )
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '·')
      .replace(/dgs_[0-9a-v]{25}_[0-9a-f]{64}|"code":"[\w-]{24}"|"linkKey":"[\w-]{22}"/g, '·')
      .replace(/[0-9a-v]{25}/g, '·')
      .replace(/W\/"[^"]*"|"\\"[\w-]{22}\\""/g, '·')
      .replace(
        /"(position|createdAt|editedAt|expiresAt|exportedAt|joinedAt|exported_at|ratelimit)":[^,}\]]*/g,
        '',
      )
      .replace(/\["ratelimit[^\]]*\]/g, '')
      .replace(/\d{13}|id: \d+|retry: \d+/g, '·');

  /** What follows by itself has followed, so that whatever moves later was moved by a request. */
  async function settled(mallId: string): Promise<void> {
    const { database, hub, jobs } = service.services;
    const isSettled = async () => {
      const done = await jobs.runDue();
      // In the order in which one makes the other: events are placed, consumers follow them, and make jobs.
      const unplaced = await database.db
        .selectFrom('outbox')
        .select('event_id')
        .where('mall_id', '=', mallId)
        .where('position', 'is', null)
        .execute();
      const head = await hub.head(mallId);
      const cursors = await database.db.selectFrom('consumers').selectAll().execute();
      const behind = cursors
        .filter((one) => one.mall_id === '')
        .filter(
          ({ consumer }) =>
            !cursors.some(
              (one) => one.mall_id === mallId && one.consumer === consumer && one.position >= head,
            ),
        );
      const waiting = await database.db
        .selectFrom('jobs')
        .select('kind')
        .where('mall_id', '=', mallId)
        // What waits for another day does not move today.
        .where('run_at', '<', Date.now() + 60_000)
        .execute();
      return done + unplaced.length + waiting.length + behind.length === 0;
    };
    // Cursors are compared as well, and they pass what is no matter of theirs after ten seconds.
    await until(isSettled, 'what follows by itself has followed');
  }

  before(async () => {
    mailbox = await openMailbox();
    service = await startService({ environment: mailbox.environment });
    alpha = await plant('alpha');
    bravo = await plant('bravo');
    // Else a job does it five minutes later, in the midst of what is compared.
    await fillReviews(service.services);
    await settled(bravo.mall.id);
    bravoHas = await rowsOf(bravo.mall.id);
    const document = (await service.call('GET', '/openapi.json', { origin: null })).body;
    routes = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  });
  after(async () => {
    await service.stop();
    await mailbox.close();
  });

  it('every route of the document is tried', () => {
    const malls = routes.filter((route) => route.includes('{mall}'));
    assert.deepEqual([...malls].sort(), Object.keys(ROUTES).sort());
    assert.ok(malls.length >= 40);
    console.log(`malls apart: ${malls.length} routes, each asked with another mall's tokens, key and ids`);
    for (const route of routes.filter((one) => !one.includes('{mall}')))
      assert.match(route, /^get \/(healthz|readyz|metrics)$/);
  });

  it('what tells of the whole service tells of no mall', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs']) {
      const answer = await service.call('GET', path, { origin: null });
      assert.equal(answer.status, 200, path);
      assert.doesNotMatch(JSON.stringify(answer.body), /alpha|bravo/);
    }
  });

  /** These answer anybody, whoever they say they are: nothing of them is private. */
  const OPEN = [
    'get /files/{mall}/{file}',
    'get /m/{mall}/rules',
    'get /m/{mall}/unsubscribe/{token}',
    'post /m/{mall}/unsubscribe/{token}',
    'get /m/{mall}/wishlists/{id}',
    'get /m/{mall}/blogs/{member}',
    'get /m/{mall}/blogs/{member}/stories/{story}',
    'get /c/{mall}',
    'get /v1/{mall}/here',
  ];

  for (const [route, ask] of Object.entries(ROUTES)) {
    const [method = '', template = ''] = route.split(' ');
    it(route, async () => {
      const unseen = (answer: { text: string }, asked: Ask, of: World) => {
        // What was sent may come back; the mall's own id stands in the path.
        const sent = JSON.stringify(asked);
        let text = answer.text.replaceAll(of.mall.id, '·');
        for (const id of Object.values(of.ids))
          if (sent.includes(id)) text = text.replaceAll(id, '·').replaceAll(encodeURIComponent(id), '·');
        for (const secret of of.secrets)
          assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 600)}`);
      };

      // The other mall's ids are as good as none.
      const foreign = await ask(bravo.ids, alpha.creds);
      const none = nobody();
      const missing = await ask(none, alpha.creds);
      const one = await send(method, template, alpha.mall.id, foreign);
      const two = await send(method, template, alpha.mall.id, missing);
      unseen(one, foreign, bravo);
      assert.equal(plain(one, bravo.ids), plain(two, none));

      // The other mall's people and keys are as good as nobody.
      for (const as of [bravo.creds.owner, bravo.creds.guest, bravo.creds.key, await bravo.creds.fresh()]) {
        const stranger = { ...(await ask(alpha.ids, alpha.creds)), as };
        const refused = await send(method, template, alpha.mall.id, stranger);
        unseen(refused, stranger, bravo);
        if (OPEN.includes(route)) continue;
        assert.equal(refused.status, 401, refused.text);
        unseen(refused, stranger, alpha);
      }
      // One's own token in the other mall's path neither.
      if (foreign.as) {
        const elsewhere = await send(method, template, bravo.mall.id, foreign);
        assert.equal(elsewhere.status, 401, elsewhere.text);
        unseen(elsewhere, foreign, bravo);
      }

      // And all that only counts because the right one may.
      const right = await ask(alpha.ids, alpha.creds);
      const done = await send(method, template, alpha.mall.id, right);
      assert.ok(done.status >= 200 && done.status < 300, `${done.status} ${done.text}`);
      unseen(done, right, bravo);
      // None of it has moved anything there since the route before.
      const had = bravoHas;
      bravoHas = await rowsOf(bravo.mall.id);
      assert.deepEqual(bravoHas, had);
    });
  }

  it('the key of every table begins with the mall, but for what serves them all', async () => {
    const { database } = service.services;
    const { rows } = await (database.kind === 'sqlite'
      ? sql<{
          t: string;
          c: string;
        }>`select m.name as t, i.name as c from sqlite_master m, pragma_table_info(m.name) i where m.type = 'table' and i.pk = 1`
      : sql<{
          t: string;
          c: string;
        }>`select u.table_name as t, u.column_name as c from information_schema.key_column_usage u
          join information_schema.table_constraints k on k.constraint_name = u.constraint_name and k.constraint_type = 'PRIMARY KEY'
          where u.table_schema = 'public' and u.ordinal_position = 1`
    ).execute(database.db);
    const first = new Map(rows.map((row) => [row.t, row.c]));
    for (const table of Object.keys(registry))
      if (!['migrations', 'pace', 'leases', 'jobs'].includes(table))
        assert.equal(first.get(table), 'mall_id', table);
  });
});
