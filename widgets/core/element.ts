import { LitElement, type PropertyValues } from 'lit';
import { looksRule, type MallLooks, watchLooks } from './looks.ts';
import { type MallSide, mallSide, pageSettings } from './page.ts';
import type { Loaders } from './strings/index.ts';
import { langFrom, loadWords, type Words } from './words.ts';

/** One of a closed set, whatever an attribute says: wrong input never throws at the host. */
export function oneOf<const Choice extends string>(
  value: string | null | undefined,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/**
 * The base of every widget: its mall, its words, and looks taken from the page around it. Nothing here touches the
 * document before the element is connected, so that a server can render it.
 */
export abstract class DangolElement extends LitElement {
  static override properties = {
    mall: {},
    scheme: {},
    words: { state: true },
  };
  /** The words of its first paint. @internal */
  static loaders: readonly Loaders[] = [];
  /** The mall, when the page shows more than one; else the loader's. */
  declare mall: string | null;
  /** `light`, `dark`, or `auto`: as the page is. */
  declare scheme: string | null;
  /** The words of the language that holds here, once they are loaded. @internal */
  declare words: Words | undefined;

  /** What the mall says of looks (mall-element.ts). @internal */
  mallScheme: MallLooks['scheme'] = 'auto';
  /** @internal */
  mallRules = '';
  #sheet: CSSStyleSheet | undefined;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.mall = null;
    this.scheme = null;
    this.words = undefined;
  }

  // `lang` is the platform's own property: watched as an attribute, never redefined.
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit collects the attributes of the class that asks
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang' && before !== now && this.isConnected) void this.speak();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchLooks(() => this.refreshLooks());
    this.refreshLooks();
    void this.speak();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('scheme')) this.refreshLooks();
  }

  /** The mall's client, session and stream; nothing while no one has said which mall. @internal */
  get side(): MallSide | undefined {
    const id = this.mall || pageSettings().mall;
    return id ? mallSide(id) : undefined;
  }

  /** Loads the words of the language that holds here. @internal */
  async speak(otherwise?: string): Promise<void> {
    const lang = this.#langSaid() ?? langFrom(otherwise ?? this.words?.lang) ?? 'ko';
    try {
      const words = await loadWords(lang, (this.constructor as typeof DangolElement).loaders);
      if (lang === (this.#langSaid() ?? lang)) this.words = words;
    } catch {
      // Without words there is nothing to say; the next connect or change of language tries again.
    }
  }

  #langSaid() {
    // Its own attribute, the loader's setting, then the page's language.
    return (
      langFrom(this.lang) ??
      langFrom(pageSettings().lang) ??
      langFrom(this.closest('[lang]')?.getAttribute('lang'))
    );
  }

  /** @internal */
  refreshLooks(): void {
    if (!this.isConnected || !this.shadowRoot) return;
    try {
      const rules = looksRule(this, oneOf(this.scheme, ['light', 'dark'], this.mallScheme));
      if (!this.#sheet) {
        // A sheet of our own leaves no trace in the page's markup and no policy refuses it.
        this.#sheet = new CSSStyleSheet();
        this.shadowRoot.adoptedStyleSheets = [...this.shadowRoot.adoptedStyleSheets, this.#sheet];
      }
      this.#sheet.replaceSync(`:host{${rules}${this.mallRules}}`);
    } catch {
      // The defaults of the style sheet hold.
    }
  }
}
