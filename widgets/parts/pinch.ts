const NEAREST = 5;
const DOUBLE_TAP_MS = 300;
const SWIPE_PX = 48;

interface Spot {
  x: number;
  y: number;
}

/** Fingers on a photo: two zoom, one moves it when it is large and turns the page when it is not, two taps do either. */
export class Pinch {
  #stage: () => HTMLElement | null;
  #turn: (by: -1 | 1) => void;
  #spots = new Map<number, Spot>();
  #start: Spot = { x: 0, y: 0 };
  #scale = 1;
  #x = 0;
  #y = 0;
  #lastTap = 0;
  #moved = false;

  constructor(stage: () => HTMLElement | null, turn: (by: -1 | 1) => void) {
    this.#stage = stage;
    this.#turn = turn;
  }

  reset(): void {
    this.#scale = 1;
    this.#show();
  }

  /** Around a place of the stage, counted from its middle. */
  zoom(by: number, around: Spot = { x: 0, y: 0 }): void {
    const scale = Math.min(NEAREST, Math.max(1, this.#scale * by));
    this.#x = around.x - ((around.x - this.#x) * scale) / this.#scale;
    this.#y = around.y - ((around.y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.#show();
  }

  down = (event: PointerEvent): void => {
    if ((event.target as Element).closest('button')) return;
    this.#stage()?.setPointerCapture(event.pointerId);
    const spot = { x: event.clientX, y: event.clientY };
    this.#spots.set(event.pointerId, spot);
    if (this.#spots.size > 1) this.#moved = true;
    else {
      this.#start = spot;
      this.#moved = false;
    }
  };

  move = (event: PointerEvent): void => {
    const before = this.#spots.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...this.#spots].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot);
    if (other) {
      const far = (spot: Spot) => Math.hypot(spot.x - other.x, spot.y - other.y) || 1;
      this.zoom(far(now) / far(before), this.#inside({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
    }
    if (this.#scale > 1) {
      const share = this.#spots.size;
      this.#x += (now.x - before.x) / share;
      this.#y += (now.y - before.y) / share;
      this.#show();
    }
    if (Math.hypot(now.x - this.#start.x, now.y - this.#start.y) > 10) this.#moved = true;
    this.#spots.set(event.pointerId, now);
  };

  up = (event: PointerEvent): void => {
    if (!this.#spots.delete(event.pointerId) || this.#spots.size > 0 || event.type === 'pointercancel')
      return;
    const x = event.clientX - this.#start.x;
    const y = event.clientY - this.#start.y;
    if (this.#moved) {
      if (this.#scale === 1 && Math.abs(x) > SWIPE_PX && Math.abs(x) > Math.abs(y) * 1.5)
        this.#turn(x < 0 ? 1 : -1);
      return;
    }
    const isDouble = event.timeStamp - this.#lastTap < DOUBLE_TAP_MS;
    this.#lastTap = isDouble ? 0 : event.timeStamp;
    if (isDouble) this.zoom(this.#scale > 1 ? 0 : 2.5, this.#inside(this.#start));
  };

  wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), this.#inside({ x: event.clientX, y: event.clientY }));
  };

  #inside({ x, y }: Spot): Spot {
    const box = this.#stage()!.getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }

  #show(): void {
    const stage = this.#stage();
    const photo = stage?.querySelector('img');
    if (!stage || !photo) return;
    // The photo's middle stays in sight, and a photo that fits lies in the middle.
    const reach = this.#scale > 1 ? this.#scale / 2 : 0;
    const within = (value: number, size: number) => Math.min(size * reach, Math.max(-size * reach, value));
    this.#x = within(this.#x, stage.clientWidth);
    this.#y = within(this.#y, stage.clientHeight);
    photo.style.setProperty('transform', `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`);
  }
}
