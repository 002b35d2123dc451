// A gateway between one person's browser and the service that keeps every byte which that browser is given.
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { listen, shut } from '../support/host.ts';

export interface Exchange {
  method: string;
  path: string;
  status: number;
  headers: IncomingHttpHeaders;
  /** As it came, also of streams that are still open. */
  body: string;
  isOpen: boolean;
}

/** @param target the port of the service */
export async function openRecorder(target: number) {
  const all: Exchange[] = [];
  const server = createServer((asked, answer) => {
    const { method = '', url: path = '/' } = asked;
    const headers = { ...asked.headers };
    // Packed, nobody could look for a word in it.
    delete headers['accept-encoding'];
    const onward = request({ host: '127.0.0.1', port: target, path, method, headers }, (given) => {
      const kept: Exchange = {
        method,
        path,
        status: given.statusCode ?? 0,
        headers: given.headers,
        body: '',
        isOpen: true,
      };
      all.push(kept);
      answer.writeHead(kept.status, given.headers);
      const decoder = new TextDecoder();
      given.on('data', (part: Buffer) => {
        kept.body += decoder.decode(part, { stream: true });
      });
      given.on('close', () => {
        kept.isOpen = false;
      });
      given.pipe(answer);
    });
    onward.on('error', () => asked.socket.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  const port = await listen(server);
  return {
    base: `http://localhost:${port}`,
    /** What came of the service's data, without its code. */
    data: () => all.filter(({ path }) => path.startsWith('/v1/') || path.startsWith('/m/')),
    /** From here on anew; streams that are open go on. */
    forget() {
      const open = all.filter((one) => one.isOpen);
      for (const one of open) one.body = '';
      all.splice(0, all.length, ...open);
    },
    stop: () => shut(server),
  };
}

export type Recorder = Awaited<ReturnType<typeof openRecorder>>;
