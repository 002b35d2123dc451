import type { z } from '@hono/zod-openapi';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ClubInvitation, ClubInvitations } from '../../server/community/clubs/contract.ts';
import { newAct } from '../core/act.ts';
import { clubUrl, inviteUrl } from '../core/club-url.ts';
import { defineOnce } from '../core/define.ts';
import { ClubShareEvent } from '../core/events.ts';
import '../core/times.ts';
import { copyText, linkField, pick } from '../parts/form-pieces.ts';
import { ClubDialog } from './dialog.ts';
import { sheetStyles } from './sheet-styles.ts';

type Role = ClubInvitation['role'];

/** Invites by link: handed on by the phone's own sheet or copied, for one person or many, and taken back. */
export class InviteSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    items: { state: true },
    chosen: { state: true },
    made: { state: true },
    copied: { state: true },
  };
  static override styles = sheetStyles;

  declare private items: readonly ClubInvitation[] | undefined;
  declare private chosen: Role;
  /** The invitation that was just made, with its code. */
  declare private made: ClubInvitation | undefined;
  declare private copied: { id: string; text: string };

  constructor() {
    super();
    this.chosen = 'member';
    this.copied = { id: '', text: '' };
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const { items } = await this.host.data.get<z.infer<typeof ClubInvitations>>(`${this.path}/invitations`);
      this.items = items;
    });

  #invite = () =>
    this.run(async () => {
      const body = this.chosen === 'person' ? { role: 'person', uses: 1 } : { role: 'member' };
      const made = await this.host.data.send<ClubInvitation>(
        'POST',
        `${this.path}/invitations`,
        body,
        newAct(),
      );
      this.made = made;
      this.copied = { id: '', text: '' };
      this.items = [made, ...(this.items ?? [])];
    });

  #takeBack = (id: string) =>
    this.run(async () => {
      await this.host.data.send('DELETE', `${this.path}/invitations/${id}`);
      if (this.made?.id === id) this.made = undefined;
      this.items = this.items?.filter((one) => one.id !== id);
      this.copied = { id: '', text: this.words.t('clubInviteTaken') };
    });

  #shared = (way: 'copy' | 'share') =>
    this.host.dispatchEvent(new ClubShareEvent({ club: this.page.club.id, way }));

  #link(id: string, label: string, url: string, title: string): TemplateResult {
    const { words, copied } = this;
    return linkField({
      words,
      label,
      id,
      url,
      title,
      copied: copied.id === id ? copied.text : '',
      onShare: this.#shared,
      onCopy: async () => {
        const field = this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
        const isCopied = await copyText(url, field);
        this.copied = { id, text: words.t(isCopied ? 'clubCopied' : 'clubNotCopied') };
        if (isCopied) this.#shared('copy');
      },
    });
  }

  #who(): TemplateResult | typeof nothing {
    const { words, page } = this;
    const { me, club } = page;
    if (me.role !== 'starter' || club.person.member || club.payout !== 'person') return nothing;
    const roles: readonly Role[] = ['member', 'person'];
    return html`<fieldset>
      <legend>${words.t('clubInviteWho')}</legend>
      ${roles.map((role) =>
        pick({
          name: 'role',
          value: role,
          label: words.t(`clubInvite_${role}`),
          hint: words.t(`clubInvite_${role}Hint`),
          isOn: this.chosen === role,
          onPick: () => {
            this.chosen = role;
          },
        }),
      )}
    </fieldset>`;
  }

  override render() {
    const { words, busy, problem, items, made, host, page } = this;
    const { club, me } = page;
    const { client } = host.side!;
    const pageUrl = page.mall.pages.club;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubInvite')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${
          made?.code
            ? html`<section>
                ${this.#link('link', words.t(`clubInviteLink_${made.role}`), inviteUrl(client, pageUrl, made.code), words.t('clubInviteShare'))}
                <p class="hint">${words.t('clubInviteKeep', { date: words.date(made.expiresAt) })}</p>
              </section>`
            : html`${this.#who()} <p class="hint">${words.t(club.secretUntil ? 'clubInviteSecret' : 'clubInviteHint')}</p>`
        }
        <button type="button" class=${made ? 'plain' : 'main'} aria-disabled=${busy} @click=${
          made
            ? () => {
                this.made = undefined;
              }
            : this.#invite
        }>${words.t(made ? 'clubInviteMore' : 'clubInviteMake')}</button>
        ${
          me.linkKey
            ? html`<section>${this.#link('look', words.t('clubLookLink'), clubUrl(client, pageUrl, club.id, me.linkKey), club.name)}
                <p class="hint">${words.t(club.amounts === 'everyone' ? 'clubLookAll' : 'clubLookLess')}</p></section>`
            : nothing
        }
        ${
          items?.length
            ? html`<section>
                <h3>${words.t('clubInviteList')}</h3>
                <ul class="rows" role="list">
                  ${items.map(
                    (one) => html`<li>
                      <span></span>
                      <div>
                        ${words.t(`clubInvite_${one.role}`)}
                        <p class="muted small">${words.t('clubInviteLeft', { count: one.usesLeft, date: words.date(one.expiresAt) })}</p>
                      </div>
                      <button type="button" class="link" aria-disabled=${busy} @click=${() => this.#takeBack(one.id)}>${words.t('clubInviteBack')}</button>
                    </li>`,
                  )}
                </ul>
              </section>`
            : nothing
        }
        <p class="only-heard" role="status">${this.copied.id ? '' : this.copied.text}</p>
        <p class="problem" role="alert">${problem}</p>
        ${problem && !items ? html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-invite', InviteSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-invite': InviteSheet;
  }
}
