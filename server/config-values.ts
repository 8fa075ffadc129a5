import { isIP } from 'node:net';

export type Env = Readonly<Record<string, string | undefined>>;
/** Notes one fault and goes on: whoever sets things up sees all of them at once. */
export type Fault = (variable: string, problem: string, fix: string) => void;

/** A name or address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** A whole number from 0 to `high`; `initial` where it is not set. */
export function readWhole(env: Env, name: string, initial: number, high: number, fault: Fault): number {
  const raw = env[name]?.trim();
  if (!raw) return initial;
  if (/^\d{1,9}$/.test(raw) && Number(raw) <= high) return Number(raw);
  fault(
    name,
    `"${raw}" is not a whole number from 0 to ${high}`,
    `set it like ${name}=${initial}, or unset it`,
  );
  return initial;
}

/** An http(s) address without its last slash; null where it is not set. */
export function readUrl(env: Env, name: string, fault: Fault): string | null {
  const raw = env[name]?.trim();
  if (!raw) return null;
  if (URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol)) return raw.replace(/\/+$/, '');
  fault(name, `"${raw}" is not an http:// or https:// address`, `set it like ${name}=https://example.com`);
  return null;
}

/**
 * The address of a PostgreSQL database; null where it is not set. Faults are reported without quoting it: it holds a
 * password.
 */
export function readDatabaseUrl(env: Env, fault: Fault): string | null {
  const raw = env.DATABASE_URL?.trim();
  if (!raw) return null;
  const fix =
    'set it like postgres://user:password@host:5432/database, or unset it to store in TINGCHAO_DATA';
  if (!/^postgres(ql)?:\/\//.test(raw)) fault('DATABASE_URL', 'does not begin with postgres://', fix);
  else if (!isDatabaseUrl(raw)) {
    const encoded = 'is no address; signs such as @ : / # % in the password are written %40 %3A %2F %23 %25';
    fault('DATABASE_URL', encoded, fix);
  } else if (new URL(raw).pathname.length < 2) fault('DATABASE_URL', 'names no database', fix);
  else return unnamed(raw);
  return raw;
}

/** By the name of a connection a move sees who still works: an address must not give it another. */
function unnamed(raw: string): string {
  const address = new URL(raw);
  if (!address.searchParams.has('application_name')) return raw;
  address.searchParams.delete('application_name');
  return address.href;
}

function isDatabaseUrl(raw: string): boolean {
  if (!URL.canParse(raw)) return false;
  const { username, password, pathname } = new URL(raw);
  try {
    decodeURIComponent(`${username}${password}${pathname}`);
    return true;
  } catch {
    return false;
  }
}

/** A host name or address, with or without a port. */
const PLACE = /^(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(:\d{1,5})?$/i;

function listIn(env: Env, name: string): readonly string[] {
  const parts = (env[name] ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** Host names, comma separated. */
export function readPlaces(env: Env, name: string, fault: Fault): readonly string[] {
  const places = listIn(env, name);
  for (const place of places.filter((each) => !PLACE.test(each))) {
    fault(name, `"${place}" is no host name`, `write it like ${name}=intranet.example,10.1.2.3:8080`);
  }
  return places;
}

/** Addresses, and ranges of them such as 10.0.0.0/8, comma separated. */
export function readRanges(env: Env, name: string, fault: Fault): readonly string[] {
  const ranges = listIn(env, name);
  const fix = `write it like ${name}=127.0.0.1,172.16.0.0/12,fd00::/8`;
  for (const range of ranges) {
    const problem = faultOfRange(range);
    if (problem !== null) fault(name, `"${range}" ${problem}`, fix);
  }
  return ranges;
}

function faultOfRange(range: string): string | null {
  const [address = '', bits, ...more] = range.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return 'is no address and no range of them';
  if (/^::ffff:[\d.]+$/i.test(address)) return 'is an IPv4 address written as IPv6';
  if (bits === undefined) return null;
  const most = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most)
    return `is no range: after the slash stands 1 to ${most}`;
  return Number(bits) === 0 ? 'is every address there is: anybody would be believed' : null;
}

/**
 * The proxy settings that every network program shares, in small letters or capitals; small ones count
 * first, as elsewhere. A page's own proxy lacking, that of http stands in. null where none is set.
 */
export function readProxy(env: Env, fault: Fault) {
  const value = (name: string) => (env[name.toLowerCase()] ?? env[name])?.trim() ?? '';
  const read = (name: string) => readUrl({ [name]: value(name) }, name, fault);
  const http = read('HTTP_PROXY');
  const https = read('HTTPS_PROXY');
  return http === null && https === null ? null : { http, https, none: value('NO_PROXY') };
}
