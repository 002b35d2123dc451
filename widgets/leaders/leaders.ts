import { html, nothing, type TemplateResult } from 'lit';
import { oneOf } from '../core/element.ts';
import { MallElement } from '../core/mall-element.ts';
import { firstWords } from '../core/strings/first.ts';
import { leadersWords } from '../core/strings/people.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { badgeStyles } from '../parts/badge.ts';
import { levelStyles } from '../parts/level.ts';
import { LeadersData } from './data.ts';
import { leader, pick, waiting } from './pieces.ts';
import { leadersStyles } from './styles.ts';

const PERIODS = ['week', 'all'] as const;

/**
 * Who helped others most: this week or ever, in all or by category. Nobody is named against their will, and nobody's
 * naegong is told. A name opens the profile of that member; one's own is marked.
 *
 * @summary The members whose reviews helped most.
 * @tag dangol-leaders
 *
 * @attribute {'week'|'all'} period - The period to begin with; `week` when not set.
 * @attribute {string} category - Only this category of products; without it the shopper picks one.
 * @attribute {number} limit - How many, 1 to 50; 10 when not set.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of "회원 순위".
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes from a profile to a product.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper.
 *
 * @csspart leader - One member.
 * @csspart place - The place of a member.
 * @csspart avatar - The letter beside a name.
 *
 * @cssproperty [--dangol-leaders-height=690px] - The height that is reserved while nothing is loaded.
 * @cssproperty --dangol-accent - Colour of what is chosen; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of one's own line.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolLeaders extends MallElement {
  static override properties = {
    ...MallElement.properties,
    period: {},
    category: {},
    limit: {},
  };
  static override loaders = [firstWords, leadersWords];
  static override styles = [base, avatarStyles, badgeStyles, levelStyles, leadersStyles];

  #data = new LeadersData(this);
  #begun = '';

  /** The period to begin with. */
  declare period: string | null;
  /** Only this category of products. */
  declare category: string | null;
  /** How many. */
  declare limit: string | null;

  constructor() {
    super();
    this.period = null;
    this.category = null;
    this.limit = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#begun = '';
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const { side } = this;
    // The same list after an attribute of no weight: nothing begins anew.
    const wanted = JSON.stringify([side?.id, this.period, this.category, this.limit]);
    if (wanted === this.#begun) return;
    this.#begun = wanted;
    const most = Math.min(50, Math.max(1, Math.trunc(Number(this.limit)) || 10));
    this.#data.begin(
      side,
      { period: oneOf(this.period, PERIODS, 'week'), category: this.category || null },
      most,
    );
  }

  async #open(member: string): Promise<void> {
    const data = this.#data;
    const { levels } = data.load.value!;
    try {
      const [{ openProfile }, { peopleOf }] = await Promise.all([
        import('../parts/profile.ts'),
        import('../core/people.ts'),
      ]);
      const people = peopleOf(this, levels, data.as);
      const setListed = async (listed: boolean) => {
        const me = await people.setListed(listed);
        void data.again();
        return me;
      };
      await openProfile({ ...people, setListed }, member);
    } catch {
      // The code could not be loaded: another tap tries again.
    }
  }

  #list(words: Words): TemplateResult {
    const { load, me, room, view } = this.#data;
    const { busy } = load;
    const { lines } = room;
    const { levels, items } = load.value!;
    if (!items.length || !lines)
      return this.#note(
        words.t(view.period === 'week' ? 'leadersNoneWeek' : 'leadersNone'),
        words.t('leadersInvite'),
      );
    return html`<ol
      class=${busy ? 'busy' : ''}
      role="list"
      aria-label=${words.t('leadersList')}
      aria-busy=${busy}
      .style=${`--lines:${lines}`}
    >
      ${items.slice(0, lines).map((one) =>
        leader({
          ...one,
          levels,
          words,
          isMe: one.member.id === me,
          onOpen: () => void this.#open(one.member.id),
        }),
      )}
    </ol>`;
  }

  #note(title: string, text: string, action: unknown = nothing): TemplateResult {
    return html`<div class="note" role="status"><p><b>${title}</b></p>
      ${text ? html`<p class="muted">${text}</p>` : nothing} ${action}</div>`;
  }

  #state(words: Words): TemplateResult {
    const { load, room, trouble } = this.#data;
    const { state, problem } = load;
    if (trouble) {
      const title = words.t(trouble);
      // Words of what is seldom are not there at first.
      if (!title)
        void words.more().then(
          () => this.requestUpdate(),
          () => undefined,
        );
      return this.#note(title, '');
    }
    if (state === 'ready') return this.#list(words);
    if (state === 'waiting') return waiting(room.lines, words.t('leadersLoading'));
    if (state === 'refused')
      return this.#note(
        words.t(problem!.code === 'sign-in-required' ? 'leadersSignIn' : 'leadersRefused'),
        '',
      );
    const isOffline = state === 'offline';
    return this.#note(
      words.t(isOffline ? 'offline' : 'leadersFailed'),
      words.t(isOffline ? 'leadersOfflineHint' : 'failedHint'),
      html`<button type="button" class="plain" @click=${() => void this.#data.ask()}>${words.t('retry')}</button>`,
    );
  }

  #choices(words: Words): TemplateResult {
    const data = this.#data;
    const { period, category } = data.view;
    const known = data.load.value?.categories ?? [];
    const some = category !== null && !known.includes(category) ? [category, ...known] : known;
    return html`${pick({
      name: 'period',
      label: words.t('leadersPeriod'),
      items: PERIODS.map((key) => [key, words.t(key === 'week' ? 'leadersWeek' : 'leadersAll')]),
      value: period,
      onPick: (key) => void data.look({ period: key as typeof period }),
    })}
    ${
      this.category || (!some.length && !data.room.isReserved)
        ? nothing
        : html`<div class="place-of-chips">${
            some.length
              ? pick({
                  name: 'category',
                  label: words.t('leadersCategory'),
                  items: [['', words.t('leadersEvery')], ...some.map((one) => [one, one] as const)],
                  value: category ?? '',
                  onPick: (key) => void data.look({ category: key || null }),
                })
              : nothing
          }</div>`
    }`;
  }

  override render() {
    const { words, category } = this;
    const { load, me, room, trouble } = this.#data;
    return html`<div class="root ${room.isReserved ? 'reserved' : ''}" lang=${words?.lang ?? nothing}>
      <div class="head">
        <slot name="heading">${
          words
            ? html`<h2>${words.t('leadersTitle')}${category ? html` <span class="muted"><bdi>${category}</bdi></span>` : nothing}</h2>`
            : nothing
        }</slot>
        ${
          words && me && load.value
            ? html`<button type="button" class="link" aria-haspopup="dialog" @click=${() => void this.#open(me)}>${words.t('leadersMine')}</button>`
            : nothing
        }
      </div>
      ${words ? html`${trouble || load.state === 'refused' ? nothing : this.#choices(words)} ${this.#state(words)}` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-leaders': DangolLeaders;
  }
}
