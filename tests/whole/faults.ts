// A gateway between the pages and the service that can be told to fail, in each of the ways that gateways do.
import { createServer, request } from 'node:http';
import { listen, shut } from '../support/host.ts';

/**
 * - `cut`: the connection is cut.
 * - `hang`: it is taken and nothing ever comes.
 * - `gateway`: a gateway's own page, which no other site may read.
 * - `garbage`: JSON that ends in the middle.
 * - `other`: JSON of somebody else's making.
 * - `html`: a page where JSON should be, with a status that says all is well.
 * - `busy`: a problem as the service itself tells it.
 * - `slow`: all is well, two seconds late.
 */
export type Fault = 'cut' | 'hang' | 'gateway' | 'garbage' | 'other' | 'html' | 'busy' | 'slow';

const SLOW_MS = 2000;
const open = { 'access-control-allow-origin': '*' };

/** @param target the port of the service */
export async function openGateway(target: number) {
  let fault: Fault | undefined;
  let isMeant: (path: string) => boolean = () => true;
  const server = createServer(async (asked, answer) => {
    const path = asked.url ?? '/';
    const now = isMeant(path) ? fault : undefined;
    const say = (status: number, type: string, body: string, headers: Record<string, string> = open) => {
      answer.writeHead(status, { 'content-type': type, ...headers });
      answer.end(body);
    };
    switch (now) {
      case 'cut':
        asked.socket.destroy();
        return;
      case 'hang':
        return;
      case 'gateway':
        return say(502, 'text/html', '<h1>Bad gateway</h1>', {});
      case 'garbage':
        return say(200, 'application/json', '{"mall":{"mall":"sh');
      case 'other':
        return say(200, 'application/json', '{"status":"maintenance","items":null}');
      case 'html':
        return say(200, 'text/html', '<h1>We are moving house</h1>');
      case 'busy':
        return say(
          503,
          'application/problem+json',
          '{"type":"about:blank","title":"잠시 바빠요.","status":503,"code":"busy"}',
        );
      case 'slow':
        await new Promise((done) => setTimeout(done, SLOW_MS));
    }
    const onward = request(
      { host: '127.0.0.1', port: target, path, method: asked.method, headers: asked.headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    onward.on('error', () => asked.socket.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  const port = await listen(server);
  return {
    base: `http://localhost:${port}`,
    /** From now on what is meant fails. */
    fail(with_: Fault, meant: (path: string) => boolean = () => true) {
      fault = with_;
      isMeant = meant;
    },
    heal() {
      fault = undefined;
    },
    stop: () => shut(server),
  };
}

export type Gateway = Awaited<ReturnType<typeof openGateway>>;
