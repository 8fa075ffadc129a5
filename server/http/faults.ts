import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { isBusy } from '../db/engine/busy.ts';
import { isFull } from '../db/engine/full.ts';
import { isUnreachable } from '../db/engine/unreachable.ts';
import type { HttpLog } from './deps.ts';

/** Each fault's HTTP status, once. */
const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  bad_request: 400,
  bad_rule: 400,
  bad_params: 400,
  bad_template: 400,
  bad_page: 422,
  bad_row: 422,
  bad_file: 422,
  bad_config: 500,
  unauthorised: 401,
  forbidden_origin: 403,
  forbidden_token: 403,
  forbidden_role: 403,
  password_due: 403,
  last_admin: 409,
  name_taken: 409,
  not_found: 404,
  conflict: 409,
  overtaken: 409,
  rose_since: 409,
  newer_open: 409,
  alert_merged: 409,
  key_reused: 422,
  too_large: 413,
  unsupported_type: 415,
  too_many: 429,
  unknown_source: 400,
  not_acknowledged: 403,
  statement_not_ready: 422,
  own_statement: 403,
  unknown_channel_kind: 400,
  wall: 502,
  fetch_failed: 502,
  busy: 503,
  no_database: 503,
  transaction_hung: 503,
  disk_full: 507,
  audit_failed: 500,
  internal: 500,
};

/** The status that a fault travels under. */
export const statusOf = (code: ErrorCode): ContentfulStatusCode => STATUS[code];

export interface FaultBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden_origin';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  return status < 500 ? 'bad_request' : 'internal';
}

/** An unexpected fault, as far as it can be explained to somebody who can do something about it. */
const UNFORESEEN = {
  no_database: 'the database cannot be reached',
  busy: 'others were writing for too long; try again in a moment',
  disk_full: 'there is no room left on the disk of the database',
  internal: 'something broke here',
} as const satisfies Partial<Record<ErrorCode, string>>;

function unforeseen(error: Error): keyof typeof UNFORESEEN {
  if (isUnreachable(error)) return 'no_database';
  if (isFull(error)) return 'disk_full';
  return isBusy(error) ? 'busy' : 'internal';
}

/** Answers a thrown fault. Unexpected faults are logged in full and answered without details. */
export function answerFault(error: Error, c: Context, log: HttpLog): Response {
  if (error instanceof AppError) {
    if (error.cause !== undefined) log.error({ err: error, path: c.req.path }, 'a request was refused');
    const body: FaultBody = { error: { code: error.code, message: error.message, details: error.details } };
    const { retryAfterSeconds } = error.details;
    if (typeof retryAfterSeconds === 'number') c.header('Retry-After', String(retryAfterSeconds));
    return c.json(body, STATUS[error.code]);
  }
  if (error instanceof HTTPException) {
    const body: FaultBody = { error: { code: codeOf(error.status), message: error.message, details: {} } };
    return c.json(body, error.status as ContentfulStatusCode);
  }
  const requestId: unknown = c.get('requestId');
  log.error({ err: error, requestId, method: c.req.method, path: c.req.path }, 'a request failed');
  const code = unforeseen(error);
  const message = `${UNFORESEEN[code]}; the log has it under ${requestId}`;
  return c.json({ error: { code, message, details: {} } } satisfies FaultBody, STATUS[code]);
}
