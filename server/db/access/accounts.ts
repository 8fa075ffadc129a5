import type { Selectable } from 'kysely';
import type { Role } from '../../core/access/role.ts';
import type { AccountRow } from '../../core/screens/access.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import type { AccountTable } from '../schema/access.ts';

export interface Account {
  readonly id: number;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly mustChange: boolean;
  readonly disabledAt: Instant | null;
}

function toAccount(row: Selectable<AccountTable>): Account {
  return {
    id: row.id,
    name: row.name,
    passwordHash: row.password_hash,
    role: row.role,
    mustChange: row.must_change === 1,
    disabledAt: row.disabled_at,
  };
}

/** Whether people have accounts here: from then on nobody gets in without one, or the token. */
export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function findAccount(
  db: Db,
  by: { readonly id: number } | { readonly key: string },
): Promise<Account | null> {
  const all = db.selectFrom('account').selectAll();
  const one = 'id' in by ? all.where('id', '=', by.id) : all.where('name_key', '=', by.key);
  const row = await one.executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** @returns null when the name is taken */
export async function insertAccount(
  tx: Tx,
  account: Pick<Account, 'name' | 'passwordHash' | 'role' | 'mustChange'> & { readonly key: string },
  now: Instant,
): Promise<number | null> {
  const row = await tx
    .insertInto('account')
    .values({
      name: account.name,
      name_key: account.key,
      password_hash: account.passwordHash,
      role: account.role,
      must_change: account.mustChange ? 1 : 0,
      created_at: now,
      password_changed_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function setRole(tx: Tx, id: number, role: Role): Promise<void> {
  await tx.updateTable('account').set({ role }).where('id', '=', id).execute();
}

/** @param disabledAt null: in use again */
export async function setDisabled(tx: Tx, id: number, disabledAt: Instant | null): Promise<void> {
  await tx.updateTable('account').set({ disabled_at: disabledAt }).where('id', '=', id).execute();
}

export async function setPassword(
  tx: Tx,
  id: number,
  password: { readonly hash: string; readonly mustChange: boolean },
  now: Instant,
): Promise<void> {
  const { hash, mustChange } = password;
  await tx
    .updateTable('account')
    .set({ password_hash: hash, must_change: mustChange ? 1 : 0, password_changed_at: now })
    .where('id', '=', id)
    .execute();
}

/** Its sessions go with it; records keep the name. */
export async function deleteAccount(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('account').where('id', '=', id).execute();
}

/** Whether somebody else than this account could still look after the others. */
export async function hasOtherAdmin(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('account')
    .select('id')
    .where('id', '!=', id)
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** In the order of their names. */
export async function listAccounts(db: Db, now: Instant): Promise<readonly AccountRow[]> {
  const rows = await db
    .selectFrom('account as a')
    .leftJoin('session as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.expires_at', '>', now))
    .select(['a.id', 'a.name', 'a.role', 'a.must_change', 'a.created_at', 'a.disabled_at'])
    .select((eb) => [
      'a.password_changed_at',
      eb.fn.count<number>('s.hash').as('sessions'),
      eb.fn.max('s.seen_at').as('seen_at'),
      eb
        .selectFrom('channel as c')
        .select((count) => count.fn.countAll<number>().as('devices'))
        .whereRef('c.account_id', '=', 'a.id')
        .where('c.active', '=', 1)
        .as('devices'),
    ])
    .groupBy('a.id')
    .orderBy('a.name_key')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    passwordChangedAt: row.password_changed_at,
    mustChange: row.must_change === 1,
    sessions: Number(row.sessions),
    seenAt: row.seen_at,
    devices: Number(row.devices),
  }));
}
