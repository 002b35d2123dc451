import { html, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { BeforeReportSendEvent, ReportSendEvent } from '../core/events.ts';
import { base } from '../core/styles.ts';
import type { ReportSubject } from '../core/widget.ts';
import { dialogStyles, WidgetDialog } from './dialog.ts';
import type { ReportSendEvent as PartReportSendEvent } from './report-form.ts';
import './report-form.ts';

/** Reports a review, a comment or a wish. */
export class ReportDialog extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    subject: { attribute: false },
  };
  static override styles = [base, dialogStyles];

  declare subject: ReportSubject;

  #send = ({ reason, note }: PartReportSendEvent) =>
    this.run(async () => {
      const { host, subject, words } = this;
      const detail = { ...subject, reason };
      if (!host.dispatchEvent(new BeforeReportSendEvent(detail))) return this.close();
      await host.side!.client.request('POST', 'reports', {
        as: 'writer',
        act: this.act,
        lang: words.lang,
        body: { subject, reason, note },
      });
      this.close();
      host.dispatchEvent(new ReportSendEvent(detail));
      host.notify(words.t('reported'));
    });

  override render() {
    const { words, busy } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('report')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <dangol-part-report-form .words=${words} .busy=${busy} .problem=${this.problem} @dangol-part-report-send=${this.#send}></dangol-part-report-form>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-part-report-sheet', ReportDialog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-report-sheet': ReportDialog;
  }
}
