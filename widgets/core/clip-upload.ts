// Sends what moves, in parts: an animation or a clip goes on where it was after a lost connection or a reload. Photos go
// by upload.ts. Loaded only by whoever sends something that moves.

import type { z } from '@hono/zod-openapi';
import type { ProblemBody } from '../../server/base/http/problem.ts';
import type { FinishUpload, Media, Upload, UploadKind } from '../../server/community/media/contract.ts';
import { pause } from './client.ts';
import type { MallSide } from './page.ts';
import { ClientProblem, problemOf } from './problems.ts';

export type MotionKind = z.infer<typeof UploadKind>;
type Progress = z.infer<typeof Upload>;

const MEGABYTE = 1024 * 1024;
/** What the service takes of each kind. */
export const MOST_BYTES: Readonly<Record<MotionKind, number>> = {
  animation: 12 * MEGABYTE,
  clip: 64 * MEGABYTE,
};
/** In seconds, with the little that a camera runs on. */
export const MOST_SECONDS = 60;
const SLACK_SECONDS = 0.5;
const MOST_SIDE = 1920;
/** A part that takes longer than this is lost. */
const PART_MS = 60_000;
/** Tries in a row that bring nothing; after that somebody has to say "again". */
const TRIES = 6;
const LONGEST_MS = 30_000;
const POSTER_SIDE = 1600;
const LOOK_MS = 8_000;
const PLAY_MS = 600;

/** Why a file is not even sent. */
export type Refusal = 'kind' | 'large' | 'long' | 'wide';

