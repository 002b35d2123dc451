import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Neighbour, NeighbourPage } from '../../server/community/neighbours/contract.ts';
import '../core/times.ts';
import { blogUrl } from '../core/blog-url.ts';
import { defineOnce } from '../core/define.ts';
import { avatar, avatarStyles } from '../parts/avatar.ts';
import { pick } from '../parts/form-pieces.ts';
import { formStyles } from '../parts/form-styles.ts';
import type { BlogHost } from './host.ts';
import { loadMy } from './mine.ts';
import { BlogSheet } from './sheet.ts';

type Who = 'following' | 'followers' | 'asking';
const ALL: readonly Who[] = ['following', 'followers', 'asking'];

/** Which of them was looked at last: what asks once more comes back to it. */
const last = new WeakMap<BlogHost, Who>();

/** My neighbours: whom I follow, who follows me, and who asks to. */
export class PeopleOfBlog extends BlogSheet {
  static override properties: PropertyDeclarations = {
    ...BlogSheet.properties,
    who: { state: true },
    items: { state: true },
  };
  static override styles = [
    formStyles,
    avatarStyles,
    css`
      .rows .plain,
      .rows .main {
        padding-inline: 14px;
      }
      .short .pick {
        padding-inline: 14px;
      }
    `,
  ];

  declare private who: Who;
  declare private items: readonly Neighbour[];
  #next: string | null = null;

  constructor() {
    super();
    this.who = 'following';
    this.items = [];
  }

  protected get heading(): string {
    return this.words.t('blogPeopleTitle');
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    // Whoever waits for my yes is what the sheet was most likely opened for.
    this.who = last.get(this.host) ?? (this.host.data.my?.asking ? 'asking' : 'following');
  }

  protected async load(): Promise<void> {
    const { who } = this;
    const page = await this.#page(who, null);
    if (who !== this.who) return;
    this.items = page.items;
    this.#next = page.next;
  }

  #page = (who: Who, cursor: string | null) =>
    this.host.data.get<NeighbourPage>('me/neighbours', { query: { who, cursor } });

  #choose(who: Who): void {
    this.who = who;
    last.set(this.host, who);
    this.items = [];
    this.#next = null;
    this.isLoaded = false;
    // The one that is under way is not for this choice any more.
    this.busy = false;
    void this.begin();
  }

  #do(method: 'PUT' | 'DELETE', path: string, { member }: Neighbour): Promise<void> {
    return this.run(async () => {
      await this.ask(method, path);
      this.items = this.items.filter((one) => one.member.id !== member.id);
      await loadMy(this.host.data).catch(() => undefined);
      this.told();
      await this.updateComplete;
      // The button that was tapped is gone.
      this.renderRoot.querySelector<HTMLElement>('input:checked')?.focus();
    });
  }

  #confirm(path: string, heading: string, text: string, label: string): void {
    const { host } = this;
    void host.open({
      kind: 'confirm',
      heading,
      text,
      label,
      run: async () => {
        await this.ask('DELETE', path);
        this.told();
        return host.open({ kind: 'neighbours' });
      },
    });
  }

  #acts(neighbour: Neighbour): TemplateResult {
    const { words, who } = this;
    const { id, name } = neighbour.member;
    const at = encodeURIComponent(id);
    const button = (label: string, run: () => unknown, look = 'link') =>
      html`<button type="button" class=${look} aria-label="${name}: ${label}" @click=${run}>${label}</button>`;
    if (who === 'asking')
      return html`<span class="two"
        >${button(words.t('blogPeopleNo'), () => this.#do('DELETE', `me/neighbours/${at}`, neighbour), 'plain')}
        ${button(words.t('blogPeopleYes'), () => this.#do('PUT', `me/neighbours/${at}`, neighbour), 'main')}</span
      >`;
    if (who === 'followers')
      return button(words.t('blogPeopleRemove'), () =>
        this.#confirm(
          `me/neighbours/${at}`,
          words.t('blogPeopleRemoveTitle', { name }),
          words.t('blogPeopleRemoveText'),
          words.t('blogPeopleRemove'),
        ),
      );
    return neighbour.state === 'asked'
      ? button(words.t('blogPeopleUnask'), () => this.#do('DELETE', `blogs/${at}/neighbour`, neighbour))
      : button(words.t('blogUnfollow'), () =>
          this.#confirm(
            `blogs/${at}/neighbour`,
            words.t('blogUnfollowTitle', { name }),
            words.t('blogUnfollowText'),
            words.t('blogUnfollow'),
          ),
        );
  }

  #one(neighbour: Neighbour): TemplateResult {
    const { words, host, who } = this;
    const { member, state, theirs, since } = neighbour;
    const { client } = host.data.side!;
    const says =
      who === 'following' && state === 'asked'
        ? words.t('blogPeopleAsked')
        : state === 'follows' && theirs === 'follows'
          ? words.t('blogPeopleMutual')
          : words.date(since);
    return html`<li>
      ${avatar(member)}
      <div>
        <a href=${blogUrl(client, host.data.mall?.pages.blog, member.id)} @click=${this.close}
          ><bdi>${words.t('blogBy', { name: member.name })}</bdi></a
        >
        <p class="muted small">${says}</p>
      </div>
      ${this.#acts(neighbour)}
    </li>`;
  }

  override render(): TemplateResult {
    const { words, busy, isLoaded, problem, who, items } = this;
    const asking = this.host.data.my?.asking ?? 0;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${this.heading} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <fieldset>
          <legend class="only-heard">${this.heading}</legend>
          <div class="short">
            ${ALL.map((one) =>
              pick({
                name: 'who',
                value: one,
                label: `${words.t(`blogPeople_${one}`)}${one === 'asking' && asking ? ` ${words.number(asking)}` : ''}`,
                isOn: who === one,
                onPick: () => this.#choose(one),
              }),
            )}
          </div>
        </fieldset>
        ${
          isLoaded
            ? items.length
              ? html`<ul class="rows" role="list">${items.map((one) => this.#one(one))}</ul>`
              : html`<p class="muted">${words.t(`blogPeopleNone_${who}`)}</p>`
            : busy
              ? html`<p role="status">${words.t('blogSheetLoading')}</p>`
              : nothing
        }
        ${
          isLoaded && this.#next
            ? this.moreButton(async () => {
                const page = await this.#page(who, this.#next);
                this.items = [...this.items, ...page.items];
                this.#next = page.next;
              })
            : nothing
        }
        <p class="problem" role="alert">${problem}</p>
        ${problem && !isLoaded ? html`<button type="button" class="plain start" @click=${this.begin}>${words.t('retry')}</button>` : nothing}
        <p class="hint">${words.t('blogPeopleSecret')}</p>
      </div>
    </dangol-part-sheet>`;
  }

  protected content(): TemplateResult {
    return html``;
  }
}

defineOnce('dangol-blog-people', PeopleOfBlog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-people': PeopleOfBlog;
  }
}
