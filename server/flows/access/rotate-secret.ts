import { SHELL_NAME } from '../../core/access/account-name.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { setSealKey } from '../../db/installation/seal-key.ts';
import { endAllSessions } from '../../db/installation/sessions.ts';
import { signedWork } from './note-audit.ts';

export interface RotateDeps {
  readonly db: Db;
  now(): Instant;
  /** A key of its own each time. */
  fresh(): Buffer;
}

/**
 * Changes what somebody who has read the installation's secret, or a backup of it, could still use: links in messages
 * that were sent so far confirm nothing any more, and everybody logs in again. The key of author pseudonyms stays.
 * @returns how many sessions were ended
 * @throws AppError('audit_failed') when it could not be written down; then nothing is changed
 */
export async function rotateSecret(
  { db, now, fresh }: RotateDeps,
  { keepSessions }: { readonly keepSessions: boolean },
): Promise<number> {
  let ended = 0;
  const noteOf = () => {
    const done = { action: 'secret.rotate', detail: `sessions=${ended}` };
    return { at: now(), who: SHELL_NAME, role: 'admin', ...done } as const;
  };
  await signedWork(noteOf, () =>
    db.transaction().execute(async (tx) => {
      await setSealKey(tx, fresh());
      if (!keepSessions) ended = await endAllSessions(tx);
    }),
  );
  return ended;
}
