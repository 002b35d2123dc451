import type { OpenAPIHono } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import { PROBLEMS, type ProblemCode } from './base/http/problem.ts';
import { PROBLEM_WORDS } from './base/http/words.ts';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is read as it comes
type Loose = any;

/** The document's head: what the API is, and the two kinds of credentials. */
export function openApiDocument(app: OpenAPIHono<any>, publicUrl: string) {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Dangol',
      version: '1',
      description:
        'The community of a mall: reviews, votes, comments, photos, and what changes of them, live.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: publicUrl }],
  });
  mend(document);
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(item))
      if (path.startsWith('/v1/{mall}/') && !path.endsWith('/here')) declareFront(method, operation);
  return document;
}

/**
 * Puts right what the generator says wrongly: a pattern in JSON Schema is read as Unicode and has no flags behind it, and
 * what must be a thing as well as null can be neither.
 */
function mend(node: Loose): void {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.pattern === 'string') node.pattern = node.pattern.replace(/\/u$/, '');
  if (node.allOf?.length === 2 && node.allOf[0].$ref && node.allOf[1].type?.includes?.('null')) {
    node.anyOf = [node.allOf[0], { type: 'null' }];
    delete node.allOf;
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
    description: "The mall's token of a shopper, or a session of this service",
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of the mall (dgk_...), from its backend only',
  });
}

const CSS = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60em;margin:0 auto;padding:1em 1.2em 6em}
h2{margin-top:2.5em;border-bottom:1px solid #8884}summary{cursor:pointer;padding:.5em 0}code,pre{font:14px/1.5 ui-monospace,monospace}
pre{overflow:auto;background:#8881;padding:.8em 1em;border-radius:8px}.m{display:inline-block;min-width:4.5em;font-weight:700}
.k{font-size:13px;border:1px solid #8886;border-radius:99px;padding:0 .6em;margin-left:.5em}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3em .6em .3em 0;vertical-align:top;border-bottom:1px solid #8883}details{border-bottom:1px solid #8883}
details>*:not(summary){margin-left:1em}.l{overflow-x:auto}`;

/** `/docs`: the same document for people, from our own bytes: no script, nothing from elsewhere. */
export function docsPage(document: Loose) {
  const byTag = new Map<string, { method: string; path: string; operation: Loose }[]>();
  for (const path of Object.keys(document.paths))
    for (const method of Object.keys(document.paths[path])) {
      const operation = document.paths[path][method];
      const tag = operation.tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), { method, path, operation }]);
    }
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Dangol API</title><style>${raw(CSS)}</style></head><body>
<h1>Dangol API</h1><p>${document.info.description} As data: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p>Shoppers' pages send <code>Authorization: Bearer &lt;token&gt;</code> with the mall's own token of the shopper or a session of this service;
a mall's backend sends its key (<code>dgk_…</code>) and no Origin. A POST may carry an <code>Idempotency-Key</code>: the same request with
the same key is done once and answered alike for 24 hours. Lists go on by <code>cursor</code>. A failure is a
<a href="#problems">problem</a> (RFC 9457) with a code from a closed list.</p>
${[...byTag.keys()].map(
  (tag) =>
    html`<h2 id="${tag}">${tag}</h2>${(byTag.get(tag) ?? []).map(({ method, path, operation }) => operationOf(method, path, operation))}`,
)}
<h2 id="schemas">Schemas</h2>
${Object.keys(document.components?.schemas ?? {}).map(
  (name) => html`<details id="schema-${name}"><summary><code>${name}</code></summary>
<pre>${JSON.stringify(document.components.schemas[name], null, 2)}</pre></details>`,
)}
<h2 id="problems">Problems</h2><div class="l"><table><tr><th>code</th><th>status</th><th>English</th><th>한국어</th></tr>
${codes.map(
  (code) =>
    html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${PROBLEMS[code]}</td><td>${PROBLEM_WORDS.en[code]}</td><td lang="ko">${PROBLEM_WORDS.ko[code]}</td></tr>`,
)}</table></div></body></html>`;
}

function operationOf(method: string, path: string, operation: Loose) {
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const credential = operation.security?.[0] && Object.keys(operation.security[0])[0];
  return html`<details><summary><span class="m">${method.toUpperCase()}</span> <code>${path}</code>${credential ? html`<span class="k">${credential}</span>` : ''}<br>${operation.summary ?? ''}</summary>
${
  operation.parameters?.length
    ? html`<div class="l"><table><tr><th>parameter</th><th>in</th><th>what</th></tr>${operation.parameters.map(
        (one: Loose) =>
          html`<tr><td><code>${one.name}</code>${one.required ? ' *' : ''}</td><td>${one.in}</td><td>${one.description ?? ''} <code>${brief(one.schema)}</code></td></tr>`,
      )}</table></div>`
    : ''
}
${body ? html`<p>Body: ${link(body)}</p>` : ''}
<div class="l"><table><tr><th>answer</th><th>what</th></tr>${Object.keys(operation.responses).map(
    (status) =>
      html`<tr><td>${status}</td><td>${operation.responses[status].description} ${link(
        (Object.values(operation.responses[status].content ?? {})[0] as Loose)?.schema,
      )}</td></tr>`,
  )}</table></div></details>`;
}

function link(schema: Loose) {
  if (!schema) return '';
  const name = schema.$ref?.split('/').pop();
  return name
    ? html`<a href="#schema-${name}"><code>${name}</code></a>`
    : html`<code>${brief(schema)}</code>`;
}

function brief(schema: Loose): string {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.enum) return schema.enum.join(' | ');
  return JSON.stringify(schema.type ?? schema);
}
