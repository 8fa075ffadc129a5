import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Names that migrations had on the main branch before they were renumbered, with what each is called since. A database
 * made in between knows them by the former.
 */
export const FORMER_NAMES: Readonly<Record<string, string>> = {
  '0028-fixes': '0029-fixes',
  '0047-channel-tests': '0045-channel-tests',
  '0048-asked-in-vain': '0046-asked-in-vain',
  '0049-done-so-far': '0047-done-so-far',
  '0050-concluded-alerts': '0049-concluded-alerts',
  '0053-device-accounts': '0050-device-accounts',
};

/**
 * Writes in the database what its migrations are called today; processes that do so at once do no harm.
 * @param applied the names it knows
 * @returns the same names as of today
 */
export async function renameFormer(db: Db, applied: readonly string[]): Promise<readonly string[]> {
  const former = applied.filter((name) => Object.hasOwn(FORMER_NAMES, name));
  for (const name of former) {
    await sql`update kysely_migration set name = ${FORMER_NAMES[name]} where name = ${name}`.execute(db);
  }
  return applied.map((name) => FORMER_NAMES[name] ?? name);
}
