// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { PostStory, Story } from '../../server/community/blogs/stories/contract.ts';
import '../../widgets/blog/editor/editor.ts';
import type { StoryEditor } from '../../widgets/blog/editor/editor.ts';
import { identify, signOut } from '../../widgets/core/page.ts';
import { blog, media, paintPhotos, photo, purchase, story, storyId, thing } from './support/blogs.ts';
import { profile } from './support/people.ts';
import { type Asked, answers, asked, board, json, noNetwork, problem } from './support/service.ts';
import { clear, type StoryStage, stage } from './support/story-host.ts';
import { expectAccessible, until } from './support/until.ts';

const TOKEN = 'member-token-0123456789';
const PART = 1000;

type Answer = Response | Promise<Response> | undefined;
/** What the service has of uploads; `other` answers before it. */
const kept = {
  photos: 0,
  uploads: new Map<string, { kind: string; bytes: number; received: number }>(),
  other: (_request: Asked): Answer => undefined,
};

function service(): void {
  kept.photos = 0;
  kept.uploads.clear();
  kept.other = () => undefined;
  answers((request) => {
    const { method, path, url, body } = request;
    const first = kept.other(request);
    if (first) return first;
    const [thingOf, id, act] = path.split('/');
    if (path === 'photos') return json(photo(++kept.photos, { alt: url.searchParams.get('alt') ?? '' }), 201);
    if (thingOf === 'photos') return json(photo(1));
    if (path === 'uploads') {
      const { kind, bytes } = body as { kind: string; bytes: number };
      kept.uploads.set(`u${kept.uploads.size + 1}`, { kind, bytes, received: 0 });
      return json({ id: `u${kept.uploads.size}`, kind, bytes, received: 0, partBytes: PART }, 201);
    }
    const upload = thingOf === 'uploads' && kept.uploads.get(id!);
    if (upload) {
      if (act === 'finish') {
        const motion = { kind: upload.kind, url: '', type: 'image/webp', durationMs: 900, sound: false };
        return json({ ...media(3), id: `m-${id}`, motion }, 201);
      }
      if (method === 'DELETE') return json(null, 204);
      if (method === 'PATCH') {
        if (Number(url.searchParams.get('offset')) !== upload.received) return problem(409, 'offset-wrong');
        upload.received += (body as Blob).size;
      }
      return json({ id, ...upload, partBytes: PART });
    }
    if (path === 'me') return json({ id: 'm1', kind: 'member', name: '민지' });
    if (path === 'me/blog') return json({ blog: blog({ boards: [{ id: 'b1', name: '옷장', stories: 1 }] }) });
    if (path === 'members/m1') return json(profile());
    if (path === 'me/purchases')
      return json({
        items: [purchase(1), purchase(2)].map(({ product }) => ({ product, boughtAt: 1, shown: false })),
        next: null,
      });
    if (path === 'me/wishlists')
      return json({ mall: board([]).mall, items: [{ id: 'l1', role: 'owner' }], products: [], next: null });
    if (path === 'wishlists/l1/wishes')
      return json({ items: [{ product: thing(3) }, { product: thing(1) }], next: null });
    if (path === 'stories' && method === 'POST') return json(story(9, body as Partial<Story>), 201);
    return undefined;
  });
}

async function open(host: StoryStage, id?: string): Promise<StoryEditor> {
  const editor = Object.assign(document.createElement('dangol-blog-editor'), { host, story: id });
  editor.lang = host.words!.lang;
  host.shadowRoot!.append(editor);
  await until(() => root(editor).querySelector('form'));
  return editor;
}
const root = (editor: Element) => editor.shadowRoot!;
const find = <Found extends HTMLElement = HTMLElement>(editor: Element, selector: string) =>
  root(editor).querySelector<Found>(selector)!;
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const tiles = (editor: Element) => find(editor, 'dangol-blog-tiles').shadowRoot!;
const theStage = (editor: Element) => find(editor, 'dangol-blog-stage').shadowRoot!;
const marks = (editor: Element) => [...theStage(editor).querySelectorAll<HTMLElement>('.mark')];
const finder = (editor: Element) => root(editor).querySelector('dangol-blog-finder')?.shadowRoot;
const problemIn = (editor: Element) => text(find(editor, '.end .problem'));
const sentStory = () =>
  asked.find(({ path, method }) => path === 'stories' && method === 'POST')?.body as PostStory;

