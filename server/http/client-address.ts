import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

type IsAmong = (address: string) => boolean;

/** Addresses and ranges of them, as `Access.proxies` names them. */
export function rangesOf(ranges: readonly string[]): IsAmong {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = familyOf(address);
    list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return (address) => isIP(address) > 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
const isLocal = rangesOf(['127.0.0.0/8', '::1']);

/** As sockets tell it, or a proxy writes it: `::ffff:10.0.0.1`, `fe80::1%eth0`, `10.0.0.1:443`, `[::1]:443`. */
function addressIn(text: string): string | null {
  const told = text.trim();
  const host = /^\[(.+)\](?::\d+)?$/.exec(told)?.[1] ?? /^([\d.]+):\d+$/.exec(told)?.[1] ?? told;
  const address = host.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) > 0 ? address.toLowerCase() : null;
}

/** The bits of an IPv6 address in groups of sixteen, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [head = [], tail] = address
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, '0:0')
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  const rest = tail ?? [];
  const between = tail === undefined ? 0 : 8 - head.length - rest.length;
  const all = [...head, ...Array.from({ length: between }, () => '0'), ...rest];
  return all.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase());
}

/** Where an address stands: of IPv6 the network, for whoever has one has all 2^64 addresses in it. */
export function networkOf(address: string): string {
  return isIP(address) === 6 ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/**
 * Who sent a request that a peer hands on. Every proxy writes whom it heard it from at the end of X-Forwarded-For, and
 * what stands before that anybody may have written: from the end on the header is read for as long as it was a believed
 * proxy that wrote it.
 */
export function clientOf(peer: string, forwarded: string, isProxy: IsAmong): string {
  let client = addressIn(peer) ?? peer;
  for (const entry of forwarded.split(',').toReversed()) {
    const before = isProxy(client) ? addressIn(entry) : null;
    if (before === null) break;
    client = before;
  }
  return client;
}

/**
 * Tells from which address a request comes: that of its connection, unless that is one of these proxies'. Null for
 * what comes from this machine and from nobody behind such a proxy: another proxy may run on it, and then it is
 * anybody. By what a header says nothing ever counts as from here.
 */
export function createClientAddress(proxies: readonly string[]): (c: Context) => string | null {
  const isProxy = rangesOf(proxies);
  return (c) => {
    const told = peerOf(c);
    const peer = addressIn(told) ?? told;
    const client = clientOf(peer, c.req.header('x-forwarded-for') ?? '', isProxy);
    return client === peer && isLocal(peer) ? null : client;
  };
}

function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return '';
  }
}
