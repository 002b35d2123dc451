/** What is asked of the service in these figures. */
import { HOST, type Shot, shot } from './client.ts';
import { MALL, ORIGIN } from './load.ts';

export const listPath = (product: string): string => `/v1/${MALL}/reviews?product=${product}&limit=20`;

/** A list asked for as a browser does. */
export const listShot = (product: string): Shot => shot('GET', listPath(product), 200, { Origin: ORIGIN });

/** Round and round. */
export function inTurn<T>(all: readonly T[]): () => T {
  let at = 0;
  return () => all[at++ % all.length] as T;
}

/** The bytes that the service answers to each of these. */
export async function answersOf(port: number, paths: readonly string[]): Promise<Map<string, Uint8Array>> {
  const answers = new Map<string, Uint8Array>();
  for (const path of paths) {
    const answer = await fetch(`http://${HOST}:${port}${path}`, {
      headers: { Origin: ORIGIN, 'Accept-Encoding': 'identity' },
    });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    answers.set(path, new Uint8Array(await answer.arrayBuffer()));
  }
  return answers;
}
