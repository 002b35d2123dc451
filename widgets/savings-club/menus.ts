import { html, nothing, type TemplateResult } from 'lit';
import type { MenuItem, MenuPickEvent } from '../parts/menu.ts';
import '../parts/menu.ts';
import type { ClubHost } from './host.ts';

/** What can be done with a whole club, by those who started it, take part in it, or look on. */
export function menu(host: ClubHost): TemplateResult | typeof nothing {
  const { page, isMember } = host.data;
  if (!page) return nothing;
  const words = host.words!;
  const { club, me } = page;
  const { may, role } = me;
  const items: MenuItem[] = [
    ...(may.change ? [{ key: 'change', label: words.t('clubChange') }] : []),
    { key: 'people', label: words.t('clubPeople') },
    ...(may.close && club.state !== 'reached' ? [{ key: 'close', label: words.t('clubClose') }] : []),
    ...(isMember && !host.hasAttribute('club') ? [{ key: 'new', label: words.t('clubNew') }] : []),
    ...(role === 'starter' ? [] : [{ key: 'report', label: words.t('clubReport') }]),
    ...(may.leave ? [{ key: 'leave', label: words.t('clubLeave'), grave: true }] : []),
    ...(may.cancel ? [{ key: 'cancel', label: words.t('clubCancel'), grave: true }] : []),
  ];
  const pick = ({ key }: MenuPickEvent) => {
    if (key === 'change' || key === 'new') void host.open({ kind: 'form', isNew: key === 'new' });
    else if (key === 'people') void host.open({ kind: 'people' });
    else if (key === 'report') void host.open({ kind: 'report', subject: { kind: 'club', id: club.id } });
    else void host.act((acts) => acts[key as 'close' | 'leave' | 'cancel'](host));
  };
  return html`<dangol-part-menu .label=${words.t('clubMenu')} .items=${items} @dangol-part-menu-pick=${pick}></dangol-part-menu>`;
}
