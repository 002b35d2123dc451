// What only the member of a blog sees on it.
import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import { hashOf } from '../core/list-url.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import { PENCIL } from '../parts/icons-more.ts';
import type { BlogHost, DialogRequest } from './host.ts';
import { BAG, BOOK, BOXES, BRUSH, COINS, HEART, PAGES, PERSON } from './icons-late.ts';

type Tool = Extract<
  DialogRequest['kind'],
  'looks' | 'boards' | 'purchases' | 'neighbours' | 'sales' | 'drafts'
>;

export function tools(host: BlogHost, words: Words): TemplateResult {
  const { my } = host.data;
  const tool = (kind: Tool, path: string, label: string, waiting = '', said = waiting) => html`<li>
    <button type="button" aria-haspopup="dialog" @click=${() => void host.open({ kind })}>
      <span class="sketch">${icon(path)}${waiting ? html`<b aria-hidden="true">${waiting}</b>` : nothing}</span>
      <span>${label}${said ? html`<span class="only-heard">, ${said}</span>` : nothing}</span>
    </button>
  </li>`;
  const { asking = 0, drafts = 0, purchasesShown = 0 } = my ?? {};
  const some = (count: number) => (count ? words.number(count) : '');
  return html`${host.data.page?.blog.hidden ? html`<p class="rules">${words.t('blogHidden')}</p>` : nothing}<nav class="tools" part="tools" aria-label=${words.t('blogTools')}>
    <button type="button" class="main write" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'editor' })}>
      ${icon(PENCIL)}${words.t('blogWrite')}
    </button>
    <ul role="list">
      ${tool('looks', BRUSH, words.t('blogToolLooks'))}
      ${tool('boards', BOXES, words.t('blogToolBoards'))}
      ${tool('purchases', BAG, words.t('blogToolPurchases'), '', words.t('blogPurchasesShown', { count: purchasesShown }))}
      ${tool('neighbours', PERSON, words.t('blogToolNeighbours'), some(asking), asking ? words.t('blogAsking', { count: asking }) : '')}
      ${tool('sales', COINS, words.t('blogToolSales'))}
      ${tool('drafts', PAGES, words.t('blogToolDrafts'), some(drafts), drafts ? words.t('blogWaiting', { count: drafts }) : '')}
    </ul>
  </nav>`;
}

const invite = (path: string, text: string, more: unknown) =>
  html`<div class="invite">${icon(path)}<p>${text}</p>${more}</div>`;

/** No public list, or one without wishes. */
export function noWishes(host: BlogHost, hasList: boolean, words: Words): TemplateResult {
  const page = host.data.mall?.pages.wishlist?.split('#')[0];
  return invite(
    HEART,
    words.t(hasList ? 'blogNoWishesYet' : 'blogNoWishes'),
    page ? html`<a class="all" href=${page + hashOf()}>${words.t('blogToWishes')}</a>` : nothing,
  );
}

export const noThings = (host: BlogHost, words: Words): TemplateResult =>
  invite(
    BAG,
    words.t('blogNoThings'),
    html`<button type="button" class="plain" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'purchases' })}>${words.t('blogChooseThings')}</button>`,
  );

export const noStories = (host: BlogHost, words: Words): TemplateResult =>
  invite(
    BOOK,
    words.t('blogNoStories'),
    html`<button type="button" class="plain" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'editor' })}>${words.t('blogFirstStory')}</button>`,
  );

export const toolStyles: CSSResult = css`
  .tools {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    padding: 12px;
    border-radius: calc(var(--k-frame, 8px) * 1.5);
    background: var(--d-raised);
  }
  .rules {
    padding: 8px 12px;
    border: 1px solid var(--d-edge);
    border-radius: var(--k-frame, 8px);
    font-size: 0.93em;
  }
  .write {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
  }
  .tools ul {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 4px 0;
  }
  .tools li button {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 4px;
    inline-size: 100%;
    min-block-size: 64px;
    padding: 6px 0;
    font-size: 0.87em;
    line-height: 1.3;
  }
  .sketch {
    position: relative;
    display: grid;
    font-size: 1.15em;
  }
  .sketch b {
    position: absolute;
    inset: -8px auto auto 100%;
    min-inline-size: 20px;
    margin-inline-start: -6px;
    padding: 0 5px;
    border-radius: 10px;
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    line-height: 20px;
    text-align: center;
  }
  .invite {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 8px;
    padding: 24px 16px;
    border: 1px dashed var(--d-edge);
    border-radius: calc(var(--k-frame, 8px) * 1.5);
    text-align: center;
    text-wrap: balance;
  }
  .invite > .icon {
    inline-size: 2em;
    block-size: 2em;
    color: var(--d-muted);
    stroke-width: 1.2;
  }
  @media (hover: hover) {
    .tools li button:hover {
      background: color-mix(in srgb, var(--d-text) 7%, transparent);
    }
  }
  @container (min-width: 34em) {
    .tools ul {
      grid-template-columns: repeat(6, minmax(0, 1fr));
    }
  }
  @container (min-width: 56em) {
    .tools {
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
    }
    .layout-diary .tools {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
