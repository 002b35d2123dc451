import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Profile } from '../../server/community/profiles/contract.ts';
import type { Review } from '../../server/community/reviews/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import type { Me } from '../../server/mall/shoppers/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { BeforeNavigateEvent } from '../core/events.ts';
import type { People } from '../core/people.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { safeUrl } from '../core/safe-url.ts';
import { base } from '../core/styles.ts';
import { avatar, avatarStyles } from './avatar.ts';
import { badge, badgeStyles } from './badge.ts';
import { level, levelStyles } from './level.ts';
import { longText, longTextStyles, measureTexts } from './long-text.ts';
import { openSheet, PeopleSheet } from './people-sheet.ts';
import { profileStyles } from './profile-styles.ts';
import { stars, starsStyles } from './stars.ts';

/** What the profile needs of its widget. */
export type ProfileHost = People;

/** Opens the profile of a member over a widget. */
export function openProfile(host: ProfileHost, member: string): Promise<void> {
  return openSheet(host, () => Object.assign(new ProfileSheet(), { member }));
}

/** Who a member is here: how many they helped, and what they wrote. One's own has a switch for the leaders. */
export class ProfileSheet extends PeopleSheet {
  static override properties: PropertyDeclarations = {
    ...PeopleSheet.properties,
    member: {},
    unfolded: { state: true },
    listed: { state: true },
    isBack: { state: true },
  };
  static override styles = [
    base,
    avatarStyles,
    badgeStyles,
    levelStyles,
    starsStyles,
    longTextStyles,
    ...profileStyles,
  ];

  declare member: string;
  /** Ids of reviews that are shown whole. */
  declare private unfolded: ReadonlySet<string>;
  /** The switch as it is shown; the service may still have to agree. */
  declare private listed: boolean;
  /** The switch went back, and says so. */
  declare private isBack: string;

  #profile: Profile | undefined;
  #me: Me | undefined;
  #reviews: Review[] = [];
  #products = new Map<string, PublicProduct>();
  #next: string | null = null;
  #sending = false;

  constructor() {
    super();
    this.member = '';
    this.unfolded = new Set();
    this.listed = true;
    this.isBack = '';
  }

  protected override get heading(): string {
    return this.words.t(this.#isMine ? 'profileMine' : 'profileTitle');
  }

  protected override get waiting(): string {
    return this.words.t('profileLoading');
  }

  get #isMine(): boolean {
    return this.#me !== undefined && this.#me.id === this.member;
  }

  protected override say(problem: ClientProblem): string {
    const said = super.say(problem);
    return problem.code === 'not-found' || problem.code === 'gone' ? this.words.t('profileGone') : said;
  }

  protected override async load(): Promise<void> {
    // Who I am only adds a switch: without it the profile is whole.
    const me = this.host.me().catch(() => undefined);
    this.#profile = await this.host.profile(this.member);
    this.#me = await me;
    this.listed = this.#me?.listed ?? true;
    this.#reviews = [];
    this.#take(this.#profile);
  }

  protected override updated(): void {
    measureTexts(this.renderRoot);
  }

  #take({ reviews, products }: Profile): void {
    const known = new Set(this.#reviews.map(({ id }) => id));
    this.#reviews = [...this.#reviews, ...reviews.items.filter(({ id }) => !known.has(id))];
    for (const one of products) this.#products.set(one.product, one);
    this.#next = reviews.next;
  }

