import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { StoryCard, StoryCardPage } from '../../server/community/blogs/stories/contract.ts';
import { defineOnce } from '../core/define.ts';
import { formStyles } from '../parts/form-styles.ts';
import { icon } from '../parts/icons.ts';
import { BOOK } from './icons-late.ts';
import { loadMy } from './mine.ts';
import { BlogSheet } from './sheet.ts';

/** Stories that only I see: those that are not finished, and those that the mall has hidden. */
export class DraftsOfBlog extends BlogSheet {
  static override properties: PropertyDeclarations = {
    ...BlogSheet.properties,
    items: { state: true },
  };
  static override styles = [
    formStyles,
    css`
      .thumb {
        position: relative;
        inline-size: 56px;
        block-size: 56px;
      }
      .rows .two {
        margin-inline-start: auto;
      }
      .beginning {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        font-weight: 600;
      }
    `,
  ];

  declare private items: readonly StoryCard[];
  #hidden: readonly StoryCard[] = [];
  #next: string | null = null;

  constructor() {
    super();
    this.items = [];
  }

  protected get heading(): string {
    return this.words.t('blogDraftsTitle');
  }

  #page = (state: 'draft' | 'hidden', cursor: string | null) =>
    this.host.data.get<StoryCardPage>('me/stories', { query: { state, cursor } });

  protected async load(): Promise<void> {
    const [drafts, hidden] = await Promise.all([this.#page('draft', null), this.#page('hidden', null)]);
    this.#hidden = hidden.items;
    this.#next = drafts.next;
    this.items = drafts.items;
  }

  #delete(id: string): void {
    const { host, words } = this;
    void host.open({
      kind: 'confirm',
      heading: words.t('blogDraftDeleteTitle'),
      text: words.t('blogDraftDeleteText'),
      run: async () => {
        await this.ask('DELETE', `stories/${id}`);
        host.notify(words.t('blogDraftDeleted'));
        await loadMy(host.data).catch(() => undefined);
        host.requestUpdate();
        return host.open({ kind: 'drafts' });
      },
    });
  }

  #one(draft: StoryCard, acts: TemplateResult): TemplateResult {
    const { words } = this;
    const { id, title, text, cover, publishedAt } = draft;
    const isHidden = this.#hidden.includes(draft);
    return html`<li id="draft-${id}">
      <span class="thumb">${cover ? this.host.pieces.image({ url: cover.small, alt: cover.alt }) : icon(BOOK)}</span>
      <div>
        <p class="beginning" dir="auto">${title || text || words.t('blogUntitled')}</p>
        ${isHidden ? nothing : html`<p class="muted small">${words.t(publishedAt === null ? 'blogDraftNever' : 'blogDraftTaken')}</p>`}
      </div>
      ${acts}
    </li>`;
  }

  protected content(): TemplateResult {
    const { words, items, host } = this;
    const hidden = this.#hidden;
    return html`<section>
        ${
          items.length
            ? html`<p class="hint">${words.t('blogDraftsHint')}</p>
                <ul class="rows" role="list">
                  ${items.map((one) =>
                    this.#one(
                      one,
                      html`<span class="two">
                        <button type="button" class="link grave" @click=${() => this.#delete(one.id)}>${words.t('blogDraftDelete')}</button>
                        <button type="button" class="plain" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'editor', story: one.id })}>${words.t('blogDraftEdit')}</button>
                      </span>`,
                    ),
                  )}
                </ul>`
            : html`<p class="muted">${words.t('blogDraftsNone')}</p>`
        }
        ${
          this.#next
            ? this.moreButton(async () => {
                const page = await this.#page('draft', this.#next);
                this.#next = page.next;
                this.items = [...this.items, ...page.items];
              })
            : nothing
        }
      </section>
      ${
        hidden.length
          ? html`<section>
              <h3>${words.t('blogHiddenTitle')}</h3>
              <p class="hint">${words.t('blogHiddenHint')}</p>
              <ul class="rows" role="list">
                ${hidden.map((one) =>
                  this.#one(
                    one,
                    html`<button
                      type="button"
                      class="plain"
                      @click=${() => {
                        this.close();
                        host.go(one.id);
                      }}
                    >
                      ${words.t('blogHiddenOpen')}
                    </button>`,
                  ),
                )}
              </ul>
            </section>`
          : nothing
      }`;
  }
}

defineOnce('dangol-blog-drafts', DraftsOfBlog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-drafts': DraftsOfBlog;
  }
}
