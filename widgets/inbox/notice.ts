import { html, nothing, type TemplateResult } from 'lit';
import '../core/times.ts';
import type { Notice } from '../../server/community/inbox/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import { CLOSE } from '../parts/icons-more.ts';
import { BELL } from './bell-icon.ts';
import { sentenceOf } from './sentence.ts';

export interface NoticeOptions {
  notice: Notice;
  words: Words;
  mall: PublicMall | undefined;
  /** Where it leads, when that is an address. */
  url: string | undefined;
  /** It opens something here instead. */
  opens: boolean;
  onOpen(event: Event): void;
  onDelete(): void;
}

/** One notice: what happened, of what, when, and whether it was read. The whole line is the target. */
export function noticeLine(options: NoticeOptions): TemplateResult {
  const { notice, words, mall, url, opens, onOpen, onDelete } = options;
  const image = safeUrl(notice.product?.image);
  const text = sentenceOf(notice, words, mall);
  const said = html`${notice.read ? nothing : html`<span class="only-heard">${words.t('inboxUnread')} </span>`}${
    notice.advertising ? html`<span class="legal">${words.t('inboxAd')}</span> ` : nothing
  }<span dir="auto">${text}</span>`;
  return html`<li class=${notice.read ? '' : 'unread'} part="notice">
    <span class="picture" aria-hidden="true">${
      image
        ? html`<img src=${image} alt="" width="56" height="56" loading="lazy" decoding="async" />`
        : icon(BELL)
    }</span>
    <div class="what">
      ${
        url
          ? html`<a class="open" href=${url} @click=${onOpen}>${said}</a>`
          : html`<button type="button" class="open" aria-haspopup=${opens ? 'dialog' : nothing} @click=${onOpen}>${said}</button>`
      }
      <time class="muted small" datetime=${new Date(notice.at).toISOString()} title=${words.date(notice.at)}>${words.ago(notice.at)}</time>
    </div>
    <button type="button" class="delete" aria-label=${words.t('inboxDelete', { text })} @click=${onDelete}>${icon(CLOSE)}</button>
  </li>`;
}