function type(editor: Element, selector: string, value: string): void {
  const field = find<HTMLInputElement>(editor, selector);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

async function choose(editor: Element, ...files: File[]): Promise<void> {
  const input = tiles(editor).querySelector<HTMLInputElement>('input[type=file]')!;
  const held = new DataTransfer();
  for (const file of files) held.items.add(file);
  input.files = held.files;
  input.dispatchEvent(new Event('change'));
}

async function picture(name = 'shirt.png'): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = 80;
  canvas.height = 60;
  canvas.getContext('2d')!.fillRect(0, 0, 80, 60);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  return new File([blob!], name, { type: 'image/png', lastModified: 5 });
}

/** The smallest GIF there is, and so many bytes behind it. */
const gif = (bytes = 2500, name = 'move.gif') =>
  new File(
    [
      Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (one) =>
        one.charCodeAt(0),
      ),
      new Uint8Array(bytes - 42),
    ],
    name,
    { type: 'image/gif', lastModified: 7 },
  );

/** A short recording of a canvas, as this browser makes it. */
async function clip(): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const brush = canvas.getContext('2d')!;
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  for (let frame = 0; frame < 12; frame++) {
    brush.fillStyle = `hsl(${frame * 30} 80% 50%)`;
    brush.fillRect(0, 0, 64, 64);
    await new Promise((done) => setTimeout(done, 40));
  }
  await new Promise((done) => {
    recorder.onstop = done;
    recorder.stop();
  });
  return new File(parts, 'clip.webm', { type: 'video/webm', lastModified: 9 });
}

const isReady = (editor: Element, count: number) =>
  until(
    () =>
      tiles(editor).querySelectorAll('.tile').length === count && !tiles(editor).querySelector('.ring, .bad'),
  );

/** Picks a product in the finder. */
async function pick(editor: Element, name: string): Promise<void> {
  const one = await until(() =>
    [...(finder(editor)?.querySelectorAll<HTMLElement>('.found button') ?? [])].find((line) =>
      text(line).includes(name),
    ),
  );
  one.click();
  await until(() => !finder(editor));
}

