import { html, nothing, type TemplateResult } from 'lit';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { icon } from '../../parts/icons.ts';
import { BACK, CLOSE, NEXT, RETRY, TRASH } from '../../parts/icons-more.ts';
import { TAG } from '../story/icons.ts';
import type { EditorMedia } from './media.ts';
import type { MarkAddEvent, MarkMoveEvent, MarkRemoveEvent, MarkStage, PictureSizeEvent } from './stage.ts';
import { type Item, MOST_MARKS } from './written.ts';

export interface Panel {
  item: Item;
  at: number;
  media: EditorMedia;
  words: Words;
  accept: string;
  /** Which product it is that stands here. */
  onMark(x: number, y: number): void;
  onMoved(to: number): void;
  onRemoved(): void;
}

function trouble({ item, media, words, accept }: Panel): TemplateResult | typeof nothing {
  const { key, state, problem, of, isFinal } = item;
  const choose = html`<label class="pickfile"
    ><input
      type="file"
      accept=${accept}
      aria-label=${words.t('editorChooseAgain')}
      @change=${(event: Event) => {
        const [file] = (event.target as HTMLInputElement).files ?? [];
        if (file) media.again(key, file);
      }}
    />${words.t('editorChooseAgain')}</label
  >`;
  if (state === 'waiting')
    return html`<div class="trouble">
      <p role="status">${words.t('editorPaused', { name: of?.name ?? '' })}</p>
      ${choose}
    </div>`;
  if (state === 'failed')
    return html`<div class="trouble">
      <p class="problem" role="alert">${problem}</p>
      ${
        isFinal
          ? nothing
          : html`<button type="button" class="plain" @click=${() => void media.send(key)}>${icon(RETRY)} ${words.t('editorAgain')}</button>`
      }
    </div>`;
  return problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing;
}

/** The picture that is looked at: its marks, its description, its place among the others. */
export function panel(options: Panel): TemplateResult {
  const { item, at, media, words, onMark, onMoved, onRemoved } = options;
  const { key, marks, state, alt } = item;
  const count = media.list.length;
  const isFull = marks.length >= MOST_MARKS;
  const isShown = !!safeUrl(item.large) && state !== 'waiting';
  const setMarks = (next: Item['marks']) => media.change(key, { marks: next });
  const focus = (event: Event, mark: string) => {
    const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
    void root.querySelector<MarkStage>('dangol-blog-stage')?.focusMark(mark);
  };
  const move = (by: -1 | 1) =>
    html`<button
      type="button"
      aria-label=${words.t(by < 0 ? 'editorForward' : 'editorBack')}
      aria-disabled=${!media.list[at + by]}
      @click=${() => media.list[at + by] && onMoved(at + by)}
    >
      ${icon(by < 0 ? BACK : NEXT)}
    </button>`;
  return html`<div class="panel" role="group" aria-label=${words.t('editorTab', { number: at + 1, what: words.t(item.kind === 'clip' ? 'editorClip' : item.kind === 'animation' ? 'editorAnimation' : 'editorPhoto') })}>
    <dangol-blog-stage
      .item=${item}
      .words=${words}
      .isMarkable=${isShown && !isFull}
      @dangol-part-mark-add=${(event: MarkAddEvent) => onMark(event.x, event.y)}
      @dangol-part-mark-move=${(event: MarkMoveEvent) =>
        setMarks(marks.map((one) => (one.key === event.key ? { ...one, x: event.x, y: event.y } : one)))}
      @dangol-part-mark-remove=${(event: MarkRemoveEvent) => {
        setMarks(marks.filter((one) => one.key !== event.key));
        onRemoved();
      }}
      @dangol-part-picture-size=${(event: PictureSizeEvent) =>
        media.change(key, { width: event.width, height: event.height })}
    ></dangol-blog-stage>
    ${trouble(options)}
    <div class="tools">
      ${
        isShown
          ? html`<button type="button" class="tag" part="mark" aria-haspopup="dialog" aria-disabled=${isFull} @click=${() => isFull || onMark(5000, 5000)}>${icon(TAG)}${words.t('editorMarkAdd')}</button>`
          : nothing
      }
      <span class="end-tools">
        ${count > 1 ? [move(-1), move(1)] : nothing}
        <button type="button" aria-label=${words.t(state === 'sending' ? 'editorCancel' : 'editorRemove')} @click=${() => {
          media.remove(key);
          onRemoved();
        }}>
          ${icon(state === 'sending' ? CLOSE : TRASH)}
        </button>
      </span>
    </div>
    ${isShown ? html`<p class="hint">${isFull ? words.t('editorMarkMost', { max: MOST_MARKS }) : words.t('editorMarksHint')}</p>` : nothing}
    ${
      marks.length
        ? html`<ul class="marks" role="list" aria-label=${words.t('editorMarks')}>
            ${marks.map(
              (mark, index) =>
                html`<li>
                  <b aria-hidden="true">${index + 1}</b>
                  <button type="button" class="to" aria-label=${words.t('editorMark', { number: index + 1, name: mark.name })} @click=${(event: Event) => focus(event, mark.key)}>${mark.name}</button>
                  <button type="button" class="off" aria-label=${words.t('editorMarkRemove', { name: mark.name })} @click=${() => {
                    setMarks(marks.filter((one) => one !== mark));
                    onRemoved();
                  }}>${icon(CLOSE)}</button>
                </li>`,
            )}
          </ul>`
        : nothing
    }
    <div>
      <label class="label" for="alt">${words.t('editorAlt')}</label>
      <input
        id="alt"
        dir="auto"
        maxlength="200"
        autocomplete="off"
        placeholder=${words.t('editorAltHint')}
        .value=${alt}
        @change=${(event: Event) => void media.describe(key, (event.target as HTMLInputElement).value.trim())}
      />
    </div>
  </div>`;
}
