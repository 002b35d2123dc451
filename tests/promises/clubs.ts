// A club gives out what was put in, to the last point, whatever happens to it on the way.
import { liveMany } from '../support/club-model.ts';
import { startPostgres } from '../support/postgres.ts';
import { keep, number } from '../support/promise.ts';
import { startService } from '../support/service.ts';

/** Of the deaf ones one in some hundred goes wrong: so many always show it, and the first that does is the last. */
const DEAF = 5_000;

await keep('clubs', async ({ count, has, after, mustFail }) => {
  const histories = count('histories', 100, 10_000);
  if (has('postgres')) {
    const server = await startPostgres();
    after(server.stop);
    process.env.TEST_DB = 'postgres';
    process.env.TEST_DATABASE_URL = server.url;
  }
  const service = await startService({ start: false });
  after(() => service.stop());
  const lived = await liveMany(service, histories);
  await mustFail('clubs hear of no order that is returned', () => liveMany(service, DEAF, true));
  return `${number(lived)} random histories of three clubs and five people: every balance as on paper after every step`;
});
