import type { OpenAPIHono } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from './base/http/problem.ts';

import type { Loose } from './docs/loose.ts';
import { docsPage } from './docs/page.ts';

/** What the operations are about, in the order that a mall meets them. */
const TAGS = {
  products: 'What a mall states of what it sells.',
  orders: 'What a mall states of who bought what: only from that comes the label "bought".',
  points: 'What shoppers can spend: wallets, the checkout of the mall, grants, payouts.',
  malls: 'What a mall is and how it is set.',
  shoppers: 'Who somebody is: sessions, guests, names, and what belongs to them.',
  reputation: 'What votes make of members: naegong, levels, leaders, profiles.',
  reviews: 'Reviews of products, votes on them, and replies of the seller.',
  photos: 'Photos, and what moves: animations and clips for stories, sent in parts.',
  comments: 'Comments under reviews, wishes, clubs and stories.',
  wishlists: 'Lists of what shoppers wish, hearts of products, and who looks after a list.',
  clubs: 'Points that several pool for a goal: members, contributions, statements, tills, coupons.',
  blogs:
    'Shopping blogs: stories, purchases that are shown, neighbours, visits, and what was bought by way of them.',
  reports: 'What shoppers report, and what the mall decides.',
  inbox: 'What a shopper is told, how they may be reached, and what they agreed to.',
  alerts: 'What a shopper wants to be told of a product.',
  live: 'What changes, as it changes.',
  operation: 'For whoever runs the service.',
};

/** The document's head: what the API is, and the two kinds of credentials. */
export function openApiDocument(app: OpenAPIHono<any>, publicUrl: string) {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Dangol',
      version: '1',
      description:
        'The community of a mall: reviews, votes, comments, photos, wishlists, savings clubs, shopping blogs, and what changes of them, live.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: publicUrl }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  });
  mend(document);
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(item))
      if (path.startsWith('/v1/{mall}/') && !path.endsWith('/here')) declareFront(method, operation);
  return document;
}

/** What may stand beside a reference: it says more about the thing and asks nothing of it. */
const WORDS = ['description', 'example'];

/**
 * Puts right what the generator says wrongly: a pattern in JSON Schema is read as Unicode and has no flags behind it, what
 * must be a thing as well as null can be neither, and words about a thing are no kind of thing.
 */
function mend(node: Loose): void {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.pattern === 'string') node.pattern = node.pattern.replace(/\/u$/, '');
  const [thing, more, ...rest] = node.allOf ?? [];
  if (thing?.$ref && more && rest.length === 0) {
    const { type, ...words } = more;
    const orNull = type?.includes?.('null');
    if (orNull || Object.keys(more).every((key) => WORDS.includes(key))) {
      delete node.allOf;
      Object.assign(node, words, orNull ? { anyOf: [thing, { type: 'null' }] } : thing);
    }
  }
  for (const one of Object.values(node)) mend(one);
}

/** What stands in front of every route of a mall may answer before the route does. */
const CREDENTIALS = [
  'token-refused',
  'token-expired',
  'key-refused',
  'wrong-mall',
  'key-in-browser',
  'storage-full',
] as const;
const BODIES = ['bad-json', 'wrong-type'] as const;
const REPEATS = ['bad-idempotency-key', 'key-reused', 'in-flight'] as const;

function declareFront(method: string, operation: Loose): void {
  const repeats = operation.parameters?.some((one: Loose) => one.name === 'idempotency-key');
  const codes: ProblemCode[] = [
    ...CREDENTIALS,
    ...(method === 'get' ? [] : ['too-large' as const]),
    ...(['post', 'put', 'patch'].includes(method) ? BODIES : []),
    ...(repeats ? REPEATS : []),
  ];
  for (const code of codes) {
    const known = operation.responses[PROBLEMS[code]];
    if (!known)
      operation.responses[PROBLEMS[code]] = {
        description: code,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    else if (!known.description.split(', ').includes(code)) known.description += `, ${code}`;
  }
}

/** Registers the two credentials in the document. */
export function registerSecurity(app: OpenAPIHono<any>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'shopper', {
    type: 'http',
    scheme: 'bearer',
    description:
      "A shopper: a JWT that the mall's backend signed (`sub`: its own id of the shopper, `aud`: the mall, `iat` and `exp` in seconds, at most 24 hours apart, `name` if it likes), or the token of a session of this service (`dgs_...`).",
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of the mall (`dgk_...`), from its backend only: with an Origin header it is refused. A summary names the scope that is needed; `all` is every scope.',
  });
}

/** The document, and the page that people read it on. Call it when all routes are there. */
export function serveDocs(app: OpenAPIHono<any>, publicUrl: string): void {
  let made: ReturnType<typeof openApiDocument> | undefined;
  /** Made when first asked for: it takes longer than most requests. */
  const document = () => {
    made ??= openApiDocument(app, publicUrl);
    return made;
  };
  app.get('/openapi.json', (c) => {
    c.header('Access-Control-Allow-Origin', '*');
    return c.json(document());
  });
  let page: ReturnType<typeof docsPage> | undefined;
  app.get('/docs', (c) => {
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    page ??= docsPage(document());
    return c.html(page);
  });
}
