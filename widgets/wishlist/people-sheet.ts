import type { z } from '@hono/zod-openapi';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Invitation, InvitedRole, ListPeople } from '../../server/community/wishlists/contract.ts';
import type { Author } from '../../server/mall/shoppers/contract.ts';
import '../core/times.ts';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { hashOf, listUrl } from '../core/list-url.ts';
import { meOf } from '../core/people.ts';
import { avatar, avatarStyles } from '../parts/avatar.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import type { WishlistHost } from './host.ts';
import { copyText, linkField, pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

type Role = z.infer<typeof InvitedRole>;
const ROLES: readonly Role[] = ['co-owner', 'helper'];

/** Who looks after a list: invited by link, taken out again, or leaving by themselves. */
export class PeopleOfList extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    people: { state: true },
    chosen: { state: true },
    made: { state: true },
    copied: { state: true },
  };
  static override styles = [...sheetStyles, avatarStyles];

  declare host: WishlistHost;
  declare private people: ListPeople | undefined;
  declare private chosen: Role;
  /** The invitation that was just made, with its code. */
  declare private made: Invitation | undefined;
  declare private copied: string;
  #me: string | undefined;

  constructor() {
    super();
    this.chosen = 'helper';
    this.copied = '';
  }

  get #path(): string {
    return `wishlists/${this.host.data.list!.id}`;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const { data } = this.host;
      const [people, me] = await Promise.all([
        data.get<ListPeople>(`${this.#path}/people`),
        meOf(data.side!).catch(() => undefined),
      ]);
      this.#me = me?.id;
      this.people = people;
    });

  #ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const { host, words } = this;
    return host.side!.client.request<Answer>(method, `${this.#path}/${path}`, {
      as: 'signed',
      lang: words.lang,
      ...(body && { body, act: newAct() }),
    });
  }

  #invite = () =>
    this.run(async () => {
      const made = await this.#ask<Invitation>('POST', 'invitations', { role: this.chosen });
      this.made = made;
      this.copied = '';
      this.people = { ...this.people!, invitations: [made, ...this.people!.invitations] };
    });

  #takeBack = (id: string) =>
    this.run(async () => {
      await this.#ask('DELETE', `invitations/${id}`);
      if (this.made?.id === id) this.made = undefined;
      const { invitations } = this.people!;
      this.people = { ...this.people!, invitations: invitations.filter((one) => one.id !== id) };
    });

  #remove(member: Author): void {
    const { host, words } = this;
    const isMe = member.id === this.#me;
    void host.open({
      kind: 'confirm',
      heading: isMe ? words.t('peopleLeaveTitle') : words.t('peopleRemoveTitle', { name: member.name }),
      text: words.t(isMe ? 'peopleLeaveText' : 'peopleRemoveText'),
      label: words.t(isMe ? 'peopleLeave' : 'peopleRemove'),
      run: async () => {
        await this.#ask('DELETE', `people/${member.id}`);
        if (!isMe) return host.open({ kind: 'people' });
        host.notify(words.t('peopleLeft'));
        if (host.getAttribute('list')) await host.data.reload();
        else location.hash = hashOf();
      },
    });
  }

  #copy = async () => {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#link');
    this.copied = this.words.t((await copyText(field!.value, field)) ? 'shareCopied' : 'shareNotCopied');
  };

  #person(member: Author, role: Role | 'owner'): TemplateResult {
    const { words, host } = this;
    const isMe = member.id === this.#me;
    const mayRemove = role !== 'owner' && (host.data.role === 'owner' || isMe);
    return html`<li>
      ${avatar(member)}
      <div>
        <b><bdi>${words.t('listBy', { name: member.name })}</bdi></b>
        <p class="muted small">${words.t(role === 'owner' ? 'peopleOwner' : `people_${role}`)}</p>
      </div>
      ${
        mayRemove
          ? html`<button type="button" class="link" @click=${() => this.#remove(member)}>${words.t(isMe ? 'peopleLeave' : 'peopleRemove')}</button>`
          : nothing
      }
    </li>`;
  }

  #inviting(people: ListPeople): TemplateResult {
    const { words, busy, made, host } = this;
    return html`<section>
        <fieldset>
          <legend>${words.t('peopleInvite')}</legend>
          ${ROLES.map((role) =>
            pick({
              name: 'role',
              value: role,
              label: words.t(`people_${role}`),
              hint: words.t(`invite_${role}`),
              isOn: this.chosen === role,
              onPick: () => {
                this.chosen = role;
              },
            }),
          )}
        </fieldset>
        <button type="button" class="main" aria-disabled=${busy} @click=${this.#invite}>${words.t('inviteMake')}</button>
      </section>
      ${
        made?.code
          ? html`<section>
              ${linkField({
                words,
                label: words.t('inviteLink'),
                url: listUrl(
                  host.data.side!.client,
                  host.data.mall?.pages.wishlist,
                  { id: host.data.list!.id, linkKey: null },
                  made.code,
                ),
                title: words.t('inviteLink'),
                copied: this.copied,
                onCopy: () => void this.#copy(),
                onShare: () => undefined,
              })}
              <p class="hint">${words.t('inviteOnce', { date: words.date(made.expiresAt) })}</p>
            </section>`
          : nothing
      }
      ${
        people.invitations.length
          ? html`<section>
              <h3>${words.t('inviteList')}</h3>
              <ul class="rows" role="list">
                ${people.invitations.map(
                  (one) => html`<li>
                    <span></span>
                    <div>
                      ${words.t(`people_${one.role}`)}
                      <p class="muted small">${words.t('inviteLeft', { count: one.usesLeft, date: words.date(one.expiresAt) })}</p>
                    </div>
                    <button type="button" class="link" @click=${() => this.#takeBack(one.id)}>${words.t('inviteTakeBack')}</button>
                  </li>`,
                )}
              </ul>
            </section>`
          : nothing
      }`;
  }

  override render() {
    const { words, busy, people, problem, host } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('listPeople')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${
          people
            ? html`<ul class="rows" role="list">
                  ${this.#person(people.owner, 'owner')} ${people.people.map((one) => this.#person(one.member, one.role))}
                </ul>
                ${host.data.role === 'owner' ? this.#inviting(people) : nothing}`
            : busy
              ? html`<p role="status">${words.t('listLoading')}</p>`
              : nothing
        }
        <p class="problem" role="alert">${problem}</p>
        ${problem && !people ? html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-people', PeopleOfList);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-people': PeopleOfList;
  }
}