  /** Shown at once; sent until the service has what was wanted last, or put back for everybody to see. */
  async #setListed(wanted: boolean): Promise<void> {
    this.listed = wanted;
    this.isBack = '';
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let sent: boolean | undefined; sent !== this.listed; ) {
        sent = this.listed;
        this.#me = await this.host.setListed(sent);
      }
    } catch (error) {
      this.listed = this.#me!.listed;
      this.isBack = `${this.words.t('profileListedBack')} ${this.say(problemOf(error))}`;
    }
    this.#sending = false;
  }

  #go(event: Event, url: string, product: string): void {
    if (!this.dispatchEvent(new BeforeNavigateEvent({ url, product }))) event.preventDefault();
  }

  #own(): TemplateResult {
    const { words } = this;
    return html`<div class="own">
      <label class="switch">
        <span>${words.t('profileListed')}</span>
        <input
          type="checkbox"
          role="switch"
          aria-describedby="listed-hint"
          .checked=${this.listed}
          @change=${(event: Event) => void this.#setListed((event.target as HTMLInputElement).checked)}
        />
      </label>
      <p class="muted small" id="listed-hint">${words.t('profileListedHint')}</p>
      <p class="problem" role="alert">${this.isBack}</p>
      <button type="button" class="plain" aria-haspopup="dialog" @click=${this.#why}>${words.t('whyDoor')}</button>
    </div>`;
  }

  #why = async (): Promise<void> => {
    try {
      const { openWhy } = await import('./why.ts');
      await openWhy(this.host);
    } catch {
      this.problem = this.words.t('networkProblem');
    }
  };

  #text({ id, text }: Review): TemplateResult {
    const isOpen = this.unfolded.has(id);
    return longText({
      text,
      isOpen,
      words: this.words,
      onToggle: () => {
        this.unfolded = new Set(
          isOpen ? [...this.unfolded].filter((one) => one !== id) : [...this.unfolded, id],
        );
      },
    });
  }

  #product(key: string): TemplateResult {
    const known = this.#products.get(key);
    const url = safeUrl(known?.url);
    const name = known?.name || this.words.t('profileProduct');
    if (url)
      return html`<a class="product" href=${url} @click=${(event: Event) => this.#go(event, url, key)}><bdi>${name}</bdi></a>`;
    return known?.name ? html`<span class="product"><bdi>${name}</bdi></span>` : html``;
  }

  #review(review: Review): TemplateResult {
    const { words } = this;
    return html`<li>
      ${this.#product(review.product)}
      <div class="meta">
        ${stars({ value: review.stars, words })}
        <time datetime=${new Date(review.createdAt).toISOString()} title=${words.date(review.createdAt)}>${words.ago(review.createdAt)}</time>
        ${review.bought ? badge('bought', words) : nothing}
      </div>
      ${review.disclosure ? html`<p class="disclosure">${review.disclosure}</p>` : nothing}
      ${review.title ? html`<h4 dir="auto">${review.title}</h4>` : nothing} ${this.#text(review)}
      ${review.helpful ? html`<p class="muted small">${words.t('helpedCount', { count: review.helpful })}</p>` : nothing}
    </li>`;
  }

  protected override content(): TemplateResult {
    const { words, host } = this;
    const { member, helped, joinedAt, reviewCount, commentCount } = this.#profile!;
    const month = new Intl.DateTimeFormat(words.lang, { year: 'numeric', month: 'short' });
    const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<div class="who">
        ${avatar(member)}
        <div>
          <p class="name"><b><bdi>${member.name}</bdi>${words.t('named', { name: member.name }).slice(member.name.length)}</b>
            ${member.seller ? badge('seller', words) : nothing} ${level(member, host.levels, words)}</p>
          ${helped ? html`<p class="muted">${words.t('profileHelped', { count: helped })}</p>` : nothing}
        </div>
      </div>
      <dl class="facts">
        ${fact(words.t('profileReviews'), words.number(reviewCount))}
        ${fact(words.t('profileComments'), words.number(commentCount))}
        ${joinedAt ? fact(words.t('profileJoined'), month.format(joinedAt)) : nothing}
      </dl>
      ${this.#isMine ? this.#own() : nothing}
      ${
        this.#reviews.length
          ? html`<section>
              <h3>${words.t('profileList')}</h3>
              <ul role="list">${this.#reviews.map((review) => this.#review(review))}</ul>
            </section>`
          : html`<p class="muted none">${words.t('profileNone')}</p>`
      }
      ${
        this.#next
          ? this.moreButton(words.t('more'), async () =>
              this.#take(await this.host.profile(this.member, this.#next!)),
            )
          : nothing
      }`;
  }
}

defineOnce('dangol-part-profile', ProfileSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-profile': ProfileSheet;
  }
}
