import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Claim, Wish } from '../../server/community/wishlists/contract.ts';
import type { WishClub, WishParts } from '../../server/community/wishlists/parts/contract.ts';
import { defineOnce } from '../core/define.ts';
import { BeforeWishClaimEvent, WishClaimEvent } from '../core/list-events.ts';
import { problemOf } from '../core/problems.ts';
import { wholePoints } from '../core/whole-points.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { CHECK, icon } from '../parts/icons.ts';
import { nameOf } from './card.ts';
import { clubFields, partFields, toClub, type Way, ways } from './give-ways.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** No wish takes more than this many points. */
const MOST = 1_000_000_000;

/** "I will give this": whole, in part, or together; who learns of it, and what happens then. */
export class GiveSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    wish: { attribute: false },
    named: { state: true },
    isTaken: { state: true },
    parts: { state: true },
    way: { state: true },
    club: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare wish: Wish;
  declare private named: boolean;
  /** Somebody else was first. */
  declare private isTaken: boolean;
  /** What has been set aside in points; undefined: nothing can be, or nobody knows. */
  declare private parts: WishParts | undefined;
  declare private way: Way;
  /** The club that was started, or that I am in. */
  declare private club: string | null;

  constructor() {
    super();
    this.named = false;
    this.isTaken = false;
    this.way = 'whole';
    this.club = null;
  }

  protected override firstUpdated(): void {
    if (this.host.data.isMember) void this.#look();
  }

  /** Without an answer it can still be given whole. */
  async #look(): Promise<void> {
    const { data } = this.host;
    const parts = await data.get<WishParts>(`wishes/${this.wish.id}/part`).catch(() => undefined);
    if (parts) this.#take(parts);
  }

  #take(parts: WishParts): void {
    this.club = parts.club;
    this.isTaken = parts.taken;
    if (parts.taken) this.host.data.taken.add(this.wish.id);
    if (parts.need === null) return;
    this.parts = parts;
    if (parts.mine?.state === 'held' && this.way === 'whole') {
      this.way = 'part';
      this.named = parts.mine.named;
    }
    this.host.requestUpdate();
  }

  #send<Answer>(method: 'PUT' | 'POST' | 'DELETE', end: string, body?: object): Promise<Answer> {
    const { data } = this.host;
    return data.side!.client.request<Answer>(method, `wishes/${this.wish.id}/${end}`, {
      as: 'writer',
      link: data.key,
      lang: this.words.lang,
      ...(method === 'POST' && { act: this.act }),
      ...(body && { body }),
    });
  }

  #give = () =>
    this.run(async () => {
      const { host, wish, way } = this;
      const { id } = wish;
      if (!host.dispatchEvent(new BeforeWishClaimEvent({ wish: id, claimed: true }))) return this.close();
      try {
        await (way === 'part' ? this.#givePart() : way === 'club' ? this.#startClub() : this.#giveWhole());
      } catch (error) {
        if (problemOf(error).code !== 'already-taken') throw error;
        host.data.taken.add(id);
        this.isTaken = true;
      }
      host.requestUpdate();
    });

  async #giveWhole(): Promise<void> {
    const { host, wish, words, named } = this;
    const { id, product } = wish;
    const claim = await this.#send<Claim>('PUT', 'claim', { named });
    host.data.claims.set(id, claim);
    this.close();
    host.dispatchEvent(new WishClaimEvent({ wish: id, product: product.product, claimed: true }));
    host.notify(words.t('giveDone'));
  }

  async #givePart(): Promise<void> {
    const { host, words, named, wish } = this;
    const field = this.renderRoot.querySelector<HTMLInputElement>('#amount')!;
    const amount = wholePoints(field.value);
    if (!amount || amount > MOST) {
      this.problem = words.t('partNoAmount');
      field.focus();
      return;
    }
    const parts = await this.#send<WishParts>('PUT', 'part', { amount, named });
    if (parts.taken) host.data.taken.add(wish.id);
    this.close();
    host.notify(words.t(parts.taken ? 'partComplete' : 'partDone'));
  }

  async #startClub(): Promise<void> {
    const value = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(id)!.value.trim();
    const name = value('#club-name');
    const endsOn = value('#club-day');
    const { club } = await this.#send<WishClub>('POST', 'club', { endsOn, ...(name && { name }) });
    this.host.data.taken.add(this.wish.id);
    this.club = club;
  }

  #drop = () =>
    this.run(async () => {
      const { host, words } = this;
      await this.#send('DELETE', 'part');
      this.close();
      host.notify(words.t('partDropped'));
    });

  #naming(): TemplateResult {
    const { words } = this;
    return html`<fieldset>
      <legend>${words.t('giveName')}</legend>
      ${[false, true].map((named) =>
        pick({
          name: 'named',
          value: String(named),
          label: words.t(named ? 'giveNameYes' : 'giveNameNo'),
          hint: words.t(named ? 'giveNameYesHint' : 'giveNameNoHint'),
          isOn: this.named === named,
          onPick: () => {
            this.named = named;
          },
        }),
      )}
    </fieldset>`;
  }

  #told(): TemplateResult {
    const { words, way, host } = this;
    const points = {
      whole: [words.t('giveNext'), words.t('giveSecret'), words.t('giveBuy')],
      part: [words.t('partHeld'), words.t('giveSecret'), words.t('partGoes')],
      club: [words.t('giveSecret'), words.t('clubNext')],
    }[way];
    if (!host.data.isMember) points.push(words.t('listGuest'));
    return html`<ul class="points" role="list">${points.map((one) => html`<li>${icon(CHECK)}<span>${one}</span></li>`)}</ul>`;
  }

  #fields(): TemplateResult {
    const { words, host, parts, way } = this;
    const all = parts && {
      host,
      words,
      parts,
      way,
      onWay: (to: Way) => {
        this.way = to;
        this.problem = '';
      },
      onDrop: this.#drop,
    };
    return html`${all ? ways(all) : nothing} ${this.#told()}
      ${all && way === 'part' ? partFields(all) : nothing} ${all && way === 'club' ? clubFields(all) : nothing}
      ${host.data.isMember && way !== 'club' ? this.#naming() : nothing}`;
  }

  override render() {
    const { words, busy, wish, isTaken, club, way, host } = this;
    const isOver = isTaken || club !== null;
    const label = { whole: 'giveIt', part: 'partGive', club: 'wishClubStart' } as const;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('giveTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p><b dir="auto">${nameOf(wish.product, words)}</b></p>
        ${
          club
            ? html`<p role="status">${words.t('clubRuns')}</p>
                ${toClub(host, club, words)}`
            : isTaken
              ? html`<p role="alert">${words.t('giveTaken')}</p>`
              : this.#fields()
        }
        <p class="problem" role="alert">${this.problem}</p>
      </div>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t(isOver ? 'close' : 'cancel')}</button>
        ${isOver ? nothing : html`<button type="button" class="main" aria-disabled=${busy} @click=${this.#give}>${words.t(busy ? 'sending' : label[way])}</button>`}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-give', GiveSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-give': GiveSheet;
  }
}
