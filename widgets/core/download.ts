import { TIMEOUT_MS } from './client.ts';
import type { MallSide } from './page.ts';
import { ClientProblem } from './problems.ts';

/** Asks for a file that only the signed-in shopper may have. @throws ClientProblem */
export async function fileOf({ client, session }: MallSide, path: string, lang: string): Promise<Blob> {
  let token = await session.token();
  for (let isAgain = false; ; isAgain = true) {
    let response: Response;
    try {
      response = await fetch(client.url(path), {
        credentials: 'omit',
        headers: { 'Accept-Language': lang, ...(token && { Authorization: `Bearer ${token}` }) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new ClientProblem('network');
    }
    if (response.ok) return response.blob();
    if (token && response.status === 401 && !isAgain && (await session.renew(token))) {
      token = await session.token();
      continue;
    }
    const body = (await response.json().catch(() => ({}))) as {
      code?: ClientProblem['code'];
      title?: string;
    };
    throw new ClientProblem(body.code ?? 'unreadable', body.title);
  }
}

/** Hands a file to the browser, to be kept where its downloads are. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers begin to read it only after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
