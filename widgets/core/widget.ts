import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { MallSide } from './page.ts';
import type { Words } from './words.ts';

/** Something that can be done about a message. */
export interface NoticeAction {
  label: string;
  run(): void;
}

/** What a report is about. */
export interface ReportSubject {
  kind: 'review' | 'comment' | 'wish' | 'club' | 'story' | 'blog';
  id: string;
}

/** What any widget can open over itself. */
export type LayerRequest =
  | { kind: 'profile'; member: string }
  | { kind: 'report'; subject: ReportSubject }
  | { kind: 'confirm'; heading: string; text: string; label?: string; run(): Promise<void> };

/** What the parts that act for a widget know of it. */
export interface WidgetHost extends ReactiveControllerHost, HTMLElement {
  readonly words: Words | undefined;
  readonly side: MallSide | undefined;
  /** Opens a dialog; its code loads when it is first asked for. */
  open(request: LayerRequest): Promise<void>;
  /** Says something in the polite live region, for a while or until it is answered. */
  notify(text: string | TemplateResult, actions?: NoticeAction[]): void;
}
