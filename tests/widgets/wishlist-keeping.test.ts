// A list as those who keep it see it: order, changes, removal, sharing.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { sendMouse, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { identify, signOut } from '../../widgets/core/page.ts';
import { note, refresh } from '../../widgets/wishlist/changes.ts';
import { moveTo } from '../../widgets/wishlist/order.ts';
import { DangolWishlist } from '../../widgets/wishlist/wishlist.ts';
import { focused, press } from './parts/keys.ts';
import { asked, json, problem } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';
import {
  idOf,
  KEY,
  type Kept,
  keeping,
  LIST,
  mall,
  myList,
  people,
  placeAfter,
  wish,
  wishlist,
} from './support/wishes.ts';

customElements.define('dangol-wishlist', DangolWishlist);

/** Everything below, also in the shadow trees. */
function all(at: ParentNode): HTMLElement[] {
  return [...at.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? all(one.shadowRoot) : []),
  ]);
}
const look = (selector: string) => all(document).find((one) => one.matches(selector));
const seek = (selector: string) => until(() => look(selector));
const gone = (selector: string) => until(() => !look(selector));
const button = (text: string) =>
  until(() => all(document).find((one) => one.localName === 'button' && one.textContent!.trim() === text));
const sees = (text: string) =>
  until(() =>
    all(document).some(
      (one) => one.checkVisibility() && !one.children.length && one.textContent!.includes(text),
    ),
  );
const names = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('.wishes h3')].map((one) => one.textContent!.trim());
const write = (field: HTMLElement, value: string) => {
  (field as HTMLInputElement).value = value;
  field.dispatchEvent(new Event('input'));
};

async function open(more: Partial<Kept> = {}) {
  const kept = keeping({
    part: { role: 'owner', claims: [], comments: [] },
    mine: [myList(), myList({ id: 'other', name: '신혼집', isDefault: false })],
    ...more,
  });
  identify('member-token-0123456789');
  const element = document.createElement('dangol-wishlist');
  element.setAttribute('list', LIST);
  document.body.append(element);
  await until(() => element.shadowRoot!.querySelector('[part=share]'));
  return { kept, element };
}

/** Opens the menu of a wish, or of the list, and picks a line by its words. */
async function pick(element: Element, of: string, line: string): Promise<void> {
  const place = element.shadowRoot!.querySelector(of)!;
  const dots =
    place.querySelector<HTMLElement>('.dots') ??
    place.querySelector('dangol-part-menu')!.shadowRoot!.querySelector<HTMLElement>('#button')!;
  dots.click();
  (
    await until(() =>
      [
        ...(place
          .querySelector('dangol-part-menu')
          ?.shadowRoot?.querySelectorAll<HTMLElement>('#list:popover-open [role=menuitem]') ?? []),
      ].find((one) => one.textContent!.trim() === line),
    )
  ).click();
}
const first = '.wishes > li:first-child .acts';

