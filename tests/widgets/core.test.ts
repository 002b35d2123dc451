import { expect } from 'chai';
import { newAct } from '../../widgets/core/act.ts';
import { Client } from '../../widgets/core/client.ts';
import { Draft } from '../../widgets/core/draft.ts';
import { oneOf } from '../../widgets/core/element.ts';
import { productOfPage } from '../../widgets/core/facts.ts';
import { exchange, merge, redeem } from '../../widgets/core/guest.ts';
import { Live, type LiveChange } from '../../widgets/core/live.ts';
import { contrast, looksRule, parseColour } from '../../widgets/core/looks.ts';
import { problemOf } from '../../widgets/core/problems.ts';
import { safeUrl } from '../../widgets/core/safe-url.ts';
import { Session } from '../../widgets/core/session.ts';
import { firstWords } from '../../widgets/core/strings/first.ts';
import '../../widgets/core/times.ts';
import { wholePoints } from '../../widgets/core/whole-points.ts';
import { langFrom, loadWords } from '../../widgets/core/words.ts';
import { answers, asked, BASE, hang, json, noNetwork, problem } from './support/service.ts';
import { until } from './support/until.ts';

function fresh() {
  const client = new Client(BASE, 'shop1');
  const session = new Session(client);
  client.session = session;
  return { id: 'shop1', client, session, live: new Live(client, session) };
}

const codeOf = (task: Promise<unknown>) =>
  task.then(
    () => 'none',
    (error) => problemOf(error).code,
  );

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** A token as a mall's backend signs one, for a shopper of it. */
const tokenOf = (sub: string, iat = 1) => `e30.${btoa(JSON.stringify({ sub, iat }))}.c2lnbmF0dXJl`;

