// Clubs as the service tells of them, and a small service that keeps one.
import type {
  Club,
  ClubCard,
  ClubInvitation,
  ClubMember,
  ClubPage,
  ClubPreview,
  Contribution,
  MyClubPart,
  StatementEntry,
} from '../../../server/community/clubs/contract.ts';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import { member } from './people.ts';
import { type Asked, answers, json, problem } from './service.ts';
import { mall } from './wishes.ts';

export const CLUB = 'club1'.padEnd(25, '0');
export const CODE = 'c9Jm3kq0V1xq2e8Zk5yP7sAw';
export const TOKEN = 'member-token-0123456789';
export const idOf = (what: string, number: number) => `${what}${number}`.padEnd(25, 'x');

/** A day so many days from now, at the mall. */
export const dayIn = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(Date.now() + days * 86_400_000);

export function club(more: Partial<Club> = {}): Club {
  return {
    id: CLUB,
    name: '민지 서른 살 생일',
    occasion: 'birthday',
    occasionText: null,
    cover: { emoji: '🎂', photo: null },
    starter: member(1),
    person: { name: '민지', member: null },
    goal: 120_000,
    raised: 45_000,
    percent: 37,
    endsOn: dayIn(12),
    visibility: 'members',
    secretUntil: null,
    amounts: 'members',
    payout: 'person',
    ifShort: 'refund',
    state: 'open',
    memberCount: 3,
    comments: 0,
    commentsOpen: true,
    product: null,
    createdAt: Date.now() - 5 * 86_400_000,
    endedAt: null,
    version: 3,
    ...more,
  };
}

export const clubMember = (number: number, more: Partial<ClubMember> = {}): ClubMember => ({
  member: member(number),
  role: number === 1 ? 'starter' : 'member',
  joinedAt: Date.UTC(2026, 10, number),
  given: 15_000,
  left: false,
  ...more,
});

export const contribution = (number: number, more: Partial<Contribution> = {}): Contribution => ({
  id: idOf('c', number),
  by: member((number % 3) + 1),
  amount: 5000 * number,
  refunded: 0,
  via: 'wallet',
  text: '',
  at: Date.now() - number * 3_600_000,
  ...more,
});

export const NONE: MyClubPart['may'] = {
  contribute: false,
  invite: false,
  change: false,
  close: false,
  cancel: false,
  leave: false,
};

export const myPart = (more: Partial<MyClubPart> = {}): MyClubPart => ({
  role: 'member',
  given: 5000,
  refunded: 0,
  received: 0,
  share: 0,
  available: 20_000,
  may: { ...NONE, contribute: true, invite: true, leave: true },
  linkKey: null,
  outcome: null,
  coupon: null,
  ...more,
});
export const starterPart = (more: Partial<MyClubPart> = {}): MyClubPart =>
  myPart({
    role: 'starter',
    may: { contribute: true, invite: true, change: true, close: true, cancel: true, leave: false },
    ...more,
  });
export const onlookerPart = (): MyClubPart => myPart({ role: null, given: 0, available: 0, may: NONE });

export const card = (number: number, more: Partial<ClubCard> = {}): ClubCard => ({
  id: idOf('club', number),
  name: `모으기 ${number}`,
  cover: { emoji: '🏠', photo: null },
  occasion: 'home',
  goal: 300_000,
  raised: 120_000,
  percent: 40,
  endsOn: dayIn(number),
  state: 'open',
  memberCount: 4,
  role: 'member',
  ...more,
});

export const preview = (more: Partial<ClubPreview['club']> = {}): ClubPreview => {
  const { id, name, occasion, cover, starter, endsOn, memberCount, state } = club();
  return {
    mall: mall(),
    club: { id, name, occasion, cover, starter, endsOn, memberCount, state, ...more },
    role: 'member',
    member: false,
  };
};

export const invitation = (number: number, more: Partial<ClubInvitation> = {}): ClubInvitation => ({
  id: idOf('i', number),
  role: 'member',
  code: null,
  usesLeft: 30,
  expiresAt: Date.now() + 14 * 86_400_000,
  by: member(1),
  ...more,
});

const hash = async (text: string) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

export const ACCOUNT = `p:${CLUB}`;

/** The chain of a pot as the ledger makes it: contributions, and what went back (negative). */
export async function chain(amounts: readonly number[]): Promise<StatementEntry[]> {
  const entries: StatementEntry[] = [];
  let before = await hash(ACCOUNT);
  let balance = 0;
  for (const [index, amount] of amounts.entries()) {
    balance += amount;
    const at = Date.UTC(2026, 10, 1) + index * 1000;
    const kind = amount < 0 ? 'contribution-refunded' : 'contribution';
    const [from, to] = amount < 0 ? [ACCOUNT, 'w:1'] : ['w:1', ACCOUNT];
    const parts = [
      index + 1,
      `t${index}`,
      'posted',
      null,
      from,
      to,
      Math.abs(amount),
      kind,
      `k${index}`,
      at,
      null,
      '',
      '',
      balance,
      null,
    ];
    before = await hash(JSON.stringify([before, ...parts]));
    entries.push({ seq: index + 1, hash: before, parts, by: member(2), kind, amount, balance, at });
  }
  return entries;
}

