import type { ReactiveController } from 'lit';
import type { ClubCard, ClubPage, ClubPreview, MyClubs } from '../../server/community/clubs/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { type LiveChange, liveOf } from '../core/live.ts';
import { Load } from '../core/load.ts';
import type { MallSide } from '../core/page.ts';
import type { Place } from './address.ts';
import type { ClubHost } from './host.ts';

/** Clubs on one page. */
export const PAGE = 20;
/** After so many the waits grow no more. */
const MOST_FAILURES = 10;
/** Not everybody who looks at a club at the same instant. */
const SOON_MS = 150;

/** What a savings club shows, where it comes from, and how it stays true. */
export class ClubData implements ReactiveController {
  readonly host: ClubHost;
  readonly load: Load<Place['kind']>;
  side: MallSide | undefined;
  place: Place = { kind: 'mine' };
  mall: PublicMall | undefined;
  /** The one club that is shown. */
  page: ClubPage | undefined;
  /** All clubs of mine. */
  clubs: ClubCard[] = [];
  next: string | null = null;
  /** What an invitation is to. */
  preview: ClubPreview | undefined;
  isLoadingMore = false;
  /** Told whenever the club that is shown has changed. */
  readonly followers = new Set<() => void>();
  /** What keeps it from loading although nothing failed. */
  trouble = '';
  #again: ReturnType<typeof setTimeout> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #stop: () => void = () => undefined;
  #unlisten: () => void = () => undefined;
  #heard = '';

  constructor(host: ClubHost) {
    this.host = host;
    this.load = new Load(host);
    host.addController(this);
  }

  /** The secret part of the link by which the club was opened. */
  get key(): string | null {
    return this.place.kind === 'club' ? this.place.key : null;
  }

  /** Guests have no wallet: to a club they are as good as nobody. */
  get isMember(): boolean {
    return this.side?.session.kind === 'member';
  }

  hostDisconnected(): void {
    this.stop();
    // What is on its way must not begin to listen again.
    this.load.reset();
  }

