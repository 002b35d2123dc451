import { html, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { BeforeReportSendEvent, ReportSendEvent } from '../core/events.ts';
import { base } from '../core/styles.ts';
import type { ReportSendEvent as PartReportSendEvent } from '../parts/report-form.ts';
import '../parts/report-form.ts';
import { BoardDialog, dialogStyles } from './dialog.ts';
import type { Subject } from './host.ts';

/** Reports a review or a comment. */
export class BoardReport extends BoardDialog {
  static override properties: PropertyDeclarations = {
    ...BoardDialog.properties,
    subject: { attribute: false },
  };
  static override styles = [base, dialogStyles];

  declare subject: Subject;

  #send = ({ reason, note }: PartReportSendEvent) =>
    this.run(async () => {
      const { board, subject, words } = this;
      const detail = { ...subject, reason };
      if (!board.dispatchEvent(new BeforeReportSendEvent(detail))) return this.close();
      await board.side!.client.request('POST', 'reports', {
        as: 'writer',
        act: this.act,
        lang: words.lang,
        body: { subject, reason, note },
      });
      this.close();
      board.dispatchEvent(new ReportSendEvent(detail));
      board.notify(words.t('reported'));
    });

  override render() {
    const { words, busy } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('report')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <dangol-part-report-form .words=${words} .busy=${busy} .problem=${this.problem} @dangol-part-report-send=${this.#send}></dangol-part-report-form>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-board-report', BoardReport);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-board-report': BoardReport;
  }
}
