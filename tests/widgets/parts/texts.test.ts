import { expect } from 'chai';
import { html } from 'lit';
import type { Comment } from '../../../server/community/comments/contract.ts';
import type {
  CommentDraft,
  CommentDraftEvent,
  CommentEditEvent,
  CommentPostEvent,
  CommentRemoveEvent,
  CommentReportEvent,
} from '../../../widgets/parts/comment-events.ts';
import type { CommentThread } from '../../../widgets/parts/comment-thread.ts';
import { defineFoldText, type FoldText } from '../../../widgets/parts/fold-text.ts';
import '../../../widgets/parts/comment-thread.ts';
import { expectFocus, focused, press, type } from './keys.ts';
import {
  again,
  clear,
  comment,
  expectAccessible,
  expectNoOverflow,
  find,
  frame,
  heard,
  LONG_NAME,
  LONG_TEXT,
  show,
  wordsOf,
} from './stage.ts';

const words = await wordsOf();
const english = await wordsOf('en');

afterEach(clear);

defineFoldText();

describe('dangol-part-fold-text', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible and fits, ${scheme}: folded, open, short`, async () => {
      const stage = await show(
        () => html`<dangol-part-fold-text .text=${LONG_TEXT} .words=${words}></dangol-part-fold-text>
          <dangol-part-fold-text .text=${'짧아요'} .words=${words}></dangol-part-fold-text>`,
        { scheme },
      );
      await expectAccessible(stage);
      find(stage, 'button').click();
      await again(stage);
      await expectAccessible(stage);
      expectNoOverflow(stage);
    });
  }

  it('offers more only when there is more', async () => {
    let text = '한 줄이에요.\n두 줄이에요.';
    const stage = await show(
      () => html`<dangol-part-fold-text .text=${text} .words=${words}></dangol-part-fold-text>`,
    );
    const part = find<FoldText>(stage, 'dangol-part-fold-text');
    expect(part.shadowRoot!.querySelector('button')).to.equal(null);
    text = LONG_TEXT;
    await again(stage);
    await frame();
    const folded = part.offsetHeight;
    expect(find(stage, 'button').textContent?.trim()).to.equal('더 보기');
    find(stage, 'button').focus();
    await press('Enter');
    expect(part.offsetHeight).to.be.greaterThan(folded * 2);
    expect(focused()?.textContent?.trim()).to.equal('접기');
    await press('Enter');
    expect(part.offsetHeight).to.equal(folded);
  });

  it('keeps lines and renders marks as text', async () => {
    const text = '가\n<b>나</b>';
    const stage = await show(
      () => html`<dangol-part-fold-text .text=${text} .words=${words}></dangol-part-fold-text>`,
    );
    const p = find(stage, 'p');
    expect(p.textContent).to.equal(text);
    expect(p.offsetHeight).to.be.greaterThan(40);
    expect(p.dir).to.equal('auto');
  });

  it('looks again when it is put back into the page', async () => {
    const stage = await show(
      () => html`<dangol-part-fold-text .text=${'짧아요'} .words=${words}></dangol-part-fold-text>`,
    );
    const part = find<FoldText>(stage, 'dangol-part-fold-text');
    const parent = part.parentNode!;
    part.remove();
    part.text = LONG_TEXT;
    parent.append(part);
    await again(stage);
    await frame();
    expect(part.shadowRoot!.querySelector('button')).not.to.equal(null);
  });
});

describe('dangol-part-comment-thread', () => {
  const all = (): Comment[] => [
    comment('1', { author: { id: 'a', name: '달빛산책', guest: false, seller: false, level: 0 } }),
    comment('2', {
      parent: '1',
      author: { id: 's', name: '모락상점', guest: false, seller: true, level: 0 },
      editedAt: Date.now(),
    }),
    comment('3', { parent: '1', state: 'deleted', text: '' }),
    comment('4', {
      author: { id: 'b', name: LONG_NAME, guest: false, seller: false, level: 0 },
      text: LONG_TEXT,
    }),
    comment('5', { state: 'hidden', text: '' }),
    comment('6', { parent: 'elsewhere' }),
  ];
  const thread = async (more: Partial<CommentThread> = {}, scheme: 'light' | 'dark' = 'light') => {
    const stage = await show(
      () =>
        html`<dangol-part-comment-thread .words=${words} .comments=${all()}></dangol-part-comment-thread>`,
      { scheme },
    );
    const part = find<CommentThread>(stage, 'dangol-part-comment-thread');
    Object.assign(part, more);
    await again(stage);
    return { stage, part };
  };
  const draft = (more: Partial<CommentDraft>): CommentDraft => ({
    text: '',
    parent: null,
    editing: null,
    ...more,
  });

  it("a member's name asks for the profile and has its level; guests and the seller have neither", async () => {
    const by = (id: string, more: Partial<Comment['author']> = {}) =>
      comment(id, { author: { id, name: '달빛산책', guest: false, seller: false, level: 0, ...more } });
    const { stage, part } = await thread();
    part.comments = [
      by('one', { level: 2 }),
      by('two', { guest: true }),
      by('three', { seller: true }),
      by('four'),
    ];
    part.levels = [
      { key: 'a', label: { ko: '새싹' } },
      { key: 'b', label: { ko: '이웃' } },
    ];
    await part.updateComplete;
    const rows = [...part.shadowRoot!.querySelectorAll('.one')];
    expect(rows.map((one) => one.querySelector('.level')?.textContent)).to.deep.equal([
      '등급: 이웃',
      undefined,
      undefined,
      undefined,
    ]);
    const buttons = rows.map((one) => one.querySelector<HTMLElement>('button.name'));
    expect(buttons.map(Boolean)).to.deep.equal([true, false, false, true]);
    const asked: string[] = [];
    part.addEventListener('dangol-part-comment-person', ((event: Event & { id: string }) =>
      asked.push(event.id)) as never);
    buttons[3]!.click();
    expect(asked).to.deep.equal(['four']);
    await expectAccessible(stage);
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`is accessible and fits in each state, ${scheme}`, async () => {
      const { stage, part } = await thread({ mine: ['1'], hasMore: true }, scheme);
      const states: Partial<CommentThread>[] = [
        {},
        { draft: draft({ text: LONG_TEXT }), max: 20, problem: '다시 시도해 주세요.' },
        { draft: draft({ text: '답이에요', parent: '1' }), busy: true },
        { draft: draft({ text: '고친 글', editing: '1' }), words: english },
        { refusal: words.t('signInToComment') },
        { comments: [], refusal: '', draft: draft({}), hasMore: false },
      ];
      for (const state of states) {
        Object.assign(part, state);
        await again(stage);
        await expectAccessible(stage);
        expectNoOverflow(stage);
      }
    });
  }

  it('puts answers under what they answer, and keeps the place of what is gone', async () => {
    const { part } = await thread();
    const lists = part.shadowRoot!.querySelectorAll('ul');
    expect(lists).to.have.lengthOf(2);
    expect(lists[1]!.querySelectorAll('li')).to.have.lengthOf(2);
    expect(lists[1]!.textContent).to.contain('판매자').and.to.contain('지운 댓글이에요.');
    expect(lists[0]!.textContent).to.contain('숨긴 댓글');
    expect(
      part.shadowRoot!.querySelectorAll('ul:first-of-type > li > .one, ul:first-of-type > li > .gone').length,
    ).to.equal(6);
  });

  it('keeps the draft as it is written and posts it trimmed', async () => {
    const { stage } = await thread();
    find(stage, 'textarea').focus();
    const kept = await heard<CommentDraftEvent>(stage, 'dangol-part-comment-draft', () => type(' 좋네요'));
    expect(kept.draft).to.deep.equal(draft({ text: ' 좋네요' }));
    const posted = await heard<CommentPostEvent>(stage, 'dangol-part-comment-post', () =>
      find(stage, '.main').click(),
    );
    expect([posted.text, posted.parent]).to.deep.equal(['좋네요', null]);
    expect(
      find<HTMLTextAreaElement>(stage, 'textarea').value,
      'the text stays until the widget says that it is kept',
    ).to.equal(' 좋네요');
  });

  it('answers an answer on the same level, with the focus where one writes', async () => {
    const { stage, part } = await thread();
    find(stage, '#c2 .reply').focus();
    await press('Enter');
    expectFocus(find(stage, 'textarea'));
    await type('네');
    expect(part.draft).to.deep.equal(draft({ text: '네', parent: '1' }));
    const posted = await heard<CommentPostEvent>(stage, 'dangol-part-comment-post', () =>
      find(stage, '.main').click(),
    );
    expect(posted.parent).to.equal('1');
    await press('Tab', 'Enter');
    expectFocus(find(stage, '#c1 .reply'));
    expect(part.draft, 'what was written is not lost').to.deep.equal(draft({ text: '네' }));
  });

  it("changes one's own in place; leaving brings back what was being written", async () => {
    const { stage, part } = await thread({ mine: ['1'], draft: draft({ text: '쓰던 글' }) });
    find(stage, '#c1 dangol-part-menu').shadowRoot!.querySelector<HTMLElement>('[role=menuitem]')!.click();
    await again(stage);
    const area = find<HTMLTextAreaElement>(stage, 'textarea');
    expect(area.value).to.equal(all()[0]!.text);
    expectFocus(area);
    area.value = '고쳤어요';
    area.dispatchEvent(new Event('input'));
    const edited = await heard<CommentEditEvent>(stage, 'dangol-part-comment-edit', () =>
      find(stage, '.main').click(),
    );
    expect([edited.id, edited.text]).to.deep.equal(['1', '고쳤어요']);
    find(stage, '.end .plain').click();
    await again(stage);
    expect(part.draft).to.deep.equal(draft({ text: '쓰던 글' }));
  });

  it("offers to remove one's own and to report others", async () => {
    const { stage } = await thread({ mine: ['1'] });
    const items = (id: string) => [
      ...find(stage, `#c${id} dangol-part-menu`).shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitem]'),
    ];
    const removed = await heard<CommentRemoveEvent>(stage, 'dangol-part-comment-remove', () =>
      items('1')[1]!.click(),
    );
    expect(removed.id).to.equal('1');
    const reported = await heard<CommentReportEvent>(stage, 'dangol-part-comment-report', () =>
      items('2')[0]!.click(),
    );
    expect(reported.id).to.equal('2');
    expect(items('2')).to.have.lengthOf(1);
  });

  it('posts nothing empty, too long, or while busy', async () => {
    let posted = 0;
    const { stage, part } = await thread({ draft: draft({ text: '  ' }) });
    part.addEventListener('dangol-part-comment-post', () => posted++);
    const send = () => find(stage, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    send();
    part.draft = draft({ text: '가나다' });
    part.max = 2;
    send();
    part.max = 500;
    part.busy = true;
    send();
    expect(posted).to.equal(0);
    part.busy = false;
    send();
    expect(posted).to.equal(1);
  });

  it('asks for more, and has no form for who may not write', async () => {
    const { stage, part } = await thread({ hasMore: true, refusal: words.t('signInToComment') });
    await heard(stage, 'dangol-part-comment-more', () => find(stage, '.more button').click());
    expect(part.shadowRoot!.querySelector('form, .reply')).to.equal(null);
  });

  it('grows with the text', async () => {
    const { stage, part } = await thread();
    const before = find(stage, 'textarea').offsetHeight;
    part.draft = draft({ text: '가\n나\n다\n라' });
    await again(stage);
    expect(find(stage, 'textarea').offsetHeight).to.be.greaterThan(before + 40);
  });
});
