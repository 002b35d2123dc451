/** A part of an OpenAPI 3.1 document, as it comes. */
// biome-ignore lint/suspicious/noExplicitAny: a document is read as it comes
export type Loose = any;

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
/** What this reader understands; a schema with more would be checked less than it says. */
const KNOWN = new Set(
  [
    '$ref type enum pattern format minLength maxLength minimum maximum items minItems maxItems properties required',
    'additionalProperties allOf anyOf oneOf description default example examples',
  ].flatMap((line) => line.split(' ')),
);

export function resolve(document: Loose, schema: Loose): Loose {
  let found = schema;
  while (found?.$ref)
    found = found.$ref
      .slice(2)
      .split('/')
      .reduce((at: Loose, part: string) => at[part], document);
  return found;
}

/**
 * Where a value does not fit its schema; empty when it does. Stricter than JSON Schema in one thing: a property that an
 * object's schema does not name is a fault, since what is not described should not be told.
 */
export function misfits(document: Loose, given: Loose, value: unknown, at = '$'): string[] {
  const schema = resolve(document, given);
  if (!schema) return [`${at}: no schema`];
  const strange = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (strange.length > 0) return [`${at}: this reader does not know ${strange.join(', ')}`];
  const any = schema.anyOf ?? schema.oneOf;
  if (any && !any.some((one: Loose) => misfits(document, one, value, at).length === 0))
    return [`${at}: fits none of the kinds`];
  const all = (schema.allOf ?? []).flatMap((one: Loose) => misfits(document, one, value, at));
  if (all.length > 0) return all;
  const types: string[] = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => TYPES[type]?.(value)))
    return [`${at}: no ${types.join(' or ')}`];
  // "null" as one of several types: the other words of the schema are about the others.
  if (value === null) return [];
  const faults: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) faults.push(`${at}: ${what}`);
  };
  if (schema.enum) must(schema.enum.includes(value), `not of ${schema.enum.join(', ')}`);
  if (typeof value === 'string') {
    const length = [...value].length;
    must(length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? length), 'length');
    if (schema.pattern) must(new RegExp(schema.pattern, 'u').test(value), `not like ${schema.pattern}`);
  }
  if (typeof value === 'number')
    must(value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value), 'out of range');
  if (Array.isArray(value)) {
    must(
      value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? value.length),
      'items',
    );
    for (const [index, one] of value.entries())
      if (schema.items) faults.push(...misfits(document, schema.items, one, `${at}[${index}]`));
  } else if (typeof value === 'object') {
    for (const name of schema.required ?? []) must(Object.hasOwn(value, name), `${name} is missing`);
    for (const [name, one] of Object.entries(value)) {
      const own = schema.properties?.[name];
      const rest = schema.additionalProperties;
      if (own) faults.push(...misfits(document, own, one, `${at}.${name}`));
      else if (rest && typeof rest === 'object')
        faults.push(...misfits(document, rest, one, `${at}.${name}`));
      else must(!schema.properties || rest === true || Boolean(schema.allOf), `${name} is not described`);
    }
  }
  return faults;
}
