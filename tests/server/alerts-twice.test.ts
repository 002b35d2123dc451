// Two processes on one database: whatever they do at once, each shopper has one notice and one mail.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/ground.ts';
import { codeIn, type Mailbox, openMailbox } from '../support/mailbox.ts';
import { ask, openPlace, type Place, type Process } from '../support/process.ts';

const SHOPPERS = 12;
/** A zone in which it is about noon now: at night no mail would go. */
const zone = () => {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};

describe('alerts of two processes', () => {
  let place: Place;
  let mailbox: Mailbox;
  let mall: Awaited<ReturnType<Place['addMall']>>;
  let both: Process[];
  before(async () => {
    mailbox = await openMailbox();
    place = await openPlace(mailbox.environment);
    mall = await place.addMall('shop', {
      timeZone: zone(),
      sender: { name: '가게', contact: '02-123-4567' },
      alertsPerWeek: 50,
    });
    both = [await place.serve(), await place.serve()];
  });
  after(async () => {
    await place.close();
    await mailbox.close();
  });

  it('tell each shopper once, by one mail with one Message-ID, and nothing of anybody is in a log', async () => {
    let turn = 0;
    const call = async (method: string, path: string, as: string, body?: unknown) => {
      const answer = await ask(both[turn++ % 2]?.url() ?? '', method, `/v1/shop${path}`, { as, body });
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.body;
    };
    const state = (price: number, availability: string) =>
      call('PUT', '/products', mall.key, {
        products: [{ product: 'p1', name: '컵', url: 'https://mall.example/p/1', price, availability }],
      });
    await state(1000, 'out_of_stock');
    const people = await Promise.all(
      Array.from({ length: SHOPPERS }, async (_, n) => {
        const as = await mall.token(`shopper-${n}`, { name: '김민지' });
        const address = `shopper-${n}@inbox.example`;
        await call('PUT', '/me/channels/mail', as, { address, language: 'ko' });
        const code = codeIn(await mailbox.waitFor(address));
        await call('POST', '/me/channels/mail/confirm', as, { code });
        for (const channel of ['inbox', 'mail'])
          await call('PUT', '/me/consents', as, { purpose: 'advertising', channel, given: true });
        await call('PUT', '/me/alerts', as, {
          product: 'p1',
          priceDrop: { below: null },
          restock: true,
          channels: ['mail'],
        });
        return { as, address, code };
      }),
    );
    await state(900, 'in_stock');
    // The code, what came of the consent, that it is back, that it costs less.
    for (const { address } of people) await mailbox.waitFor(address, 4);
    await until(
      async () =>
        /^dangol_alerts_waiting 0$/m.test((await ask(both[0]?.url() ?? '', 'GET', '/metrics')).text),
      'nothing waits',
    );
    for (const { as, address } of people) {
      const { items } = await call('GET', '/me/inbox', as);
      assert.deepEqual(items.map((one: { kind: string }) => one.kind).sort(), [
        'consent-told',
        'consent-told',
        'price-drop',
        'restock',
      ]);
      const ids = mailbox.to(address).map((mail) => mail.parsed.messageId);
      assert.equal(ids.length, 4);
      assert.equal(new Set(ids).size, 4);
    }
    for (const process of both) {
      await process.end('SIGTERM');
      const said = process.output() + process.errors();
      assert.match(said, /"listening"/);
      assert.doesNotMatch(said, /inbox\.example|unsubscribe\/v1/);
      for (const { code } of people) assert.ok(!said.includes(`"${code}"`));
    }
  });
});