describe('the editor of stories', () => {
  before(paintPhotos);
  beforeEach(() => {
    identify(TOKEN);
    service();
  });
  afterEach(async () => {
    signOut();
    clear();
    localStorage.clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to: new, with pictures and marks, looking for a product, a found draft', async () => {
    for (const [width, dark, lang] of [
      [320, false, 'ko'],
      [1200, true, 'en'],
    ] as const) {
      await setViewport({ width, height: 800 });
      const host = await stage(undefined, { dark, lang });
      const editor = await open(host);
      await expectAccessible(host);
      await choose(editor, await picture(), gif());
      await isReady(editor, 2);
      find(editor, '[part=mark]').click();
      await until(() => finder(editor)?.querySelector('.found'));
      await expectAccessible(host);
      finder(editor)!.querySelector<HTMLElement>('.found button')!.click();
      await until(() => marks(editor).length === 1);
      await expectAccessible(host);
      editor.remove();
      await open(host);
      await expectAccessible(host);
      clear();
      localStorage.clear();
    }
  });

  it('puts a mark where the pointer is, moves it by the pointer, and posts all of it', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, await picture());
    await isReady(editor, 1);
    const box = theStage(editor).querySelector('.fit')!;
    await until(() => box.getBoundingClientRect().width > 0);
    box.scrollIntoView({ block: 'center' });
    const at = (x: number, y: number): [number, number] => {
      const { left, top, width, height } = box.getBoundingClientRect();
      return [Math.round(left + width * x), Math.round(top + height * y)];
    };
    await sendMouse({ type: 'click', position: at(0.25, 0.5) });
    await pick(editor, '민트 머그잔');
    const [mark] = marks(editor);
    expect(mark!.getAttribute('aria-label')).to.equal('상품 표시 1: 민트 머그잔');
    await sendMouse({ type: 'move', position: at(0.25, 0.5) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: at(0.5, 0.4) });
    await sendMouse({ type: 'move', position: at(0.75, 0.25) });
    await sendMouse({ type: 'up' });
    type(editor, '#title', '여름 셔츠');
    type(editor, '#text', '자주 입어요.');
    find<HTMLSelectElement>(editor, '#board').value = 'b1';
    find(editor, '#board').dispatchEvent(new Event('change'));
    find(editor, '[part=publish]').click();
    await until(() => host.went.length);
    const { media: sent, ...rest } = sentStory();
    expect(rest).to.deep.equal({
      title: '여름 셔츠',
      text: '자주 입어요.',
      board: 'b1',
      review: null,
      commentsOpen: true,
      state: 'shown',
    });
    const [one] = sent[0]!.marks;
    expect(one!.product).to.equal('1');
    expect(one!.x).to.be.closeTo(7500, 80);
    expect(one!.y).to.be.closeTo(2500, 80);
    expect(host.went).to.deep.equal([storyId(9)]);
    expect(Object.keys(localStorage).filter((name) => name.startsWith('dangol-draft'))).to.deep.equal([]);
  });

  it('puts and moves a mark by keys alone', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, await picture());
    await isReady(editor, 1);
    find(editor, '[part=mark]').focus();
    await sendKeys({ press: 'Enter' });
    const field = await until(() => finder(editor)?.querySelector<HTMLInputElement>('#find'));
    await until(() => finder(editor)!.querySelectorAll('.found button').length === 3);
    await until(() => finder(editor)!.activeElement === field);
    await sendKeys({ type: '라탄' });
    await until(() => finder(editor)!.querySelectorAll('.found button').length === 1);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => marks(editor).length === 1);
    await until(() => theStage(editor).activeElement === marks(editor)[0]);
    for (const press of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) await sendKeys({ press });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ up: 'Shift' });
    await until(() => text(theStage(editor).querySelector('[role=status]')) === '왼쪽에서 48%, 위에서 46%');
    find(editor, '[part=draft]').click();
    await until(() => sentStory());
    expect(sentStory().state).to.equal('draft');
    expect(sentStory().media[0]!.marks).to.deep.equal([{ x: 4800, y: 4600, product: '3' }]);
  });

  it('takes a mark away by the delete key', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, await picture());
    await isReady(editor, 1);
    find(editor, '[part=mark]').click();
    await pick(editor, '라탄 바구니');
    await until(() => theStage(editor).activeElement === marks(editor)[0]);
    await sendKeys({ press: 'Delete' });
    await until(() => marks(editor).length === 0);
    await until(() => root(editor).activeElement === find(editor, '[part=mark]'));
  });

  it('has everything again after a reload in the middle, to go on or to begin anew', async () => {
    const host = await stage();
    const editor = await open(host);
    type(editor, '#title', '쓰던 제목');
    await choose(editor, await picture());
    await isReady(editor, 1);
    find(editor, '[part=mark]').click();
    await pick(editor, '민트 머그잔');
    editor.remove();
    const again = await open(host);
    expect(text(find(again, '.again'))).to.include('쓰던 글이 있어요');
    expect(find<HTMLInputElement>(again, '#title').value).to.equal('쓰던 제목');
    await isReady(again, 1);
    expect(marks(again)).to.have.lengthOf(1);
    find(again, '.again .plain').click();
    await until(() => find<HTMLInputElement>(again, '#title').value === '');
    expect(tiles(again).querySelectorAll('.tile')).to.have.lengthOf(0);
    again.remove();
    const third = await open(host);
    expect(root(third).querySelector('.again')).to.equal(null);
  });

  it('goes on by itself after a connection is lost in the middle of a file', async () => {
    const host = await stage();
    const editor = await open(host);
    let lost = 0;
    kept.other = ({ method, url }) => {
      if (method !== 'PATCH' || url.searchParams.get('offset') !== '1000' || lost++) return undefined;
      // It arrived, but its answer did not.
      kept.uploads.get('u1')!.received = 2000;
      return noNetwork();
    };
    await choose(editor, gif());
    await isReady(editor, 1);
    const offsets = asked
      .filter(({ method }) => method === 'PATCH')
      .map(({ url }) => url.searchParams.get('offset'));
    expect(offsets).to.deep.equal(['0', '1000', '2000']);
    expect(asked.some(({ method, path }) => method === 'GET' && path === 'uploads/u1')).to.equal(true);
    expect(asked.filter(({ path }) => path === 'uploads')).to.have.lengthOf(1);
  });

  it('goes on after a reload when the same file is chosen again', async () => {
    const host = await stage();
    const editor = await open(host);
    kept.other = ({ method, url }) =>
      method === 'PATCH' && url.searchParams.get('offset') === '2000' ? new Promise(() => {}) : undefined;
    await choose(editor, gif());
    await until(() => asked.some(({ url }) => url.searchParams.get('offset') === '2000'));
    editor.remove();
    kept.other = () => undefined;
    const again = await open(host);
    await until(() => text(find(again, '.trouble')).includes('‘move.gif’'));
    find(again, '[part=publish]').click();
    await until(() => problemIn(again) === '올리지 못한 파일이 있어요. 다시 올리거나 빼 주세요.');
    await expectAccessible(host);
    asked.length = 0;
    await choose(again, gif());
    await isReady(again, 1);
    expect(
      asked.filter(({ method }) => method === 'PATCH').map(({ url }) => url.searchParams.get('offset')),
    ).to.deep.equal(['2000']);
    expect(asked.some(({ path }) => path === 'uploads')).to.equal(false);
    find(again, '[part=publish]').click();
    await until(() => sentStory());
    expect(sentStory().media.map(({ id }) => id)).to.deep.equal(['m-u1']);
  });

  it('sends a clip with a picture of it, drawn here', async () => {
    const host = await stage();
    const editor = await open(host);
    const file = await clip();
    await choose(editor, file);
    await isReady(editor, 1);
    const still = asked.find(({ path }) => path === 'photos')!;
    expect((still.body as Blob).type).to.equal('image/jpeg');
    const finished = asked.find(({ path }) => path === 'uploads/u1/finish')!;
    expect(finished.body).to.deep.equal({ alt: '', poster: photo(1).id });
    expect(kept.uploads.get('u1')).to.deep.include({ kind: 'clip', bytes: file.size, received: file.size });
  });

  it('says before sending what cannot be taken, and calmly what was refused', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, new File(['<svg onload="x"/>'], 'a.svg', { type: 'image/svg+xml' }));
    await until(() => problemIn(editor) === '사진, GIF, mp4, webm 파일만 담을 수 있어요.');
    await choose(editor, gif(13 * 1024 * 1024));
    await until(() => problemIn(editor) === 'GIF는 12MB까지 담을 수 있어요.');
    await choose(
      editor,
      new File([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]), new Uint8Array(200)], 'broken.webm'),
    );
    await until(() => text(find(editor, '.trouble')).startsWith('이 브라우저가 열지 못하는 영상이에요.'));
    expect(asked.some(({ path }) => path === 'uploads' || path === 'photos')).to.equal(false);
    find(editor, '.end-tools button:last-child').click();
    kept.other = ({ path }) => (path.endsWith('/finish') ? problem(415, 'clip-refused') : undefined);
    await choose(editor, gif());
    await until(() => text(root(editor).querySelector('.trouble')) === '말: clip-refused');
    expect(root(editor).querySelector('.trouble button')).to.equal(null);
  });

  it('changes the order by its buttons, and leaves out what is taken away', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, await picture('a.png'), await picture('b.png'), await picture('c.png'));
    await isReady(editor, 3);
    tiles(editor).querySelectorAll<HTMLElement>('.tile')[2]!.click();
    await until(() => tiles(editor).querySelectorAll('.tile')[2]!.getAttribute('aria-current') === 'true');
    const third = tiles(editor).querySelectorAll('.tile')[2]!.id;
    find(editor, '[aria-label="앞으로 옮기기"]').click();
    await until(() => tiles(editor).querySelectorAll('.tile')[1]!.id === third);
    find(editor, '[aria-label="빼기"]').click();
    await isReady(editor, 2);
    expect(tiles(editor).querySelector(`#${CSS.escape(third)}`)).to.equal(null);
  });

  it('takes what is dropped or pasted, and changes places by dragging', async () => {
    const host = await stage();
    const editor = await open(host);
    const held = new DataTransfer();
    held.items.add(await picture('a.png'));
    const form = find(editor, 'form');
    form.dispatchEvent(new DragEvent('dragover', { dataTransfer: held, bubbles: true, cancelable: true }));
    await until(() => root(editor).querySelector('.media.over'));
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: held, bubbles: true, cancelable: true }));
    await isReady(editor, 1);
    const more = new DataTransfer();
    more.items.add(await picture('b.png'));
    form.dispatchEvent(new ClipboardEvent('paste', { clipboardData: more, bubbles: true, cancelable: true }));
    await isReady(editor, 2);
    const [first, second] = [...tiles(editor).querySelectorAll<HTMLElement>('.tile')].map(({ id }) => id);
    const middle = (id: string): [number, number] => {
      const box = tiles(editor)
        .querySelector(`#${CSS.escape(id)}`)!
        .getBoundingClientRect();
      return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
    };
    await sendMouse({ type: 'move', position: middle(first!) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [middle(first!)[0] + 12, middle(first!)[1]] });
    await sendMouse({ type: 'move', position: middle(second!) });
    await sendMouse({ type: 'up' });
    await until(() => tiles(editor).querySelectorAll('.tile')[1]!.id === first);
  });

  it('takes out marks of products that the shop no longer has, and keeps the rest', async () => {
    const host = await stage();
    const editor = await open(host);
    await choose(editor, await picture());
    await isReady(editor, 1);
    find(editor, '[part=mark]').click();
    await pick(editor, '민트 머그잔');
    find(editor, '[part=mark]').click();
    await pick(editor, '라탄 바구니');
    kept.other = ({ method, path, body }) =>
      method === 'POST' && path === 'stories' && (body as PostStory).media[0]!.marks.length === 2
        ? problem(400, 'bad-input', { fields: [{ path: 'media.0.marks.0.product', message: 'no product' }] })
        : undefined;
    find(editor, '[part=publish]').click();
    await until(() => problemIn(editor).startsWith('더 이상 쇼핑몰에 없는 상품의 표시를 뺐어요.'));
    find(editor, '[part=publish]').click();
    await until(() => host.went.length);
    expect((asked.at(-1)!.body as PostStory).media[0]!.marks.map((one) => one.product)).to.deep.equal(['3']);
  });

  it('shows what will stand first where sales are rewarded', async () => {
    const host = await stage();
    host.data.mall = { ...host.data.mall, points: { name: { ko: '도토리' }, sales: true } };
    const editor = await open(host);
    expect(root(editor).querySelector('p.told')).to.equal(null);
    await choose(editor, await picture());
    await isReady(editor, 1);
    find(editor, '[part=mark]').click();
    await pick(editor, '민트 머그잔');
    expect(text(await until(() => root(editor).querySelector('p.told b')))).to.equal(
      '[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 도토리를 받습니다.',
    );
  });

  it('edits a story as it was read, and says when another tab was faster', async () => {
    const host = await stage();
    let version = 1;
    kept.other = ({ method, path, body }) => {
      if (path !== `stories/${storyId(1)}`) return undefined;
      if (method === 'GET')
        return json({
          mall: board([]).mall,
          story: story(1, { version }),
          newer: null,
          older: null,
          position: 1,
        });
      return (body as { version: number }).version === version
        ? json(story(1, { version: version + 1 }))
        : problem(409, 'changed-meanwhile');
    };
    const editor = await open(host, storyId(1));
    expect(find<HTMLInputElement>(editor, '#title').value).to.equal('여름 셔츠 이야기 1');
    await isReady(editor, 2);
    expect(marks(editor)).to.have.lengthOf(1);
    version = 4;
    find(editor, '[part=publish]').click();
    await until(() => problemIn(editor).startsWith('다른 곳에서 먼저 고친 내용이 있어요.'));
    find(editor, '[part=publish]').click();
    await until(() => host.said.includes('이야기를 고쳤어요.'));
    expect(asked.at(-1)!.body).to.deep.include({ version: 4, state: 'shown' });
  });
});
