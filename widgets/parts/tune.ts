import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Tune, TuneNote } from '../../server/community/blogs/contract.ts';
import { icon } from './icons.ts';

/** Hertz. */
const PITCH: Record<TuneNote, number> = {
  c4: 261.63,
  d4: 293.66,
  e4: 329.63,
  g4: 392,
  a4: 440,
  c5: 523.25,
  d5: 587.33,
  e5: 659.26,
  g5: 783.99,
  a5: 880,
  rest: 0,
};
/** In seconds. A note rises faster than one hears, and never begins or ends at once: that would click. */
const RISE = 0.012;
const FADE = 1.1;
const HUSH = 0.04;
const LOUD = 0.16;

/** What sounds on this page: one tune at a time. */
let sounding: TunePlayer | undefined;

/** A plucked string: a soft triangle, and a sine an octave above that dies sooner. */
function pluck(context: AudioContext, out: AudioNode, pitch: number, at: number): void {
  for (const [type, times, loud, long] of [
    ['triangle', 1, LOUD, FADE],
    ['sine', 2, LOUD / 3, FADE / 2],
  ] as const) {
    const tone = context.createOscillator();
    const level = context.createGain();
    tone.type = type;
    tone.frequency.value = pitch * times;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(loud, at + RISE);
    level.gain.exponentialRampToValueAtTime(0.0008, at + long);
    level.gain.linearRampToValueAtTime(0, at + long + HUSH);
    tone.connect(level).connect(out);
    tone.start(at);
    tone.stop(at + long + HUSH);
  }
}

/**
 * Plays tunes by Web Audio, without a file: only when somebody asks, and until they say stop. A browser without sound,
 * or one that refuses it, stays silent.
 */
export class TunePlayer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #context: AudioContext | undefined;
  #out: GainNode | undefined;
  #end: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isPlaying(): boolean {
    return !!this.#context;
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** From a tap: plays, or stops what plays. */
  toggle(tune: Pick<Tune, 'notes' | 'tempo'>): void {
    if (this.isPlaying) this.stop();
    else this.play(tune);
  }

  /** From a tap. */
  play({ notes, tempo }: Pick<Tune, 'notes' | 'tempo'>): void {
    sounding?.stop();
    let context: AudioContext;
    try {
      context = new AudioContext();
      // One that was made while the page may not sound yet.
      context.resume?.().catch(() => this.stop());
      const out = context.createGain();
      out.connect(context.destination);
      const begin = context.currentTime + 0.05;
      notes.forEach((note, at) => {
        if (note !== 'rest') pluck(context, out, PITCH[note], begin + (at * 60) / tempo);
      });
      this.#context = context;
      this.#out = out;
    } catch {
      // No sound here, or no more of it.
      return;
    }
    sounding = this;
    this.#end = setTimeout(() => this.stop(), ((notes.length * 60) / tempo + FADE) * 1000);
    this.#host.requestUpdate();
  }

  stop(): void {
    const context = this.#context;
    if (!context) return;
    clearTimeout(this.#end);
    this.#context = undefined;
    if (sounding === this) sounding = undefined;
    const gain = this.#out!.gain;
    try {
      gain.setValueAtTime(gain.value, context.currentTime);
      gain.linearRampToValueAtTime(0, context.currentTime + HUSH);
    } catch {
      // Closed by the browser.
    }
    setTimeout(() => void context.close?.().catch(() => undefined), HUSH * 2000);
    this.#host.requestUpdate();
  }
}

const PLAY = 'M8 5.5v13l10.5-6.5z';
const STOP = 'M7 7h10v10H7z';

/** The button that plays a tune, and stops it. */
export function tuneButton(
  player: TunePlayer,
  tune: Pick<Tune, 'notes' | 'tempo'>,
  labels: { play: string; stop: string },
): TemplateResult {
  const { isPlaying } = player;
  return html`<button type="button" class="plain tune" part="tune" @click=${() => player.toggle(tune)}>
    ${icon(isPlaying ? STOP : PLAY, true)} ${isPlaying ? labels.stop : labels.play}
  </button>`;
}
