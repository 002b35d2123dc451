import type { SessionKind } from './session.ts';

/** What all events of the widgets have in common: they bubble out of shadow roots, and the detail is typed. */
export abstract class DangolEvent<Detail> extends Event {
  declare readonly detail: Detail;

  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.detail = detail;
  }
}

// Only what every page needs before anybody does anything; the others are in events.ts.

/** On the document: the shopper has become somebody, or nobody. */
export class SessionChangeEvent extends DangolEvent<{ mall: string; kind: SessionKind }> {
  constructor(detail: { mall: string; kind: SessionKind }) {
    super('dangol-session-change', detail);
  }
}
