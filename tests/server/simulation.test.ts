// What rings gain, and how many honest shoppers are touched by it: ten thousand of them, five per cent more in rings.
// SIM_SEEDS=n tries n seeds for every shape; SIM_FROM=m begins with another one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mallWith } from '../support/simulation.ts';
import { SHAPES, type Shape } from '../support/simulation-rings.ts';
import { runMall } from '../support/simulation-run.ts';

const seeds = Number(process.env.SIM_SEEDS ?? 0);
const from = Number(process.env.SIM_FROM ?? 1);
const GAIN_AT_MOST = 0.1;
const TOUCHED_AT_MOST = 0.01;

/** Which seeds a set of shapes is tried with: by default the mall is another one for each, to cover more in little time. */
const seedsOf = (place: number, mixed = 0): number[] =>
  [...Array(seeds || 1 + mixed).keys()].map((one) => from + one + (seeds ? 0 : place));

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

function holds(name: string, seed: number, shapes: readonly Shape[]) {
  const outcome = runMall(mallWith(seed, shapes));
  const line =
    `${name}, seed ${seed}: rings gain ${percent(outcome.gain)} of an undefended tally ` +
    `(${Math.round(outcome.defended)} of ${Math.round(outcome.undefended)} naegong), ` +
    `${outcome.touched} honest touched (${percent(outcome.touchedShare)}), ${outcome.votes} votes, ` +
    `looked at in ${Math.round(outcome.lookMs)} ms`;
  console.log(line);
  assert.ok(outcome.undefended > 0);
  assert.ok(outcome.gain <= GAIN_AT_MOST, line);
  assert.ok(outcome.touchedShare <= TOUCHED_AT_MOST, line);
}

/** None of it touches a database: once is enough. */
const once = { skip: process.env.TEST_DB === 'postgres' };

describe('rings among ten thousand honest shoppers', () => {
  SHAPES.forEach((shape, place) => {
    it(`${shape}: gains next to nothing`, once, () => {
      for (const seed of seedsOf(place)) holds(shape, seed, [shape]);
    });
  });
  it('all shapes mixed: gain next to nothing', once, () => {
    for (const seed of seedsOf(SHAPES.length, 1)) holds('mixed', seed, SHAPES);
  });
  it('a control: without its looking back, what a clique gains stands', () => {
    const { undefended, defended } = runMall(mallWith(from, ['clique']), { looksBack: false });
    assert.ok(defended > 0.5 * undefended, `${defended} of ${undefended}`);
  });
});
