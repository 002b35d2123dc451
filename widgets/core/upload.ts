import type { ProblemBody } from '../../server/base/http/problem.ts';
import type { Photo } from '../../server/community/media/contract.ts';
import type { MallSide } from './page.ts';
import { ClientProblem } from './problems.ts';

const TIMEOUT_MS = 120_000;

/**
 * Sends one photo and tells how far it is, which fetch cannot. The act is kept over retries, so that a photo whose
 * answer was lost is not kept twice.
 *
 * @throws ClientProblem
 */
export async function uploadPhoto(
  side: MallSide,
  photo: Blob,
  how: { alt: string; act: string; lang: string; progress(share: number): void },
): Promise<Photo> {
  const token = await side.session.writer();
  try {
    return await send(side, photo, how, token);
  } catch (error) {
    if (
      !(error instanceof ClientProblem) ||
      !error.code.startsWith('token-') ||
      !(await side.session.renew(token))
    )
      throw error;
    return send(side, photo, how, await side.session.writer());
  }
}

function send(
  side: MallSide,
  photo: Blob,
  how: { alt: string; act: string; lang: string; progress(share: number): void },
  token: string,
): Promise<Photo> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', side.client.url('photos', { alt: how.alt }));
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Idempotency-Key', how.act);
    request.setRequestHeader('Accept-Language', how.lang);
    request.setRequestHeader('Content-Type', photo.type || 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && how.progress(event.loaded / event.total);
    request.onerror = request.ontimeout = () => failed(new ClientProblem('network'));
    request.onload = () => {
      try {
        const body = JSON.parse(request.responseText) as Photo & ProblemBody;
        if (request.status < 300) done(body);
        else failed(new ClientProblem(body.code, body.title, body.retryAfter));
      } catch {
        failed(new ClientProblem('unreadable'));
      }
    };
    request.send(photo);
  });
}