describe('words', () => {
  it('fill in numbers, and count in each language', async () => {
    const ko = await loadWords('ko', [firstWords]);
    const en = await loadWords('en', [firstWords]);
    expect(ko.t('helpedCount', { count: 1200 })).to.equal('1,200명이 도움받았어요');
    expect(en.t('count', { count: 1 })).to.equal('1 review');
    expect(en.t('count', { count: 2 })).to.equal('2 reviews');
    expect(ko.mean(5)).to.equal('5.0');
  });

  it('give a name its 님 once', async () => {
    const ko = await loadWords('ko', [firstWords]);
    expect(ko.t('named', { name: '새벽커피' })).to.equal('새벽커피님');
    expect(ko.t('named', { name: '손님' })).to.equal('손님');
    expect(ko.t('reviewBy', { name: '손님' })).to.equal('손님의 후기');
  });
  it('say what is recent as recent, and never speak of the future', async () => {
    const ko = await loadWords('ko', [firstWords]);
    expect(ko.ago(Date.now() - 3 * 60_000)).to.equal('3분 전');
    expect(ko.ago(Date.now() + 60_000)).to.equal('지금');
    expect(ko.ago(Date.now() - 60_000 * 60 * 24 * 30)).to.match(/\d{4}/);
  });

  it('count what is past in whole days, and name none: what is 47 hours old was never yesterday', async () => {
    const ko = await loadWords('ko', [firstWords]);
    const en = await loadWords('en', [firstWords]);
    const hours = (count: number) => Date.now() - count * 3_600_000 - 1000;
    expect([1, 20, 25, 47, 49, 6 * 24].map((count) => ko.ago(hours(count)))).to.deep.equal([
      '1시간 전',
      '20시간 전',
      '1일 전',
      '1일 전',
      '2일 전',
      '6일 전',
    ]);
    expect([25, 49].map((count) => en.ago(hours(count)))).to.deep.equal(['1 day ago', '2 days ago']);
  });

  it('a language is one of a closed set', () => {
    expect(['ko-KR', 'EN', 'ja', '', null, undefined].map(langFrom)).to.deep.equal([
      'ko',
      'en',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(oneOf('sideways', ['up', 'down'], 'up')).to.equal('up');
  });
});

describe('looks', () => {
  it('read the colours that browsers answer', () => {
    expect(parseColour('rgb(1, 2, 3)')).to.deep.equal([1, 2, 3]);
    expect(parseColour('rgba(1, 2, 3, 0)')).to.equal(undefined);
    expect(parseColour('transparent')).to.equal(undefined);
    expect(contrast([0, 0, 0], [255, 255, 255])).to.be.closeTo(21, 0.01);
  });

  it('are those of the page, not of the phone', () => {
    const box = document.createElement('div');
    const inside = document.createElement('p');
    box.append(inside);
    document.body.append(box);
    box.style.setProperty('background', '#101114');
    box.style.setProperty('color', '#f0f0f0');
    expect(looksRule(inside, 'auto'))
      .to.include('color-scheme:dark')
      .and.to.include('--d-page:rgb(16 17 20)');
    box.style.setProperty('background', '#ffffff');
    box.style.setProperty('color', '#222222');
    expect(looksRule(inside, 'auto')).to.include('color-scheme:light');
    expect(looksRule(inside, 'dark'))
      .to.include('color-scheme:dark')
      .and.to.include('background:var(--d-surface)');
    box.remove();
  });
});

describe('addresses from people', () => {
  it('are http(s), or nothing', () => {
    for (const bad of [
      'javascript:alert(1)',
      ' JaVaScRiPt:x',
      'data:text/html,x',
      'vbscript:x',
      'blob:https://other.example/1',
      '',
      null,
    ])
      expect(safeUrl(bad), String(bad)).to.equal(undefined);
    expect(safeUrl('https://a.example/b?c')).to.equal('https://a.example/b?c');
  });
});

describe('what the page says of its product', () => {
  it('is found in JSON-LD, also in a graph and beside broken blocks', () => {
    const broken = document.createElement('script');
    const whole = document.createElement('script');
    for (const one of [broken, whole]) one.type = 'application/ld+json';
    broken.textContent = '{"@type":"Product",';
    whole.textContent = JSON.stringify({
      '@graph': [{ '@type': 'WebPage' }, { '@type': ['Product'], sku: 77 }],
    });
    document.head.append(broken, whole);
    expect(productOfPage()).to.equal('77');
    broken.remove();
    whole.remove();
    expect(productOfPage()).to.equal(null);
  });
});

describe('the client', () => {
  it('tries a lost read again, and a lost change only with its key', async () => {
    let lost = 1;
    answers(() => (lost-- > 0 ? noNetwork() : json({ ok: true })));
    const { client } = fresh();
    expect(await client.get('x')).to.deep.equal({ ok: true });
    expect(asked).to.have.lengthOf(2);
    localStorage.setItem('dangol:shop1', 'guest');
    lost = 1;
    asked.length = 0;
    expect(await codeOf(client.request('POST', 'x', { as: 'writer', body: {} }))).to.equal('network');
    expect(asked).to.have.lengthOf(1);
    lost = 1;
    asked.length = 0;
    const act = newAct();
    await client.request('POST', 'x', { as: 'writer', body: {}, act });
    expect(asked.map(({ headers }) => headers.get('idempotency-key'))).to.deep.equal([act, act]);
  });

  it('knows each failure by its code', async () => {
    const { client } = fresh();
    answers(() => problem(429, 'too-many', { retryAfter: 7 }));
    const error = await client.get('x').catch(problemOf);
    expect(error).to.include({ code: 'too-many', retryAfter: 7 });
    answers(() => new Response('<html>', { status: 502 }));
    expect(await codeOf(client.get('x'))).to.equal('busy');
    answers(() => new Response('<html>', { status: 200 }));
    expect(await codeOf(client.get('x'))).to.equal('unreadable');
  });

  it('takes an answer that the loader has asked for already, once', async () => {
    answers(() => json({ from: 'network' }));
    const early = { [`${BASE}/v1/shop1/x?product=1`]: Promise.resolve(json({ from: 'loader' })) };
    const client = new Client(BASE, 'shop1', early);
    client.session = new Session(client);
    expect(await client.get('x', { query: { product: '1' } })).to.deep.equal({ from: 'loader' });
    expect(await client.get('x', { query: { product: '1' } })).to.deep.equal({ from: 'network' });
  });

  it('writes JSON as it should be where an old library has bent lists', async () => {
    answers(() => json({}));
    const { client } = fresh();
    const lists = Array.prototype as unknown as { toJSON?: () => string };
    Object.defineProperty(lists, 'toJSON', { configurable: true, value: () => 'spoilt' });
    try {
      await client.request('POST', 'x', { body: { list: ['a'] } });
      expect(asked[0]!.body).to.deep.equal({ list: ['a'] });
      expect(lists.toJSON!()).to.equal('spoilt');
    } finally {
      delete lists.toJSON;
    }
  });
});

describe('the session', () => {
  it('asks the host again when a token has run out, once, and goes on', async () => {
    const { client, session } = fresh();
    let given = 0;
    answers(({ headers }) =>
      headers.get('authorization') === 'Bearer the-token-1'
        ? problem(401, 'token-expired')
        : json({ ok: true }),
    );
    session.identify(() => `the-token-${++given}`);
    expect(await client.get('me', { as: 'signed' })).to.deep.equal({ ok: true });
    expect(given).to.equal(2);
  });

  it('a host that always gives tokens that are refused is not asked for ever', async () => {
    const { client, session } = fresh();
    let given = 0;
    answers(() => problem(401, 'token-expired'));
    session.onChange(() => void client.get('me', { as: 'signed' }).catch(() => undefined));
    session.identify(() => `the-token-${++given}`);
    expect(await codeOf(client.get('me', { as: 'signed' }))).to.equal('token-expired');
    expect(given).to.be.at.most(4);
  });

  it('becomes a guest at the first write, one for two writes at once', async () => {
    const { client, session } = fresh();
    answers(({ path }) => (path === 'guests' ? json({ token: 'g', expiresAt: 0, me: {} }, 201) : json({})));
    expect(session.kind).to.equal('none');
    await client.get('x', { as: 'signed' });
    expect(asked).to.have.lengthOf(1);
    await Promise.all([1, 2].map((n) => client.request('PUT', `x/${n}`, { as: 'writer', body: {} })));
    expect(asked.filter(({ path }) => path === 'guests')).to.have.lengthOf(1);
    expect(session.kind).to.equal('guest');
  });

  it('moves what the guest wrote once, and forgets the guest', async () => {
    localStorage.setItem('dangol:shop1', 'g');
    const side = fresh();
    answers(() => json({ me: {}, moved: {} }));
    side.session.identify('member-token');
    await until(() => side.session.kind === 'member');
    expect(side.session.canMerge).to.equal(true);
    await merge(side);
    await merge(side);
    expect(asked.filter(({ path }) => path === 'merge').map(({ body }) => body)).to.deep.equal([
      { guestToken: 'g' },
    ]);
    expect(side.session.canMerge).to.equal(false);
  });

  it('what is no token counts as nobody, and the console says once what is expected', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warned.push(text);
    try {
      const { session } = fresh();
      for (const wrong of [
        { token: 'x' },
        '<!doctype html>',
        'a b c d e f g h',
        'short',
        7,
        'x'.repeat(4097),
      ]) {
        session.identify((() => wrong) as never);
        expect(await session.token(), String(wrong)).to.equal(null);
        expect(session.kind).to.equal('none');
      }
      expect(warned).to.have.lengthOf(1);
      expect(warned[0]).to.include('dangol.identify');
      for (const nobody of [null, undefined, '']) session.identify(() => nobody);
      expect(await session.token()).to.equal(null);
      session.identify(` ${tokenOf('kim')}\n`);
      expect(await session.token()).to.equal(tokenOf('kim'));
      expect(warned).to.have.lengthOf(1);
    } finally {
      console.warn = warn;
    }
  });

  it('a signed id is exchanged once, not on each page view, and anew once that session is refused', async () => {
    let given = 0;
    const expiresAt = Date.now() + 3_600_000;
    answers(({ path, headers }) =>
      path === 'sessions'
        ? json({ token: `session-token-${++given}`, expiresAt, me: {} }, 201)
        : headers.get('authorization') === 'Bearer session-token-1'
          ? problem(401, 'token-refused')
          : json({ ok: true }),
    );
    // Each page prints the id with another time and signature.
    for (const rest of ['1.aa', '2.bb']) {
      const { client } = fresh();
      expect(await exchange(client, `v1.a2lt.${rest}`)).to.equal('session-token-1');
    }
    expect(given).to.equal(1);
    const { client, session } = fresh();
    expect(await exchange(client, 'v1.bGVl.3.cc')).to.equal('session-token-2');
    given = 0;
    sessionStorage.clear();
    session.identify(() => exchange(client, 'v1.a2lt.4.dd'), true);
    expect(await client.get('me', { as: 'signed' })).to.deep.equal({ ok: true });
    expect(given).to.equal(2);
  });

  it('an exchange that is one too many is asked again as soon as it may succeed', async () => {
    let tries = 0;
    answers(() =>
      ++tries === 1
        ? problem(429, 'too-many', { retryAfter: 0 })
        : json({ token: 'session-token', expiresAt: Date.now() + 3_600_000, me: {} }, 201),
    );
    const { client, session } = fresh();
    session.identify(() => exchange(client, 'v1.a2lt.1.aa'), true);
    await until(() => session.kind === 'member');
  });

  it('signing out forgets at once and ends the session with its own token, whoever comes next', async () => {
    let answer: (response: Response) => void = () => undefined;
    answers(({ method }) => (method === 'DELETE' ? noNetwork() : new Promise((done) => (answer = done))));
    const { client, session } = fresh();
    session.identify(() => exchange(client, 'v1.a2lt.1.aa'), true);
    await until(() => asked.length === 1);
    session.signOut();
    expect(session.kind).to.equal('none');
    session.identify(tokenOf('lee'));
    answer(json({ token: 'session-token', expiresAt: Date.now() + 3_600_000, me: {} }, 201));
    const ended = await until(() => asked.find(({ method }) => method === 'DELETE'));
    expect(ended.headers.get('authorization')).to.equal('Bearer session-token');
    expect(await session.token()).to.equal(tokenOf('lee'));
    expect(session.kind).to.equal('member');
    expect(sessionStorage.length).to.equal(0);
  });

  it('an edit code goes with one key, so that a lost answer does not spend it', async () => {
    const side = fresh();
    let lost = 1;
    answers(() => (lost-- > 0 ? noNetwork() : json({ token: 'guest-token', expiresAt: 0, me: {} }, 201)));
    await redeem(side, 'a-code-of-a-link');
    const keys = asked.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).to.have.lengthOf(2);
    expect(keys[0]).to.include('a-code-of-a-link').and.to.equal(keys[1]);
    expect(side.session.kind).to.equal('guest');
  });

  it('lives without storage', async () => {
    const store = Object.getPrototypeOf(localStorage) as Storage;
    const { setItem, getItem } = store;
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.assign(store, { setItem: refuse, getItem: refuse });
    try {
      const { client, session } = fresh();
      answers(({ path }) =>
        path === 'guests' ? json({ token: 'memory', expiresAt: 0, me: {} }, 201) : json({}),
      );
      await client.request('PUT', 'x', { as: 'writer', body: {} });
      expect(await session.token()).to.equal('memory');
      session.keepGuest(null);
      const draft = new Draft<string>(session, '1', 'review');
      draft.write('글');
      expect(draft.read()).to.equal('글');
      draft.clear();
      expect(draft.read()).to.equal(undefined);
    } finally {
      Object.assign(store, { setItem, getItem });
    }
  });
});

