import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** Everything that leaves the service goes through here. */
export interface Outside {
  /**
   * Reads a JSON document: https, the looked-up address pinned, private and metadata ranges refused, no redirects,
   * limits on time and bytes.
   */
  getJson(url: string): Promise<unknown>;
}

const TIMEOUT_MS = 5000;
const MAX_BYTES = 512 * 1024;

// Two lists: in one, Node would take the range of mapped addresses for all of IPv4.
const inside4 = new BlockList();
const inside6 = new BlockList();
for (const [range, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside4.addSubnet(range, bits, 'ipv4');
for (const [range, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside6.addSubnet(range, bits, 'ipv6');

/** True for addresses that are not on the public internet. */
export function isInside(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return inside4.check(address, 'ipv4');
  return version === 0 || inside6.check(address, 'ipv6');
}

/** @param allowed `host:port` that may be reached although private or plain http: for demos and tests */
export function openOutside(allowed: readonly string[] = []): Outside {
  return {
    async getJson(address) {
      const url = new URL(address);
      // `host` leaves out a port that is the protocol's own.
      const trusted = allowed.includes(
        `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`,
      );
      if (url.protocol !== 'https:' && !trusted) throw new Error('only https addresses are read');
      if (url.username || url.password) throw new Error('no credentials in addresses');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
      // Every address must be public: a name with one private address is a trap.
      if (!trusted && found.some((one) => isInside(one.address)))
        throw new Error('the address is not on the public internet');
      const pinned = found[0];
      if (!pinned) throw new Error('the host has no address');
      return JSON.parse(await read(url, pinned));
    },
  };
}

function read(url: URL, pinned: { address: string; family: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        headers: { accept: 'application/json', 'user-agent': 'dangol' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        lookup: (_host, options, callback) =>
          options.all
            ? callback(null, [{ address: pinned.address, family: pinned.family }])
            : callback(null, pinned.address, pinned.family),
      },
      (response) => {
        if (response.statusCode !== 200) {
          response.destroy();
          reject(new Error(`answered ${response.statusCode}`));
          return;
        }
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > MAX_BYTES) response.destroy(new Error('the answer is too long'));
          else parts.push(part);
        });
        response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end();
  });
}
