// "Why?": every grant and reversal in words a shopper understands.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { html } from 'lit';
import type { MyNaegong, NaegongLine, Reversal } from '../../../server/community/reputation/contract.ts';
import type { People } from '../../../widgets/core/people.ts';
import { ClientProblem } from '../../../widgets/core/problems.ts';
import { openWhy, type WhySheet } from '../../../widgets/parts/why.ts';
import { noonHere } from '../support/days.ts';
import { LEVELS, line, me, naegong, profile } from '../support/people.ts';
import { until } from '../support/until.ts';
import { clear, expectAccessible, LONG_NAME, show, wordsOf } from './stage.ts';

interface Options {
  lang?: 'ko' | 'en';
  scheme?: 'light' | 'dark';
  levels?: People['levels'];
  naegong?: People['naegong'];
}

async function open(mine: MyNaegong, { lang = 'ko', scheme = 'light', ...host }: Options = {}) {
  const stage = await show(() => html``, { scheme });
  await openWhy({
    root: stage.shadowRoot!,
    words: await wordsOf(lang),
    levels: LEVELS,
    profile: async () => profile(),
    me: async () => me(),
    setListed: async (listed) => me({ listed }),
    naegong: async () => mine,
    ...host,
  });
  return { stage, sheet: stage.shadowRoot!.querySelector('dangol-part-why')! };
}

const inside = (sheet: WhySheet, selector: string) => sheet.shadowRoot!.querySelector<HTMLElement>(selector)!;
const ready = (sheet: WhySheet) => until(() => inside(sheet, '.lines'));
const text = (element: Element) => element.textContent!.replace(/\s+/g, ' ').trim();
const lines = (sheet: WhySheet) => [...sheet.shadowRoot!.querySelectorAll('.line')].map(text);

/** How one line reads: what happened, and what it came to. */
async function read(more: Partial<NaegongLine>, lang: 'ko' | 'en' = 'ko'): Promise<string> {
  const { sheet } = await open(naegong({ items: [line('l1', more)] }), { lang });
  await ready(sheet);
  const [said] = lines(sheet);
  clear();
  return said!;
}

const REVERSALS: Record<Reversal, string> = {
  withdrawn: '‘도움돼요’가 취소되어 돌려놓았어요',
  changed: '‘도움돼요’가 다른 의견으로 바뀌어 돌려놓았어요',
  deleted: '후기가 지워져 함께 돌려놓았어요',
  refunded: '의견을 준 분의 주문이 환불되어 다시 셈했어요',
  'voter-left': '의견을 준 분이 탈퇴하여 돌려놓았어요',
  own: '로그인 전에 내가 누른 것이어서 세지 않아요',
  'set-aside': '서로 부탁해 누른 것으로 보이는 의견은 세지 않아요',
};

