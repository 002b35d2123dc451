import { html } from 'hono/html';
import { type Loose, nameOf, resolve } from './loose.ts';

/** Text with `code` in it; whatever else it holds is text. */
export const words = (text: string | undefined) =>
  (text ?? '').split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));

/** What a value is, in words: `list of Review`, `whole number, 1 to 5`, `text or null`. */
export function typeOf(schema: Loose): Loose {
  if (!schema) return '';
  const name = nameOf(schema);
  if (name) return html`<a href="#schema-${name}">${name}</a>`;
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return any.map((one: Loose, at: number) => html`${at > 0 ? ' or ' : ''}${typeOf(one)}`);
  if (schema.enum) {
    const values = [...schema.enum.filter((one: unknown) => one !== null)];
    const orNull = [schema.type].flat().includes('null') ? ' or null' : '';
    return html`${values.map((one, at) => html`${at > 0 ? ' | ' : ''}<code>${one}</code>`)}${orNull}`;
  }
  const kinds = [schema.type].flat().map((type: string) => kindOf(type, schema));
  return html`${kinds.map((kind, at) => html`${at > 0 ? ' or ' : ''}${kind}`)}${limitsOf(schema)}`;
}

function kindOf(type: string, schema: Loose): Loose {
  if (type === 'array') return html`list of ${typeOf(schema.items)}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object' && !schema.properties)
    return html`map of ${typeOf(schema.additionalProperties)}`;
  if (type === 'string' && schema.format === 'uri') return 'web address';
  if (type === 'string' && schema.format === 'binary') return 'bytes';
  return { string: 'text', integer: 'whole number', boolean: 'true | false' }[type] ?? type ?? 'anything';
}

function limitsOf(schema: Loose): Loose {
  const range = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from === undefined && to === undefined) return '';
    const [least, most] = [from?.toLocaleString('en'), to?.toLocaleString('en')];
    if (least === most) return `, ${least}${unit}`;
    if (most === undefined) return from === 0 ? '' : `, ${least}${unit} or more`;
    return least === undefined ? `, up to ${most}${unit}` : `, ${least} to ${most}${unit}`;
  };
  return html`${range(schema.minimum, schema.maximum, '')}${range(schema.minLength, schema.maxLength, ' characters')}${range(schema.minItems, schema.maxItems, ' items')}`;
}

/** The properties of a schema as rows; those of things without a name of their own follow by their path. */
function rowsOf(schema: Loose, path = ''): { path: string; property: Loose; required: boolean }[] {
  if (!schema || schema.$ref) return [];
  const own = Object.keys(schema.properties ?? {}).flatMap((name) => {
    const property = schema.properties[name];
    const at = path + name;
    const required = schema.required?.includes(name) ?? false;
    return [{ path: at, property, required }, ...rowsOf(property, `${at}.`)];
  });
  const within = path.replace(/\.$/, '');
  return [...own, ...(schema.items ? rowsOf(schema.items, `${within}[].`) : [])];
}

/** A schema for people: property, type, required, description; the schema as data behind it. */
export function schemaOf(document: Loose, name: string) {
  const schema = document.components.schemas[name];
  return html`<details><summary><code>${name}</code> <span class="q">${words(schema.description)}</span></summary>
<div id="schema-${name}" class="in">${tablesOf(document, schema)}
${schema.example === undefined ? '' : html`<h4>Example</h4><pre>${JSON.stringify(schema.example, null, 2)}</pre>`}
<details><summary>JSON Schema</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details></div></details>`;
}

/** What a thing is made of: a table, or one for each kind of it. */
export const tablesOf = (document: Loose, schema: Loose) =>
  (schema.oneOf ?? [schema]).map((one: Loose) => tableOf(document, one));

function tableOf(document: Loose, schema: Loose) {
  const rows = rowsOf(schema);
  if (rows.length === 0) return html`<p>${typeOf(schema)}${pattern(schema)}</p>`;
  return html`<table><thead><tr><th>property</th><th>type</th><th>required</th><th>description</th></tr></thead>
${rows.map(
  ({ path, property, required }) => html`<tr><td><code>${path}</code></td><td>${typeOf(property)}</td>
<td class="r">${required ? 'required' : 'optional'}</td><td>${words(property.description ?? resolve(document, property).description ?? aboutEither(document, property))}${pattern(property)}${byDefault(property)}</td></tr>`,
)}</table>`;
}

/** Of a thing or null, what the thing says of itself. */
const aboutEither = (document: Loose, property: Loose) =>
  property.anyOf?.map((one: Loose) => resolve(document, one).description).find(Boolean);

const pattern = (schema: Loose) =>
  // What is only kept free of control characters needs no regular expression to say so.
  schema.pattern && !schema.pattern.includes('\\p{Cc}')
    ? html` <span class="q">Like <code>${schema.pattern}</code></span>`
    : '';

const byDefault = (schema: Loose) =>
  schema.default === undefined
    ? ''
    : html` <span class="q">Default <code>${JSON.stringify(schema.default)}</code></span>`;
