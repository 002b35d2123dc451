// Random histories of clubs, lived beside a paper one: every point where it belongs, after every step.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import { historyOf, live } from '../support/club-model.ts';
import { startService, type TestService } from '../support/service.ts';

// On PostgreSQL each question goes to another process and back.
const RUNS = Number(process.env.CLUB_RUNS || (process.env.TEST_DB === 'postgres' ? 20 : 100));

let service: TestService;
before(async () => {
  service = await startService({ start: false });
});
after(() => service.stop());

/** What has been looked at is not kept: the next history begins with an empty database. */
class Seen extends Error {}

it(`${RUNS} histories of clubs end as they do on paper`, { timeout: 60_000 + RUNS * 5_000 }, async () => {
  let lived = 0;
  await fc.assert(
    fc.asyncProperty(historyOf, async (history) => {
      await assert.rejects(
        service.services.database.write(async (trx) => {
          await live(trx, service, history);
          throw new Seen();
        }),
        Seen,
      );
      lived++;
    }),
    { numRuns: RUNS },
  );
  console.log(`clubs: ${lived} histories`);
});
