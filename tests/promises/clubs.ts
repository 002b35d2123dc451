// A club gives out what was put in, to the last point, whatever happens to it on the way.
import { liveMany } from '../support/club-model.ts';
import { keep } from '../support/promise.ts';
import { startService } from '../support/service.ts';

await keep('clubs', async ({ count, after, mustFail }) => {
  const histories = count('histories', 100, 10_000);
  const service = await startService({ start: false });
  after(() => service.stop());
  const lived = await liveMany(service, histories);
  await mustFail('clubs hear of no order that is returned', () => liveMany(service, histories, true));
  return `${lived} random histories of three clubs and five people: every balance as on paper after every step`;
});
