import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { MyNaegong, NaegongLine } from '../../server/community/reputation/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import type { People } from '../core/people.ts';
import { base } from '../core/styles.ts';
import { badgeStyles } from './badge.ts';
import { CHECK, icon } from './icons.ts';
import { levelName } from './level.ts';
import { openSheet, PeopleSheet } from './people-sheet.ts';
import { whyStyles } from './why-styles.ts';

/** What "why?" needs of its widget. */
export type WhyHost = People;

type Next = NonNullable<MyNaegong['next']>;

const GATES = [
  ['naegong', 'gateNaegong', 'gateNaegongOf'],
  ['helped', 'gateHelped', 'gateHelpedOf'],
  ['share', 'gateShare', 'gateShareOf'],
] as const;

const BACK = {
  withdrawn: 'backWithdrawn',
  changed: 'backChanged',
  deleted: 'backDeleted',
  refunded: 'backRefunded',
  'voter-left': 'backVoterLeft',
  own: 'backOwn',
  'set-aside': 'backSetAside',
} as const;
/** Where it matters what the vote said. */
const BACK_OF_UNHELPFUL = {
  ...BACK,
  withdrawn: 'backWithdrawnNo',
  changed: 'backChangedNo',
} as const;

const FROZEN = {
  'new-account': 'frozen_newAccount',
  'same-few': 'frozen_sameFew',
  burst: 'frozen_burst',
  ring: 'frozen_ring',
  'shared-address': 'frozen_sharedAddress',
  'one-sided': 'frozen_oneSided',
} as const;

/** Opens "why is my level what it is" over a widget, for a member. */
export function openWhy(host: WhyHost): Promise<void> {
  return openSheet(host, () => new WhySheet());
}

/** My level, what is missing to the next, and every grant of naegong and its reversal in plain words. */
export class WhySheet extends PeopleSheet {
  static override properties: PropertyDeclarations = PeopleSheet.properties;
  static override styles = [base, badgeStyles, ...whyStyles];

  #mine: MyNaegong | undefined;
  #lines: NaegongLine[] = [];
  #next: string | null = null;

  protected override get heading(): string {
    return this.words.t('whyTitle');
  }

  protected override get waiting(): string {
    return this.words.t('whyLoading');
  }

  protected override async load(): Promise<void> {
    this.#mine = await this.host.naegong();
    this.#lines = [];
    this.#take(this.#mine);
  }

  #take({ items, nextCursor }: MyNaegong): void {
    const key = ({ id, kind }: NaegongLine) => `${id} ${kind}`;
    const known = new Set(this.#lines.map(key));
    this.#lines = [...this.#lines, ...items.filter((one) => !known.has(key(one)))];
    this.#next = nextCursor;
  }

  #level({ level, next }: MyNaegong): TemplateResult {
    const { words, host } = this;
    const name = levelName(level, host.levels, words);
    const above = next && levelName(next.level, host.levels, words);
    // A gate that asks for nothing is none.
    const gates = next ? GATES.filter(([key]) => next[key].needs > 0 || next[key].has < next[key].needs) : [];
    return html`<div>
      <p class="mine">${name ?? words.t('whyNoLevel')}</p>
      <p class="muted">${words.t('whyIntro')}</p>
      ${
        next && above
          ? gates.length
            ? html`<section class="next">
                <h3>${words.t('whyNext', { level: above })}</h3>
                <p class="muted small">${words.t('whyGates')}</p>
                <ul role="list">${gates.map((gate) => this.#gate(next, gate))}</ul>
              </section>`
            : html`<p class="top">${words.t('whyFirst', { level: above })}</p>`
          : html`<p class="top">${words.t('whyTop')}</p>`
      }
    </div>`;
  }

  #gate(next: Next, [key, label, of]: (typeof GATES)[number]): TemplateResult {
    const { words } = this;
    const { has, needs } = next[key];
    const isMet = has >= needs;
    const share = needs > 0 ? Math.min(1, Math.max(0, has / needs)) : 0;
    return html`<li class=${isMet ? 'met' : ''}>
      <span>${words.t(label)}</span>
      <b>${words.t(of, { has, needs })}${isMet ? html`${icon(CHECK)}<span class="only-heard">${words.t('gateMet')}</span>` : nothing}</b>
      <svg class="rail" aria-hidden="true"><rect width="${Math.round(share * 100)}%" height="100%" rx="3" /></svg>
    </li>`;
  }

  #frozen({ since, reasons }: NonNullable<MyNaegong['frozen']>): TemplateResult {
    const { words } = this;
    const known = reasons.map((one) => FROZEN[one as keyof typeof FROZEN] ?? 'frozen_other');
    const said = known.length ? known : (['frozen_other'] as const);
    return html`<section class="frozen">
      <h3>${words.t('frozenTitle')}</h3>
      <p>${words.t('frozenText', { date: words.date(since) })}</p>
      <ul role="list">${[...new Set(said)].map((key) => html`<li>${words.t(key)}</li>`)}</ul>
    </section>`;
  }

  #line(line: NaegongLine): TemplateResult {
    const { words } = this;
    const { kind, vote, amount, capped, recounted, reversal, at, productName } = line;
    const review = productName ? words.t('whyReview', { product: productName }) : words.t('whyReviewGone');
    const isGrant = kind === 'grant';
    const isHelpful = vote === 'helpful';
    const sentence = isGrant
      ? words.t(isHelpful ? 'grantHelpful' : 'grantUnhelpful', { review })
      : words.t((isHelpful ? BACK : BACK_OF_UNHELPFUL)[reversal!] ?? BACK.changed);
    const sign = amount > 0 ? '+' : amount < 0 ? '−' : '';
    const note =
      isGrant && capped
        ? amount
          ? words.t('grantCapped', { amount })
          : words.t('grantCappedAll')
        : undefined;
    return html`<li class="line">
      <div>
        <p>${sentence}</p>
        ${note ? html`<p class="small">${note}</p>` : nothing}
        ${recounted ? html`<p class="small">${words.t('grantRecounted')}</p>` : nothing}
        <p class="muted small">
          ${isGrant ? nothing : html`<bdi>${review}</bdi> · `}<time datetime=${new Date(at).toISOString()}>${words.date(at)}</time>
        </p>
      </div>
      <b class=${amount > 0 ? '' : 'less'}><span class="only-heard">${words.t('gateNaegong')} </span>${sign}${words.number(Math.abs(amount))}</b>
    </li>`;
  }

  protected override content(): TemplateResult {
    const { words } = this;
    const mine = this.#mine!;
    return html`${this.#level(mine)} ${mine.frozen ? this.#frozen(mine.frozen) : nothing}
      <section class="lines">
        <h3>${words.t('whyList')}${this.#lines.length ? html` <span>${words.t('gateNaegong')} ${words.number(mine.naegong)}</span>` : nothing}</h3>
        ${
          this.#lines.length
            ? html`<ul role="list">${this.#lines.map((line) => this.#line(line))}</ul>`
            : html`<p class="muted">${words.t('whyEmpty')}</p>`
        }
      </section>
      ${
        this.#next
          ? this.moreButton(words.t('whyMore'), async () => this.#take(await this.host.naegong(this.#next!)))
          : nothing
      }`;
  }
}

defineOnce('dangol-part-why', WhySheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-why': WhySheet;
  }
}
