import { html, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';
import type { MenuPickEvent } from '../parts/menu.ts';
import '../parts/menu.ts';
import type { BlogHost } from './host.ts';

/** What a visitor can do with a blog. */
export function blogMenu(host: BlogHost, words: Words): TemplateResult {
  return html`<dangol-part-menu
    .label=${words.t('blogMenu')}
    .items=${[{ key: 'report', label: words.t('blogReport') }]}
    @dangol-part-menu-pick=${(event: MenuPickEvent) =>
      event.key === 'report' &&
      void host.open({ kind: 'report', subject: { kind: 'blog', id: host.data.member! } })}
  ></dangol-part-menu>`;
}
