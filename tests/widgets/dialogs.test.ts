// What opens over a board, or in it: each state seen by axe on a phone and on a desk, by day and by night; and by keyboard.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Comment } from '../../server/community/comments/contract.ts';
import { DangolReviewBoard } from '../../widgets/review-board/review-board.ts';
import { expectFocus, press } from './parts/keys.ts';
import { comment, photos } from './parts/stage.ts';
import { type Asked, answers, asked, board, json, problem, review } from './support/service.ts';
import { expectAccessible, until } from './support/until.ts';

customElements.define('dangol-review-board', DangolReviewBoard);

const first = review(1, {
  title: '한 달 써 본 후기',
  text: '처음 받았을 때보다 지금이 더 좋아요.',
  editedAt: Date.now(),
  version: 2,
  photos: photos(3),
  options: [{ name: '색상', value: '그린' }],
  comments: 2,
});
const said: Comment[] = [comment('c1'), comment('c2', { parent: 'c1', text: '고맙습니다!' }), comment('c3')];

/** A service where everything goes well, as seen by a guest who wrote the first review or nothing at all. */
function service(wrote = false, other: (request: Asked) => Response | undefined = () => undefined): void {
  const mine = {
    hidden: null,
    reviews: [],
    mayAdd: [],
    votes: {},
    bought: false,
    options: {},
    comments: ['c3'],
    mayWrite: true,
  };
  localStorage.setItem('dangol:shop1', 'guest-token');
  answers((request) => {
    const { method, path } = request;
    return (
      other(request) ??
      {
        'GET board': () => json(board([first, review(2)])),
        'GET me/board': () => json({ ...mine, review: wrote ? first : null }),
        'GET comments': () => json({ items: said, next: null }),
        [`GET reviews/${first.id}/history`]: () =>
          json({
            items: [
              { version: 2, stars: 2, title: first.title, text: first.text, at: Date.now() },
              { version: 1, stars: 5, title: '', text: '처음에 쓴 글이에요.', at: Date.now() - 1e8 },
            ],
          }),
        'POST me/edit-code': () => json({ code: 'a'.repeat(43), expiresAt: Date.now() + 1e6 }, 201),
        [`DELETE reviews/${first.id}`]: () => json(null, 204),
        'POST photos': () => json(photos(1)[0], 201),
      }[`${method} ${path}`]?.()
    );
  });
}

/** Everything below, also in the shadow trees. */
function all(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? all(one.shadowRoot) : []),
  ]);
}
/** The first that fits; `host / selector` looks inside that tag only. */
function look(path: string): HTMLElement | undefined {
  const [selector = '', host] = path.split(' / ').reverse();
  const root = host ? look(host)?.shadowRoot : document;
  return root ? all(root).find((one) => one.matches(selector)) : undefined;
}
const seek = (path: string) => until(() => look(path));
const gone = (path: string) => until(() => !look(path));
const click = async (selector: string) => (await seek(selector)).click();

async function place(): Promise<void> {
  const element = document.createElement('dangol-review-board');
  element.setAttribute('product', '1');
  // Room for everything: what a folded board cuts off cannot be pressed.
  element.style.setProperty('--dangol-board-height', '2000px');
  document.body.append(element);
  await until(() => element.shadowRoot!.querySelectorAll('.item').length === 2);
  await until(() => asked.some(({ path }) => path === 'me/board'));
}

/** Opens the menu of the first review and picks one of its lines. */
async function pick(line: number): Promise<void> {
  await click('.dots');
  await seek('dangol-part-menu / #list:popover-open');
  await click(`dangol-part-menu / [role=menuitem]:nth-child(${line})`);
}

async function addPhoto(): Promise<void> {
  const input = (await seek('dangol-part-photo-picker / input[type=file]')) as HTMLInputElement;
  const files = new DataTransfer();
  const drawn = await fetch(photos(1)[0]!.small);
  files.items.add(new File([await drawn.blob()], 'photo.png', { type: 'image/png' }));
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
}