describe('a wishlist that one keeps', () => {
  afterEach(async () => {
    signOut();
    document.body.replaceChildren();
    localStorage.clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('is put in order by the keyboard alone; it is told, and the focus stays', async () => {
    const { kept, element } = await open();
    const handle = (at: number) => element.shadowRoot!.querySelectorAll<HTMLElement>('.handle')[at]!;
    handle(0).focus();
    await press('ArrowDown');
    await until(() => names(element)[1] === '상품 1');
    await until(() => focused() === handle(1));
    await until(
      () => element.shadowRoot!.querySelector('.root > .only-heard')!.textContent === '2번째로 옮겼어요',
    );
    await until(() => kept.items[1]!.id === idOf(1));
    await press('End');
    await until(() => kept.items[2]!.id === idOf(1));
    await press('ArrowUp', 'ArrowUp');
    await until(() => kept.items[0]!.id === idOf(1));
    expect(names(element)).to.deep.equal(['상품 1', '상품 2', '상품 3']);
    expect(
      asked.filter(({ method }) => method === 'PUT').every(({ path }) => path.endsWith('/place')),
    ).to.equal(true);
  });

  it('a place that is refused is put back, and said', async () => {
    const { kept, element } = await open();
    kept.other = ({ path }) => (path.endsWith('/place') ? problem(409, 'changed-meanwhile') : undefined);
    element.shadowRoot!.querySelector<HTMLElement>('.handle')!.focus();
    await press('ArrowDown');
    await seek('dangol-part-notice');
    await until(() => names(element)[0] === '상품 1');
  });

  /** A service that takes its time for each new place. */
  async function slowly(many: number, pause: (number: number) => Promise<unknown>) {
    const { kept, element } = await open({ items: Array.from({ length: many }, (_, at) => wish(at + 1)) });
    let asks = 0;
    kept.other = ({ path, body }) =>
      path.endsWith('/place')
        ? pause(asks++).then(() =>
            json(placeAfter(kept, path.split('/')[1]!, (body as { after: string }).after)),
          )
        : undefined;
    return { kept, element };
  }
  const ids = (wishes: readonly { id: string }[]) => wishes.map(({ id }) => id);

  it('moves that wait for a slow answer end in the order that is seen, and nothing undoes them meanwhile', async () => {
    let go!: () => void;
    const answered = new Promise<void>((done) => {
      go = done;
    });
    const { kept, element } = await slowly(4, () => answered);
    const moves = [
      moveTo(element, idOf(4), 0),
      moveTo(element, idOf(1), 3),
      moveTo(element, idOf(2), 2),
      refresh(element.data),
    ];
    await until(() => names(element).join() === '상품 4,상품 3,상품 2,상품 1');
    note(element.data, `wishlist:${LIST}`, { position: 9, kind: 'wish.changed', topic: '', ids: {} });
    go();
    await Promise.all(moves);
    await until(() => kept.items.map(({ id }) => id).join() === [4, 3, 2, 1].map(idOf).join());
    expect(names(element).join()).to.equal('상품 4,상품 3,상품 2,상품 1');
  });

  it('whatever is moved while answers are late, service and screen end alike', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const { kept, element } = await slowly(6, () => new Promise((done) => setTimeout(done, random(4))));
    for (let round = 0; round < 15; round++) {
      const acts: Promise<void>[] = [];
      let wanted = ids(element.data.items);
      for (let move = 0; move < 6; move++) {
        const [id, to] = [idOf(1 + random(6)), random(6)];
        wanted = wanted.filter((one) => one !== id);
        wanted.splice(to, 0, id);
        acts.push(moveTo(element, id, to));
        if (!random(3)) acts.push(refresh(element.data));
        if (random(2)) await new Promise((done) => setTimeout(done, random(3)));
        expect(ids(element.data.items)).to.deep.equal(wanted);
      }
      await Promise.all(acts);
      await until(() => ids(kept.items).join() === wanted.join());
      expect(ids(element.data.items)).to.deep.equal(wanted);
    }
  });

  it('what is moved while a refusal is being told is sent too', async () => {
    const { kept, element } = await open();
    let places = 0;
    kept.other = ({ path }) =>
      path.endsWith('/place') && !places++ ? problem(409, 'changed-meanwhile') : undefined;
    let second: Promise<void> | undefined;
    element.addEventListener('dangol-problem-show', () => {
      second = moveTo(element, idOf(3), 0);
    });
    await moveTo(element, idOf(1), 1);
    await second;
    await until(() => kept.items[0]!.id === idOf(3));
    await until(() => names(element).join() === '상품 3,상품 1,상품 2');
  });

  it('a focused field stays in place while other wishes pass it, in either direction', async () => {
    const { element } = await open();
    const handle = element.shadowRoot!.querySelectorAll<HTMLElement>('.handle')[2]!;
    handle.focus();
    await moveTo(element, idOf(1), 2);
    expect(focused() === handle).to.equal(true);
    await moveTo(element, idOf(1), 0);
    expect(focused() === handle).to.equal(true);
    element.data.items = [...element.data.items].reverse();
    element.requestUpdate();
    await until(() => names(element).join() === '상품 3,상품 2,상품 1');
    expect(focused() === handle).to.equal(true);
  });

  for (const width of [390, 900])
    it(`is put in order by dragging a handle, ${width} px wide`, async () => {
      await setViewport({ width, height: 1800 });
      const { kept, element } = await open();
      await Promise.all([import('../../widgets/wishlist/acts.ts'), import('../../widgets/wishlist/drag.ts')]);
      const center = (one: Element) => {
        const box = one.getBoundingClientRect();
        return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)] as [
          number,
          number,
        ];
      };
      const handle = element.shadowRoot!.querySelector('.handle')!;
      const [x, y] = center(handle);
      const [, second] = element.shadowRoot!.querySelectorAll('.wishes > li');
      const target = center(second!.querySelector('.acts .end')!);
      try {
        await sendMouse({ type: 'move', position: [x, y] });
        await sendMouse({ type: 'down' });
        await new Promise((done) => requestAnimationFrame(done));
        await sendMouse({ type: 'move', position: [x + 10, y + 10] });
        await sendMouse({ type: 'move', position: [x + 20, y + 10] });
        await until(() => element.shadowRoot!.querySelector('.lifted'));
        await sendMouse({ type: 'move', position: [target[0] + 30, target[1]] });
        await until(() => Number(element.shadowRoot!.querySelector<HTMLElement>('.lifted')!.style.order) > 2);
      } finally {
        await sendMouse({ type: 'up' });
      }
      await until(() => kept.items[1]!.id === idOf(1));
      expect(names(element)).to.deep.equal(['상품 2', '상품 1', '상품 3']);
      expect(element.shadowRoot!.querySelector('[style*=order], .lifted')).to.equal(null);
    });

  it('a drag that is broken off changes nothing', async () => {
    await setViewport({ width: 390, height: 1800 });
    const { kept, element } = await open();
    await Promise.all([import('../../widgets/wishlist/acts.ts'), import('../../widgets/wishlist/drag.ts')]);
    const box = element.shadowRoot!.querySelector('.handle')!.getBoundingClientRect();
    const at: [number, number] = [Math.round(box.left + 10), Math.round(box.top + 10)];
    try {
      await sendMouse({ type: 'move', position: at });
      await sendMouse({ type: 'down' });
      await new Promise((done) => requestAnimationFrame(done));
      await sendMouse({ type: 'move', position: [at[0], at[1] + 300] });
      await sendMouse({ type: 'move', position: [at[0], at[1] + 400] });
      await until(() => element.shadowRoot!.querySelector('.lifted'));
      await press('Escape');
      await until(() => !element.shadowRoot!.querySelector('.lifted'));
    } finally {
      await sendMouse({ type: 'up' });
    }
    expect(names(element)).to.deep.equal(['상품 1', '상품 2', '상품 3']);
    expect(kept.items[0]!.id).to.equal(idOf(1));
    expect(asked.some(({ path }) => path.endsWith('/place'))).to.equal(false);
  });

  it('a wish is taken off and put back where it was', async () => {
    const { kept, element } = await open();
    kept.other = ({ path }) => {
      if (!path.endsWith('/restore')) return undefined;
      kept.items = [wish(1), ...kept.items];
      return json(wish(1));
    };
    await pick(element, first, '목록에서 빼기');
    await until(() => names(element).length === 2);
    await sees('목록에서 뺐어요');
    await expectAccessible(element);
    (await button('되돌리기')).click();
    await until(() => names(element).join() === '상품 1,상품 2,상품 3');
  });

  it('a page may keep a wish from being taken off', async () => {
    const { element } = await open();
    element.addEventListener('dangol-before-wish-remove', (event) => event.preventDefault());
    await pick(element, first, '목록에서 빼기');
    await new Promise((done) => setTimeout(done));
    expect(asked.some(({ method }) => method === 'DELETE')).to.equal(false);
  });

  it('note, quantity, option and priority are changed; what was written survives a reload', async () => {
    const { kept, element } = await open({
      items: [
        wish(1, { product: { ...wish(1).product, options: [{ name: '색상', values: ['블루', '화이트'] }] } }),
      ],
    });
    await pick(element, first, '고치기');
    write(await seek('#note'), 'M 사이즈로요');
    await expectAccessible(element);
    element.remove();

    document.body.append(element);
    await element.updateComplete;
    await until(
      () => element.shadowRoot!.querySelector(first) && element.shadowRoot!.querySelector('[part=share]'),
    );
    for (const one of element.shadowRoot!.querySelectorAll('dangol-wishlist-wish')) one.remove();
    await pick(element, first, '고치기');
    await until(() => (look('#note') as HTMLTextAreaElement | undefined)?.value === 'M 사이즈로요');
    write(await seek('#quantity'), '0');
    await sees('1부터 99까지');
    write(await seek('#quantity'), '3');
    const option = (await seek('#option-0')) as HTMLSelectElement;
    option.value = '블루';
    option.dispatchEvent(new Event('change'));
    (await seek('input[value=must]')).click();
    (await button('저장')).click();
    await until(() => kept.items[0]!.version === 2);
    expect(kept.items[0]).to.deep.include({ note: 'M 사이즈로요', quantity: 3, priority: 'must' });
    expect(kept.items[0]!.options).to.deep.equal([{ name: '색상', value: '블루' }]);
    await gone('dangol-wishlist-wish');
  });

  it('what was changed elsewhere meanwhile is told, and another press saves', async () => {
    const { kept, element } = await open();
    await pick(element, first, '고치기');
    write(await seek('#note'), '내 메모');
    kept.items = kept.items.map((one) => ({ ...one, version: 7 }));
    (await button('저장')).click();
    await sees('다른 곳에서 먼저 고친 내용이 있어요');
    (await button('저장')).click();
    await until(() => kept.items[0]!.note === '내 메모');
    await gone('dangol-wishlist-wish');
  });

  it('goes to another list, or is copied there', async () => {
    const { kept, element } = await open();
    const sent: unknown[] = [];
    kept.other = ({ path, body }) => {
      if (!path.endsWith('/transfer')) return undefined;
      sent.push(body);
      return json(wish(1, { list: 'other' }));
    };
    await pick(element, first, '다른 목록에 복사');
    await seek('input[name=to]');
    await expectAccessible(element);
    (await button('담기')).click();
    await sees('‘신혼집’에 담았어요');
    expect(names(element)).to.have.lengthOf(3);
    await pick(element, first, '다른 목록으로 옮기기');
    await seek('input[name=to]');
    (await button('옮기기')).click();
    await until(() => names(element).length === 2);
    await sees('‘신혼집’ 목록으로 옮겼어요.');
    expect(sent).to.deep.equal([
      { to: 'other', copy: true },
      { to: 'other', copy: false },
    ]);
  });

  it('is made and changed in plain words', async () => {
    const { kept, element } = await open();
    const sent: object[] = [];
    kept.other = ({ method, path, body }) => {
      if (!path.startsWith('wishlists') || (method !== 'POST' && method !== 'PATCH')) return undefined;
      sent.push(body as object);
      return json(myList());
    };
    await pick(element, '.tools', '목록 고치기');
    await seek('#name');
    await sees('일주일 뒤부터');
    await expectAccessible(element);
    (await seek('input[value=public]')).click();
    write(await seek('#claimsHiddenUntil'), '2031-05-08');
    (await button('저장')).click();
    await gone('dangol-wishlist-edit');
    expect(sent).to.deep.equal([{ claimsHiddenUntil: '2031-05-08', visibility: 'public', version: 1 }]);
    await pick(element, '.tools', '새 목록');
    (await button('저장')).click();
    await sees('목록 이름을 적어 주세요');
    write(await seek('#name'), '집들이');
    kept.other = ({ method, path, body }) => {
      if (path !== 'wishlists' || method !== 'POST') return undefined;
      sent.push(body as object);
      return problem(422, 'quota-full');
    };
    (await button('저장')).click();
    await sees('말: quota-full');
    expect(sent.at(-1)).to.deep.equal({
      name: '집들이',
      occasion: null,
      occasionOn: null,
      visibility: 'link',
      commentsOpen: true,
      claimsHiddenUntil: null,
    });
  });

  it('is shared by a link whose secret stands behind the fragment, and the link is taken back', async () => {
    const { kept, element } = await open({
      mall: mall({
        pages: { product: null, wishlist: 'https://mall.test/wishlist', club: null, blog: null },
      }),
    });
    const NEW = 'newKEYnewKEYnewKEYnewK';
    kept.other = ({ path }) => (path.endsWith('/link') ? json(myList({ linkKey: NEW })) : undefined);
    element.shadowRoot!.querySelector<HTMLElement>('[part=share]')!.click();
    const link = (await seek('#link')) as HTMLInputElement;
    expect(link.value).to.equal(`https://mall.test/wishlist#dangol-wishlist=${LIST}.${KEY}`);
    await expectAccessible(element);
    (await button('링크 복사')).click();
    await until(() => /복사했어요|길게 눌러/.test(look('.hint')?.textContent ?? ''));
    (await button('이 링크 끊기')).click();
    await sees('지금까지 건넨 링크로는 더 볼 수 없고');
    (await button('이 링크 끊기')).click();
    await until(() => (look('#link') as HTMLInputElement).value.endsWith(NEW));
    for (const { url } of asked) expect(url.href).to.not.include(KEY);
  });

  it('invites people by a link that is shown once, and lets them go', async () => {
    const { kept, element } = await open();
    const sent: string[] = [];
    kept.other = ({ method, path }) => {
      sent.push(`${method} ${path}`);
      if (path.endsWith('/invitations'))
        return json({
          id: 'i1',
          role: 'helper',
          code: 'c'.repeat(24),
          usesLeft: 1,
          expiresAt: Date.now() + 1e9,
        });
      return method === 'DELETE' ? json(null, 204) : undefined;
    };
    await pick(element, '.tools', '함께하는 사람');
    await sees('챙겨 주는 사람');
    await expectAccessible(element);
    (await button('초대 링크 만들기')).click();
    const link = (await seek('#link')) as HTMLInputElement;
    expect(link.value).to.match(new RegExp(`#dangol-wishlist=${LIST}&invite=c{24}$`));
    await expectAccessible(element);
    (await button('초대 취소')).click();
    await until(() => sent.includes(`DELETE wishlists/${LIST}/invitations/i1`));
    await gone('#link');
    (await button('내보내기')).click();
    await sees('회원2님을 내보낼까요?');
    (look('dangol-part-confirm')!.shadowRoot!.querySelector('.main') as HTMLElement).click();
    await until(() => sent.includes(`DELETE wishlists/${LIST}/people/${people().people[0]!.member.id}`));
  });

  it('goes only after a question', async () => {
    const { kept, element } = await open();
    const changes: (string | null)[] = [];
    element.addEventListener('dangol-list-change', (event) => changes.push(event.detail.list?.id ?? null));
    await pick(element, '.tools', '목록 지우기');
    await sees('이 목록을 지울까요?');
    await expectAccessible(element);
    kept.other = ({ method, path }) =>
      method === 'DELETE' || path.startsWith('wishlists')
        ? method === 'DELETE'
          ? json(null, 204)
          : problem(404, 'not-found')
        : undefined;
    (look('dangol-part-confirm')!.shadowRoot!.querySelector('.grave') as HTMLElement).click();
    await sees('볼 수 없는 목록이에요');
    expect(changes).to.deep.equal([null]);
    expect(wishlist().id).to.equal(LIST);
  });
});