describe('a draft', () => {
  const draftOf = (session: Session, upon?: string) => new Draft<string>(session, '1', 'review', upon);

  it('of nobody goes along with who this browser becomes, and is then theirs alone', async () => {
    const { session } = fresh();
    draftOf(session).write('쓰던 글');
    session.keepGuest('guest-token');
    expect(draftOf(session).read()).to.equal('쓰던 글');
    session.identify(tokenOf('kim'));
    await session.token();
    expect(draftOf(session).read()).to.equal('쓰던 글');
    session.identify(tokenOf('lee'));
    await session.token();
    expect(draftOf(session).read()).to.equal(undefined);
    // The same shopper with another token.
    session.identify(tokenOf('kim', 2));
    await session.token();
    expect(draftOf(session).read()).to.equal('쓰던 글');
  });

  it('of a member is gone after signing out, and stays theirs while it is written', async () => {
    const { session } = fresh();
    session.identify(tokenOf('kim'));
    await session.token();
    const draft = draftOf(session);
    draft.write('회원의 글');
    session.signOut();
    await until(() => !Object.keys(localStorage).some((name) => name.startsWith('dangol-draft:')));
    draft.write('이어 쓴 글');
    expect(draftOf(session).read()).to.equal(undefined);
  });

  it('upon another version is dropped', () => {
    const { session } = fresh();
    draftOf(session, '1').write('고치던 글');
    expect(draftOf(session, '1').read()).to.equal('고치던 글');
    expect(draftOf(session, '2').read()).to.equal(undefined);
    expect(localStorage.length).to.equal(0);
  });
});