/** What a file is by its first bytes; whatever else it is, it is no animation and no clip. */
export async function kindOf(file: Blob): Promise<MotionKind | 'photo' | undefined> {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  if (/^GIF8[79]a/.test(text)) return 'animation';
  if (text.startsWith('\x1aE\xdf\xa3')) return 'clip';
  if (text.slice(4, 8) === 'ftyp')
    return /^(avif|avis|heic|heix|mif1|msf1)/.test(text.slice(8)) ? 'photo' : 'clip';
  if (text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG') || /^RIFF....WEBP/s.test(text))
    return 'photo';
  return undefined;
}

/** What a browser sees of a clip. */
export interface ClipLook {
  seconds: number;
  width: number;
  height: number;
  /** A picture of it, about a second in; nothing when this browser cannot show the clip. */
  poster: Blob | undefined;
}

/** Looks into a clip: how long and how large it is, and one picture of it. Nothing when this browser cannot read it. */
export async function lookInto(file: Blob): Promise<ClipLook | undefined> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  const comes = (name: string) =>
    new Promise<void>((done, failed) => {
      const timer = setTimeout(failed, LOOK_MS);
      const end = (act: () => void) => () => {
        clearTimeout(timer);
        act();
      };
      video.addEventListener(name, end(done), { once: true });
      video.addEventListener('error', end(failed), { once: true });
    });
  try {
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    const known = comes('loadedmetadata');
    video.src = url;
    await known;
    const { videoWidth: width, videoHeight: height } = video;
    // A recording of a browser says how long it is only at its end.
    if (!Number.isFinite(video.duration)) {
      const found = comes('durationchange');
      video.currentTime = 1e7;
      await found.catch(() => undefined);
    }
    const seconds = Number.isFinite(video.duration) ? video.duration : 0;
    // Phones decode nothing before something was played; muted they let it happen.
    await Promise.race([video.play(), pause(PLAY_MS)]).catch(() => undefined);
    video.pause();
    const there = comes('seeked');
    video.currentTime = Math.min(1, seconds / 2);
    await there.catch(() => undefined);
    const isSeen = width > 0 && height > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    return { seconds, width, height, poster: isSeen ? await draw(video, width, height) : undefined };
  } catch {
    return undefined;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

function draw(video: HTMLVideoElement, width: number, height: number): Promise<Blob | undefined> {
  const scale = Math.min(1, POSTER_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/jpeg', 0.85));
}

/** Why the service would not take it, as far as this can be known before it is sent. */
export function refusalOf(kind: MotionKind, bytes: number, look?: ClipLook): Refusal | undefined {
  if (bytes > MOST_BYTES[kind]) return 'large';
  if (look && look.seconds > MOST_SECONDS + SLACK_SECONDS) return 'long';
  if (look && Math.max(look.width, look.height) > MOST_SIDE) return 'wide';
  return undefined;
}

export interface Sending {
  kind: MotionKind;
  /** Where another try, or the page before this one, began: it goes on there. */
  id?: string | undefined;
  /** One key for all tries. */
  act: string;
  lang: string;
  signal: AbortSignal;
  /** The service knows of it: what a reload needs to go on. */
  begun(id: string): void;
  progress(share: number): void;
}

/** One part, as it is. The client sends JSON only, and no page that sends nothing shall carry more. */
async function sendPart(
  side: MallSide,
  id: string,
  offset: number,
  part: Blob,
  how: Sending,
): Promise<Progress> {
  const token = await side.session.writer();
  const limit = AbortSignal.timeout(PART_MS);
  let response: Response;
  try {
    response = await fetch(side.client.url(`uploads/${id}`, { offset }), {
      method: 'PATCH',
      credentials: 'omit',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/octet-stream',
        'Accept-Language': how.lang,
      },
      body: part,
      signal: AbortSignal.any?.([how.signal, limit]) ?? how.signal,
    });
  } catch (error) {
    if (how.signal.aborted) throw error;
    throw new ClientProblem('network');
  }
  const body = (await response.json().catch(() => ({}))) as Progress & ProblemBody;
  if (response.ok) return body;
  if (response.status === 401) await side.session.renew(token);
  throw new ClientProblem(
    body.code ?? (response.status >= 500 ? 'busy' : 'unreadable'),
    body.title,
    body.retryAfter,
  );
}

/** What passes by itself, or by asking how far it is. */
const PASSES = /^(network|busy|internal|too-many|offset-wrong|in-flight|unreadable|token-)/;

/** Waits for a moment, shorter when the connection comes back. */
function rest(tries: number, { retryAfter }: ClientProblem, signal: AbortSignal): Promise<void> {
  const after = retryAfter ? retryAfter * 1000 : Math.min(LONGEST_MS, 500 * 2 ** tries);
  return new Promise((done, failed) => {
    addEventListener('online', () => done(), { once: true });
    signal.addEventListener('abort', () => failed(signal.reason), { once: true });
    void pause(after).then(done);
  });
}

/** How far an upload is; nothing when the service has forgotten it. */
async function askFor(side: MallSide, id: string, signal: AbortSignal): Promise<Progress | undefined> {
  try {
    return await side.client.get<Progress>(`uploads/${id}`, { as: 'signed', fresh: true, signal });
  } catch (error) {
    if (['not-found', 'gone'].includes(problemOf(error).code) && !signal.aborted) return undefined;
    throw error;
  }
}

/**
 * Sends all bytes of a file and answers the id of the upload; it goes on where it stopped.
 *
 * @throws ClientProblem when it cannot go on by itself; AbortError when the signal stopped it
 */
export async function sendFile(side: MallSide, file: Blob, how: Sending): Promise<string> {
  const { kind, act, lang, signal } = how;
  let now: Progress | undefined;
  let id = how.id;
  let isFresh = false;
  for (let tries = 0; ; ) {
    signal.throwIfAborted();
    try {
      if (!isFresh) {
        now = id ? await askFor(side, id, signal) : undefined;
        // Another file of the same name, or forgotten by the service: from the beginning.
        if (now && (now.bytes !== file.size || now.kind !== kind)) now = undefined;
        now ??= await side.client.request<Progress>('POST', 'uploads', {
          as: 'writer',
          act: id ? `${act}-${id}`.slice(0, 64) : act,
          lang,
          signal,
          body: { kind, bytes: file.size },
        });
        if (now.id !== id) how.begun(now.id);
        id = now.id;
        isFresh = true;
      }
      how.progress(now!.received / file.size);
      if (now!.received >= file.size) return now!.id;
      const before: number = now!.received;
      now = await sendPart(side, now!.id, before, file.slice(before, before + now!.partBytes), how);
      if (now.received > before) tries = 0;
    } catch (error) {
      if (signal.aborted) throw error;
      const problem = problemOf(error);
      if (!PASSES.test(problem.code) || ++tries >= TRIES) throw problem;
      // What arrived of a part whose answer was lost only the service knows.
      isFresh = false;
      await rest(tries, problem, signal);
    }
  }
}

/** Makes what was sent what a story can show. */
export function finishUpload(
  side: MallSide,
  id: string,
  body: z.infer<typeof FinishUpload>,
  lang: string,
): Promise<z.infer<typeof Media>> {
  return side.client.request('POST', `uploads/${id}/finish`, {
    as: 'writer',
    act: `finish-${id}`,
    lang,
    body,
  });
}

/** Gives an upload up; when that cannot be told, the service forgets it by itself. */
export async function dropUpload(side: MallSide, id: string): Promise<void> {
  await side.client.request('DELETE', `uploads/${id}`, { as: 'signed' }).catch(() => undefined);
}
