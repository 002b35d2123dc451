import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Blog, BlogLooks, PatchBlog, Tune, TuneNote } from '../../server/community/blogs/contract.ts';
import type { Photo } from '../../server/community/media/contract.ts';
import { defineOnce } from '../core/define.ts';
import { bringFont } from '../core/fonts.ts';
import { blogLooksWords } from '../core/strings/blog-looks.ts';
import type { WidgetHost } from '../core/widget.ts';
import { avatarStyles } from './avatar.ts';
import { WidgetDialog } from './dialog.ts';
import { formStyles } from './form-styles.ts';
import { icon } from './icons.ts';
import { CAMERA } from './icons-more.ts';
import { lengthCounter, lengthOf } from './length-counter.ts';
import {
  FONTS,
  fontTiles,
  hueField,
  layoutPicks,
  ornamentRules,
  preview,
  skinTiles,
  tryOnRules,
} from './looks-pieces.ts';
import { looksStyles } from './looks-styles.ts';
import { ABOUT_MOST, patchOf, TITLE_MOST } from './looks-written.ts';
import { type Scheme, schemeOf, skinStyles } from './skin.ts';
import { switchRow, switchStyles } from './switch.ts';
import { TunePlayer, tuneButton } from './tune.ts';
import { FIRST_TUNE, tuneGrid, tuneGridStyles } from './tune-grid.ts';

/** Sent up when somebody saves: what they changed, and nothing else. */
export class LooksSaveEvent extends Event {
  static readonly type = 'dangol-looks-save';
  readonly detail: { patch: PatchBlog };

  constructor(patch: PatchBlog) {
    super(LooksSaveEvent.type, { bubbles: true });
    this.detail = { patch };
  }
}

export interface LooksOptions {
  blog: Blog;
  /** The member has agreed to the front page. */
  frontPage: boolean;
  /** Sends the change; what it throws is said in the sheet, which stays open. */
  save(patch: PatchBlog): Promise<void>;
  /** Sends a photo for the top; it waits at the service until it is saved. */
  upload(file: File): Promise<Photo>;
}

/** Opens the sheet over a widget. */
export async function openLooks(host: WidgetHost, options: LooksOptions): Promise<void> {
  await blogLooksWords(host.words!);
  const sheet = Object.assign(new LooksSheet(), { host, options });
  host.shadowRoot!.append(sheet);
}

/**
 * Where members choose how their blog looks and sounds, with the card as it will be always in sight. Nothing is sent
 * before they save; nothing is agreed to beforehand.
 *
 * @fires {LooksSaveEvent} dangol-looks-save
 */
