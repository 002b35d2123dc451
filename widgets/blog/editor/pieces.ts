import { html, nothing, type TemplateResult } from 'lit';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import { withName } from '../../core/own-name.ts';
import type { Words } from '../../core/words.ts';
import type { Written } from './written.ts';

/** Something was being written here before: to go on with, or to begin anew. */
export function found(words: Words, onAnew: () => void, onGoOn: () => void): TemplateResult {
  return html`<div class="again" role="status">
    <p><b>${words.t('editorFound')}</b><br /><span class="muted small">${words.t('editorFoundText')}</span></p>
    <div class="two">
      <button type="button" class="plain" @click=${onAnew}>${words.t('editorAnew')}</button>
      <button type="button" class="main" @click=${onGoOn}>${words.t('editorGoOn')}</button>
    </div>
  </div>`;
}

/** What stands first in a story whose marks earn its author something. */
export function disclosure(
  mall: PublicMall | undefined,
  { items }: Written,
  words: Words,
): TemplateResult | typeof nothing {
  if (!mall?.points.sales || !items.some(({ marks }) => marks.length)) return nothing;
  const own = withName(words, mall.points.name ?? {});
  return html`<p class="told"><span class="muted small">${words.t('editorDisclosureTitle')}</span><b>${own.t('editorDisclosure')}</b></p>`;
}

/** The buttons below: what is on the blog already is saved, all else shown or kept as a draft. */
export function foot(options: {
  words: Words;
  busy: boolean;
  isShown: boolean;
  onCancel(): void;
  onSave(state: 'draft' | 'shown'): void;
}): TemplateResult {
  const { words, busy, isShown, onCancel, onSave } = options;
  return html`<div class="two">
    ${
      isShown
        ? html`<button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || onCancel()}>${words.t('cancel')}</button>`
        : html`<button type="button" class="plain" part="draft" aria-disabled=${busy} @click=${() => onSave('draft')}>${words.t('editorSaveDraft')}</button>`
    }
    <button type="button" class="main" part="publish" aria-disabled=${busy} @click=${() => onSave('shown')}>
      ${words.t(busy ? 'posting' : isShown ? 'editorSave' : 'editorPublish')}
    </button>
  </div>`;
}
