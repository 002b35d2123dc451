/** The least that an HTTP server of Node can do: bytes that are ready, looked up by the path. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen } from './listen.ts';

const [bodies] = (await once(process, 'message')) as [Map<string, Uint8Array>];
const server = createServer((request, response) => {
  const body = bodies.get(request.url ?? '');
  if (!body) {
    response.writeHead(404, { 'Content-Length': 0 }).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
});
await listen(server);
