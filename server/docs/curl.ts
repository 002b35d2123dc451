import { type Loose, resolve } from './loose.ts';

/** A text as one word of the shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * One request of an operation as a line for the shell, with the whole example of its body. What differs from mall to mall
 * is a variable: `$MALL`, `$KEY`, `$TOKEN`, `$ONCE`, and ids by the name of their parameter.
 */
export function curlOf(document: Loose, method: string, path: string, operation: Loose): string {
  const parameters: Loose[] = operation.parameters ?? [];
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one) => `${one.name}=${encodeURIComponent(exampleOf(document, one))}`);
  const url =
    document.servers[0].url +
    path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`) +
    (query.length > 0 ? `?${query.join('&')}` : '');
  const credential = operation.security?.[0] && Object.keys(operation.security[0])[0];
  const content = operation.requestBody?.content ?? {};
  const [type] = Object.keys(content);
  const answers = Object.values(operation.responses).flatMap((one: Loose) => Object.keys(one.content ?? {}));
  const parts = [
    `curl${answers.includes('text/event-stream') ? ' -N' : ''}${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "${url}"`,
    credential && `-H "Authorization: Bearer ${credential === 'key' ? '$KEY' : '$TOKEN'}"`,
    parameters.some((one) => one.name === 'idempotency-key') && '-H "Idempotency-Key: $ONCE"',
    type && `-H "Content-Type: ${type}"`,
    type === 'application/json'
      ? `-d ${quoted(JSON.stringify(resolve(document, content[type].schema).example, null, 2))}`
      : type && '--data-binary @photo.jpg',
  ];
  return parts.filter(Boolean).join(' \\\n  ');
}

function exampleOf(document: Loose, parameter: Loose): string {
  const { example } = parameter.schema;
  return String(example ?? resolve(document, parameter.schema).example);
}
