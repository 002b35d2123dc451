// Notices, alerts and channels as the service tells of them.
import type { Alert } from '../../../server/community/alerts/contract.ts';
import type { Channels, Inbox, Notice } from '../../../server/community/inbox/contract.ts';
import { product } from './people.ts';

export const noticeId = (number: number) => `n${number}x`.padEnd(25, '0');

/** The newest has the smallest number. */
export function notice(number: number, more: Partial<Notice> = {}): Notice {
  return {
    id: noticeId(number),
    kind: 'restock',
    advertising: false,
    at: Date.now() - number * 180_000,
    read: false,
    product: product(String(number)),
    list: null,
    club: null,
    story: null,
    wish: null,
    from: null,
    facts: {},
    ...more,
  };
}

export function inbox(items: Notice[], more: Partial<Inbox> = {}): Inbox {
  return { items, next: null, unread: items.filter((one) => !one.read).length, ...more };
}

export function channels(more: Partial<Channels> = {}): Channels {
  return {
    mail: null,
    mailPossible: true,
    consents: (['information', 'advertising'] as const).flatMap((purpose) =>
      (['inbox', 'mail'] as const).map((channel) => ({ purpose, channel, given: false, at: null })),
    ),
    perWeek: 3,
    quiet: { from: 21, to: 8 },
    ...more,
  };
}

export const confirmed = { address: 'mi***@example.com', confirmed: true };

export function alert(more: Partial<Alert> = {}): Alert {
  return { product: '1', priceDrop: null, restock: false, fewLeft: false, channels: ['inbox'], ...more };
}