describe('the stream', () => {
  const stream = (text: string, then?: AbortSignal | null) =>
    new Response(
      new ReadableStream({
        start(controller) {
          const bytes = new TextEncoder().encode(text);
          // In the middle of a letter, as networks do.
          controller.enqueue(bytes.slice(0, 47));
          controller.enqueue(bytes.slice(47));
          then?.addEventListener('abort', () => controller.error(then.reason));
        },
      }),
      { headers: { 'content-type': 'text/event-stream' } },
    );

  it('is one for all topics, resumes, and tells each change once to whom it concerns', async () => {
    const { live } = fresh();
    const change = (position: number, topic: string) =>
      `event: change\ndata: ${JSON.stringify({ position, kind: 'review.created', topic, ids: { review: '가나다' } })}\n\n`;
    answers(({ path, signal }) =>
      path === 'stream'
        ? stream(
            `: hello\n\nevent: ready\ndata: {"position":3}\n\n${change(4, 'product:a')}${change(4, 'product:a')}${change(5, 'product:b')}`,
            signal,
          )
        : undefined,
    );
    const got: LiveChange[] = [];
    const other: LiveChange[] = [];
    const stop = [
      live.subscribe('product:a', 3, { change: (one) => got.push(one), reset: () => undefined }),
      live.subscribe('product:b', 2, { change: (one) => other.push(one), reset: () => undefined }),
    ];
    await until(() => got.length && other.length);
    expect(asked).to.have.lengthOf(1);
    expect(asked[0]!.body).to.deep.equal({ topics: ['product:a', 'product:b'], after: 2 });
    expect(got.map(({ position, ids }) => [position, ids.review])).to.deep.equal([[4, '가나다']]);
    expect(other).to.have.lengthOf(1);
    for (const one of stop) one();
    await until(() => asked[0]!.signal?.aborted);
  });

  it('resumes from where the page has been told everything, also by a sign of life', async () => {
    const { live } = fresh();
    const { setTimeout: later } = globalThis;
    // The waits between two streams are not what is tested.
    globalThis.setTimeout = ((run: () => void) => later(run)) as never;
    try {
      answers(({ path, signal }) => {
        if (path !== 'stream') return undefined;
        if (asked.length > 1) return hang(signal);
        const of = { kind: 'review.created', topic: 'product:a', ids: {} };
        const text = `event: change\nid: 7\ndata: ${JSON.stringify({ ...of, position: 7 })}\n\n: \nid: 12\n\n`;
        return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
      });
      const got: number[] = [];
      const stop = [
        live.subscribe('product:a', 3, {
          change: ({ position }) => got.push(position),
          reset: () => undefined,
        }),
        live.subscribe('product:b', 2, {
          change: ({ position }) => got.push(position),
          reset: () => undefined,
        }),
      ];
      await until(() => asked.length === 2);
      expect(got).to.deep.equal([7]);
      expect(asked[1]!.body).to.deep.equal({ topics: ['product:a', 'product:b'], after: 12 });
      for (const one of stop) one();
    } finally {
      globalThis.setTimeout = later;
    }
  });

  it('tells who is too far behind to load anew', async () => {
    const { live } = fresh();
    answers(({ path, signal }) =>
      path === 'stream' ? stream('event: reset\ndata: {}\n\n'.padEnd(60), signal) : undefined,
    );
    let resets = 0;
    const stop = live.subscribe('product:a', 0, { change: () => undefined, reset: () => resets++ });
    await until(() => resets);
    stop();
  });

  it('a topic that is refused silences no other one', async () => {
    const { live } = fresh();
    const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    const refused = () => asked.filter(({ body }) => topicsOf(body).includes('wishlist:a')).length;
    const topicsOf = (body: unknown) => (body as { topics: string[] }).topics;
    answers(({ path, body, signal }) => {
      if (path !== 'stream') return undefined;
      if (topicsOf(body).includes('wishlist:a'))
        return refused() > 1
          ? problem(403, 'not-allowed')
          : stream(event('ready', { position: 3 }) + event('end', { reason: 'refused' }));
      const change = { position: 4, kind: 'review.created', topic: 'product:b', ids: {} };
      return stream(event('ready', { position: 3 }) + event('change', change), signal);
    });
    const got: LiveChange[] = [];
    const hear = () =>
      live.subscribe('product:b', 3, { change: (one) => got.push(one), reset: () => undefined });
    const leave = live.subscribe('wishlist:a', 3, {
      change: () => undefined,
      // What became of it is known only a while after.
      reset: () => void until(() => refused() > 1).then(leave),
    });
    let stop = hear();
    await until(() => refused());
    stop();
    stop = hear();
    await until(() => got.length);
    stop();
  });

  it('opens anew for somebody else, and not for the same', async () => {
    const { live, session } = fresh();
    answers(({ signal }) => hang(signal));
    const stop = live.subscribe('product:a', 0, { change: () => undefined, reset: () => undefined });
    await until(() => asked.length === 1);
    session.identify('member-token');
    await until(() => asked.length === 2);
    expect(asked[1]!.headers.get('authorization')).to.equal('Bearer member-token');
    expect(asked[0]!.signal?.aborted).to.equal(true);
    stop();
  });
});

describe('points that somebody typed', () => {
  it('are whole, however they are written', () => {
    for (const [text, points] of [
      ['3,000', 3000],
      [' 3 000 원 ', 3000],
      ['３，０００점', 3000],
      ['500P', 500],
      ['1 point', 1],
      ['20 points', 20],
      ['999999999999', 999_999_999_999],
      ...['', '0', '-5', '1.5', '3.000', '1e3', '0x10', '12원짜리', '원', '9999999999999'].map(
        (none) => [none, undefined] as const,
      ),
    ] as const)
      expect(wholePoints(text), text).to.equal(points);
  });
});
