/**
 * A fault that a caller can act on. `code` is stable and becomes an HTTP status in `http/faults.ts`
 * and Chinese or English words in `web/words`; `message` is English, for the log and the terminal.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** @param kind what it is called, in the singular: "watch", "read token" */
export function notFound(kind: string, id: number | string | null): AppError {
  return new AppError('not_found', `there is no ${kind} ${id}`);
}

export const ERROR_CODES = [
  'bad_request',
  'bad_rule',
  'bad_params',
  'bad_template',
  'bad_page',
  'bad_row',
  'bad_file',
  'bad_config',
  'unauthorised',
  'forbidden_origin',
  'forbidden_token',
  'forbidden_role',
  'password_due',
  'last_admin',
  'name_taken',
  'not_found',
  'conflict',
  'overtaken',
  'rose_since',
  'newer_open',
  'alert_merged',
  'key_reused',
  'too_large',
  'unsupported_type',
  'too_many',
  'unknown_source',
  'not_acknowledged',
  'statement_not_ready',
  'own_statement',
  'unknown_channel_kind',
  'wall',
  'fetch_failed',
  'busy',
  'no_database',
  'transaction_hung',
  'disk_full',
  'audit_failed',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