  stop(): void {
    clearTimeout(this.#again);
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#stop();
    this.#unlisten();
    this.#heard = '';
  }

  /** Another place, or the same one anew. */
  begin(side: MallSide, place: Place): void {
    this.stop();
    this.side = side;
    this.place = place;
    this.load.reset();
    this.#failures = 0;
    this.trouble = '';
    this.#forget();
    this.#stop = side.session.onChange(() => {
      // What only a member saw is not shown to whoever comes next.
      if (!this.isMember) {
        this.load.reset();
        this.#forget();
      }
      void this.reload();
    });
    void this.reload();
  }

  #forget(): void {
    Object.assign(this, { page: undefined, clubs: [], next: null, preview: undefined });
    this.host.isTalking = false;
  }

  get<Answer>(
    path: string,
    more: { query?: Record<string, string | number | null>; signal?: AbortSignal } = {},
  ): Promise<Answer> {
    return this.side!.client.get<Answer>(path, { as: 'signed', link: this.key, fresh: true, ...more });
  }

  /** Sends something that changes the club; its answer is what became of it. */
  send<Answer>(method: string, path: string, body?: object, act?: string): Promise<Answer> {
    return this.side!.client.request<Answer>(method, path, {
      as: 'signed',
      link: this.key,
      lang: this.host.words!.lang,
      ...(body && { body }),
      ...(act && { act }),
    });
  }

  /** Loads what the first paint needs. What is shown stays until the answer is there. */
  async reload(): Promise<void> {
    const { side, place, host } = this;
    if (!side) return;
    clearTimeout(this.#again);
    const done = await this.load.run((signal) =>
      this.#first(place, signal).catch((error) =>
        import('./trouble.ts').then(
          ({ explain }) => explain(this, error),
          // Nothing can be loaded at all: that is another matter.
          () => Promise.reject(error),
        ),
      ),
    );
    if (!done) return;
    const { state, problem } = this.load;
    if (state === 'ready') {
      this.#failures = 0;
      this.trouble = '';
      if (this.mall) host.mallSays(this.mall);
    } else if (problem?.code === 'not-found' || state === 'refused') {
      // Nothing of what was seen before stays.
      this.#unlisten();
      this.#heard = '';
      this.#forget();
    } else if (state === 'failed' && !this.trouble)
      // The service may be away for a while: the club comes by itself when it is back.
      this.#again = setTimeout(
        () => void this.reload(),
        6_000 * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
    host.requestUpdate();
  }

  async #first(place: Place, signal: AbortSignal): Promise<Place['kind']> {
    if (place.kind === 'club') {
      this.take(await this.get<ClubPage>(`clubs/${place.id}`, { signal }));
      return 'club';
    }
    // Somebody may be about to be known: what is asked for them is asked as them.
    const token = await this.side!.session.token();
    if (place.kind === 'invite') {
      const preview = await this.side!.client.request<ClubPreview>('POST', 'clubs/preview', {
        as: 'signed',
        body: { code: place.code },
        signal,
      });
      this.mall = preview.mall;
      if (!preview.member) {
        this.preview = preview;
        return 'invite';
      }
      this.take(await this.get<ClubPage>(`clubs/${preview.club.id}`, { signal }));
      return 'club';
    }
    // Whoever is nobody here has no club that could be asked for: only how the mall looks, and what it calls its points.
    if (!token || !this.isMember) {
      this.mall ??= await this.side!.client.get<PublicMall>('mall').catch(() => undefined);
      return 'mine';
    }
    this.takeClubs(await this.get<MyClubs>('me/clubs', { query: { limit: PAGE }, signal }));
    return 'mine';
  }

  /** Takes a page of clubs of mine, behind those that are there already or instead of them. */
  takeClubs({ mall, items, next }: MyClubs, isMore = false): void {
    this.mall = mall;
    this.clubs = isMore ? [...this.clubs, ...items] : items;
    this.next = next;
  }

  /** Takes the club as it stands now; what is shown further below stays where it is. */
  take(page: ClubPage): void {
    // An answer from before the one that is shown would undo it on the screen.
    if (this.page?.club.id === page.club.id && page.position < this.page.position) return;
    const { contributions } = page;
    const known = new Set(contributions.items.map((one) => one.id));
    const before = this.page?.club.id === page.club.id ? this.page.contributions : undefined;
    const below = before?.items.filter((one) => !known.has(one.id)) ?? [];
    if (contributions.next && below.length && below.length < before!.items.length)
      page.contributions = { items: [...contributions.items, ...below], next: before!.next };
    this.page = page;
    this.mall = page.mall;
    this.preview = undefined;
    this.#listen(page.position);
    this.host.requestUpdate();
    for (const follow of this.followers) follow();
  }

  /** Asks for the club that is shown anew, and says so when it cannot be had any more. */
  async refresh(): Promise<void> {
    const { page } = this;
    if (!page) return this.reload();
    try {
      const now = await this.get<ClubPage>(`clubs/${page.club.id}`);
      if (this.page?.club.id === page.club.id) this.take(now);
    } catch {
      await this.reload();
    }
  }

  /** Of a club is only told that something changed: everything of a moment is asked for together. */
  #changed = (_: LiveChange): void => {
    this.#soon ??= setTimeout(
      () => {
        this.#soon = undefined;
        const talk = this.host.shadowRoot!.querySelector<HTMLElement & { refresh?(): void }>(
          'dangol-club-comments',
        );
        talk?.refresh?.();
        void this.refresh();
      },
      SOON_MS * (0.5 + Math.random()),
    );
  };

  #listen(position: number): void {
    if (!this.host.isConnected) return;
    const { id, visibility } = this.page!.club;
    const { key } = this;
    const topic = `club:${id}${key && visibility === 'link' ? `.${key}` : ''}`;
    if (this.#heard === topic) return;
    this.#unlisten();
    this.#heard = topic;
    this.#unlisten = liveOf(this.side!).subscribe(topic, position, {
      change: this.#changed,
      reset: () => {
        this.#heard = '';
        // It counts from somewhere else now: no answer is older than what is shown.
        if (this.page) this.page = { ...this.page, position: 0 };
        void this.reload();
      },
    });
  }
}
