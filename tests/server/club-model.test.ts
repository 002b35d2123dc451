// Random histories of clubs, lived beside a paper one: every point where it belongs, after every step.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { liveMany } from '../support/club-model.ts';
import { startService, type TestService } from '../support/service.ts';

// On PostgreSQL each question goes to another process and back.
const RUNS = Number(process.env.CLUB_RUNS || (process.env.TEST_DB === 'postgres' ? 10 : 40));

let service: TestService;
before(async () => {
  service = await startService({ start: false });
});
after(() => service.stop());

it(`${RUNS} histories of clubs end as they do on paper`, { timeout: 1_200_000 + RUNS * 5_000 }, async () => {
  assert.equal(await liveMany(service, RUNS), RUNS);
  console.log(`clubs: ${RUNS} histories`);
});
