import { Worker } from 'node:worker_threads';
import { Problem } from '../../base/http/problem.ts';
import type { ClipAnswer } from './clip-worker.ts';
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
const inTurn = openTurns(2, 20);

/**
 * Reads a clip and writes it anew in a thread of its own, two at a time in this process.
 *
 * @param read brings the bytes, once it is their turn: so few uploads are held in memory
 * @throws Problem clip-refused for what is no clip, or too much of one
 */
export function rewriteClip(read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<Clip> {
  return inTurn(async () => {
    const answer = await inThread(await read());
    if ('refusal' in answer) throw new Problem('clip-refused', { detail: answer.refusal });
    const { bytes, ...rest } = answer;
    return { bytes: new Uint8Array(bytes), ...rest };
  });
}

function inThread(bytes: Uint8Array<ArrayBuffer>): Promise<ClipAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./clip-worker.ts', import.meta.url), {
      // Neither the settings nor what the process was started with is its business.
      env: {},
      execArgv: [],
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    const end = (answer: ClipAnswer) => {
      clearTimeout(deadline);
      resolve(answer);
      void worker.terminate();
    };
    const deadline = setTimeout(() => end({ refusal: 'takes too long to read' }), DEADLINE_MS);
    worker.once('message', end);
    // Out of memory, or a fault of the reader: one answer for whoever sent it.
    worker.once('error', () => end({ refusal: 'cannot be read' }));
    worker.once('exit', () => end({ refusal: 'cannot be read' }));
    worker.postMessage(bytes.buffer, [bytes.buffer]);
  });
}
