import type { z } from '@hono/zod-openapi';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Statement as StatementAnswer, StatementEntry } from '../../server/community/clubs/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { fileOf, save } from '../core/download.ts';
import { CHECK, icon } from '../parts/icons.ts';
import { browserHash, check, type Found, type Head } from './chain.ts';
import { ClubDialog } from './dialog.ts';
import { headOf, keepHead } from './heads.ts';
import { nameOf } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

type Statement = z.infer<typeof StatementAnswer>;

/** On one page that is read, and on one that is checked. */
const READ = 50;
const CHECKED = 500;
const KINDS = {
  contribution: 'clubMove_contribution',
  till: 'clubMove_till',
  'contribution-refunded': 'clubMove_refunded',
  'club-payout': 'clubMove_payout',
  'club-share': 'clubMove_share',
  coupon: 'clubMove_coupon',
} as const;

/** Everything that went into the pot and out of it, for every member to read, to check here, and to take along. */
export class StatementSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    items: { state: true },
    next: { state: true },
    found: { state: true },
    read: { state: true },
  };
  static override styles = sheetStyles;

  declare private items: readonly StatementEntry[] | undefined;
  declare private next: string | null;
  declare private found: Found | 'impossible' | undefined;
  /** Entries read so far while it is checked. */
  declare private read: number;

  constructor() {
    super();
    this.next = null;
    this.read = 0;
  }

  /** What was seen before this sheet opened. */
  #known: Head | undefined;

  protected override firstUpdated(): void {
    this.#known = headOf(this.host.side!.id, this.page.club.id);
    void this.#load();
  }

  #ask(cursor: string | null, limit: number): Promise<Statement> {
    return this.host.data.get<Statement>(`${this.path}/statement`, { query: { cursor, limit } });
  }

  #load = () =>
    this.run(async () => {
      const { items, next, head } = await this.#ask(this.next, READ);
      this.items = [...(this.items ?? []), ...items];
      this.next = next;
      const { id } = this.host.side!;
      const club = this.page.club.id;
      // The first one that is seen: what is checked later has to contain it.
      if (head.seq && !this.#known) keepHead(id, club, head);
    });

  #check = () =>
    this.run(async () => {
      const hash = browserHash();
      if (!hash) {
        this.found = 'impossible';
        return;
      }
      this.found = undefined;
      this.read = 0;
      let page = await this.#ask(null, CHECKED);
      const items = [...page.items];
      while (page.next) {
        this.read = items.length;
        page = await this.#ask(page.next, CHECKED);
        items.push(...page.items);
      }
      const { id } = this.host.side!;
      const club = this.page.club.id;
      const { account, head } = page;
      // Something may have come in while it was read: its end is then the end of the last page.
      const last = items.at(-1);
      const end = last && last.seq < head.seq ? { ...last } : head;
      this.found = await check({ account, items, head: end }, this.#known, hash);
      if (this.found.kind !== 'whole' || !last) return;
      keepHead(id, club, this.found.head);
    });

  #download = () =>
    this.run(async () => {
      const { host, words, page } = this;
      save(await fileOf(host.side!, `${this.path}/statement.csv`, words.lang), `${page.club.id}.csv`);
    });

  #result(): TemplateResult | typeof nothing {
    const { words, found, busy, read } = this;
    if (busy && read)
      return html`<p class="told" role="status">${words.t('clubChecking', { count: read })}</p>`;
    if (!found) return nothing;
    if (found === 'impossible')
      return html`<p class="told" role="status">${words.t('clubCheckImpossible')}</p>`;
    if (found.kind === 'whole')
      return html`<div class="told well" role="status">
        <p class="with-icon">${icon(CHECK)}<b>${words.t('clubCheckWhole', { count: found.entries })}</b></p>
        <p class="small">${found.known ? words.t('clubCheckKnown', { seq: found.known.seq }) : words.t('clubCheckFirst')}</p>
        <p class="small muted head" translate="no">${found.head.hash}</p>
      </div>`;
    return html`<div class="told bad" role="alert">
      <p><b>${found.kind === 'broken' ? words.t('clubCheckBroken', { seq: found.at }) : words.t('clubCheckOther', { seq: found.known.seq })}</b></p>
      <p class="small">${words.t('clubCheckTell')}</p>
    </div>`;
  }

  #entry(one: StatementEntry): TemplateResult {
    const { words, host } = this;
    const kind = KINDS[one.kind as keyof typeof KINDS] ?? 'clubMove_other';
    return html`<tr>
      <td class="small muted"><time>${words.date(one.at)}</time></td>
      <td><bdi>${one.by ? nameOf(one.by, words) : ''}</bdi> <span class="small muted">${words.t(kind)}</span></td>
      <td class="number ${one.amount < 0 ? 'out' : ''}">${one.amount > 0 ? '+' : one.amount < 0 ? '−' : ''}${words.number(Math.abs(one.amount))}</td>
      <td class="number"><span class="only-heard">${host.points(one.balance)}</span><span aria-hidden="true">${words.number(one.balance)}</span></td>
    </tr>`;
  }

  override render() {
    const { words, busy, items, problem, next } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubStatement')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet" role="group" tabindex="0" aria-label=${words.t('clubStatement')}>
        <p class="hint">${words.t('clubStatementHint')}</p>
        ${this.#result()}
        ${
          items?.length
            ? html`<div class="scrolls"><table>
                <thead><tr><th>${words.t('clubColDay')}</th><th>${words.t('clubColWho')}</th><th class="number">${words.t('clubColAmount')}</th><th class="number">${words.t('clubColBalance')}</th></tr></thead>
                <tbody>${items.map((one) => this.#entry(one))}</tbody>
              </table></div>`
            : items
              ? html`<p class="muted">${words.t('clubStatementNone')}</p>`
              : busy
                ? html`<p role="status">${words.t('clubLoading')}</p>`
                : nothing
        }
        ${next ? html`<button type="button" class="plain" aria-disabled=${busy} @click=${this.#load}>${words.t('clubMore')}</button>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem && !items ? html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${this.#download}>${words.t('clubDownload')}</button>
        <button type="button" class="main" aria-disabled=${busy} @click=${this.#check}>${words.t('clubCheck')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-statement', StatementSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-statement': StatementSheet;
  }
}
