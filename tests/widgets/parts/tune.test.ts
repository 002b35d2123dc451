import { expect } from 'chai';
import { html } from 'lit';
import { TunePlayer, tuneButton } from '../../../widgets/parts/tune.ts';
import { tune } from '../support/blogs.ts';
import { clear, expectAccessible, find, type PartStage, settle, show } from './stage.ts';

const LABELS = { play: '들어 보기', stop: '멈추기' };
const browsers = globalThis.AudioContext;

/** What a tune asks of the browser, written down. */
class Written {
  static made: Written[] = [];
  currentTime = 0;
  state = 'running';
  closed = false;
  destination = {};
  tones: { at: number; pitch: number }[] = [];
  levels: [what: string, value: number, at: number][][] = [];

  constructor() {
    Written.made.push(this);
  }

  createGain() {
    const said: [string, number, number][] = [];
    this.levels.push(said);
    const note = (what: string) => (value: number, at: number) => void said.push([what, value, at]);
    return {
      gain: {
        value: 1,
        setValueAtTime: note('set'),
        linearRampToValueAtTime: note('line'),
        exponentialRampToValueAtTime: note('curve'),
      },
      connect: (to: unknown) => to,
    };
  }

  createOscillator() {
    const tone = { at: -1, pitch: 0 };
    this.tones.push(tone);
    return {
      type: '',
      frequency: {
        set value(pitch: number) {
          tone.pitch = pitch;
        },
      },
      connect: (to: unknown) => to,
      start: (at: number) => {
        tone.at = at;
      },
      stop() {},
    };
  }

  async resume() {}

  async close() {
    this.closed = true;
  }
}

async function stand(): Promise<{ stage: PartStage; player: TunePlayer }> {
  let player: TunePlayer | undefined;
  const stage = await show(() => html`${player ? tuneButton(player, tune(), LABELS) : ''}`);
  player = new TunePlayer(stage);
  stage.requestUpdate();
  await settle(stage);
  return { stage, player };
}

describe('a tune', () => {
  beforeEach(() => {
    Written.made = [];
    globalThis.AudioContext = Written as never;
  });
  afterEach(() => {
    clear();
    globalThis.AudioContext = browsers;
  });

  it('plays only when its button is tapped, and stops when it is tapped again', async () => {
    const { stage, player } = await stand();
    expect(Written.made).to.deep.equal([]);
    await expectAccessible(stage);
    find(stage, 'button').click();
    await settle(stage);
    expect(find(stage, 'button').textContent).to.include('멈추기');
    const [context] = Written.made;
    // Five notes and a rest, each a string and its octave; equally far apart.
    const strings = context!.tones.filter((_, at) => at % 2 === 0);
    expect(strings.map(({ pitch }) => Math.round(pitch))).to.deep.equal([262, 330, 392, 523, 392]);
    expect(strings[1]!.at - strings[0]!.at).to.be.closeTo(60 / 110, 0.001);
    expect(strings[4]!.at - strings[3]!.at).to.be.closeTo(120 / 110, 0.001);
    // Every tone comes from silence and goes back to it.
    for (const level of context!.levels.slice(1)) {
      expect(level[0]!.slice(0, 2)).to.deep.equal(['set', 0]);
      expect(level[1]![2] - level[0]![2]).to.be.within(0.005, 0.03);
      expect(level.at(-1)!.slice(0, 2)).to.deep.equal(['line', 0]);
    }
    find(stage, 'button').click();
    await settle(stage);
    expect(player.isPlaying).to.equal(false);
    expect(context!.levels[0]!.at(-1)!.slice(0, 2)).to.deep.equal(['line', 0]);
  });

  it('one at a time, and none once its place has left the page', async () => {
    const one = await stand();
    const other = await stand();
    find(one.stage, 'button').click();
    find(other.stage, 'button').click();
    expect([one.player.isPlaying, other.player.isPlaying]).to.deep.equal([false, true]);
    other.stage.remove();
    expect(other.player.isPlaying).to.equal(false);
  });

  it('a browser without sound stays silent', async () => {
    for (const broken of [
      undefined,
      class {
        constructor() {
          throw new DOMException('no more of them', 'NotSupportedError');
        }
      },
    ]) {
      globalThis.AudioContext = broken as never;
      const { stage, player } = await stand();
      find(stage, 'button').click();
      await settle(stage);
      expect(player.isPlaying).to.equal(false);
      expect(find(stage, 'button').textContent).to.include('들어 보기');
    }
  });
});
