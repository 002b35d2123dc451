/**
 * Pages that hold a stream open, thousands in one process. Not a server: what it is asked comes from whoever started it.
 *
 *     { port, path, body, streams }    opens them; answers { ready } with how many were told that they are ready
 *     'await'                          answers { at } when each has heard of one more change
 */
import { connect } from 'node:net';
import { HOST } from '../support/client.ts';

interface Held {
  port: number;
  path: string;
  body: string;
  streams: number;
}

/** Connections that are being opened at one moment. */
const AT_ONCE = 100;

let opened = 0;
let ready = 0;
let heard = 0;
let broken = 0;
let next = () => {};

const held = await new Promise<Held>((resolve) =>
  process.once('message', (message) => resolve(message as Held)),
);
process.once('disconnect', () => process.exit(0));
const request =
  `POST ${held.path} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${Buffer.byteLength(held.body)}\r\n\r\n${held.body}`;

function open(): void {
  if (opened >= held.streams) return;
  opened++;
  const socket = connect({ host: HOST, port: held.port });
  let isReady = false;
  socket.setEncoding('latin1').on('data', (text: string) => {
    // Events are small: each comes in one part.
    if (!isReady && text.includes('event: ready')) {
      isReady = true;
      ready++;
      open();
    }
    if (text.includes('event: change')) heard++;
    next();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    broken++;
    if (!isReady) open();
    next();
  });
  socket.write(request);
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    next = () => {
      if (condition()) resolve();
    };
    next();
  });
}

for (let first = 0; first < AT_ONCE; first++) open();
await until(() => ready + broken >= held.streams);
process.send?.({ ready });
process.on('message', async (message) => {
  if (message !== 'await') return;
  const before = heard;
  await until(() => heard - before >= ready);
  process.send?.({ at: Date.now() });
});
