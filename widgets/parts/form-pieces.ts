import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';

/** One of several answers, each with a sentence that says what it means. */
export function pick(options: {
  name: string;
  value: string;
  label: string;
  hint?: string;
  isOn: boolean;
  onPick(): void;
  /** The chosen one was tapped again: none of them. */
  onDrop?(): void;
}): TemplateResult {
  const { name, value, label, hint, isOn, onPick, onDrop } = options;
  return html`<label class="pick"
    ><input type="radio" name=${name} value=${value} .checked=${isOn} @change=${onPick} @click=${() => isOn && onDrop?.()} /><span
      ><b dir="auto">${label}</b>${hint ? html`<span>${hint}</span>` : nothing}</span
    ></label
  >`;
}

/** Copies a text; whether it could be done. A browser that refuses leaves the text selected. */
export async function copyText(text: string, field: HTMLInputElement | null | undefined): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    return false;
  }
}

/** A link to take along: by a button always, and by the phone's own sheet where there is one. */
export function linkField(options: {
  words: Words;
  label: string;
  /** Of the field, where a form has several. */
  id?: string;
  url: string;
  title: string;
  copied: string;
  onCopy(): void;
  onShare(way: 'copy' | 'share'): void;
}): TemplateResult {
  const { words, label, id = 'link', url, title, copied, onCopy, onShare } = options;
  const share = async () => {
    try {
      await navigator.share({ title, url });
      onShare('share');
    } catch {
      // Changed their mind; the link is still there to be copied.
    }
  };
  return html`<div>
    <label class="label" for=${id}>${label}</label>
    <input id=${id} readonly .value=${url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
    <p class="hint" role="status">${copied}</p>
    <div class="two">
      <button type="button" class=${'share' in navigator ? 'plain' : 'main'} @click=${onCopy}>${words.t('copy')}</button>
      ${'share' in navigator ? html`<button type="button" class="main" @click=${share}>${words.t('shareSend')}</button>` : nothing}
    </div>
  </div>`;
}
