/** JSON that an old library's Array.prototype.toJSON cannot spoil: it would turn lists into texts. */
export function toJson(value: unknown): string {
  const lists = Array.prototype as unknown as { toJSON?: unknown };
  const theirs = Object.getOwnPropertyDescriptor(lists, 'toJSON');
  if (theirs?.configurable) Reflect.deleteProperty(lists, 'toJSON');
  try {
    return JSON.stringify(value);
  } finally {
    if (theirs?.configurable) Object.defineProperty(lists, 'toJSON', theirs);
  }
}
