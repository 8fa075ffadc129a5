import type { FetchResult } from '../../server/core/feed/source.ts';
import { PRIVATE_ADDRESS } from './addresses.ts';

type Reason = Extract<FetchResult, { kind: 'failed' }>['reason'];

const REASONS: Readonly<Record<string, Reason>> = {
  [PRIVATE_ADDRESS]: 'private-address',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EPROTO: 'tls',
};

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_)/;

/** The name of what went wrong below HTTP. A broken connection is the rest: `reset`. */
export function reasonOf(error: unknown): Reason {
  const code = codeOf(error);
  return TLS.test(code) ? 'tls' : (REASONS[code] ?? 'reset');
}

/** Several addresses tried give one error that holds the others; undici keeps the cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== 'UND_ERR_SOCKET') return error.code;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined || inner === error ? '' : codeOf(inner);
}
