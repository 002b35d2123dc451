import {
  type CSSResult,
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { ProblemShowEvent } from '../core/events.ts';
import type { People } from '../core/people.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { peopleWords } from '../core/strings/people.ts';
import type { Words } from '../core/words.ts';
import './sheet.ts';

/** What any such sheet needs of the widget it opens over. */
export interface SheetHost {
  /** Where it is put. */
  readonly root: ShadowRoot;
  readonly words: Words;
}

/** A sheet about a person, or about what they are told: it loads, brings more by a button, says calmly what fails, and takes itself out. */
export abstract class PeopleSheet<Host extends SheetHost = People> extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    shown: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare host: Host;
  declare protected shown: 'waiting' | 'ready' | 'failed' | 'gone';
  /** The next page is being loaded. */
  declare protected busy: boolean;
  /** What went wrong last, in one sentence. */
  declare protected problem: string;

  constructor() {
    super();
    this.shown = 'waiting';
    this.busy = false;
    this.problem = '';
  }

  /** Loaded before any sheet is made. */
  protected get words(): Words {
    return this.host.words;
  }

  /** Loads what is shown first. */
  protected abstract load(): Promise<void>;
  /** What is heard while it loads. */
  protected abstract get waiting(): string;
  protected abstract content(): TemplateResult;
  protected abstract get heading(): string;

  /** What stays in sight below, once it is loaded. */
  protected footer(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected override firstUpdated(): void {
    void this.begin();
  }

  protected close = (): void => this.remove();

  /** The sentence for a problem, which the host page hears of too. */
  protected say(problem: ClientProblem): string {
    this.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
    return problemWords(this.words, problem);
  }

  protected begin = async (): Promise<void> => {
    this.shown = 'waiting';
    this.problem = '';
    try {
      await this.load();
      this.shown = 'ready';
    } catch (error) {
      const problem = problemOf(error);
      this.problem = this.say(problem);
      this.shown = problem.code === 'not-found' || problem.code === 'gone' ? 'gone' : 'failed';
    }
  };

  /** Loads one more page; what fails is said beside the button, which stays. */
  protected async more(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await task();
    } catch (error) {
      this.problem = this.say(problemOf(error));
    }
    this.busy = false;
  }

  protected moreButton(label: string, task: () => Promise<void>): TemplateResult {
    return html`<button
      type="button"
      class="plain wide"
      aria-disabled=${this.busy}
      aria-busy=${this.busy}
      @click=${() => void this.more(task)}
    >
      ${label}
    </button>`;
  }

  override render(): TemplateResult {
    const { words, shown } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${this.heading} @dangol-part-sheet-close=${this.close}>
      <div class="sheet" role="group" aria-label=${this.heading} tabindex="0">
        ${shown === 'ready' ? this.content() : nothing}
        ${
          shown === 'waiting'
            ? html`<div class="waiting" role="status"><span class="only-heard">${this.waiting}</span><i></i><i></i><i></i></div>`
            : nothing
        }
        <p class="problem" role="alert">${this.problem}</p>
        ${
          shown === 'failed'
            ? html`<button type="button" class="plain retry" @click=${this.begin}>${words.t('retry')}</button>`
            : nothing
        }
      </div>
      ${shown === 'ready' ? this.footer() : nothing}
    </dangol-part-sheet>`;
  }
}

/** Which sheet was asked for last over a widget: one at a time. */
const open = new WeakMap<ShadowRoot, { wanted: object; sheet?: HTMLElement }>();

/** Puts a sheet over its widget once its words are there; one that was open goes. */
export async function openSheet<Host extends SheetHost>(
  host: Host,
  make: () => PeopleSheet<Host>,
  wordsOf: (words: Words) => Promise<unknown> = peopleWords,
): Promise<void> {
  const { root, words } = host;
  const wanted = {};
  open.set(root, { ...open.get(root), wanted });
  await Promise.all([wordsOf(words), words.more()]);
  const before = open.get(root)!;
  // Tapped twice, or something else meanwhile.
  if (before.wanted !== wanted) return;
  const sheet = make();
  sheet.host = host;
  sheet.lang = words.lang;
  before.sheet?.remove();
  open.set(root, { wanted, sheet });
  root.append(sheet);
  await sheet.updateComplete;
}

/** Beside the base: what the sheets share. */
export const peopleSheetStyles: CSSResult = css`
  :host {
    display: contents;
  }
  .sheet {
    display: grid;
    gap: 20px;
    /* As high as what comes: the card does not jump. */
    min-block-size: 20em;
    align-content: start;
    container-type: inline-size;
    /* Reached by Tab, so that arrow keys scroll what has nothing to press. */
    outline-offset: 6px;
    border-radius: 2px;
  }
  .problem {
    color: var(--d-bad);
  }
  .problem:empty {
    display: none;
  }
  h3 {
    font-size: 1em;
    font-weight: 700;
  }
  li + li {
    margin-block-start: 16px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--d-line);
  }
  .retry {
    justify-self: start;
  }
  .wide {
    inline-size: 100%;
    border-color: var(--d-line);
  }
  .waiting i {
    display: block;
    block-size: 3.4em;
    margin-block-end: 1.4em;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 9%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  time {
    white-space: nowrap;
  }
  .level {
    min-inline-size: 0;
  }
`;
