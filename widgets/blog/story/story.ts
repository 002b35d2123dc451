import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Story, StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import { blogHash } from '../../core/blog-url.ts';
import { defineOnce } from '../../core/define.ts';
import { safeUrl } from '../../core/safe-url.ts';
import '../../core/times.ts';
import { blogStoryWords } from '../../core/strings/blog-story.ts';
import type { Words } from '../../core/words.ts';
import { avatar } from '../../parts/avatar.ts';
import { COMMENT, icon } from '../../parts/icons.ts';
import { BACK, FLAG, NEXT, PENCIL, TRASH } from '../../parts/icons-more.ts';
import { level } from '../../parts/level.ts';
import '../../parts/menu.ts';
import type { MenuItem, MenuPickEvent } from '../../parts/menu.ts';
import { stars } from '../../parts/stars.ts';
import type { BlogHost } from '../host.ts';
import type { CommentCountEvent } from './comments.ts';
import { StoryHeart } from './heart.ts';
import { HEART, HIDE, SHARE } from './icons.ts';
import './pictures.ts';
import { discover, line, link, nameOf, type Offer } from './product.ts';
import { storyStyles } from './styles.ts';

/** Every product once, with the first mark that names it. */
function offersOf({ media, products }: Story): Offer[] {
  const marks = media.flatMap((one) => one.marks);
  return products.map((product) => ({
    product,
    mark: marks.find((one) => one.product === product.product)?.mark ?? null,
  }));
}

