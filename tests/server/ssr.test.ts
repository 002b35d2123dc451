// Every tag renders on a server, from source, before any of it has touched a document.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';

describe('the tags on a server', () => {
  it('have no document to touch', () => {
    assert.equal(typeof (globalThis as { document?: unknown }).document, 'undefined');
  });

  it('a review board renders its frame', async () => {
    const { DangolReviewBoard } = await import('../../widgets/index.ts');
    customElements.define('dangol-review-board', DangolReviewBoard);
    const text = await collectResult(
      render(html`<dangol-review-board product="1" sort="newest" lang="ko"></dangol-review-board>`),
    );
    assert.match(text, /<dangol-review-board\s+product="1" sort="newest" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /class="root folded"/);
    assert.match(text, /--dangol-board-height/);
  });

  it('leaders render their frame, with attributes that are nonsense too', async () => {
    const { DangolLeaders } = await import('../../widgets/index.ts');
    customElements.define('dangol-leaders', DangolLeaders);
    const text = await collectResult(
      render(html`<dangol-leaders period="year" limit="many" lang="ko"></dangol-leaders>`),
    );
    assert.match(text, /<dangol-leaders\s+period="year" limit="many" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /class="root reserved"/);
    assert.match(text, /--dangol-leaders-height/);
  });

  it('a savings club renders its frame', async () => {
    const { DangolSavingsClub } = await import('../../widgets/index.ts');
    customElements.define('dangol-savings-club', DangolSavingsClub);
    const text = await collectResult(
      render(html`<dangol-savings-club club="1" lang="ko"></dangol-savings-club>`),
    );
    assert.match(text, /<dangol-savings-club\s+club="1" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /--dangol-club-height/);
  });

  it('an inbox renders its bell and its list, with attributes that are nonsense too', async () => {
    const { DangolInbox } = await import('../../widgets/index.ts');
    customElements.define('dangol-inbox', DangolInbox);
    const text = await collectResult(
      render(
        html`<dangol-inbox view="drawer" lang="ko"></dangol-inbox><dangol-inbox view="list"></dangol-inbox>`,
      ),
    );
    assert.match(text, /<dangol-inbox\s+view="drawer" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /class="bell"/);
    assert.match(text, /class="room"/);
  });

  it('points render their frame, whole and in one line', async () => {
    const { DangolPoints } = await import('../../widgets/index.ts');
    customElements.define('dangol-points', DangolPoints);
    const text = await collectResult(
      render(html`<dangol-points lang="ko"></dangol-points><dangol-points compact></dangol-points>`),
    );
    assert.match(text, /<dangol-points\s+lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /class="root"/);
    assert.match(text, /--dangol-points-height/);
  });

  it('a blog renders its frame around what the page has inside', async () => {
    const { DangolBlog } = await import('../../widgets/index.ts');
    customElements.define('dangol-blog', DangolBlog);
    const text = await collectResult(
      render(html`<dangol-blog member="m1" story="s1" lang="ko"><p>글로만</p></dangol-blog>`),
    );
    assert.match(text, /<dangol-blog\s+member="m1" story="s1" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /--dangol-blog-height/);
    assert.match(text, /<p>글로만<\/p>/);
  });

  it('a feed renders its frame', async () => {
    const { DangolFeed } = await import('../../widgets/index.ts');
    customElements.define('dangol-feed', DangolFeed);
    const text = await collectResult(render(html`<dangol-feed lang="ko"></dangol-feed>`));
    assert.match(text, /<dangol-feed\s+lang="ko">/);
    assert.match(text, /--dangol-feed-height/);
    assert.match(text, /class="root"/);
  });

  it('a blog card renders its frame, and the whole blog in its place', async () => {
    const { DangolBlogCard } = await import('../../widgets/index.ts');
    customElements.define('dangol-blog-card', DangolBlogCard);
    const text = await collectResult(
      render(
        html`<dangol-blog-card member="m1" lang="ko"></dangol-blog-card><dangol-blog-card member="m2" view="page"></dangol-blog-card>`,
      ),
    );
    assert.match(text, /<dangol-blog-card\s+member="m1" lang="ko">/);
    assert.match(text, /<template shadowroot="open" shadowrootmode="open">/);
    assert.match(text, /class="root bare"/);
    assert.match(text, /--dangol-card-height/);
    assert.match(text, /<dangol-blog\s+member="m2"/);
  });

  it('a rating renders, with attributes that are nonsense too', async () => {
    const { DangolRating } = await import('../../widgets/index.ts');
    customElements.define('dangol-rating', DangolRating);
    const text = await collectResult(
      render(html`<dangol-rating product="1" scheme="plaid"></dangol-rating>`),
    );
    assert.match(text, /<dangol-rating\s+product="1" scheme="plaid">/);
    assert.match(text, /<template shadowroot="open"/);
  });

  it('a wish button renders its heart, with attributes that are nonsense too', async () => {
    const { DangolWishButton } = await import('../../widgets/index.ts');
    customElements.define('dangol-wish-button', DangolWishButton);
    const text = await collectResult(
      render(html`<dangol-wish-button product="1" scheme="plaid" list="?"></dangol-wish-button>`),
    );
    assert.match(text, /<dangol-wish-button\s+product="1" scheme="plaid" list="\?">/);
    assert.match(text, /<template shadowroot="open"/);
    assert.match(text, /aria-pressed="false"/);
  });
});