const states: [name: string, open: () => Promise<unknown>][] = [
  [
    'the question before a review is deleted, and that it failed',
    async () => {
      service(true, ({ method }) => (method === 'DELETE' ? problem(500, 'internal') : undefined));
      await place();
      await pick(2);
      await click('dangol-part-confirm / .grave');
      await seek('dangol-part-confirm / .problem:not(:empty)');
    },
  ],
  [
    'a report that was refused',
    async () => {
      service(false, ({ path }) =>
        path === 'reports' ? problem(429, 'too-many', { retryAfter: 9 }) : undefined,
      );
      await place();
      await pick(1);
      await click('dangol-part-report-form / .main');
      await until(() => all(document).some((one) => one.textContent === '이유를 하나 골라 주세요.'));
      await click('[value=spam]');
      await click('dangol-part-report-form / .main');
      await until(() =>
        all(document).some((one) => one.id === 'problem' && one.textContent!.includes('too-many')),
      );
    },
  ],
  [
    'the history of a review',
    async () => {
      service();
      await place();
      await click('.meta .link');
      await until(() => all(document).some((one) => one.textContent === '처음에 쓴 글이에요.'));
    },
  ],
  [
    'the link for editing elsewhere',
    async () => {
      service(true);
      await place();
      await document.querySelector('dangol-review-board')!.open({ kind: 'link' });
      const input = (await seek('dangol-board-edit-link / input')) as HTMLInputElement;
      await until(() => input.value.endsWith(`#dangol-edit=${'a'.repeat(43)}`));
    },
  ],
  [
    'a photo in large',
    async () => {
      service();
      await place();
      await click('article .strip button');
      await seek('dangol-part-lightbox / dialog[open] img');
    },
  ],
  [
    'comments with the form of an answer',
    async () => {
      service();
      await place();
      await click('.talk');
      await click('dangol-part-comment-thread / .reply');
      await until(() =>
        all(document).some((one) =>
          one.matches('textarea[aria-label*="답글"], textarea[placeholder*="답글"]'),
        ),
      );
    },
  ],
  [
    'the form with everything wrong: no stars, a short text, a photo that failed',
    async () => {
      service(false, ({ path }) => (path === 'photos' ? problem(413, 'too-large') : undefined));
      await place();
      await click('[part=write]');
      await addPhoto();
      await seek('dangol-part-photo-picker / .failed');
      await click('dangol-board-form / .main');
      await seek('#text[aria-invalid=true]');
    },
  ],
  [
    'the form with a photo that is there',
    async () => {
      service();
      await place();
      await click('[part=write]');
      await addPhoto();
      await seek('dangol-part-photo-picker / .ready');
    },
  ],
];

describe('what opens over a board', () => {
  before(() => document.body.style.setProperty('margin', '0'));
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    localStorage.clear();
    document.documentElement.removeAttribute('style');
  });
  after(() => setViewport({ width: 800, height: 600 }));

  for (const width of [320, 1000])
    for (const dark of [false, true])
      describe(`${width} px, ${dark ? 'dark' : 'light'}`, () => {
        before(() => setViewport({ width, height: 700 }));
        beforeEach(() => {
          document.documentElement.style.setProperty('background', dark ? '#17181a' : '#fff');
          document.documentElement.style.setProperty('color', dark ? '#eee' : '#333');
        });
        for (const [name, open] of states)
          it(`is accessible and fits: ${name}`, async () => {
            await open();
            await expectAccessible(document.querySelector('dangol-review-board')!);
            const page = document.documentElement;
            expect(page.scrollWidth).to.be.at.most(page.clientWidth);
            for (const sheet of all(document).filter((one) => one.matches('dialog[open] .body')))
              expect(sheet.scrollWidth, 'the sheet').to.be.at.most(sheet.clientWidth);
          });
      });
});

describe('what opens over a board, by keyboard', () => {
  before(() => document.body.style.setProperty('margin', '0'));
  afterEach(() => {
    for (const element of document.querySelectorAll('dangol-review-board')) element.remove();
    localStorage.clear();
  });

  for (const [name, opener, dialog] of [
    ['the form', '[part=write]', 'dangol-board-form'],
    ['the history', '.meta .link', 'dangol-board-history'],
    ['a photo', 'article .strip button', 'dangol-part-lightbox'],
  ] as const)
    it(`${name}: Enter opens it, Escape closes it, the focus returns`, async () => {
      service();
      await place();
      const button = await seek(opener);
      button.focus();
      await press('Enter');
      await seek('dialog[open]');
      expectFocus(button, false);
      await press('Escape');
      await gone(dialog);
      expectFocus(button);
    });

  for (const [name, wrote, keys, dialog] of [
    ['the question before deleting', true, ['ArrowDown', 'Enter'], 'dangol-part-confirm'],
    ['a report', false, ['Enter'], 'dangol-part-report-sheet'],
  ] as const)
    it(`${name}: from the menu and back to it`, async () => {
      service(wrote);
      await place();
      (await seek('.dots')).focus();
      await press('Enter');
      await seek('dangol-part-menu / #list:popover-open');
      await press(...keys);
      await seek(`${dialog} / dialog[open]`);
      await press('Escape');
      await gone(dialog);
      expectFocus(await seek('dangol-part-menu / #button'));
    });

  it('the review is gone with the menu that opened the question: the focus stays in the board', async () => {
    service(true);
    await place();
    await pick(2);
    await click('dangol-part-confirm / .grave');
    await gone('dangol-part-confirm');
    await until(() => document.querySelector('dangol-review-board')!.shadowRoot!.activeElement);
    expectFocus(await seek('[part=write]'));
    expect(all(document).filter((one) => one.matches('.item'))).to.have.lengthOf(1);
  });

  it('tapped twice, it opens once', async () => {
    service();
    await place();
    const button = await seek('[part=write]');
    button.click();
    button.click();
    await seek('dialog[open]');
    await press('Escape');
    await gone('dialog[open]');
    expectFocus(button);
  });
});