/** One story, as whoever may see it sees it; its author has tools. */
export class BlogStory extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    page: { attribute: false },
    words: { attribute: false },
    mine: { attribute: false },
    hasComments: { state: true },
    spoken: { state: true },
    more: { state: true },
  };
  static override styles = storyStyles;

  declare host: BlogHost;
  declare page: StoryPage;
  declare words: Words;
  /** What concerns me alone, so that a change of it is drawn. */
  declare mine: BlogHost['data']['myStory'];
  declare private hasComments: boolean;
  /** The words that have all that is said here. */
  declare private spoken: Words | undefined;
  /** Comments that I have just written or taken away. */
  declare private more: number;
  #heart: StoryHeart | undefined;
  #story = '';
  #comments = -1;

  constructor() {
    super();
    this.hasComments = false;
    this.more = 0;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#heart ??= new StoryHeart(this.host, () => this.requestUpdate());
    if (changed.has('words')) void this.#speak();
    if (!changed.has('page')) return;
    const { story } = this.page;
    this.more = 0;
    this.#heart.forget();
    const talk = this.renderRoot?.querySelector('dangol-blog-comments');
    // Told live that there are more or fewer.
    if (talk && story.id === this.#story && story.comments !== this.#comments) void talk.refresh();
    this.#comments = story.comments;
  }

  protected override updated(): void {
    discover(this.renderRoot);
    const { id } = this.page.story;
    if (id === this.#story) return;
    const isAnother = this.#story !== '';
    this.#story = id;
    // Another story begins at its title, for eyes and for those who hear the page.
    if (isAnother) this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    void this.#talk();
  }

  async #speak(): Promise<void> {
    const { words } = this;
    try {
      await blogStoryWords(words);
      this.spoken = words;
    } catch {
      // Nothing can be said yet: the next change of the page tries again.
    }
  }

  async #talk(): Promise<void> {
    try {
      await import('./comments.ts');
      this.hasComments = true;
    } catch {
      // The story is there without them; the next one tries again.
    }
  }

  async #act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void> {
    try {
      await run(await import('./acts.ts'));
    } catch {
      this.host.notify(this.words.t('storyLate'));
    }
  }

  #pick(key: string): void {
    const { host, page } = this;
    if (key === 'edit') void host.open({ kind: 'editor', story: page.story.id });
    else if (key === 'report')
      void host.open({ kind: 'report', subject: { kind: 'story', id: page.story.id } });
    else if (key === 'unpublish') void this.#act((acts) => acts.unpublish(host, page));
    else void this.#act((acts) => acts.remove(host, page));
  }

  #menu(): TemplateResult | typeof nothing {
    const { words, mine, page } = this;
    if (!mine && this.host.side?.session.kind === 'member') return nothing;
    const items: MenuItem[] = mine?.mine
      ? [
          { key: 'edit', label: words.t('storyEdit'), picture: icon(PENCIL) },
          ...(page.story.state === 'shown'
            ? [{ key: 'unpublish', label: words.t('storyUnpublish'), picture: icon(HIDE) }]
            : []),
          { key: 'delete', label: words.t('storyDelete'), picture: icon(TRASH), grave: true },
        ]
      : [{ key: 'report', label: words.t('storyReport'), picture: icon(FLAG) }];
    return html`<dangol-part-menu
      .label=${words.t('storyMenu')}
      .items=${items}
      @dangol-part-menu-pick=${(event: MenuPickEvent) => this.#pick(event.key)}
    ></dangol-part-menu>`;
  }

  #state(story: Story): TemplateResult | typeof nothing {
    const { words, host, page } = this;
    if (story.state === 'shown') return nothing;
    return html`<div class="state">
      <p>${words.t(story.state === 'draft' ? 'storyDraft' : 'storyHidden')}</p>
      ${
        story.state === 'draft'
          ? html`<button type="button" class="main" @click=${() => void this.#act((acts) => acts.publish(host, page))}>${words.t('storyPublish')}</button>`
          : nothing
      }
    </div>`;
  }

  #head(story: Story): TemplateResult {
    const { words, host, page } = this;
    const { title, author, publishedAt, editedAt, board } = story;
    const shelf = host.data.page?.blog.boards.find((one) => one.id === board);
    return html`<header>
      <div class="title">
        <h2 id="title" part="home title" class=${title ? '' : 'only-heard'} tabindex="-1" dir="auto">${title || words.t('storyUntitled')}</h2>
        ${title ? this.#menu() : nothing}
      </div>
      <div class="by">
        ${avatar(author)}
        <div class="who">
          <p>
            <button type="button" class="author" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'profile', member: author.id })}><bdi>${words.t('named', { name: author.name })}</bdi></button>
            ${level(author, page.mall.levels, words)}
          </p>
          <p class="muted small">
            ${publishedAt ? html`<time datetime=${new Date(publishedAt).toISOString()}>${words.date(publishedAt)}</time>` : nothing}
            ${editedAt ? html`<span>${words.t('storyEdited')}</span>` : nothing}
            ${shelf ? html`<span dir="auto">${shelf.name}</span>` : nothing}
          </p>
        </div>
        ${title ? nothing : this.#menu()}
      </div>
    </header>`;
  }

  #review({ review }: Story): TemplateResult | typeof nothing {
    if (!review) return nothing;
    const { words, page, host } = this;
    const product = page.story.products.find((one) => one.product === review.product);
    const way = product && link(host, { product, mark: null }, page.mall);
    const photo = review.photo && safeUrl(review.photo.small);
    return html`<section class="review" aria-labelledby="review">
      <h3 id="review">${words.t('storyReview')}</h3>
      ${review.disclosure ? html`<p class="disclosure small">${review.disclosure}</p>` : nothing}
      <div class="said">
        ${photo ? html`<img src=${photo} alt=${review.photo!.alt} width="72" height="72" loading="lazy" decoding="async" />` : nothing}
        <div>
          <p>${stars({ value: review.stars, words })}</p>
          ${product ? html`<p class="muted small" dir="auto">${nameOf(product, words)}</p>` : nothing}
          <p dir="auto">${review.text}</p>
          ${way ? html`<a class="link" href=${way.url} @click=${way.go}>${words.t('storyReviewGo')}</a>` : nothing}
        </div>
      </div>
    </section>`;
  }

  #acts(story: Story): TemplateResult {
    const { words, host, page } = this;
    const heart = this.#heart!;
    const { isOn, count } = heart;
    return html`<div class="acts">
      <button type="button" class="heart" part="heart" aria-pressed=${isOn} @click=${() => void heart.toggle()}>
        ${icon(HEART, isOn)}<span>${words.t('storyHeart')}</span>${
          count ? html`<b aria-hidden="true">${words.number(count)}</b>` : nothing
        }</button
      ><span class="only-heard">${count ? words.t('storyHearts', { count }) : ''}</span>
      ${
        story.state === 'shown'
          ? html`<button type="button" part="share" aria-haspopup="dialog" @click=${() => void this.#act((acts) => acts.share(host, page))}>${icon(SHARE)}${words.t('storyShare')}</button>`
          : nothing
      }
    </div>`;
  }

  #nearby(): TemplateResult | typeof nothing {
    const { words, page, host } = this;
    const { newer, older, story } = page;
    if (!newer && !older) return nothing;
    const to = (id: string | null, isNewer: boolean) =>
      id
        ? html`<a
            class=${isNewer ? 'newer' : 'older'}
            href=${blogHash(story.author.id, id)}
            @click=${(event: Event) => {
              event.preventDefault();
              host.go(id);
            }}
            >${isNewer ? nothing : icon(BACK)}${words.t(isNewer ? 'storyNewer' : 'storyOlder')}${isNewer ? icon(NEXT) : nothing}</a
          >`
        : nothing;
    return html`<nav aria-label=${words.t('storyMoreOf')}>${to(older, false)}${to(newer, true)}</nav>`;
  }

  override render() {
    const { words, page, host } = this;
    if (!words || !page || this.spoken !== words) return nothing;
    const { story, mall } = page;
    const offers = offersOf(story);
    const count = Math.max(0, story.comments + this.more);
    return html`<article lang=${words.lang} aria-labelledby="title">
      ${this.#state(story)}
      ${story.disclosure ? html`<p class="disclosure" part="disclosure">${story.disclosure}</p>` : nothing}
      ${this.#head(story)}
      ${
        story.media.length
          ? html`<dangol-blog-pictures .media=${story.media} .products=${story.products} .mall=${mall} .words=${words} .from=${host} .author=${story.author.name}></dangol-blog-pictures>`
          : nothing
      }
      ${story.text ? html`<div class="text" part="text">${story.text.split(/\n\s*\n/).map((one) => html`<p dir="auto">${one}</p>`)}</div>` : nothing}
      ${
        offers.length
          ? html`<section class="products" aria-labelledby="products">
              <h3 id="products">${words.t('storyProducts')}</h3>
              <ul role="list">
                ${offers.map((offer) => line(host, offer, mall, words))}
              </ul>
            </section>`
          : nothing
      }
      ${this.#review(story)} ${this.#acts(story)}
      <section class="talk" aria-labelledby="talk">
        <h3 id="talk">${icon(COMMENT)}${count ? words.t('storyComments', { count }) : words.t('storyCommentNone')}</h3>
        ${
          this.hasComments
            ? html`<dangol-blog-comments
                id="comments"
                .host=${host}
                .story=${story}
                .shop=${mall}
                @dangol-part-comment-count=${(event: CommentCountEvent) => {
                  this.more += event.by;
                }}
              ></dangol-blog-comments>`
            : html`<div class="wait"></div>`
        }
      </section>
      ${this.#nearby()}
    </article>`;
  }
}

defineOnce('dangol-blog-story', BlogStory);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-story': BlogStory;
  }
}
