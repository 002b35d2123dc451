// For a control: a server that takes two milliseconds for each request, however busy the machine, and refuses nobody.
import { createServer } from 'node:http';

const clock = new Int32Array(new SharedArrayBuffer(4));
const server = createServer((_, response) => {
  Atomics.wait(clock, 0, 0, 2);
  response.end('{}');
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as { port: number }).port }));
});
