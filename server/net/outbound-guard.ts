import { lookup as lookUp } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { isPublicAddress, type Lookup } from '../../crawlers/polite/addresses.ts';
import { AppError } from '../core/errors.ts';

/** Where clouds tell a machine its own keys, beside the link-local addresses: Alibaba, Oracle, Azure, Amazon. */
const METADATA = new Set(['100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254']);

/** Addresses that no service of one's own has. */
function isForbidden(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.process(bare);
  if (parsed.range() === 'linkLocal' || METADATA.has(parsed.toString())) return true;
  // The last 32 bits of NAT64 are an IPv4 address.
  if (parsed.range() !== 'rfc6052') return false;
  return isForbidden(ipaddr.fromByteArray(parsed.toByteArray().slice(12)).toString());
}

function demandAllowed(host: string, addresses: readonly string[]): void {
  if (addresses.some(isForbidden))
    throw new AppError('bad_params', `${host} is a link-local or metadata address: no message is sent there`);
}

/** Notes where a request goes, and refuses what no message may be sent to. */
export interface OutboundGuard {
  /** For `net.connect`: what it looked at is what gets connected to. */
  readonly lookup: Lookup;
  /** Looks the host of a URL up beforehand: where a proxy connects, and for addresses, which nobody looks up. */
  look(url: string): Promise<void>;
  /** Whether any address was a private one. */
  isNear(): boolean;
}

export function openOutboundGuard(resolve: Lookup = lookUp as Lookup): OutboundGuard {
  let near = false;
  const note = (host: string, addresses: readonly string[]): void => {
    demandAllowed(host, addresses);
    near ||= !addresses.every(isPublicAddress);
  };
  const lookup: Lookup = (host, options, callback) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null || typeof found === 'string') return callback(error, found);
      const [first] = found;
      try {
        note(
          host,
          found.map(({ address }) => address),
        );
      } catch (fault) {
        return callback(fault as NodeJS.ErrnoException, []);
      }
      if (options.all === true || first === undefined) return callback(null, found);
      return callback(null, first.address, first.family);
    });
  return {
    lookup,
    isNear: () => near,
    async look(url) {
      const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
      if (ipaddr.isValid(host)) return note(host, [host]);
      await new Promise<void>((done, fail) =>
        // Behind a proxy names need not be known here.
        lookup(host, { all: true }, (error) => (error instanceof AppError ? fail(error) : done())),
      );
    },
  };
}
