import { BlockList, isIP, isIPv6 } from 'node:net';

/** Which peers may say whom they speak for. */
export interface TrustedProxies {
  has(address: string): boolean;
}

/** @param list addresses and CIDR ranges, comma separated; wrong ones throw and name themselves */
export function parseTrustedProxies(list: string): TrustedProxies {
  const block = new BlockList();
  for (const entry of list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    // Written out in full: `10.0.0.0/` read as /0 would trust the whole internet.
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const version = isIP(address);
    const max = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? max : Number(bits);
    if (!version || prefix > max) throw new Error(`${entry} is no address or range`);
    block.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  }
  return { has: (address) => block.check(plain(address), isIPv6(plain(address)) ? 'ipv6' : 'ipv4') };
}

/**
 * The address a request comes from. X-Forwarded-For is read from its end, and only as far as the peers that wrote it
 * are trusted: whatever a client puts in front of it gains nothing.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): string {
  let address = plain(peer);
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
  while (isIP(address) && trusted.has(address) && hops.length > 0) {
    const next = hops.pop() ?? '';
    if (!isIP(next)) break;
    address = next;
  }
  return address;
}

/** What is counted together: an IPv4 address, or the /64 that one IPv6 customer has. */
export function addressBucket(address: string): string {
  if (!isIPv6(plain(address))) return plain(address);
  const [head = '', tail = ''] = plain(address).split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const middle = address.includes('::') ? Array(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((part) => Number.parseInt(part || '0', 16).toString(16))
    .join(':');
}

/** ::ffff:1.2.3.4 and ::ffff:102:304 are 1.2.3.4; the zone of a link-local address is no part of it. */
function plain(address: string): string {
  const bare = address.split('%')[0] ?? '';
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare) ?? [];
  if (!high || !low) return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  const bits = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}
