import { html } from 'hono/html';
import type { Shop } from '../shops.ts';
import type { Markup } from './layout.ts';

/** Who helped most by reviews, under the mall's own heading. */
export function regulars({ lang, words }: Shop, category?: string): Markup {
  // The reviews of the English mall are years old: nobody helped anybody there this week.
  const period = lang === 'en' || category ? 'all' : 'week';
  return html`<dangol-leaders limit="5" lang="${lang}" period="${period}"${category ? html` category="${category}"` : ''}>
    <h2 slot="heading">${words.regulars(category)}</h2>
  </dangol-leaders>`;
}
