import type { Profile } from '../../server/community/profiles/contract.ts';
import type { MyNaegong } from '../../server/community/reputation/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Me } from '../../server/mall/shoppers/contract.ts';
import type { MallSide } from './page.ts';
import type { Words } from './words.ts';

/** A widget that shows people. */
interface Widget extends HTMLElement {
  readonly side: MallSide | undefined;
  readonly words: Words | undefined;
}

/** What the sheets about people (parts/profile.ts, parts/why.ts) need of the widget they open over. */
export interface People {
  /** Where a sheet is put. */
  readonly root: ShadowRoot;
  readonly words: Words;
  readonly levels: PublicMall['levels'];
  profile(member: string, cursor?: string): Promise<Profile>;
  /** Who I am here; nothing while I am nobody, or a guest. */
  me(): Promise<Me | undefined>;
  setListed(listed: boolean): Promise<Me>;
  naegong(cursor?: string): Promise<MyNaegong>;
}

/** Who I am, when I am a member. */
export async function meOf({ client, session }: MallSide): Promise<Me | undefined> {
  // The host may still be asked who the shopper is.
  await session.token();
  return session.kind === 'member' ? client.get<Me>('me', { as: 'signed' }) : undefined;
}

/**
 * Asks the service what the sheets show, for a widget that has its words.
 *
 * @param as `signed` where only members may read
 */
export function peopleOf(widget: Widget, levels: PublicMall['levels'], as?: 'signed'): People {
  const side = widget.side!;
  const words = widget.words!;
  const { client } = side;
  const { lang } = words;
  return {
    root: widget.shadowRoot!,
    words,
    levels,
    profile: (member, cursor) =>
      client.get(`members/${encodeURIComponent(member)}`, { query: { cursor }, as, fresh: true, lang }),
    me: () => meOf(side),
    setListed: (listed) => client.request('PATCH', 'me', { as: 'signed', body: { listed }, lang }),
    naegong: (cursor) => client.get('me/naegong', { query: { cursor }, as: 'signed', lang }),
  };
}
