import type { z } from '@hono/zod-openapi';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ClubMember, ClubMemberPage } from '../../server/community/clubs/contract.ts';
import '../core/times.ts';
import { defineOnce } from '../core/define.ts';
import { avatar, avatarStyles } from '../parts/avatar.ts';
import { ClubDialog } from './dialog.ts';
import { nameOf } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** Everybody who takes part, and who did. */
export class PeopleSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    items: { state: true },
    next: { state: true },
  };
  static override styles = [...sheetStyles, avatarStyles];

  declare private items: readonly ClubMember[] | undefined;
  declare private next: string | null;

  constructor() {
    super();
    this.next = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const { items, next } = await this.host.data.get<z.infer<typeof ClubMemberPage>>(
        `${this.path}/members`,
        {
          query: { cursor: this.next, limit: 50 },
        },
      );
      const known = new Set(this.items?.map((one) => one.member.id));
      this.items = [...(this.items ?? []), ...items.filter((one) => !known.has(one.member.id))];
      this.next = next;
    });

  #one({ member, role, given, left, joinedAt }: ClubMember): TemplateResult {
    const { words, host } = this;
    const facts = [
      ...(role === 'member' ? [] : [words.t(role === 'starter' ? 'clubStarter' : 'clubPerson')]),
      left ? words.t('clubLeft') : words.t('clubSince', { date: words.date(joinedAt) }),
    ];
    return html`<li>
      ${avatar(member)}
      <div>
        <button type="button" class="name" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'profile', member: member.id })}><bdi>${nameOf(member, words)}</bdi></button>
        <p class="muted small">${facts.join(' · ')}</p>
      </div>
      ${given === null || role === 'person' ? nothing : html`<b class="amount">${host.points(given)}</b>`}
    </li>`;
  }

  override render() {
    const { words, busy, items, problem, next } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubPeople')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${items ? html`<ul class="rows" role="list">${items.map((one) => this.#one(one))}</ul>` : busy ? html`<p role="status">${words.t('clubLoading')}</p>` : nothing}
        ${next ? html`<button type="button" class="plain" aria-disabled=${busy} @click=${this.#load}>${words.t('clubMore')}</button>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem && !items ? html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-people', PeopleSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-people': PeopleSheet;
  }
}
