import { expect } from 'chai';
import { html } from 'lit';
import type {
  PhotoAddEvent,
  PhotoAltEvent,
  PhotoMoveEvent,
  PhotoRemoveEvent,
  PhotoRetryEvent,
  PickedPhoto,
} from '../../../widgets/parts/photo-picker.ts';
import type { ReportSendEvent } from '../../../widgets/parts/report-form.ts';
import { shrinkPhoto } from '../../../widgets/parts/shrink.ts';
import type { StarChooseEvent } from '../../../widgets/parts/star-input.ts';
import '../../../widgets/parts/photo-picker.ts';
import '../../../widgets/parts/report-form.ts';
import '../../../widgets/parts/star-input.ts';
import { expectFocus, focused, press, type } from './keys.ts';
import {
  again,
  clear,
  expectAccessible,
  expectNoOverflow,
  find,
  heard,
  photos,
  show,
  wordsOf,
} from './stage.ts';

const words = await wordsOf();
const english = await wordsOf('en');

afterEach(clear);

describe('dangol-part-star-input', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible, ${scheme}: empty, chosen, missing`, async () => {
      const stage = await show(
        () => html`<dangol-part-star-input .words=${words}></dangol-part-star-input>
          <dangol-part-star-input .words=${english} .value=${4}></dangol-part-star-input>
          <dangol-part-star-input .words=${words} .problem=${words.t('starsMissing')}></dangol-part-star-input>`,
        { scheme },
      );
      await expectAccessible(stage);
      expectNoOverflow(stage);
    });
  }

  it('is a group of radios: arrows choose, each star says what it means', async () => {
    const stage = await show(() => html`<dangol-part-star-input .words=${words}></dangol-part-star-input>`);
    const part = find(stage, 'dangol-part-star-input');
    part.focus();
    const first = await heard<StarChooseEvent>(stage, 'dangol-part-star-choose', () => press(' '));
    expect(first.stars).to.equal(1);
    const next = await heard<StarChooseEvent>(stage, 'dangol-part-star-choose', () =>
      press('ArrowRight', 'ArrowRight', 'ArrowRight'),
    );
    expect(next.stars).to.equal(4);
    expect(focused()?.getAttribute('aria-label')).to.equal('4점, 좋아요');
    expect(find(stage, '#said').textContent?.trim()).to.equal('좋아요');
    expect(part.shadowRoot!.querySelectorAll('.lit')).to.have.lengthOf(4);
  });

  it('shows what a star means before it is pressed', async () => {
    const stage = await show(
      () => html`<dangol-part-star-input .words=${words} .value=${1}></dangol-part-star-input>`,
    );
    const third = find(stage, 'label:nth-child(3)');
    third.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    await again(stage);
    expect(find(stage, '#said').textContent?.trim()).to.equal('보통이에요');
    find(stage, 'fieldset').dispatchEvent(new PointerEvent('pointerleave'));
    await again(stage);
    expect(find(stage, '#said').textContent?.trim()).to.equal('별로예요');
  });

  it('has targets of 44 px, also at 320 px', async () => {
    const stage = await show(() => html`<dangol-part-star-input .words=${words}></dangol-part-star-input>`);
    const label = find(stage, 'label');
    expect(Math.min(label.offsetWidth, label.offsetHeight)).to.be.at.least(44);
  });
});

describe('dangol-part-report-form', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible, ${scheme}: ready, refused, busy`, async () => {
      const stage = await show(
        () =>
          html`<dangol-part-report-form .words=${english} .problem=${'Please try again.'}></dangol-part-report-form>`,
        { scheme },
      );
      await expectAccessible(stage);
      expectNoOverflow(stage);
      find<HTMLElement & { busy: boolean }>(stage, 'dangol-part-report-form').busy = true;
      await again(stage);
      await expectAccessible(stage);
    });
  }

  it('asks for a reason, then sends reason and note', async () => {
    const stage = await show(() => html`<dangol-part-report-form .words=${words}></dangol-part-report-form>`);
    find(stage, '.main').click();
    await again(stage);
    expect(find(stage, '#problem').textContent).to.equal(words.t('reportMissing'));
    expectFocus(find(stage, 'input'));
    await press(' ', 'ArrowDown', 'Tab');
    await type('  계속 같은 글을 올려요 ');
    const event = await heard<ReportSendEvent>(stage, 'dangol-part-report-send', () =>
      find(stage, '.main').click(),
    );
    expect([event.reason, event.note]).to.deep.equal(['spam', '계속 같은 글을 올려요']);
  });

  it('sends nothing while it is busy or the note is too long', async () => {
    let sent = 0;
    const stage = await show(
      () =>
        html`<dangol-part-report-form .words=${words} @dangol-part-report-send=${() => sent++}></dangol-part-report-form>`,
    );
    find(stage, 'input').click();
    const note = find<HTMLTextAreaElement>(stage, 'textarea');
    note.value = '가'.repeat(501);
    note.dispatchEvent(new Event('input'));
    find(stage, '.main').click();
    expect(sent).to.equal(0);
    note.value = '';
    note.dispatchEvent(new Event('input'));
    find<HTMLElement & { busy: boolean }>(stage, 'dangol-part-report-form').busy = true;
    await again(stage);
    find(stage, '.main').click();
    expect(sent).to.equal(0);
    find<HTMLElement & { busy: boolean }>(stage, 'dangol-part-report-form').busy = false;
    await again(stage);
    find(stage, '.main').click();
    expect(sent).to.equal(1);
  });
});

