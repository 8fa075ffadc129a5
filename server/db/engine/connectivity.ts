import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';
import { asReachable, isUnreachable, reasonOf } from './unreachable.ts';

/** PostgreSQL's own number of its oldest version that will do. */
const MIN_POSTGRES_VERSION = 150_000;

/**
 * Asks the server of a PostgreSQL database for its version. Nothing to ask on SQLite.
 * @throws AppError('no_database') when it cannot be reached; AppError('bad_config') when it is too old or turns us away
 */
export async function demandServer(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  const asked = sql<{ number: string; name: string }>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name`;
  const { rows } = await asked.execute(db).catch((fault: unknown) => {
    if (fault instanceof AppError) throw fault;
    if (isUnreachable(fault)) throw asReachable(fault);
    const reason = fault instanceof Error ? reasonOf(fault) : String(fault);
    throw new AppError('bad_config', `DATABASE_URL: the server turns us away: ${reason}`);
  });
  const version = rows[0];
  if (version && Number(version.number) >= MIN_POSTGRES_VERSION) return;
  throw new AppError(
    'bad_config',
    `DATABASE_URL: the server is PostgreSQL ${version?.name}, too old: install 15 or newer`,
  );
}
