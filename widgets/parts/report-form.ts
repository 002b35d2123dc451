import { css, html, LitElement, type PropertyDeclarations } from 'lit';
import type { ReportReason } from '../../server/community/reports/contract.ts';
import { defineOnce } from '../core/define.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { lengthCounter, lengthCounterStyles, lengthOf } from './length-counter.ts';

type Reason = (typeof ReportReason)['options'][number];

const REASONS: readonly Reason[] = [
  'abuse',
  'spam',
  'off_topic',
  'personal_data',
  'copyright',
  'illegal',
  'other',
];
const NOTE_MAX = 500;

/** A report is to be sent. */
export class ReportSendEvent extends Event {
  static readonly type = 'dangol-part-report-send';
  readonly reason: Reason;
  readonly note: string;
  constructor(reason: Reason, note: string) {
    super(ReportSendEvent.type, { bubbles: true });
    this.reason = reason;
    this.note = note;
  }
}

/**
 * Why something should be looked at: one reason and, if one likes, a note. Sits in a sheet.
 *
 * @fires dangol-part-report-send
 */
export class ReportForm extends LitElement {
  static override properties: PropertyDeclarations = {
    busy: { type: Boolean },
    problem: {},
    words: { attribute: false },
    reason: { state: true },
    note: { state: true },
    isMissing: { state: true },
  };
  static override styles = [
    base,
    lengthCounterStyles,
    css`
      form {
        display: grid;
        gap: 16px;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      .reason {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
        border-block-end: 1px solid var(--d-line);
        cursor: pointer;
      }
      input {
        flex: none;
        inline-size: 20px;
        block-size: 20px;
        accent-color: var(--d-accent);
      }
      .reason span {
        display: block;
      }
      .reason span::first-letter {
        text-transform: uppercase;
      }
      .note {
        display: grid;
        gap: 6px;
        font-weight: 600;
      }
      textarea {
        inline-size: 100%;
        min-block-size: 5em;
        padding: 10px 12px;
        border: 1px solid var(--d-edge);
        border-radius: var(--d-radius);
        background: var(--d-surface);
        font-weight: 400;
        resize: vertical;
      }
      .end {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 12px;
        flex-wrap: wrap;
      }
      .problem {
        color: var(--d-bad);
      }
    `,
  ];

  declare private reason: Reason | null;
  declare private note: string;
  declare private isMissing: boolean;

  declare busy: boolean;
  /** One calm sentence when it could not be sent. */
  declare problem: string;
  declare words: Words | undefined;

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
    this.reason = null;
    this.note = '';
    this.isMissing = false;
  }

  #send(event: Event) {
    event.preventDefault();
    if (this.busy || lengthOf(this.note) > NOTE_MAX) return;
    this.isMissing = !this.reason;
    if (this.reason) this.dispatchEvent(new ReportSendEvent(this.reason, this.note.trim()));
    else this.renderRoot.querySelector('input')?.focus();
  }

  override render() {
    const { words } = this;
    if (!words) return;
    const problem = this.isMissing && !this.reason ? words.t('reportMissing') : this.problem;
    return html`<form novalidate @submit=${this.#send}>
      <fieldset aria-describedby="problem">
        <legend>${words.t('reportQuestion')}</legend>
        ${REASONS.map(
          (reason) =>
            html`<label class="reason"
              ><input
                type="radio"
                name="reason"
                value=${reason}
                .checked=${this.reason === reason}
                @change=${() => {
                  this.reason = reason;
                }}
              /><span>${words.t(reason)}</span></label
            >`,
        )}
      </fieldset>
      <label class="note"
        >${words.t('reportNote')}
        <textarea
          rows="3"
          dir="auto"
          .value=${this.note}
          @input=${(event: Event) => {
            this.note = (event.target as HTMLTextAreaElement).value;
          }}
        ></textarea>
      </label>
      <div class="end">
        ${lengthCounter({ text: this.note, max: NOTE_MAX, words })}
        <button class="main" aria-disabled=${this.busy}>${words.t(this.busy ? 'sending' : 'reportSend')}</button>
      </div>
      <p id="problem" class="problem" role="alert">${problem}</p>
    </form>`;
  }
}

defineOnce('dangol-part-report-form', ReportForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-report-form': ReportForm;
  }
}
