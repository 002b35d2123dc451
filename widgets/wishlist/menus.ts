import { html, type nothing, type TemplateResult } from 'lit';
import type { Wish } from '../../server/community/wishlists/contract.ts';
import type { MenuItem, MenuPickEvent } from '../parts/menu.ts';
import '../parts/menu.ts';
import { nameOf } from './card.ts';
import type { WishlistHost } from './host.ts';
import { moveBy } from './order.ts';

const FIRST = Number.NEGATIVE_INFINITY;

function menu(label: string, items: MenuItem[], pick: (key: string) => void): TemplateResult {
  return html`<dangol-part-menu
    .label=${label}
    .items=${items}
    @dangol-part-menu-pick=${(event: MenuPickEvent) => pick(event.key)}
  ></dangol-part-menu>`;
}

/** What can be done with one wish: by those who keep the list, or by a visitor. */
export function wishMenu(host: WishlistHost, wish: Wish): TemplateResult | typeof nothing {
  const { data } = host;
  const words = host.words!;
  const { id } = wish;
  const at = data.items.findIndex((one) => one.id === id);
  const isLast = at === data.items.length - 1 && !data.next;
  const items: MenuItem[] = data.mayEdit
    ? [
        { key: 'edit', label: words.t('wishEdit') },
        ...(at > 0
          ? [
              { key: 'up', label: words.t('moveUp') },
              { key: 'top', label: words.t('moveTop') },
            ]
          : []),
        ...(isLast ? [] : [{ key: 'down', label: words.t('moveDown') }]),
        { key: 'move', label: words.t('wishTransfer') },
        { key: 'copy', label: words.t('wishCopy') },
        { key: 'alerts', label: words.t('wishAlerts') },
        { key: 'remove', label: words.t('wishRemove'), grave: true },
      ]
    : [
        { key: 'copy', label: words.t('wishKeep') },
        { key: 'alerts', label: words.t('wishAlerts') },
        ...(wish.note ? [{ key: 'report', label: words.t('wishReport') }] : []),
      ];
  return menu(words.t('wishMenu', { name: nameOf(wish.product, words) }), items, (key) => {
    if (key === 'edit') void host.open({ kind: 'wish', wish });
    else if (key === 'up' || key === 'down' || key === 'top')
      void moveBy(host, id, key === 'top' ? FIRST : key === 'up' ? -1 : 1);
    else if (key === 'move' || key === 'copy')
      void host.open({ kind: 'transfer', wish, copy: key === 'copy' });
    else if (key === 'alerts') void host.open({ kind: 'alerts', wish });
    else if (key === 'report') void host.open({ kind: 'report', subject: { kind: 'wish', id } });
    else void host.act((acts) => acts.removeWish(host, wish));
  });
}

/** What can be done with the whole list, by those who keep or look after it. */
export function listMenu(host: WishlistHost): TemplateResult {
  const { data } = host;
  const words = host.words!;
  const isOwner = data.role === 'owner';
  const items: MenuItem[] = [
    ...(data.mayEdit ? [{ key: 'edit', label: words.t('listEdit') }] : []),
    { key: 'people', label: words.t('listPeople') },
    { key: 'new', label: words.t('listNew') },
    ...(data.isMember && data.mayEdit ? [{ key: 'giving', label: words.t('listGiving') }] : []),
    ...(isOwner ? [{ key: 'delete', label: words.t('listDelete'), grave: true }] : []),
  ];
  return menu(words.t('listMenu'), items, (key) => {
    if (key === 'edit') void host.act(async () => (await import('./dialogs.ts')).editList(host));
    else if (key === 'new') void host.open({ kind: 'list' });
    else if (key === 'delete') void host.act(async () => (await import('./dialogs.ts')).deleteList(host));
    else void host.open({ kind: key as 'people' | 'giving' });
  });
}
