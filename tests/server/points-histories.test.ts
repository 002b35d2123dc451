// Random histories of points, on the ledger and on the simplest model of one: both always agree.
// HISTORIES=10000 plays so many; the promise `ledger` does.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { openGround } from '../support/ground.ts';
import { ledgerOn } from '../support/ledger.ts';
import { history, play } from '../support/ledger-model.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 40);

describe('histories of points', () => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  before(async () => {
    ground = await openGround();
  });
  after(() => ground.close());

  it(`${HISTORIES} of them: debits are credits, nothing is negative, every balance is the fold of its transfers`, {
    timeout: 1_200_000 + HISTORIES * 1000,
  }, async () => {
    let malls = 0;
    let done = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        done += await play(ledgerOn(ground.database, `h-${++malls}`), steps);
      }),
      { numRuns: HISTORIES, endOnFailure: true, includeErrorInReport: true },
    );
    assert.ok(done > HISTORIES * 3, 'void: hardly anything happened');
  });
});
