import { type CSSResult, css, LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import { newAct } from '../core/act.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import type { WidgetHost } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import './sheet.ts';

/** A dialog of a widget: it does one thing, says in itself what goes wrong, and takes itself out when it is done. */
export abstract class WidgetDialog extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };

  declare host: WidgetHost;
  declare protected busy: boolean;
  declare protected problem: string;
  /** The key of what this dialog does: one for all its tries. */
  protected readonly act: string = newAct();

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
  }

  /** Loaded before any dialog is made. */
  protected get words(): Words {
    return this.host.words!;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Below what the window shows nobody would read it.
    if (changed.has('problem') && this.problem)
      this.renderRoot.querySelector('.problem:not(:empty)')?.scrollIntoView({ block: 'nearest' });
  }

  protected close = (): void => {
    this.remove();
    void this.#keepFocus();
  };

  /** What opened the dialog may be gone with it, such as the menu of a review that was deleted. */
  async #keepFocus(): Promise<void> {
    const { host } = this;
    await host.updateComplete;
    if (document.activeElement === document.body)
      host
        .shadowRoot!.querySelector<HTMLElement>('[part=write], [part~=home]')
        ?.focus({ preventScroll: true });
  }

  /** Runs what was asked for; what goes wrong is said inside the dialog. */
  protected async run(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await task();
    } catch (error) {
      const problem = problemOf(error);
      this.host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      this.problem = problemWords(this.words, problem);
    } finally {
      this.busy = false;
    }
  }
}

/** Beside the base: what more than one dialog shows. */
export const dialogStyles: CSSResult = css`
  :host {
    display: contents;
  }
  .two {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
  }
  .problem {
    color: var(--d-bad);
  }
  p + .problem:not(:empty) {
    margin-block-start: 12px;
  }
`;
