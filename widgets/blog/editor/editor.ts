// Stands in until the editor of stories is there.
import { html, type TemplateResult } from 'lit';
import { defineOnce } from '../../core/define.ts';
import { WidgetDialog } from '../../parts/dialog.ts';

export class StoryEditor extends WidgetDialog {
  declare story: string | undefined;

  override render(): TemplateResult {
    const { words } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('blogWrite')} @dangol-part-sheet-close=${this.close}></dangol-part-sheet>`;
  }
}

defineOnce('dangol-blog-editor', StoryEditor);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-editor': StoryEditor;
  }
}
