// Killed at any moment under write load, the service loses no acknowledged write and keeps no half of one.
import assert from 'node:assert/strict';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { until } from '../support/ground.ts';
import { startPostgres } from '../support/postgres.ts';
import { openPlace } from '../support/process.ts';
import { keep, number } from '../support/promise.ts';
import {
  assertSound,
  assertWhole,
  finder,
  isTaken,
  OPEN_SETTINGS,
  startWriters,
} from '../support/writers.ts';

await keep('kill', async (given) => {
  const kills = given.count('kills', 15, 100);
  const onPostgres = given.has('postgres');
  const server = onPostgres ? await startPostgres({ durable: true }) : undefined;
  if (server) {
    given.after(server.stop);
    process.env.TEST_DB = 'postgres';
    process.env.TEST_DATABASE_URL = server.url;
  }
  const place = await openPlace();
  given.after(place.close);
  const opened = () => openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));

  let acknowledged = 0;
  let unanswered = 0;
  let early = 0;
  let service = onPostgres ? await place.serve() : undefined;
  for (let kill = 0; kill < kills; kill++) {
    const id = `kill-${kill}`;
    const mall = { id, ...(await place.addMall(id, OPEN_SETTINGS)) };
    if (!service || service.hasEnded()) service = await place.serve();
    const writers = startWriters(service.url(), mall, id);
    await until(() => writers.taken().length > 0, 'the first write is taken');
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 680));
    // On PostgreSQL it is every other time the database that dies, while the service lives on.
    if (server && kill % 2 === 1) await server.crash();
    else await service.end('SIGKILL');
    const writes = await writers.stop();

    const { services, close } = await opened();
    const isFound = await finder(services.database, id);
    const taken = writes.filter(isTaken);
    const lost = taken.filter((write) => !isFound(write));
    assert.deepEqual(
      lost,
      [],
      `kill ${kill}: ${lost.length} of ${taken.length} acknowledged writes are lost`,
    );
    await assertWhole(services.database, id);
    await assertSound(services.database);
    acknowledged += taken.length;
    // An acknowledgement that came before the commit would have told these, too, that they were kept.
    const open = writes.filter((write) => write.status === 0);
    unanswered += open.length;
    early += open.filter((write) => !isFound(write)).length;
    await close();
  }

  assert.ok(early > 0, 'void: no kill came between a request and its commit');
  given.control(
    `with acknowledgements before the commit ${early} of ${unanswered} more would be lost, as it must be`,
  );
  const { services, close } = await opened();
  given.after(close);
  const { database } = services;
  await given.mustFail('one event was taken out of the outbox', async () => {
    const last = await database.db
      .selectFrom('outbox')
      .select('event_id')
      .where('mall_id', '=', 'kill-0')
      .where('kind', '=', 'review.created')
      .executeTakeFirstOrThrow();
    await database.write((trx) =>
      trx
        .deleteFrom('outbox')
        .where('mall_id', '=', 'kill-0')
        .where('event_id', '=', last.event_id)
        .execute(),
    );
    await assertWhole(database, 'kill-0');
  });
  await given.mustFail('one count of a product was changed', async () => {
    await database.write((trx) =>
      trx
        .updateTable('product_stats')
        .set((row) => ({ count: row('count', '+', 1) }))
        .where('mall_id', '=', 'kill-1')
        .execute(),
    );
    await assertWhole(database, 'kill-1');
  });
  const where = onPostgres ? ' of service and server in turn, on PostgreSQL' : '';
  return `${kills} kills${where}, ${number(acknowledged)} acknowledged writes, 0 lost, 0 halves, integrity ok`;
});
