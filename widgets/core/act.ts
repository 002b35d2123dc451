/** A key for one act. Not randomUUID: pages without https have none. */
export function newAct(): string {
  let key = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) key += byte.toString(16).padStart(2, '0');
  return key;
}
