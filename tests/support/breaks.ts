/**
 * Services that are broken on purpose, so that a promise can show that its check would notice. `TEST_BREAK` names one
 * for the tests of a run that must then fail; nothing outside of tests knows of it.
 */

import { SignJWT } from 'jose';
import {
  BinaryOperationNode,
  ColumnNode,
  OperationNodeTransformer,
  OperatorNode,
  RawNode,
  ReferenceNode,
} from 'kysely';
import type { App } from '../../server/app.ts';
import type { Services } from '../../server/base/services.ts';
import { mallSecret } from '../../server/mall/shoppers/tokens.ts';

export interface Break {
  environment?: Record<string, string>;
  /** Before the app is built. */
  services?(services: Services): void;
  app?(app: App, services: Services): void;
}

type Answerer = (request: Request) => Response | Promise<Response>;
/** Puts something between whoever asks the app and the app. */
function between(
  app: App,
  change: (request: Request, answer: Answerer) => Response | Promise<Response>,
): void {
  const { request } = app.routes;
  const asked: typeof request = (input, init, ...rest) => {
    const base = 'http://localhost';
    const whole = input instanceof Request ? input : new Request(new URL(String(input), base), init);
    return change(whole, (changed) => request(changed, undefined, ...rest));
  };
  app.routes.request = asked;
}

/** Leaves the mall out of every condition on what people wrote. */
class ForgetsMall extends OperationNodeTransformer {
  protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
    const { leftOperand: left } = node;
    const column = ReferenceNode.is(left) ? left.column : left;
    if (!ColumnNode.is(column) || column.column.name !== 'mall_id')
      return super.transformBinaryOperation(node);
    const nothing = RawNode.createWithSql('null');
    return super.transformBinaryOperation(
      BinaryOperationNode.create(left, OperatorNode.create('is not'), nothing),
    );
  }
}

export const BREAKS = {
  /** Reviews and comments are read by their ids and products alone. */
  'forgets-mall': {
    services(services) {
      const forgets = new ForgetsMall();
      const { database } = services;
      const careless = database.db.withPlugin({
        transformQuery: ({ node }) =>
          /"name":"(reviews|comments)"/.test(JSON.stringify(node)) ? forgets.transformNode(node) : node,
        transformResult: async ({ result }) => result,
      });
      Object.assign(database, { db: careless });
    },
  },
  /** A token that says it needs no signature is believed. */
  'believes-alg-none': {
    app(app, services) {
      between(app, async (request, answer) => {
        const [head, payload] = (request.headers.get('authorization') ?? '')
          .slice('Bearer '.length)
          .split('.');
        const parsed = (part: string | undefined) =>
          JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
        try {
          if (String(parsed(head).alg).toLowerCase() !== 'none') return answer(request);
          const mallId = new URL(request.url).pathname.split('/')[2] ?? '';
          const signed = await new SignJWT(parsed(payload))
            .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
            .sign(Buffer.from(mallSecret(services.secrets, mallId, 1)));
          request.headers.set('authorization', `Bearer ${signed}`);
        } catch {
          // Not even in parts.
        }
        return answer(request);
      });
    },
  },
  /** Every request is the first of its key. */
  'forgets-keys': {
    app(app) {
      between(app, (request, answer) => {
        request.headers.delete('idempotency-key');
        return answer(request);
      });
    },
  },
  /** Whoever says to have been forwarded is believed. */
  'believes-forwarded': { environment: { TRUSTED_PROXIES: '0.0.0.0/0,::/0' } },
  /** Uploads are given out as they came, and unsealed. */
  'keeps-originals': {
    app(app) {
      let last: ArrayBuffer | undefined;
      between(app, async (request, answer) => {
        const { pathname } = new URL(request.url);
        if (request.method === 'POST' && pathname.endsWith('/photos'))
          last = await request.clone().arrayBuffer();
        const given = await answer(request);
        return pathname.startsWith('/files/') && given.ok && last ? new Response(last) : given;
      });
    },
  },
  /** One answer tells more than its schema. */
  'tells-insides': {
    app(app) {
      between(app, async (request, answer) => {
        const given = await answer(request);
        if (!new URL(request.url).pathname.endsWith('/ratings') || !given.ok) return given;
        const body = { ...((await given.json()) as object), debug: 'select * from reviews' };
        return Response.json(body, { headers: given.headers });
      });
    },
  },
} satisfies Record<string, Break>;

/** What this run is to break; nothing but in a control. */
export function brokenOnPurpose(): Break | undefined {
  const name = process.env.TEST_BREAK;
  if (!name) return undefined;
  const found = (BREAKS as Record<string, Break>)[name];
  if (!found && name !== 'noisy-page') throw new Error(`TEST_BREAK=${name}: there is no such break`);
  return found;
}
