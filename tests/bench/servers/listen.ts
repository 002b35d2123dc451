import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reportTo } from '../support/child.ts';
import { HOST } from '../support/client.ts';

/** Listens on a port of the system's choice and tells whoever started this process. */
export async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  reportTo((server.address() as AddressInfo).port);
}
