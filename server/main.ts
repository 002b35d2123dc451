import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { getRequestListener } from '@hono/node-server';
import { buildApp } from './app.ts';
import { groundJobs } from './base/jobs/ground.ts';
import { openServices } from './open.ts';
import type { Settings } from './settings.ts';

export interface Running {
  /** Where it listens; differs from the settings when they asked for port 0. */
  port: number;
  /** Finishes what began, at most for `STOP_MS`, and closes everything. */
  stop(): Promise<void>;
}

/** Thrown at the start: names the variable that asks for what cannot be had. */
export class CannotListen extends Error {}

/** Where `npm run build` puts the loader and the chunks. */
const WIDGETS = fileURLToPath(new URL('../dist', import.meta.url));
/** A request must have come whole after this time: photos over a slow phone, not a connection held open for nothing. */
const HEADERS_MS = 20_000;
const REQUEST_MS = 120_000;
/** Connections that the system holds for us until they are let in; it may allow fewer. */
const BACKLOG = 4096;
/**
 * What lives is looked through again when it has grown by so much: the most that Node allows itself. Its own measure is a
 * tenth where, as here, little of what is made lives for long; then an eighth of all work is to look through what has not
 * changed. Node stays below the memory that the machine has in any case.
 */
const HEAP_GROWS_PERCENT = 300;
/** Work in flight gets this long when the process is asked to end. */
const STOP_MS = 10_000;

/** Opens everything and listens. */
export async function startService(settings: Settings): Promise<Running> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWS_PERCENT}`);
  const opened = await openServices(settings);
  const { services } = opened;
  const closing = new AbortController();
  const app = buildApp(services, { outside: opened.outside, closing: closing.signal, widgets: WIDGETS });
  groundJobs(services);
  app.start();
  services.hub.start();
  services.jobs.start();
  const rest = getRequestListener(app.routes.fetch);
  // A read brings no body: nothing waits for its end.
  const server = createServer({ optimizeEmptyRequests: true }, (request, response) => {
    if (app.door.answer(request, response)) return;
    // Whoever looks after the service must reach it at all times; a preflight that fails says nothing to the page.
    if (request.method !== 'OPTIONS' && request.url?.startsWith('/v1/') && app.load.isTooMuch())
      app.door.turnAway(request, response);
    else if (!app.door.answerAnew(request, response, () => rest(request, response)))
      void rest(request, response);
  });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.on('connection', app.load.connected);
  services.database.letIn(app.load.isComing);
  server.listen({ port: settings.port, host: settings.host, backlog: BACKLOG });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
    });
  } catch (error) {
    await app.stop();
    await opened.close();
    throw cannotListen(settings, error as NodeJS.ErrnoException);
  }
  const port = (server.address() as AddressInfo).port;
  services.log.info({ port, database: services.database.kind }, 'listening');

  let stopping: Promise<void> | undefined;
  async function stop() {
    services.log.info('stopping');
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Streams say goodbye.
    closing.abort();
    // A connection that has had its last answer would keep the server open, and go on being used.
    const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
    const late = setTimeout(
      () => 'closeAllConnections' in server && server.closeAllConnections(),
      STOP_MS - 1000,
    );
    late.unref();
    await closed;
    clearTimeout(late);
    clearInterval(idle);
    await app.stop();
    await opened.close();
  }
  return {
    port,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function cannotListen({ host, port }: Settings, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new CannotListen(`PORT=${port} is already in use.`);
    case 'EACCES':
      return new CannotListen(`PORT=${port} may not be used by this account.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new CannotListen(`HOST=${host} is no address of this computer (${error.code}).`);
    default:
      return error;
  }
}

/** Ends the process well when it is asked to. */
export function stopOnSignals(running: Running): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      // Whatever hangs by then is not worth keeping whoever restarts the service waiting.
      setTimeout(() => process.exit(1), STOP_MS).unref();
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}
