import { AppError } from '../../core/errors.ts';

/** What the system says of a far side that is not there. */
const SILENT = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE'.split(
    ' ',
  ),
);
/**
 * What PostgreSQL says when it ends, starts or has no room:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY = /^(08...|57P0[123]|53300)$/;
/** What the driver says without any code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** Whether a fault says that the database's server cannot be reached at the moment. */
export function isUnreachable(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = codeOf(fault);
  return SILENT.has(code) || AWAY.test(code) || LOST.test(fault.message);
}

/** The fault of a database out of reach in words for people; any other fault as it is. Never a password. */
export function asReachable(fault: unknown): unknown {
  return isUnreachable(fault) && fault instanceof Error
    ? new AppError('no_database', `the database cannot be reached: ${reasonOf(fault)}`)
    : fault;
}

function codeOf(fault: Error): string {
  return 'code' in fault ? String(fault.code) : '';
}

/** Where several addresses were tried, the error of all of them says nothing itself. */
export function reasonOf(fault: Error): string {
  if (fault instanceof AggregateError && fault.message === '') {
    return fault.errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
  }
  return fault.message;
}