type Answer = ReturnType<Parameters<typeof answers>[0]>;

/** What the service has; a test changes it as it goes. */
export interface KeptClub {
  mall: PublicMall;
  club: Club;
  me: MyClubPart;
  members: ClubMember[];
  contributions: Contribution[];
  happenings: ClubPage['happenings'];
  forecast: ClubPage['forecast'];
  cards: ClubCard[];
  invitations: ClubInvitation[];
  entries: StatementEntry[];
  preview: ClubPreview;
  position: number;
  /** Answers before all others. */
  other(request: Asked): Answer;
}

/** A service with one club, twenty contributions a page. */
export function clubs(more: Partial<KeptClub> = {}): KeptClub {
  const kept: KeptClub = {
    mall: mall(),
    club: club(),
    me: myPart(),
    members: [clubMember(1), clubMember(2), clubMember(3)],
    contributions: [contribution(1, { text: '생일 축하해!' }), contribution(2, { via: 'share' })],
    happenings: [
      { id: idOf('h', 2), kind: 'milestone', by: null, amount: 25, at: Date.now() - 2 * 3_600_000 },
      { id: idOf('h', 1), kind: 'opened', by: member(1), amount: null, at: Date.now() - 86_400_000 },
    ],
    forecast: null,
    cards: [],
    invitations: [],
    entries: [],
    preview: preview(),
    position: 1,
    other: () => undefined,
    ...more,
  };
  const part = <Item>(items: readonly Item[], url: URL, usual: number) => {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? usual);
    return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
  };
  const page = (url: URL): ClubPage => ({
    mall: kept.mall,
    club: { ...kept.club },
    members: kept.members,
    contributions: part(kept.contributions, new URL(url.origin), 20),
    happenings: kept.happenings,
    forecast: kept.forecast,
    me: kept.me,
    position: kept.position,
  });
  answers((request) => {
    const first = kept.other(request);
    if (first) return first;
    const { method, path, url, body } = request;
    const own = `clubs/${kept.club.id}`;
    if (path === 'me/clubs')
      return json({ mall: kept.mall, ...part(kept.cards, url, 20), available: kept.me.available });
    if (path === 'mall') return json(kept.mall);
    if (path === 'clubs/preview') return json(kept.preview);
    if (path === 'clubs/join') {
      kept.preview = { ...kept.preview, member: true };
      return json(page(url));
    }
    if (path === own && method === 'GET') return json(page(url));
    if (path === `${own}/contributions` && method === 'GET') return json(part(kept.contributions, url, 20));
    if (path === `${own}/contributions`) {
      const { amount, text } = body as { amount: number; text: string };
      if (amount > kept.club.goal - kept.club.raised!) return problem(409, 'more-than-needed');
      if (amount > kept.me.available) return problem(409, 'points-short');
      const raised = kept.club.raised! + amount;
      kept.club = { ...kept.club, raised, percent: Math.floor((raised * 100) / kept.club.goal) };
      kept.me = { ...kept.me, given: kept.me.given + amount, available: kept.me.available - amount };
      const made = contribution(0, {
        id: idOf('new', kept.contributions.length),
        amount,
        text,
        at: Date.now(),
      });
      kept.contributions = [made, ...kept.contributions];
      kept.position++;
      return json(made, 201);
    }
    if (path === `${own}/share`) {
      kept.me = { ...kept.me, share: (body as { percent: number }).percent };
      return json(kept.me);
    }
    if (path === `${own}/members`) return json(part(kept.members, url, 50));
    if (path === `${own}/invitations` && method === 'GET') return json({ items: kept.invitations });
    if (path === `${own}/invitations`) {
      const made = invitation(kept.invitations.length + 1, {
        role: (body as { role: 'member' | 'person' }).role,
      });
      kept.invitations = [made, ...kept.invitations];
      return json({ ...made, code: CODE }, 201);
    }
    if (method === 'DELETE' && path.startsWith(`${own}/invitations/`)) {
      kept.invitations = kept.invitations.filter((one) => one.id !== path.split('/').at(-1));
      return json(null, 204);
    }
    if (path === `${own}/statement`) {
      const last = kept.entries.at(-1);
      return json({
        account: ACCOUNT,
        ...part(kept.entries, url, 100),
        head: { seq: last?.seq ?? 0, hash: last?.hash ?? '', balance: last?.balance ?? 0 },
      });
    }
    if (path === `${own}/rolling-paper`)
      return json({
        items: kept.contributions.filter((one) => one.text).map(({ by, text, at }) => ({ by, text, at })),
        next: null,
      });
    if (path === `${own}/till-code`) return json({ code: CODE, expiresAt: Date.now() + 300_000 }, 201);
    if (path === 'comments') return json({ items: [], next: null, total: 0 });
    return undefined;
  });
  return kept;
}
