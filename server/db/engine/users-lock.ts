import { AppError } from '../../core/errors.ts';

/**
 * Of an advisory lock. Each connection that may write to an installation shares it for as long as it lasts; a move that
 * copies the installation holds it alone. The server keeps it: no name, no privilege and no moment without a connection
 * hides a writer from a move, and whoever died holds nothing.
 */
export const USERS_LOCK = [0x6d6f7665, 1] as const;

export const beingCopied = () =>
  new AppError(
    'bad_config',
    'the database is being copied by `tingchao move`: start again when it has ended',
  );

interface LockClient {
  query(
    text: string,
    values: unknown[],
  ): Promise<{ readonly rows: readonly { readonly joined?: boolean }[] }>;
}

/**
 * To be asked of each new connection that may write.
 * @throws AppError('bad_config') while a move copies from the database
 */
export async function joinUsers(client: LockClient): Promise<void> {
  const { rows } = await client.query('select pg_try_advisory_lock_shared($1, $2) as joined', [
    ...USERS_LOCK,
  ]);
  if (rows[0]?.joined !== true) throw beingCopied();
}
