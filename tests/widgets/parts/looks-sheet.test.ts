import { expect } from 'chai';
import { html } from 'lit';
import type { PatchBlog } from '../../../server/community/blogs/contract.ts';
import { ClientProblem } from '../../../widgets/core/problems.ts';
import { blogLooksWords } from '../../../widgets/core/strings/blog-looks.ts';
import type { Lang } from '../../../widgets/core/words.ts';
import { LooksSheet } from '../../../widgets/parts/looks-sheet.ts';
import { blog, blogLooks, photo, tune } from '../support/blogs.ts';
import { answers } from '../support/service.ts';
import { until } from '../support/until.ts';
import {
  clear,
  expectAccessible,
  find,
  frame,
  type PartStage,
  type Scheme,
  settle,
  show,
  wordsOf,
} from './stage.ts';

const sent: PatchBlog[] = [];
const said: string[] = [];

async function open(
  more: Parameters<typeof blog>[0] = {},
  {
    lang = 'ko' as Lang,
    scheme = 'light' as Scheme,
    save = async (patch: PatchBlog) => void sent.push(patch),
  } = {},
): Promise<{ stage: PartStage; sheet: LooksSheet }> {
  answers(() => undefined);
  const words = await wordsOf(lang);
  await blogLooksWords(words);
  const stage = await show(() => html``, { scheme });
  const host = Object.assign(stage, { words, notify: (text: string) => said.push(text) });
  const sheet = Object.assign(new LooksSheet(), {
    host: host as never,
    options: { blog: blog(more), frontPage: false, save, upload: async () => photo(7) },
  });
  stage.shadowRoot!.append(sheet);
  await sheet.updateComplete;
  await settle(stage);
  return { stage, sheet };
}

const tap = async (stage: PartStage, selector: string) => {
  find(stage, selector).click();
  await settle(stage);
};
const submit = (stage: PartStage) => tap(stage, '.two .main');
const type = async (stage: PartStage, selector: string, text: string) => {
  const field = find<HTMLInputElement>(stage, selector);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle(stage);
};

describe('the sheet of looks', () => {
  beforeEach(() => {
    sent.length = 0;
    said.length = 0;
  });
  afterEach(clear);

  it('sends what was changed, and nothing else', async () => {
    const { stage, sheet } = await open();
    const heard: PatchBlog[] = [];
    stage.shadowRoot!.addEventListener('dangol-looks-save', (event) =>
      heard.push((event as Event & { detail: { patch: PatchBlog } }).detail.patch),
    );
    await tap(stage, 'input[value=berry]');
    await tap(stage, 'input[value=hand]');
    await tap(stage, 'input[value=diary]');
    await type(stage, '#named', ' 새 옷장 ');
    expect(find(stage, '.preview').className).to.include('skin-berry layout-diary font-hand');
    expect(find(stage, '.title').textContent).to.equal('새 옷장');
    await submit(stage);
    const patch = { version: 1, looks: { skin: 'berry', font: 'hand', layout: 'diary' }, title: '새 옷장' };
    await until(() => !sheet.isConnected);
    expect(sent).to.deep.equal([patch]);
    expect(heard).to.deep.equal([patch]);
    expect(said).to.deep.equal(['새 모습으로 바꿨어요.']);
  });

  it('a name left empty is the one by default, and no change sends nothing', async () => {
    const { stage, sheet } = await open({ title: null });
    expect(find(stage, '.title').textContent).to.equal('민지님의 쇼핑 이야기');
    await submit(stage);
    expect(sheet.isConnected).to.equal(false);
    expect(sent).to.deep.equal([]);
  });

  it('explains at once when a colour is corrected', async () => {
    const { stage } = await open({ looks: blogLooks({ skin: 'plain', hue: 220 }) });
    expect(find(stage, '#hue-hint').textContent).to.include('글자가 잘 보이는 색이에요');
    await type(stage, '#hue', '60');
    expect(find(stage, '#hue-hint').textContent).to.include(
      '이 색은 글자가 잘 보이도록 조금 더 진하게 보여 드려요.',
    );
    await submit(stage);
    expect(sent).to.deep.equal([{ version: 1, looks: { hue: 60 } }]);
  });

  it('composes a tune by taps and keys, and takes it away again', async () => {
    const { stage } = await open();
    await tap(stage, '.switch input[aria-describedby=tune-hint]');
    const columns = [...find(stage, '.notes').querySelectorAll('fieldset')];
    expect(columns).to.have.lengthOf(6);
    await tap(stage, 'input[name=note-0][value=e5]');
    await tap(stage, 'input[name=note-5][value=rest]');
    await type(stage, '#tempo', '80');
    // Native radios: arrow keys move between those of one name.
    expect(columns[1]!.querySelectorAll('input[type=radio][name=note-1]')).to.have.lengthOf(11);
    await expectAccessible(stage);
    await submit(stage);
    expect(sent[0]!.looks).to.deep.equal({
      tune: { notes: ['e5', 'e4', 'g4', 'a4', 'g4', 'rest'], tempo: 80 },
    });
    clear();
    const other = await open({ looks: blogLooks({ tune: tune() }) });
    await tap(other.stage, '.switch input[aria-describedby=tune-hint]');
    await submit(other.stage);
    expect(sent[1]).to.deep.equal({ version: 1, looks: { tune: null } });
  });

  it('nothing is agreed to beforehand, and agreeing is sent alone', async () => {
    const { stage } = await open();
    const box = find<HTMLInputElement>(stage, '.agree input');
    expect(box.checked).to.equal(false);
    expect(find(stage, '.agree').textContent).to.match(/\(선택\).*동의합니다\..*거둘 수 있으며/s);
    await tap(stage, '.agree input');
    await submit(stage);
    expect(sent).to.deep.equal([{ version: 1, frontPage: true }]);
  });

  it('takes a photo for the top, and gives it back', async () => {
    const { stage } = await open();
    const field = find<HTMLInputElement>(stage, 'input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'top.jpg', { type: 'image/jpeg' }));
    field.files = files.files;
    field.dispatchEvent(new Event('change'));
    await until(() =>
      stage.shadowRoot!.querySelector('dangol-part-looks')!.shadowRoot!.querySelector('.photo .link'),
    );
    await submit(stage);
    expect(sent).to.deep.equal([{ version: 1, header: photo(7).id }]);
  });

  it('stays open with what went wrong, and with what is too long', async () => {
    const { stage, sheet } = await open({}, { save: () => Promise.reject(new ClientProblem('network')) });
    await type(stage, '#named', '가'.repeat(41));
    await submit(stage);
    expect(find(stage, '.problem').textContent).to.equal('이름은 40자까지 쓸 수 있어요.');
    await type(stage, '#named', '짧게');
    await submit(stage);
    await until(() => find(stage, '.problem').textContent);
    expect(sheet.isConnected).to.equal(true);
    await frame();
    await expectAccessible(stage);
  });

  for (const [lang, scheme] of [
    ['ko', 'dark'],
    ['en', 'light'],
  ] as const)
    it(`can be read and used, ${lang} ${scheme}`, async () => {
      const { stage } = await open(
        { looks: blogLooks({ skin: 'night', hue: 60, tune: tune() }) },
        { lang, scheme },
      );
      await expectAccessible(stage);
      const body = find(stage, '.body');
      expect(body.scrollWidth).to.equal(body.clientWidth);
    });
});
