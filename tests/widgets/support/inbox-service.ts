// An inbox as the service keeps it: it remembers what it was told, and may be away.
import type { Notice } from '../../../server/community/inbox/contract.ts';
import { channels, inbox } from './notices.ts';
import { me } from './people.ts';
import { type Asked, answers, board, json, noNetwork, problem } from './service.ts';

const MEMBER = 'member-token-0123456789';
export const memberToken = MEMBER;

export interface InboxService {
  items: Notice[];
  /** No answer at all. */
  isAway: boolean;
  /** Everything that was changed, in its order. */
  told: string[];
  now: ReturnType<typeof channels>;
  mall: ReturnType<typeof board>['mall'];
}

type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** @param other answers first */
export function inboxService(
  items: Notice[],
  other: (request: Asked, service: InboxService) => Answer = () => undefined,
): InboxService {
  const service: InboxService = {
    items,
    isAway: false,
    told: [],
    now: channels(),
    mall: board([]).mall,
  };
  const unread = () => service.items.filter((one) => !one.read).length;
  answers((request) => {
    const { method, path, url, body, headers } = request;
    // As a browser's: what was aborted is not sent.
    if (request.signal?.aborted) return Promise.reject(request.signal.reason);
    if (service.isAway) return noNetwork();
    const given = other(request, service);
    if (given) return given;
    if (path === 'mall') return json(service.mall);
    if (path === 'stream') return undefined;
    if (!headers.has('authorization')) return problem(401, 'sign-in-required');
    if (path === 'me') return json(me());
    if (path === 'me/channels') return json(service.now);
    if (path === 'me/consents' && method === 'PUT') {
      const { purpose, channel, given } = body as { purpose: string; channel: string; given: boolean };
      service.told.push(`consent ${purpose} ${channel} ${given}`);
      service.now = {
        ...service.now,
        consents: service.now.consents.map((one) =>
          one.purpose === purpose && one.channel === channel ? { ...one, given, at: Date.now() } : one,
        ),
      };
      return json({}, 200);
    }
    if (path === 'me/inbox') {
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const to = from + Number(url.searchParams.get('limit'));
      return json(
        inbox(service.items.slice(from, to), {
          next: to < service.items.length ? String(to) : null,
          unread: unread(),
        }),
      );
    }
    if (path === 'me/inbox/read') {
      const { ids, until } = body as { ids?: string[]; until?: number };
      service.told.push(ids ? `read ${ids.map((id) => id.replace(/x0+$/, '')).join()}` : 'read all');
      service.items = service.items.map((one) =>
        ids?.includes(one.id) || (until !== undefined && one.at <= until) ? { ...one, read: true } : one,
      );
      return json({ unread: unread() });
    }
    if (method === 'DELETE' && path.startsWith('me/inbox/')) {
      const id = path.slice('me/inbox/'.length);
      service.told.push(`delete ${id.replace(/x0+$/, '')}`);
      if (!service.items.some((one) => one.id === id)) return problem(404, 'not-found');
      service.items = service.items.filter((one) => one.id !== id);
      return json(undefined, 204);
    }
    return undefined;
  });
  return service;
}

/** The connection goes, or comes back. */
export function setOnline(isOnline: boolean): void {
  if (isOnline) Reflect.deleteProperty(navigator, 'onLine');
  else Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
  dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
}
