import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { newId } from '../../server/base/ids.ts';
import * as store from '../../server/community/media/store.ts';
import { removeFiles, sweepWaiting } from '../../server/community/media/sweep.ts';
import { startService, type TestService } from '../support/service.ts';

describe('media: the store', () => {
  const now = Date.UTC(2026, 10, 21);
  let clock = now;
  let service: TestService;
  let write: TestService['services']['database']['write'];
  let kim: string;
  let lee: string;
  let review: { kind: string; id: string };

  before(async () => {
    service = await startService({ now: () => clock });
    ({ write } = service.services.database);
    await service.addMall('shop1');
    await service.addMall('shop2');
  });
  after(() => service.stop());
  beforeEach(() => {
    clock = now;
    [kim, lee, review] = [newId(), newId(), { kind: 'review', id: newId() }];
  });

  /** A photo with its files. */
  async function photo(shopperId: string, mallId = 'shop1'): Promise<string> {
    const [id, small, large] = [newId(), `${newId()}.webp`, `${newId()}.webp`];
    await service.services.files.put(small, Buffer.from('small'));
    await service.services.files.put(large, Buffer.from('large'));
    await write((trx) =>
      store.insertPhoto(trx, {
        mall_id: mallId,
        photo_id: id,
        shopper_id: shopperId,
        alt: '',
        width: 4,
        height: 3,
        small_file: small,
        large_file: large,
        bytes: 10,
        source_digest: id,
        created_at: clock,
      }),
    );
    return id;
  }
  const rowOf = (id: string, mallId = 'shop1') =>
    service.services.database.db
      .selectFrom('photos')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('photo_id', '=', id)
      .executeTakeFirst();
  const attach = (ids: string[], as = kim, owner = review) =>
    write((trx) => store.attachPhotos(trx, 'shop1', as, owner, ids));
  const shown = async (mallId = 'shop1') =>
    (
      (
        await store.photosOf(service.services.database.db, mallId, 'review', [review.id], 'https://x.example')
      ).get(review.id) ?? []
    ).map((one) => one.id);

  it('hangs photos on a text in the order named', async () => {
    const [a, b, c] = [await photo(kim), await photo(kim), await photo(kim)];
    await attach([a, b, c]);
    assert.deepEqual(await shown(), [a, b, c]);
    await attach([c, a]);
    assert.deepEqual(await shown(), [c, a]);
    const gone = await rowOf(b);
    assert.deepEqual([gone?.owner_id, gone?.hidden], [null, 1]);
    await attach([b, c, a]);
    assert.deepEqual(await shown(), [b, c, a]);
    assert.equal((await rowOf(b))?.hidden, 0);
    const photos = await store.photosOf(
      service.services.database.db,
      'shop1',
      'review',
      [review.id, newId()],
      'https://x.example',
    );
    assert.equal(photos.size, 1);
    const [first] = photos.get(review.id) ?? [];
    assert.equal(first?.large, `https://x.example/files/shop1/${(await rowOf(b))?.large_file}`);
    assert.equal(
      (await store.photosOf(service.services.database.db, 'shop1', 'review', [], 'https://x.example')).size,
      0,
    );
  });

  it("refuses a stranger's, another mall's, another text's and a missing photo alike, and changes nothing", async () => {
    const [mine, theirs, elsewhere, taken] = [
      await photo(kim),
      await photo(lee),
      await photo(kim, 'shop2'),
      await photo(kim),
    ];
    await attach([taken], kim, { kind: 'review', id: newId() });
    await attach([mine]);
    for (const wrong of [theirs, elsewhere, taken, newId()])
      await assert.rejects(attach([wrong]), (error: { code?: string; extras?: unknown }) => {
        assert.equal(error.code, 'bad-input');
        assert.deepEqual(error.extras, {
          fields: [{ path: 'photos.0', message: 'no photo of yours that waits' }],
        });
        return true;
      });
    assert.deepEqual(await shown(), [mine]);
    assert.equal((await rowOf(theirs))?.owner_id, null);
  });

  it('a photo that joins hidden ones is hidden', async () => {
    const [a, b] = [await photo(kim), await photo(kim)];
    await attach([a]);
    await write((trx) => store.setHidden(trx, 'shop1', 'review', review.id, true));
    assert.deepEqual(await shown(), []);
    await attach([b]);
    assert.equal((await rowOf(b))?.hidden, 1);
    await write((trx) => store.setHidden(trx, 'shop1', 'review', review.id, false));
    assert.deepEqual(await shown(), [b]);
    assert.equal((await rowOf(a))?.hidden, 1, 'what was taken off stays hidden');
  });

  it('hides nothing at another mall', async () => {
    const there = await photo(kim, 'shop2');
    await write((trx) => store.attachPhotos(trx, 'shop2', kim, review, [there]));
    await write((trx) => store.setHidden(trx, 'shop1', 'review', review.id, true));
    await write((trx) => store.detachAll(trx, 'shop1', 'review', review.id));
    await write((trx) => store.removeOf(trx, 'shop1', kim));
    assert.deepEqual(await shown('shop2'), [there]);
  });

  it('sweeps what waited for a day and what was taken off its text, with the files, and nothing else', async () => {
    const [old, kept, off, there] = [
      await photo(kim),
      await photo(kim),
      await photo(kim),
      await photo(kim, 'shop2'),
    ];
    await attach([kept, off]);
    await attach([kept]);
    const files = async (id: string) => {
      const row = await rowOf(id);
      return [row?.small_file ?? '', row?.large_file ?? ''];
    };
    const going = [...(await files(old)), ...(await files(off))];
    await sweepWaiting(service.services);
    assert.equal(await rowOf(off), undefined);
    assert.ok((await rowOf(old)) && (await rowOf(kept)));
    clock += DAY - HOUR;
    const young = await photo(kim);
    clock += 2 * HOUR;
    const staying = [...(await files(kept)), ...(await files(young))];
    await sweepWaiting(service.services);
    assert.deepEqual(
      [await rowOf(old), await rowOf(off), await rowOf(there, 'shop2')],
      [undefined, undefined, undefined],
    );
    assert.ok((await rowOf(kept)) && (await rowOf(young)));
    await service.services.jobs.runDue();
    for (const name of going) assert.equal(await service.services.files.get(name), undefined);
    for (const name of staying) assert.ok(await service.services.files.get(name));
  });

  it('sweeps more than one batch', async () => {
    const many = await Promise.all(Array.from({ length: 205 }, () => photo(lee)));
    clock += DAY + 1;
    await sweepWaiting(service.services);
    for (const id of many) assert.equal(await rowOf(id), undefined);
  });

  it('the sweep and the removal are registered', async () => {
    const old = await photo(kim);
    clock += 2 * DAY;
    await service.services.jobs.runDue();
    assert.equal(await rowOf(old), undefined);
  });

  it('a file is removed only when no row names it', async () => {
    const id = await photo(kim);
    const row = await rowOf(id);
    const orphan = `${newId()}.webp`;
    await service.services.files.put(orphan, Buffer.from('left by a crash'));
    await write((trx) => removeFiles(service.services, trx, 'shop1', [orphan, row?.small_file ?? ''], clock));
    await service.services.jobs.runDue();
    assert.equal(await service.services.files.get(orphan), undefined);
    assert.ok(await service.services.files.get(row?.small_file ?? ''));
  });

  it('takes all off a deleted text, and all of an erased shopper', async () => {
    const [a, b, c] = [await photo(kim), await photo(kim), await photo(lee)];
    await attach([a]);
    await write((trx) => store.detachAll(trx, 'shop1', 'review', review.id));
    assert.deepEqual(await shown(), []);
    assert.equal((await rowOf(a))?.hidden, 1);
    const names = [await rowOf(a), await rowOf(b)].flatMap((row) => [row?.small_file, row?.large_file]);
    const removed = await write((trx) => store.removeOf(trx, 'shop1', kim));
    assert.deepEqual(removed.toSorted(), names.toSorted());
    assert.deepEqual([await rowOf(a), await rowOf(b)], [undefined, undefined]);
    assert.ok(await rowOf(c));
    assert.deepEqual(await write((trx) => store.removeOf(trx, 'shop1', kim)), []);
  });

  it('gives the photos of a guest to the member they became', async () => {
    const id = await photo(kim);
    await attach([id]);
    await write((trx) => store.moveToMember(trx, 'shop1', kim, lee));
    assert.equal((await rowOf(id))?.shopper_id, lee);
    await attach([id], lee);
    await assert.rejects(attach([id], kim));
  });
});