describe('dangol-part-photo-picker', () => {
  const [one, two, three] = photos(3);
  const picked = (): PickedPhoto[] => [
    { key: 'a', preview: one!.small, alt: '창가의 머그', state: 'ready', progress: 1 },
    { key: 'b', preview: two!.small, alt: '', state: 'sending', progress: 0.6 },
    {
      key: 'c',
      preview: three!.small,
      alt: '',
      state: 'failed',
      progress: 0,
      problem: words.t('networkProblem'),
    },
  ];

  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible and fits 320 px, ${scheme}: empty, sending, failed, full`, async () => {
      const stage = await show(
        () => html`<dangol-part-photo-picker .words=${words}></dangol-part-photo-picker>
          <dangol-part-photo-picker .words=${english} .photos=${picked()}></dangol-part-photo-picker>
          <dangol-part-photo-picker .words=${words} .photos=${picked()} .max=${3}></dangol-part-photo-picker>`,
        { scheme },
      );
      await expectAccessible(stage);
      expectNoOverflow(stage);
    });
  }

  it('hands up no more files than there is room for, and the same file twice', async () => {
    const stage = await show(
      () => html`<dangol-part-photo-picker .words=${words} .photos=${picked()}></dangol-part-photo-picker>`,
    );
    const input = find<HTMLInputElement>(stage, '[type=file]');
    const choose = () => {
      const files = new DataTransfer();
      for (const name of ['1.jpg', '2.jpg', '3.jpg'])
        files.items.add(new File(['x'], name, { type: 'image/jpeg' }));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    for (let time = 0; time < 2; time++) {
      const event = await heard<PhotoAddEvent>(stage, 'dangol-part-photo-add', choose);
      expect(event.files.map(({ name }) => name)).to.deep.equal(['1.jpg', '2.jpg']);
    }
  });

  it('asks to move, retry, describe and remove; the focus stays in the form', async () => {
    let all = picked();
    const stage = await show(
      () => html`<dangol-part-photo-picker .words=${words} .photos=${all}></dangol-part-photo-picker>`,
    );
    const button = (name: string) => find(stage, `[aria-label="${name}"]`);
    const moved = await heard<PhotoMoveEvent>(stage, 'dangol-part-photo-move', () =>
      button('사진 1 뒤로').click(),
    );
    expect([moved.key, moved.by]).to.deep.equal(['a', 1]);
    const again_ = await heard<PhotoRetryEvent>(stage, 'dangol-part-photo-retry', () =>
      find(stage, '.again').click(),
    );
    expect(again_.key).to.equal('c');
    const alt = await heard<PhotoAltEvent>(stage, 'dangol-part-photo-alt', async () => {
      button('사진 2 설명').focus();
      await type('접시');
      await press('Tab');
    });
    expect([alt.key, alt.alt]).to.deep.equal(['b', '접시']);
    const removed = await heard<PhotoRemoveEvent>(stage, 'dangol-part-photo-remove', () =>
      button('사진 3 빼기').click(),
    );
    expect(removed.key).to.equal('c');
    all = all.slice(0, 2);
    await again(stage);
    expectFocus(find(stage, '[type=file]'));
  });

  it('does not move the first one forward', async () => {
    let moved = 0;
    const stage = await show(
      () =>
        html`<dangol-part-photo-picker .words=${words} .photos=${picked()} @dangol-part-photo-move=${() => moved++}></dangol-part-photo-picker>`,
    );
    find(stage, '[aria-label="사진 1 앞으로"]').click();
    expect(moved).to.equal(0);
    find(stage, '[aria-label="사진 2 앞으로"]').click();
    expect(moved).to.equal(1);
  });
});

describe('shrinkPhoto', () => {
  const draw = (width: number, height: number, isFilled = true) =>
    new Promise<File>((done) => {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const brush = canvas.getContext('2d')!;
      for (let x = 0; isFilled && x < width; x += 20) {
        brush.fillStyle = `hsl(${x} 60% 50%)`;
        brush.fillRect(x, 0, 20, height);
      }
      canvas.toBlob((blob) => done(new File([blob!], 'photo.png', { type: 'image/png' })), 'image/png');
    });

  it('makes a large photo small, in its proportions', async () => {
    const small = await createImageBitmap(await shrinkPhoto(await draw(3200, 1200)));
    expect([small.width, small.height]).to.deep.equal([1600, 600]);
  });

  it('never enlarges', async () => {
    const same = await createImageBitmap(await shrinkPhoto(await draw(40, 30)));
    expect([same.width, same.height]).to.deep.equal([40, 30]);
  });

  it('turns a photo upright as its camera says', async () => {
    const small = await createImageBitmap(await shrinkPhoto(await turned(await draw(400, 200)), 100));
    expect([small.width, small.height]).to.deep.equal([50, 100]);
  });

  it('writes JPEG on white where the browser cannot write WebP', async () => {
    const { toBlob } = HTMLCanvasElement.prototype;
    const file = await draw(200, 100, false);
    HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
      toBlob.call(this, done, type === 'image/webp' ? 'image/png' : type, quality);
    };
    try {
      const sent = await shrinkPhoto(file, 100);
      expect(sent.type).to.equal('image/jpeg');
      const brush = new OffscreenCanvas(1, 1).getContext('2d')!;
      brush.drawImage(await createImageBitmap(sent), 0, 0);
      expect([...brush.getImageData(0, 0, 1, 1).data]).to.deep.equal([255, 255, 255, 255]);
    } finally {
      HTMLCanvasElement.prototype.toBlob = toBlob;
    }
  });

  it('hands on what it cannot read as it is', async () => {
    const file = new File(['no picture'], 'x.heic', { type: 'image/heic' });
    expect(await shrinkPhoto(file)).to.equal(file);
  });
});

/** The picture as a JPEG whose camera was held on its side (EXIF orientation 6). */
async function turned(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')!.drawImage(picture, 0, 0);
  const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const head = [0xff, 0xe1, 0, 2 + exif.length + tiff.length, ...exif, ...tiff];
  return new File([jpeg.slice(0, 2), new Uint8Array(head), jpeg.slice(2)], 'photo.jpg', {
    type: 'image/jpeg',
  });
}
