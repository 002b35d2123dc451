// Points never leak: random histories agree with a plain model, and killed at any moment a process leaves no half
// transfer behind.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { migrate } from '../../server/base/db/migrate.ts';
import { walletNow } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { migrations } from '../../server/migrations/index.ts';
import { until } from '../support/ground.ts';
import { ledgerOn } from '../support/ledger.ts';
import { history, play } from '../support/ledger-model.ts';
import { another, openThere } from '../support/ledger-rush.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import { keep, number } from '../support/promise.ts';

/** Spends that a process has in hand when it is killed: more than it gets done before that, however slow this one is. */
const IN_HAND = 20_000;

await keep('ledger', async (given) => {
  const histories = given.count('histories', 40, 10_000);
  const kills = given.count('kills', 5, 60);
  let where: { url?: string; file?: string };
  if (given.has('postgres')) {
    const server = await startPostgres({ durable: true });
    given.after(server.stop);
    const fresh = await freshDatabase(server.url);
    given.after(fresh.drop);
    where = { url: fresh.url };
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'dangol-ledger-'));
    given.after(() => rmSync(folder, { recursive: true, force: true }));
    where = { file: join(folder, 'dangol.sqlite') };
  }
  const database = openThere(where);
  given.after(() => database.close());
  await migrate(database, migrations);
  const { secrets } = ledgerOn(database).tools;
  const assertSound = async (mall: string) => {
    const verified = await database.db.transaction().execute((trx) => verifyMall(trx, secrets, mall));
    assert.equal(verified.wrong, null, JSON.stringify(verified.wrong));
    return verified.transfers;
  };

  let malls = 0;
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(history, async (some) => {
      steps += await play(ledgerOn(database, `h-${++malls}`), some);
    }),
    { numRuns: histories, endOnFailure: true, includeErrorInReport: true },
  );

  let kept = 0;
  let cut = 0;
  for (let kill = 0; kill < kills; kill++) {
    const mallId = `kill-${kill}`;
    const shopper = 'kim';
    await ledgerOn(database, mallId, 'given').earn(shopper, 10 * IN_HAND);
    const child = another(where);
    const spent = async () => 10 * IN_HAND - (await walletNow(database.db, mallId, shopper)).available;
    const keys = Array.from({ length: IN_HAND }, (_, n) => `spend-${n}`);
    void child.spend({ mallId, shopper, amount: 10, keys });
    // Each time at another moment of the work.
    await until(async () => (await spent()) > kill * 200, 'enough spends are kept');
    await child.end();
    const done = (await spent()) / 10;
    assert.ok(Number.isInteger(done));
    assert.equal((await assertSound(mallId)) - 1, done);
    if (done < IN_HAND) cut++;
    kept += done;
  }
  assert.ok(cut > 0, 'void: no kill came while transfers ran');
  given.control(`${cut} of ${kills} kills came while transfers ran`);
  await given.mustFail('half a transfer was taken away', async () => {
    for (const table of ['lot_moves', 'transfers'])
      for (const guard of where.url ? [`stay on ${table}`] : ['not_changed', 'not_deleted'])
        await database.write((trx) => sql.raw(`drop trigger ${table}_${guard}`).execute(trx));
    await database.write((trx) =>
      sql
        .raw(
          `delete from lot_moves where mall_id = 'kill-0' and transfer_id = (select max(transfer_id) from transfers where mall_id = 'kill-0')`,
        )
        .execute(trx),
    );
    await assertSound('kill-0');
  });
  return `${number(histories)} histories with ${number(steps)} steps agree with the model; ${kills} kills, ${number(kept)} transfers kept, no half one, each ledger proven`;
});
