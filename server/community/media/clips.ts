import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../base/http/problem.ts';
import type { ClipAnswer } from './clip-process.ts';
import { boxRefusal, containerOf, segmentRefusal } from './motion-rules.ts';
import { openTurns } from './turns.ts';

/** A clip as it is kept: nothing in it but its pictures and its sound. */
export interface Clip {
  bytes: Uint8Array;
  type: 'mp4' | 'webm';
  durationMs: number;
  sound: boolean;
}

/** Copying a minute takes well below a second; more is a file that was made to take long. */
const DEADLINE_MS = 15_000;
const HEAP_MB = 256;
const SPARE_BYTES = 2 * 1024 * 1024;
const READER = fileURLToPath(new URL('./clip-process.ts', import.meta.url));
const inTurn = openTurns(2, 20);

/**
 * Reads a clip and writes it anew in a process of its own, two at a time.
 *
 * @param read brings the bytes, once it is their turn: so few uploads are held in memory
 * @throws Problem clip-refused for what is no clip, or too much of one
 */
export function rewriteClip(read: () => Promise<Uint8Array>, deadlineMs = DEADLINE_MS): Promise<Clip> {
  return inTurn(async () => {
    const given = await read();
    // A process costs more than these looks, and some files make a reader count to what they claim.
    const refusal = refusalBefore(given);
    if (refusal) throw new Problem('clip-refused', { detail: refusal });
    const answer = await inProcess(given, deadlineMs);
    if ('refusal' in answer) throw new Problem('clip-refused', { detail: answer.refusal });
    return answer;
  });
}

function refusalBefore(bytes: Uint8Array): string | undefined {
  const type = containerOf(bytes);
  if (!type) return 'send mp4 or webm';
  return type === 'mp4' ? boxRefusal(bytes) : segmentRefusal(bytes);
}

function inProcess(bytes: Uint8Array, deadlineMs: number): Promise<ClipAnswer> {
  return new Promise((resolve, reject) => {
    // Neither the settings nor what the service was started with is its business.
    const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, READER], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const out: Buffer[] = [];
    let [size, isLate] = [0, false];
    const deadline = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, deadlineMs);
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      // What is written anew is hardly larger than it was.
      if (size > bytes.length + SPARE_BYTES) child.kill('SIGKILL');
      else out.push(part);
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(deadline);
      // Out of memory, or a fault of the reader: one answer for whoever sent it.
      if (isLate) resolve({ refusal: 'takes too long to read' });
      else if (code !== 0) resolve({ refusal: 'cannot be read' });
      else resolve(answerOf(Buffer.concat(out)));
    });
    child.stdin.end(bytes);
  });
}

function answerOf(out: Buffer<ArrayBuffer>): ClipAnswer {
  const end = out.indexOf('\n');
  const said = JSON.parse(out.toString('utf8', 0, end)) as ClipAnswer;
  return 'refusal' in said ? said : { ...said, bytes: out.subarray(end + 1) };
}
