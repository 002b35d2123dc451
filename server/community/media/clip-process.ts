/*
 * Reads one clip and writes it anew: its one picture track and its one sound track, packet by packet, and nothing else.
 * Runs as a process of its own, with a heap and a time of its own: whatever a made-up file does to the reader ends here.
 * (A thread is not enough: one that runs out of memory may take the whole process with it.)
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { EncodedPacket, InputAudioTrack, InputVideoTrack, Output as Written } from 'mediabunny';
import { CLIP, containerOf } from './motion-rules.ts';
import { bareVorbis, pixelsOf } from './streams.ts';

// The bundle in one file: a hundred small ones take longer to load than most clips to copy.
const {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} = createRequire(import.meta.url)('mediabunny') as typeof import('mediabunny');

/** What became of it. */
export type ClipAnswer =
  | { refusal: string }
  | { bytes: Uint8Array; type: 'mp4' | 'webm'; durationMs: number; sound: boolean };

class Refused extends Error {}

const list = (names: readonly string[]) => names.join(', ');

async function rewrite(bytes: Uint8Array): Promise<ClipAnswer> {
  const type = containerOf(bytes);
  if (!type) throw new Refused('send mp4 or webm');
  const input = new Input({ source: new BufferSource(bytes), formats: type === 'mp4' ? [MP4] : [WEBM] });
  if (!(await input.canRead())) throw new Refused('send mp4 or webm');
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new Refused('no pictures');
  const audio = await input.getPrimaryAudioTrack();
  const output = new Output({
    format: type === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    target: new BufferTarget(),
  });
  const start = await input.getFirstTimestamp(audio ? [video, audio] : [video]);
  const tracks = [await pictures(video, output, type)];
  if (audio) tracks.push(await sounds(audio, output, type));
  await output.start();
  const durationMs = await copy(tracks, Number.isFinite(start) ? start : 0);
  await output.finalize();
  const written = output.target.buffer;
  if (!written) throw new Refused('cannot be read');
  return { bytes: new Uint8Array(written), type, durationMs, sound: audio !== null };
}

/** One track on its way: where its packets come from and go to. */
interface Way {
  packets: AsyncGenerator<EncodedPacket, void, unknown>;
  add(packet: EncodedPacket, isFirst: boolean): Promise<void>;
}

async function pictures(track: InputVideoTrack, output: Written, type: 'mp4' | 'webm'): Promise<Way> {
  const codec = await track.getCodec();
  if (codec === 'hevc') throw new Refused('HEVC (H.265) is not played everywhere: record as H.264');
  if (!codec || !(CLIP.videoCodecs as readonly string[]).includes(codec))
    throw new Refused(`pictures in one of ${list(CLIP.videoCodecs)}`);
  const said = [await track.getCodedWidth(), await track.getCodedHeight()];
  refuseSize(said);
  const decoderConfig = await track.getDecoderConfig();
  if (!decoderConfig) throw new Refused('the pictures do not say how they are made');
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(
    source,
    type === 'mp4' ? { rotation: await track.getRotation(), flip: await track.getFlip() } : {},
  );
  return {
    packets: new EncodedPacketSink(track).packets(undefined, undefined, { verifyKeyPackets: true }),
    async add(packet, isFirst) {
      if (isFirst && packet.type !== 'key') throw new Refused('does not begin with a whole picture');
      // What the packets themselves say: a decoder believes them, not the container.
      if (packet.type === 'key') refuseSize(pixelsOf(codec, packet.data, decoderConfig.description));
      await source.add(packet, isFirst ? { decoderConfig } : undefined);
    },
  };
}

function refuseSize(pixels: readonly number[] | undefined): void {
  if (!pixels) return;
  if (!pixels.every((one) => one > 0)) throw new Refused('no size');
  if (Math.max(...pixels) > CLIP.mostSide) throw new Refused(`at most ${CLIP.mostSide} pixels a side`);
}

async function sounds(track: InputAudioTrack, output: Written, type: 'mp4' | 'webm'): Promise<Way> {
  const codec = await track.getCodec();
  const allowed: readonly string[] = CLIP.audioCodecs[type];
  if (!codec || !allowed.includes(codec)) throw new Refused(`sound in one of ${list(allowed)}`);
  const config = await track.getDecoderConfig();
  if (!config) throw new Refused('the sound does not say how it is made');
  const decoderConfig = codec === 'vorbis' ? withoutTags(config) : config;
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return {
    packets: new EncodedPacketSink(track).packets(),
    add: (packet, isFirst) => source.add(packet, isFirst ? { decoderConfig } : undefined),
  };
}

/** Vorbis has tags of its own in what its decoder is told. */
function withoutTags(config: AudioDecoderConfig): AudioDecoderConfig {
  const { description } = config;
  const bare = description && bareVorbis(bytesOf(description));
  if (!bare) throw new Refused('the sound does not say how it is made');
  return { ...config, description: bare };
}

const bytesOf = (source: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

/** Copies the packets of all tracks in the order of their time. Returns how long they last, in milliseconds. */
async function copy(ways: Way[], start: number): Promise<number> {
  const standing = [];
  for (const way of ways)
    standing.push({ way, next: await way.packets.next(), count: 0, at: Number.NEGATIVE_INFINITY });
  let end = 0;
  for (;;) {
    let first: (typeof standing)[number] | undefined;
    for (const one of standing)
      if (
        !one.next.done &&
        (!first || one.next.value.timestamp < (first.next.value as EncodedPacket).timestamp)
      )
        first = one;
    if (!first) break;
    const packet = first.next.value as EncodedPacket;
    const timestamp = packet.timestamp - start;
    const duration = Math.max(0, packet.duration);
    if (!Number.isFinite(timestamp + duration)) throw new Refused('a time that is none');
    // The last packet of a film without a written length may claim anything; its own start counts.
    end = Math.max(end, timestamp + duration);
    if (end * 1000 > CLIP.mostMs) throw new Refused('at most 60 seconds');
    if (first.count >= CLIP.mostPackets) throw new Refused('too many packets');
    // Without what hangs on it: transparency is a second picture.
    await first.way.add(
      packet.clone({ timestamp: Math.max(0, timestamp), duration, sideData: {} }),
      first.count === 0,
    );
    first.count++;
    first.next = await first.way.packets.next();
  }
  if (standing[0]?.count === 0) throw new Refused('no pictures');
  return Math.max(1, Math.round(end * 1000));
}

/** Should nobody be left to end it: a reader that never comes back would go on for ever. */
const LIFE_MS = 60_000;
new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${LIFE_MS})`, { eval: true }).unref();

const parts: Buffer[] = [];
for await (const part of process.stdin) parts.push(part as Buffer);
const given = Buffer.concat(parts);
parts.length = 0;
let answer: ClipAnswer;
try {
  answer = await rewrite(given);
} catch (error) {
  // The reader speaks of offsets and boxes: nothing that whoever sent a broken file could use.
  answer = { refusal: error instanceof Refused ? error.message : 'cannot be read' };
}
// A line of JSON, and the bytes of the clip behind it.
const { bytes, ...said } = 'bytes' in answer ? answer : { ...answer, bytes: undefined };
process.stdout.write(`${JSON.stringify(said)}\n`);
process.stdout.end(bytes ?? '', () => process.exit());
