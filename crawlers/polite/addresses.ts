import type { LookupAddress, LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';

/** Node's own shape of a resolver, as `net.connect` takes it. */
export type Lookup = (
  host: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) => void;

export const PRIVATE_ADDRESS = 'PRIVATE_ADDRESS';

/**
 * True for an address on the public internet. False for loopback, private, link-local, multicast,
 * carrier-grade NAT, reserved and unspecified ones, in IPv4 or IPv6, also where an IPv6 address only
 * wraps an IPv4 one (mapped, NAT64, 6to4, ISATAP); false for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  const text = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(text)) return false;
  const parsed = ipaddr.parse(text);
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast';
  const bytes = parsed.toByteArray();
  const range = parsed.range();
  if (range === 'ipv4Mapped' || range === 'rfc6052') return isPublicV4(bytes.slice(12));
  if (range === '6to4') return isPublicV4(bytes.slice(2, 6));
  // ISATAP puts the IPv4 host behind 0000:5efe or 0200:5efe.
  if ((bytes[8] ?? 0) % 2 === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe)
    return range === 'unicast' && isPublicV4(bytes.slice(12));
  // ::a.b.c.d, long deprecated, is still routed to the IPv4 host by some stacks.
  if (bytes.slice(0, 12).every((byte) => byte === 0)) return false;
  return range === 'unicast';
}

function isPublicV4(bytes: number[]): boolean {
  return ipaddr.fromByteArray(bytes).range() === 'unicast';
}

/** True when the host of a URL is an address rather than a name. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host.replace(/^\[|\]$/g, ''));
}

/**
 * A resolver that refuses a name when any of its addresses is not public. It runs at connect time, so
 * what it checked is what gets connected: a name that changes its address in between gains nothing.
 */
export function guardedLookup(lookup: Lookup): Lookup {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const addresses =
        typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      const first = addresses[0];
      if (refused !== undefined || first === undefined) {
        const fault: NodeJS.ErrnoException = new Error(
          `${host} resolves to ${refused?.address ?? 'nothing'}`,
        );
        fault.code = refused === undefined ? 'ENOTFOUND' : PRIVATE_ADDRESS;
        return callback(fault, []);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