export class LooksSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    options: { attribute: false },
    looks: { state: true },
    named: { state: true },
    about: { state: true },
    asks: { state: true },
    frontPage: { state: true },
    header: { state: true },
    sending: { state: true },
  };
  static override styles = [formStyles, avatarStyles, switchStyles, skinStyles, tuneGridStyles, looksStyles];

  declare options: LooksOptions;
  declare private looks: BlogLooks;
  declare private named: string;
  declare private about: string;
  declare private asks: boolean;
  declare private frontPage: boolean;
  declare private header: Photo | null;
  declare private sending: boolean;
  declare private scheme: Scheme;
  #sheet: CSSStyleSheet | undefined;
  #rules = '';
  #player = new TunePlayer(this);

  constructor() {
    super();
    this.sending = false;
    this.scheme = 'light';
  }

  protected override willUpdate(): void {
    this.scheme = schemeOf(this.host);
    if (this.looks) return;
    const { blog, frontPage } = this.options;
    this.looks = blog.looks;
    this.named = blog.title ?? '';
    this.about = blog.about;
    this.asks = blog.asks;
    this.header = blog.header;
    this.frontPage = frontPage;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const root = this.shadowRoot!;
    if (!this.#sheet) {
      const ornaments = new CSSStyleSheet();
      ornaments.replaceSync(ornamentRules());
      this.#sheet = new CSSStyleSheet();
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, ornaments, this.#sheet];
      // All of them are shown here: of each only the slices of one short sample are fetched.
      for (const font of FONTS) if (font !== 'page') bringFont(font).catch(() => undefined);
    }
    const rules = tryOnRules(this.looks, this.scheme);
    if (rules !== this.#rules) this.#sheet.replaceSync(rules);
    this.#rules = rules;
  }

  #look(change: Partial<BlogLooks>): void {
    this.looks = { ...this.looks, ...change };
  }

  #save = (event: Event): void => {
    event.preventDefault();
    const { words } = this;
    const long =
      lengthOf(this.named) > TITLE_MOST ? 'named' : lengthOf(this.about) > ABOUT_MOST ? 'about' : undefined;
    this.problem = long ? words.t(long === 'named' ? 'looksNameLong' : 'looksAboutLong') : '';
    if (long) {
      this.renderRoot.querySelector<HTMLElement>(`#${long}`)?.focus();
      return;
    }
    if (this.sending) {
      this.problem = words.t('looksHeaderSending');
      return;
    }
    const { blog, frontPage } = this.options;
    const patch = patchOf(
      {
        looks: this.looks,
        title: this.named,
        about: this.about,
        asks: this.asks,
        frontPage: this.frontPage,
        header: this.header,
      },
      blog,
      frontPage,
    );
    // Nothing but the version.
    if (Object.keys(patch).length === 1) {
      this.close();
      return;
    }
    void this.run(async () => {
      this.dispatchEvent(new LooksSaveEvent(patch));
      await this.options.save(patch);
      this.close();
      this.host.notify(words.t('looksSaved'));
    });
  };

  #photo = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be picked again after it was taken away.
    input.value = '';
    if (!file || this.sending) return;
    this.sending = true;
    await this.run(async () => {
      this.header = await this.options.upload(file);
    });
    this.sending = false;
  };

  #text(id: 'named' | 'about', label: string, hint: string, most: number): TemplateResult {
    const { words } = this;
    const value = this[id];
    const onInput = (event: Event) => {
      this[id] = (event.target as HTMLInputElement).value;
    };
    const isLong = lengthOf(value) > most;
    return html`<div>
      <label class="label" for=${id}>${label}</label>
      ${
        id === 'about'
          ? html`<textarea id="about" dir="auto" rows="3" aria-invalid=${isLong} aria-describedby="about-hint" .value=${value} @input=${onInput}></textarea>`
          : html`<input id="named" dir="auto" autocomplete="off" aria-invalid=${isLong} aria-describedby="named-hint" .value=${value} @input=${onInput} />`
      }
      <div class="below"><p class="hint" id="${id}-hint">${hint}</p>${lengthCounter({ text: value, max: most, words })}</div>
    </div>`;
  }

  #header(): TemplateResult {
    const { words, header, sending } = this;
    return html`<div>
      <p class="label" id="photo-label">${words.t('looksHeader')}</p>
      <div class="photo">
        <label class="plain"
          >${icon(CAMERA)}${words.t(header ? 'looksHeaderChange' : 'looksHeaderAdd')}<input
            type="file"
            accept="image/*"
            aria-describedby="photo-label"
            ?disabled=${sending}
            @change=${this.#photo}
        /></label>
        ${
          header
            ? html`<button
                type="button"
                class="link"
                @click=${() => {
                  this.header = null;
                }}
              >
                ${words.t('looksHeaderOff')}
              </button>`
            : nothing
        }
      </div>
      <p class="hint" role="status">${sending ? words.t('looksHeaderSending') : ''}</p>
    </div>`;
  }

  #tune(): TemplateResult {
    const { words } = this;
    const { tune } = this.looks;
    const onChange = (next: Tune, note: TuneNote) => {
      this.#look({ tune: next });
      // What was just picked, once: it was a tap that asked for it.
      if (note !== 'rest') this.#player.play({ notes: [note], tempo: next.tempo });
    };
    return html`<div>
      ${switchRow({
        label: words.t('looksTuneOwn'),
        checked: !!tune,
        describedBy: 'tune-hint',
        onChange: (isOn) => {
          this.#player.stop();
          this.#look({ tune: isOn ? (this.options.blog.looks.tune ?? FIRST_TUNE) : null });
        },
      })}
      <p class="hint" id="tune-hint">${words.t('looksTuneHint')}</p>
      ${
        tune
          ? html`${tuneGrid(tune, words, onChange)}
            ${tuneButton(this.#player, tune, { play: words.t('looksPlay'), stop: words.t('looksStop') })}`
          : nothing
      }
    </div>`;
  }

  override render() {
    const { words, looks, busy, scheme } = this;
    const { member } = this.options.blog;
    const title = this.named.trim() || words.t('looksNamed', { name: member.name });
    return html`<dangol-part-sheet
      open
      .words=${words}
      .busy=${busy}
      heading=${words.t('looksTitle')}
      @dangol-part-sheet-close=${this.close}
    >
      <form id="looks" class="sheet hold" lang=${words.lang} novalidate @submit=${this.#save}>
        <div class="stay">${preview(member, title, this.header?.small, looks, words)}</div>
        ${skinTiles(looks.skin, words, (skin) => this.#look({ skin }))}
        <div>
          ${switchRow({
            label: words.t('looksColourOwn'),
            checked: looks.hue !== null,
            onChange: (isOn) => this.#look({ hue: isOn ? (this.options.blog.looks.hue ?? 200) : null }),
          })}
          ${looks.hue === null ? nothing : hueField(looks, scheme, words, (hue) => this.#look({ hue }))}
        </div>
        ${fontTiles(looks.font, words, (font) => this.#look({ font }))}
        ${layoutPicks(looks.layout, words, (layout) => this.#look({ layout }))} ${this.#header()}
        ${this.#text('named', words.t('looksName'), words.t('looksNameHint', { name: member.name }), TITLE_MOST)}
        ${this.#text('about', words.t('looksAbout'), words.t('looksAboutHint'), ABOUT_MOST)} ${this.#tune()}
        <div>
          ${switchRow({
            label: words.t('looksAsks'),
            checked: this.asks,
            describedBy: 'asks-hint',
            onChange: (asks) => {
              this.asks = asks;
            },
          })}
          <p class="hint" id="asks-hint">${words.t('looksAsksHint')}</p>
        </div>
        <label class="agree"
          ><input
            type="checkbox"
            aria-describedby="front-hint"
            .checked=${this.frontPage}
            @change=${(event: Event) => {
              this.frontPage = (event.target as HTMLInputElement).checked;
            }}
          /><span
            ><b>${words.t('looksFront')}</b><span class="hint" id="front-hint">${words.t('looksFrontText')}</span></span
          ></label
        >
        <p class="problem" role="alert">${this.problem}</p>
      </form>
      <div slot="footer" class="two">
        <button type="submit" form="looks" class="main" aria-disabled=${busy}>${words.t('looksSave')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-part-looks', LooksSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-looks': LooksSheet;
  }
}
