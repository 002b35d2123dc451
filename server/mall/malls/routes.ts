import { createRoute } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { json, jsonBody, MallParam, problems, router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import { Here, MallSettings, PatchSettings, PublicMall } from './contract.ts';
import type { MallVariables } from './middleware.ts';
import { mergeSettings, originVerdict, publicMall } from './rules.ts';
import { findMall, type Malls, updateMall } from './store.ts';

/** `/v1/:mall/here`: whether a page may embed the mall. Open to every origin, and tells nothing else. */
export function hereRoutes(services: Services, malls: Malls) {
  const own = new URL(services.publicUrl).origin;
  return router().openapi(
    createRoute({
      method: 'get',
      path: '/{mall}/here',
      operationId: 'getHere',
      tags: ['malls'],
      summary: 'Is the asking page registered at this mall?',
      request: { params: MallParam },
      responses: { 200: json(Here, 'Whether the origin of the request is one of the mall'), ...problems() },
    }),
    async (c) => {
      const { mall: id } = c.req.valid('param');
      const origin = c.req.header('origin');
      const mall = await malls.find(id);
      c.header('Access-Control-Allow-Origin', '*');
      c.header('Cache-Control', 'no-store');
      // A mall that does not exist answers like one that has not registered the page.
      const registered = mall !== undefined && originVerdict(origin, [...mall.origins, own]) === 'allowed';
      return c.json({ mall: id, origin: origin ?? null, registered }, 200);
    },
  );
}

/** @param ownersKey lets on a key of the mall that may do everything; who asks is known further up */
export function mallRoutes(services: Services, malls: Malls, ownersKey: MiddlewareHandler<any>) {
  return router<MallVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/mall',
        operationId: 'getMall',
        tags: ['malls'],
        summary: 'What every page may know of the mall',
        request: { params: MallParam },
        responses: { 200: json(PublicMall, 'The mall'), ...problems() },
      }),
      (c) => {
        c.header('Cache-Control', 'public, max-age=0, s-maxage=5');
        return c.json(publicMall(c.get('mall')), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/settings',
        operationId: 'getSettings',
        tags: ['malls'],
        summary: 'The settings of the mall (key: all)',
        security: [{ key: [] }],
        middleware: [ownersKey] as const,
        request: { params: MallParam },
        responses: { 200: json(MallSettings, 'The settings'), ...problems('key-refused', 'key-scope') },
      }),
      (c) => c.json(c.get('mall').settings, 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/{mall}/settings',
        operationId: 'patchSettings',
        tags: ['malls'],
        summary: 'Change some settings; those not named stay (key: all)',
        security: [{ key: [] }],
        middleware: [ownersKey] as const,
        request: { params: MallParam, body: jsonBody(PatchSettings) },
        responses: { 200: json(MallSettings, 'The settings now'), ...problems('key-refused', 'key-scope') },
      }),
      async (c) => {
        const mallId = c.get('mall').id;
        const patch = c.req.valid('json');
        const settings = await services.database.write(async (trx) => {
          const mall = await findMall(trx, mallId);
          const merged = mergeSettings(mall?.settings ?? c.get('mall').settings, patch);
          await updateMall(trx, mallId, { settings: merged });
          await services.outbox.append(trx, { mallId, kind: 'mall.changed', topic: 'mall', ids: {} });
          return merged;
        });
        malls.forget(mallId);
        return c.json(settings, 200);
      },
    );
}
