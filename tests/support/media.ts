// Animations and clips as people and attackers send them, made from the samples that ship.
import { readFileSync } from 'node:fs';
import type { ProblemBody } from '../../server/base/http/problem.ts';
import type { Media, Upload } from '../../server/community/media/contract.ts';
import type { TestService } from './service.ts';

/** A sample file that ships. */
export const sample = (name: string): Buffer =>
  readFileSync(new URL(`../../demo/data/stories/${name}`, import.meta.url));

export interface Sending {
  as: string;
  mall?: string;
  kind?: 'clip' | 'animation';
  /** Bytes of each part. */
  part?: number;
  alt?: string;
  poster?: string | null;
  headers?: Record<string, string>;
}
type Said = Media & Partial<ProblemBody>;

/** A photo that waits, for a clip. */
export async function posterFor(service: TestService, as: string, mall = 'shop1'): Promise<string> {
  const { default: sharp } = await import('sharp');
  const { randomFillSync } = await import('node:crypto');
  const raw = { width: 48, height: 27, channels: 3 } as const;
  const body = await sharp(randomFillSync(Buffer.alloc(48 * 27 * 3)), { raw })
    .png()
    .toBuffer();
  const { status, body: photo } = await service.call('POST', `/v1/${mall}/photos`, {
    as,
    body: new Uint8Array(body),
  });
  if (status !== 201) throw new Error(`no poster: ${status}`);
  return photo.id as string;
}

/** Begins an upload and sends its parts. */
export async function sendParts(service: TestService, bytes: Uint8Array, sending: Sending): Promise<Upload> {
  const { as, mall = 'shop1', kind = 'clip', part = 1024 * 1024 } = sending;
  const begun = await service.call<Upload>('POST', `/v1/${mall}/uploads`, {
    as,
    body: { kind, bytes: bytes.length },
  });
  if (begun.status !== 201) throw new Error(`not begun: ${begun.status} ${JSON.stringify(begun.body)}`);
  let upload = begun.body;
  for (let at = 0; at < bytes.length; at += part) {
    const answer = await service.call<Upload>('PATCH', `/v1/${mall}/uploads/${upload.id}?offset=${at}`, {
      as,
      body: new Uint8Array(bytes.subarray(at, at + part)),
      headers: OCTETS,
    });
    if (answer.status !== 200) throw new Error(`not sent: ${answer.status} ${JSON.stringify(answer.body)}`);
    upload = answer.body;
  }
  return upload;
}
export const OCTETS = { 'content-type': 'application/octet-stream' };

/** Sends all of it and finishes it; a clip gets a poster. */
export async function sendMotion(service: TestService, bytes: Uint8Array, sending: Sending) {
  const { as, mall = 'shop1', kind = 'clip', alt = '' } = sending;
  const poster =
    sending.poster !== undefined
      ? sending.poster
      : kind === 'clip'
        ? await posterFor(service, as, mall)
        : null;
  const { id } = await sendParts(service, bytes, sending);
  const answer = await service.call<Said>('POST', `/v1/${mall}/uploads/${id}/finish`, {
    as,
    body: { alt, poster },
    ...(sending.headers && { headers: sending.headers }),
  });
  return { ...answer, upload: id, poster };
}

/** An upload that waits for its parts, and one that has all of them, of a member. */
export async function plantUploads(
  service: TestService,
  mall: { id: string },
  owner: string,
): Promise<{ upload: string; wholeUpload: string }> {
  const begun = await service.call('POST', `/v1/${mall.id}/uploads`, {
    as: owner,
    body: { kind: 'clip', bytes: 100_000 },
  });
  const whole = await sendParts(service, gif(4, 4, 2), { as: owner, mall: mall.id, kind: 'animation' });
  return { upload: begun.body.id as string, wholeUpload: whole.id };
}

/** The bytes at an address of ours. */
export async function bytesAt(service: TestService, address: string): Promise<Buffer> {
  const answer = await service.app.routes.request(new URL(address).pathname);
  return Buffer.from(await answer.arrayBuffer());
}

/** One box of an mp4. */
export function box(kind: string, ...parts: (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(kind, 4, 'latin1');
  return Buffer.concat([head, body]);
}
export const u32 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) out.writeUInt32BE(value >>> 0, i * 4);
  return out;
};

/** The boxes at the top of an mp4, each whole. */
export function boxesOf(mp4: Buffer): Map<string, Buffer> {
  const boxes = new Map<string, Buffer>();
  for (let at = 0; at + 8 <= mp4.length; at += mp4.readUInt32BE(at))
    boxes.set(mp4.toString('latin1', at + 4, at + 8), mp4.subarray(at, at + mp4.readUInt32BE(at)));
  return boxes;
}

/** An mp4 whose index has more in it. The index moves to the end, so that nothing else moves. */
export function withInMoov(mp4: Buffer, ...more: Buffer[]): Buffer {
  const boxes = boxesOf(mp4);
  const moov = boxes.get('moov')!;
  return Buffer.concat([
    boxes.get('ftyp')!,
    box('free', Buffer.alloc(moov.length - 8)),
    ...[...boxes].filter(([kind]) => kind !== 'ftyp' && kind !== 'moov').map(([, one]) => one),
    box('moov', moov.subarray(8), ...more),
  ]);
}

/** An mp4 in which every box of a kind is written anew. */
export function withBoxes(bytes: Buffer, kind: string, change: (body: Buffer) => Buffer): Buffer {
  const out = Buffer.from(bytes);
  for (let at = out.indexOf(kind, 0, 'latin1'); at >= 0; at = out.indexOf(kind, at + 4, 'latin1')) {
    const size = out.readUInt32BE(at - 4);
    if (size >= 16 && size < 100_000) change(out.subarray(at + 4, at - 4 + size)).copy(out, at + 4);
  }
  return out;
}

/** One element of a webm. */
export function element(id: string, ...parts: (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const size = Buffer.alloc(8);
  size.writeUInt32BE(0x01000000, 0);
  size.writeUInt32BE(body.length, 4);
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

/** A webm with more at the end of its segment, which no longer says how long it is. */
export function withInSegment(webm: Buffer, ...more: Buffer[]): Buffer {
  const out = Buffer.from(webm);
  const at = out.indexOf('18538067', 0, 'hex') + 4;
  const length = Math.clz32(out[at]!) - 23;
  out.fill(0xff, at, at + length);
  out[at] = 0xff >> (length - 1);
  return Buffer.concat([out, ...more]);
}

/** A GIF of so many frames of one pixel each, on a canvas of any size. */
export function gif(width: number, height: number, frames: number, delay = 10): Buffer {
  const word = (value: number) => [value & 255, value >> 8];
  const frame = [
    ...[0x21, 0xf9, 4, 0, ...word(delay), 0, 0],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0],
    ...[2, 2, 0x44, 1, 0],
  ];
  return Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([...word(width), ...word(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...Array<Buffer>(frames).fill(Buffer.from(frame)),
    Buffer.from([0x3b]),
  ]);
}
