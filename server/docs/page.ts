import { html, raw } from 'hono/html';
import { PROBLEMS, type ProblemCode } from '../base/http/problem.ts';
import { PROBLEM_WORDS } from '../base/http/words.ts';
import { curlOf } from './curl.ts';
import { introduction } from './introduction.ts';
import { type Loose, resolve } from './loose.ts';
import { schemaOf, tablesOf, typeOf, words } from './schema.ts';

const CSS = `:root{color-scheme:light dark;--line:#8883;--soft:#8881;--quiet:#6b6b70;--link:#0a58ca}
@media(prefers-color-scheme:dark){:root{--quiet:#a5a5ab;--link:#7ab0ff}}
*{box-sizing:border-box}body{font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;max-width:64rem;margin:0 auto;padding:1rem 1.25rem 6rem;overflow-wrap:break-word}
h1{line-height:1.2;margin:1rem 0 .5rem}h2{margin:3rem 0 .25rem;padding-bottom:.25rem}h4{margin:1rem 0 .25rem}p,ul{margin:.5rem 0}ul{padding-left:1.25rem}
h2+p{margin:0 0 .75rem}a{color:var(--link)}code,pre{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}code{overflow-wrap:anywhere}
pre{overflow:auto;background:var(--soft);padding:.8rem 1rem;border-radius:8px;margin:.5rem 0}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.5rem 0}nav a{padding:.25rem 0}
details{border-top:1px solid var(--line)}details:last-of-type{border-bottom:1px solid var(--line)}details details,details details:last-of-type{border:0}
summary{cursor:pointer;padding:.6rem 0}summary:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.in{padding:0 0 1rem 1.1rem;scroll-margin-top:4rem}.m{display:inline-block;min-width:4.2rem;font-weight:700}.q{color:var(--quiet)}
.k{font-size:13px;border:1px solid #8886;border-radius:99px;padding:.05rem .6rem;margin-left:.25rem;white-space:nowrap}.d{white-space:pre-line}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{text-align:left;padding:.4rem .75rem .4rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-size:14px}td:first-child{white-space:nowrap}td:first-child code{overflow-wrap:normal}.r{color:var(--quiet);font-size:14px}tr[id]{scroll-margin-top:1rem}
@media(max-width:45rem){.in{padding-left:0}thead{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
td{display:inline;border:0;padding:0 .5rem 0 0}td:first-child{white-space:normal;font-weight:700}td:last-child{display:block;padding:0}.m{min-width:0;margin-right:.25rem}}`;

/** `/docs`: the same document for people, from our own bytes: no script, nothing from elsewhere. */
export function docsPage(document: Loose) {
  const schemas = Object.keys(document.components.schemas).sort();
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Dangol API</title><style>${raw(CSS)}</style></head><body>
<h1>Dangol API</h1><p>${document.info.description} As data: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${introduction(document.servers[0].url)}
<nav aria-label="Contents">${document.tags.map(({ name }: Loose) => html`<a href="#${name}">${name}</a>`)}<a href="#schemas">schemas</a><a href="#problems">problems</a></nav>
${document.tags.map(
  (tag: Loose) => html`<h2 id="${tag.name}">${tag.name}</h2><p class="q">${tag.description}</p>
${operationsAbout(document, tag.name)}`,
)}
<h2 id="schemas">schemas</h2><p class="q">What goes in and comes out, as JSON.</p>
${schemas.map((name) => schemaOf(document, name))}
<h2 id="problems">problems</h2><p class="q">Every code there is: branch on the code, show the sentence.</p>
<table><thead><tr><th>code</th><th>status</th><th>English</th><th>한국어</th></tr></thead>
${(Object.keys(PROBLEMS) as ProblemCode[]).map(
  (code) =>
    html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${PROBLEMS[code]}</td><td>${PROBLEM_WORDS.en[code]}</td><td lang="ko">${PROBLEM_WORDS.ko[code]}</td></tr>`,
)}</table></body></html>`;
}

function operationsAbout(document: Loose, tag: string) {
  return Object.keys(document.paths).flatMap((path) =>
    Object.keys(document.paths[path])
      .filter((method) => document.paths[path][method].tags[0] === tag)
      .map((method) => operationOf(document, method, path, document.paths[path][method])),
  );
}

function operationOf(document: Loose, method: string, path: string, operation: Loose) {
  const content = operation.requestBody?.content ?? {};
  const types = Object.keys(content);
  const credential = operation.security?.[0] && Object.keys(operation.security[0])[0];
  return html`<details><summary><span class="m">${method.toUpperCase()}</span> <code>${path}</code>${credential ? html` <span class="k">${credential}</span>` : ''}<br>${words(operation.summary)}</summary>
<div id="${operation.operationId}" class="in">${operation.description ? html`<div class="d">${words(operation.description)}</div>` : ''}
<pre>${curlOf(document, method, path, operation)}</pre>
${
  operation.parameters?.length
    ? html`<h4>Parameters</h4><table><thead><tr><th>name</th><th>in</th><th>type</th><th>description</th></tr></thead>${operation.parameters.map(
        (one: Loose) =>
          html`<tr><td><code>${one.name}</code></td><td class="r">${one.in}, ${one.required ? 'required' : 'optional'}</td><td>${typeOf(one.schema)}</td><td>${words(one.description)}</td></tr>`,
      )}</table>`
    : ''
}
${types.length > 0 ? html`<h4>Body</h4>${bodyOf(document, content)}` : ''}
<h4>Answers</h4><table><thead><tr><th>status</th><th>what</th><th>schema</th></tr></thead>${Object.keys(operation.responses).map((status) => answerOf(status, operation.responses[status]))}</table></div></details>`;
}

function bodyOf(document: Loose, content: Loose) {
  const schema = content['application/json']?.schema;
  if (!schema) return html`<p>The bytes as they are: ${Object.keys(content).join(', ')}.</p>`;
  return html`<p>${typeOf(schema)}</p>${tablesOf(document, resolve(document, schema))}`;
}

function answerOf(status: string, answer: Loose) {
  const [type, { schema } = {} as Loose] = Object.entries<Loose>(answer.content ?? {})[0] ?? [];
  const isProblem = type === 'application/problem+json';
  const what = isProblem
    ? answer.description
        .split(', ')
        .map(
          (code: string, at: number) =>
            html`${at > 0 ? ', ' : ''}<a href="#problem-${code}"><code>${code}</code></a>`,
        )
    : answer.description;
  const shape = schema?.$ref ? typeOf(schema) : type;
  return html`<tr><td>${status}</td><td>${what}</td><td>${isProblem ? typeOf(schema) : (shape ?? '')}</td></tr>`;
}
