import assert from 'node:assert/strict';
import type { TestService } from './service.ts';

/** A review board with a few things on it, to be reported. */
export function actions(service: TestService, mallId: string) {
  const at = (path: string) => `/v1/${mallId}${path}`;
  return {
    review: async (as: string, product: string, more: object = {}) => {
      const answer = await service.call('POST', at('/reviews'), {
        as,
        body: { product, stars: 4, text: `${product} 좋아요 ${Math.random()}`, ...more },
      });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body.id as string;
    },
    comment: async (as: string, review: string, text = `댓글 ${Math.random()}`) =>
      (
        await service.call('POST', at('/comments'), {
          as,
          body: { subject: { kind: 'review', id: review }, text },
        })
      ).body.id as string,
    report: (as: string | undefined, kind: string, id: string, more: object = {}, headers = {}) =>
      service.call('POST', at('/reports'), {
        as,
        headers,
        body: { subject: { kind, id }, reason: 'abuse', ...more },
      }),
    moderate: (as: string, action: string, kind: string, id: string, reason?: string, headers = {}) =>
      service.call('POST', at('/moderation'), {
        as,
        headers,
        body: { action, subject: { kind, id }, ...(reason && { reason }) },
      }),
    list: (as: string, query = '') => service.call('GET', at(`/reports${query}`), { as }),
    board: async (product: string) => (await service.call('GET', at(`/board?product=${product}`))).body,
    events: async (kind: string) =>
      (
        await service.services.database.db
          .selectFrom('outbox')
          .selectAll()
          .where('mall_id', '=', mallId)
          .where('kind', '=', kind)
          .execute()
      ).map((row) => ({ topic: row.topic, ids: JSON.parse(row.ids) })),
  };
}
