import { DangolEvent } from './event.ts';

/** What a shopper has at a mall is known, or has changed, for a page that shows it elsewhere too. */
export class PointsChangeEvent extends DangolEvent<{ mall: string; available: number; pending: number }> {
  constructor(detail: { mall: string; available: number; pending: number }) {
    super('dangol-points-change', detail);
  }
}
/** Cancelable: the shopper has confirmed that points go to the mall's own. */
export class BeforePointsMoveEvent extends DangolEvent<{ amount: number }> {
  constructor(detail: { amount: number }) {
    super('dangol-before-points-move', detail, true);
  }
}
/** Points are on their way to the mall's own. */
export class PointsMoveEvent extends DangolEvent<{ amount: number }> {
  constructor(detail: { amount: number }) {
    super('dangol-points-move', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'dangol-points-change': PointsChangeEvent;
    'dangol-before-points-move': BeforePointsMoveEvent;
    'dangol-points-move': PointsMoveEvent;
  }
}
