/** A part of an OpenAPI document, read as it comes. */
// biome-ignore lint/suspicious/noExplicitAny: it has whatever the contracts put there
export type Loose = any;

/** The thing itself, behind however many references. */
export function resolve(document: Loose, schema: Loose): Loose {
  let found = schema;
  while (found?.$ref) found = document.components.schemas[nameOf(found) ?? ''];
  return found;
}

/** The name that a schema is known by; undefined for one without. */
export const nameOf = (schema: Loose): string | undefined => schema?.$ref?.split('/').pop();
