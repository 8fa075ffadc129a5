import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/** PostgreSQL's own number of its oldest version that will do. */
const OLDEST = 150_000;

/** What the system says of a far side that is not there. */
const SILENT = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE'.split(
    ' ',
  ),
);
/** What PostgreSQL says when it ends, starts or has no room: https://www.postgresql.org/docs/current/errcodes-appendix.html */
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

/**
 * Asks the server of a PostgreSQL database for its version. Nothing to ask on SQLite.
 * @throws AppError('no_database') when it cannot be reached; AppError('bad_config') when it is too old or turns us away
 */
export async function demandServer(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  const asked = sql<{ number: string; name: string }>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name`;
  const { rows } = await asked.execute(db).catch((fault: unknown) => {
    if (isUnreachable(fault)) throw asReachable(fault);
    const reason = fault instanceof Error ? reasonOf(fault) : String(fault);
    throw new AppError('bad_config', `DATABASE_URL: the server turns us away: ${reason}`);
  });
  const version = rows[0];
  if (version && Number(version.number) >= OLDEST) return;
  throw new AppError(
    'bad_config',
    `DATABASE_URL: the server is PostgreSQL ${version?.name}, too old: install 15 or newer`,
  );
}

function codeOf(fault: Error): string {
  return 'code' in fault ? String(fault.code) : '';
}

/** Where several addresses were tried, the error of all of them says nothing itself. */
function reasonOf(fault: Error): string {
  if (fault instanceof AggregateError && fault.message === '') {
    return fault.errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
  }
  return fault.message;
}
