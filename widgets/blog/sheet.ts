import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { newAct } from '../core/act.ts';
import { BlogChangeEvent } from '../core/blog-events.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { changed } from './acts.ts';
import type { BlogHost } from './host.ts';

/** A sheet of the tools of one's own blog: it loads what is in it, and looks again when that has changed elsewhere. */
export abstract class BlogSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    isLoaded: { state: true },
  };

  declare host: BlogHost;
  declare protected isLoaded: boolean;

  constructor() {
    super();
    this.isLoaded = false;
  }

  protected abstract get heading(): string;
  protected abstract load(): Promise<void>;
  protected abstract content(): TemplateResult;

  /** What stays in sight below. */
  protected footer(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected override firstUpdated(): void {
    void this.begin();
  }

  protected begin = (): Promise<void> =>
    this.run(async () => {
      await this.load();
      this.isLoaded = true;
    });

  /** Something has changed elsewhere. What cannot be had leaves what is shown. */
  refresh(): void {
    if (this.isLoaded && !this.busy)
      void this.load().then(
        () => this.requestUpdate(),
        () => undefined,
      );
  }

  protected ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    return this.host.side!.client.request<Answer>(method, path, {
      as: 'signed',
      lang: this.words.lang,
      ...(body && { body, act: newAct() }),
    });
  }

  /** Tells the page, and shows the blog as it is now. */
  protected told(): void {
    const { host } = this;
    host.dispatchEvent(new BlogChangeEvent({ member: host.data.member! }));
    void changed(host);
  }

  /** The button at the end of a list. */
  protected moreButton(task: () => Promise<void>): TemplateResult {
    return html`<button type="button" class="plain" aria-disabled=${this.busy} @click=${() => void this.run(task)}>
      ${this.words.t('blogSheetMore')}
    </button>`;
  }

  override render(): TemplateResult {
    const { words, busy, isLoaded, problem } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${this.heading} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${isLoaded ? this.content() : busy ? html`<p role="status" class="waiting">${words.t('blogSheetLoading')}</p>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem && !isLoaded ? html`<button type="button" class="plain start" @click=${this.begin}>${words.t('retry')}</button>` : nothing}
      </div>
      ${isLoaded ? this.footer() : nothing}
    </dangol-part-sheet>`;
  }
}