describe('the "why?" sheet', () => {
  afterEach(async () => {
    clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day and by night, in both languages, and fits a narrow phone', async () => {
    await setViewport({ width: 320, height: 640 });
    const mine = naegong({
      frozen: { since: Date.now(), reasons: ['ring'] },
      items: [
        line('a', { productName: LONG_NAME.repeat(3), capped: true, recounted: true, amount: 1_234.25 }),
        line('b', { kind: 'reversal', reversal: 'set-aside', amount: -5 }),
      ],
      nextCursor: 'x',
    });
    const levels = LEVELS.map((one) => ({ ...one, label: { ko: LONG_NAME, en: LONG_NAME } }));
    for (const [scheme, lang] of [
      ['light', 'ko'],
      ['dark', 'en'],
    ] as const) {
      const { stage, sheet } = await open(mine, { scheme, lang, levels });
      await ready(sheet);
      await expectAccessible(stage);
      const card = inside(sheet, 'dangol-part-sheet').shadowRoot!.querySelector('.body')!;
      expect(card.scrollWidth).to.be.at.most(card.clientWidth);
      clear();
    }
  });

  it('says my level and what is missing to the next', async () => {
    const { sheet } = await open(naegong());
    await ready(sheet);
    expect(text(inside(sheet, '.mine'))).to.equal('이웃');
    expect(text(inside(sheet, '.next h3'))).to.equal('다음 등급 ‘단골’까지');
    const gates = [...sheet.shadowRoot!.querySelectorAll('.next li')];
    expect(gates.map(text)).to.deep.equal([
      '내공 64 / 100',
      '도움받은 사람 8 / 10명',
      '도움된다고 한 비율 50% / 50%채웠어요',
    ]);
    expect(gates.map((one) => one.className)).to.deep.equal(['', '', 'met']);
  });

  it('without a level it says how the first one comes; at the highest it thanks', async () => {
    const none = { has: 0, needs: 0 };
    const first = await open(
      naegong({ level: 0, next: { level: 1, naegong: none, helped: none, share: none }, items: [] }),
    );
    await ready(first.sheet);
    expect(text(first.sheet.shadowRoot!.querySelector('.sheet')!)).to.include('아직 등급이 없어요');
    expect(text(inside(first.sheet, '.top'))).to.equal('누군가에게 처음 도움이 되면 ‘새싹’부터 시작해요.');
    expect(text(inside(first.sheet, '.lines'))).to.include('아직 기록이 없어요');
    await expectAccessible(first.stage);
    clear();
    const highest = await open(naegong({ level: 3, next: null }));
    await ready(highest.sheet);
    expect(text(inside(highest.sheet, '.top'))).to.include('가장 높은 등급이에요');
  });

  it('a grant names the product and what it gave', async () => {
    expect(await read({})).to.match(
      /^민트 머그잔 후기가 한 사람에게 도움이 됐어요 2026\. 11\. 3\. 내공 \+5$/,
    );
    expect(await read({ productName: null })).to.match(/^내 후기가 한 사람에게 도움이 됐어요 /);
    expect(await read({ vote: 'unhelpful', amount: -1 })).to.match(
      /^민트 머그잔 후기가 한 사람에게는 도움이 되지 못했어요 .*내공 −1$/,
    );
    expect(await read({}, 'en')).to.match(
      /^Your review of 민트 머그잔 helped somebody Nov 3, 2026 Naegong \+5$/,
    );
  });

  it('a grant that the daily cap cut, or that was counted anew, says so', async () => {
    expect(await read({ amount: 2, capped: true })).to.include(
      '하루에 받을 수 있는 만큼을 넘어 2만 더했어요',
    );
    expect(await read({ amount: 0, capped: true })).to.match(/이미 받아 더하지 않았어요 .*내공 0$/);
    expect(await read({ amount: 7.5, recounted: true })).to.match(
      /쇼핑몰이 기준을 바꾸어 다시 셈했어요 .*\+7\.5$/,
    );
  });

  for (const reversal of Object.keys(REVERSALS) as Reversal[])
    it(`a reversal says why: ${reversal}`, async () => {
      const said = await read({ kind: 'reversal', amount: -5, reversal });
      expect(said.startsWith(REVERSALS[reversal]), said).to.equal(true);
      expect(said).to.match(/민트 머그잔 후기 · 2026\. 11\. 3\. 내공 −5$/);
      expect(await read({ kind: 'reversal', amount: -5, reversal }, 'en')).to.match(
        /^[ -~“”]+Your review of/,
      );
    });

  it('the reversal of an unhelpful vote speaks of that vote', async () => {
    const back = { kind: 'reversal', vote: 'unhelpful', amount: 1 } as const;
    expect(await read({ ...back, reversal: 'withdrawn' })).to.match(
      /^도움이 안 됐다는 의견이 취소되어 .*\+1$/,
    );
    expect(await read({ ...back, reversal: 'changed' })).to.match(/^도움이 안 됐다는 의견이 바뀌어/);
  });

  it('frozen, it says since when and why, in calm words, also for reasons it does not know', async () => {
    const { stage, sheet } = await open(
      naegong({
        frozen: { since: noonHere('2026-11-02'), reasons: ['same-few', 'something-new', 'else'] },
      }),
    );
    await ready(sheet);
    expect(text(inside(sheet, '.frozen'))).to.match(
      /^적립을 잠시 멈추고 살펴보고 있어요 2026\. 11\. 2\.부터예요/,
    );
    expect([...sheet.shadowRoot!.querySelectorAll('.frozen li')].map(text)).to.deep.equal([
      '같은 몇 분의 ‘도움돼요’가 많았어요.',
      '평소와 다른 ‘도움돼요’가 있어 확인하고 있어요.',
    ]);
    await expectAccessible(stage);
  });

  it('more lines come by their cursor: a grant and its own reversal are two', async () => {
    const cursors: (string | undefined)[] = [];
    const { sheet } = await open(naegong(), {
      async naegong(cursor) {
        cursors.push(cursor);
        return cursor
          ? naegong({ items: [line('l1'), line('l2')] })
          : naegong({
              items: [line('l1', { kind: 'reversal', reversal: 'deleted', amount: -5 })],
              nextCursor: 'b',
            });
      },
    });
    await ready(sheet);
    inside(sheet, '.wide').click();
    await until(() => lines(sheet).length === 3);
    expect(cursors).to.deep.equal([undefined, 'b']);
    expect(inside(sheet, '.wide')).to.equal(null);
  });

  it('failed, it can be asked again', async () => {
    let isAway = true;
    const { stage, sheet } = await open(naegong(), {
      naegong: async () => {
        if (isAway) throw new ClientProblem('token-expired');
        return naegong();
      },
    });
    await until(() => inside(sheet, '.problem').textContent?.includes('다시 로그인해 주세요'));
    await expectAccessible(stage);
    isAway = false;
    inside(sheet, '.retry').click();
    await ready(sheet);
  });
});
