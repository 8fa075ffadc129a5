import { nameFault, nameKey, tidyName } from '../../core/access/account-name.ts';
import { PASSWORD_FAULTS, passwordFault, tidyPassword } from '../../core/access/password.ts';
import type { Role } from '../../core/access/role.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import {
  type Account,
  deleteAccount,
  findAccount,
  hasAccounts,
  hasOtherAdmin,
  insertAccount,
  setDisabled,
  setPassword,
  setRole,
} from '../../db/access/accounts.ts';
import { forgetDeviceOwner, pauseDevicesOf } from '../../db/channel/devices.ts';
import type { Db, Tx } from '../../db/database.ts';
import { endSessionsOf } from '../../db/installation/sessions.ts';
import { type HashCost, hashPassword, makePassword } from './password-hash.ts';

export interface AccountDeps {
  readonly db: Db;
  readonly now: () => Instant;
  /** Whether a token is configured: then nobody can be locked out for good. */
  readonly hasToken: boolean;
  /** Other than what is usual. */
  readonly cost?: HashCost;
}

/** A password that was chosen, or null: one is made, and has to be changed by whoever first logs in with it. */
type Chosen = string | null;

/** What was made: the account's number, and the password where it was made here. */
export interface Made {
  readonly id: number;
  readonly password: string | null;
}

/** @throws AppError('bad_request') naming the field and what is wrong with it */
function checkedPassword(chosen: string, name: string): string {
  const password = tidyPassword(chosen);
  const fault = passwordFault(password, name);
  if (fault === null) return password;
  throw new AppError('bad_request', `the password ${PASSWORD_FAULTS[fault]}`, {
    field: 'password',
    password: fault,
  });
}

async function preparePassword({ cost }: AccountDeps, chosen: Chosen, name: string) {
  const password = chosen === null ? makePassword() : checkedPassword(chosen, name);
  return {
    stored: { hash: await hashPassword(password, cost), mustChange: chosen === null },
    shown: chosen === null ? password : null,
  };
}

/**
 * @throws AppError('bad_request') for a name or password that cannot be, or a first account that is no
 *   administrator's; AppError('name_taken')
 */
export async function addAccount(
  deps: AccountDeps,
  draft: { readonly name: string; readonly role: Role; readonly password: Chosen },
): Promise<Made> {
  const name = tidyName(draft.name);
  const fault = nameFault(name);
  if (fault !== null) throw new AppError('bad_request', `the name ${fault}`, { field: 'name' });
  const { stored, shown } = await preparePassword(deps, draft.password, name);
  return deps.db.transaction().execute(async (tx) => {
    if (draft.role !== 'admin' && !(await hasAccounts(tx)))
      throw new AppError('bad_request', "the first account must be an administrator's", { field: 'role' });
    const account = { name, key: nameKey(name), role: draft.role, mustChange: stored.mustChange };
    const id = await insertAccount(tx, { ...account, passwordHash: stored.hash }, deps.now());
    if (id === null) throw new AppError('name_taken', `there is an account named ${name}`);
    return { id, password: shown };
  });
}

/** Changes an account in a transaction. @throws AppError('not_found') */
async function change<T>(
  { db }: AccountDeps,
  id: number,
  edit: (tx: Tx, account: Account) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const account = await findAccount(tx, { id });
    if (account === null) throw notFound('account', id);
    return edit(tx, account);
  });
}

/** @throws AppError('last_admin') where nobody would be left who could look after the accounts */
async function demandAdminLeft(tx: Tx, { hasToken }: AccountDeps, account: Account): Promise<void> {
  const counts = account.role === 'admin' && account.disabledAt === null;
  if (hasToken || !counts || (await hasOtherAdmin(tx, account.id))) return;
  throw new AppError('last_admin', `${account.name} is the last administrator, and no token is configured`);
}

/** In force with the next request of each of its sessions. */
export function changeRole(deps: AccountDeps, id: number, role: Role): Promise<void> {
  return change(deps, id, async (tx, account) => {
    if (role !== 'admin') await demandAdminLeft(tx, deps, account);
    await setRole(tx, id, role);
  });
}

/** A disabled account is logged out everywhere, and its devices are no longer notified. */
export function switchAccount(deps: AccountDeps, id: number, active: boolean): Promise<void> {
  return change(deps, id, async (tx, account) => {
    if (active) return setDisabled(tx, id, null);
    await demandAdminLeft(tx, deps, account);
    await setDisabled(tx, id, account.disabledAt ?? deps.now());
    await endSessionsOf(tx, id);
    await pauseDevicesOf(tx, account);
  });
}

/** Its devices are no longer notified. */
export function removeAccount(deps: AccountDeps, id: number): Promise<void> {
  return change(deps, id, async (tx, account) => {
    await demandAdminLeft(tx, deps, account);
    await pauseDevicesOf(tx, account);
    await forgetDeviceOwner(tx, id);
    await deleteAccount(tx, id);
  });
}

export function logOutEverywhere(deps: AccountDeps, id: number): Promise<number> {
  return change(deps, id, (tx) => endSessionsOf(tx, id));
}

/** Somebody else gives an account a password; all its sessions end. @returns it, where it was made here */
export async function resetPassword(
  deps: AccountDeps,
  id: number,
  chosen: Chosen = null,
): Promise<string | null> {
  return replacePassword(deps, { id, chosen, session: null, proven: null });
}

/**
 * Somebody chooses a password of their own; their other sessions end.
 * @throws AppError('bad_request') where the one that they proved was replaced meanwhile
 */
export async function choosePassword(
  deps: AccountDeps,
  wanted: {
    readonly id: number;
    readonly chosen: string;
    readonly session: string;
    /** The stored password that they proved to know. */
    readonly proven: string;
  },
): Promise<void> {
  await replacePassword(deps, wanted);
}

interface Replacing {
  readonly id: number;
  readonly chosen: Chosen;
  /** The session to spare. */
  readonly session: string | null;
  /** The stored password that has to be the one replaced; null: whichever it is. */
  readonly proven: string | null;
}

async function replacePassword(
  deps: AccountDeps,
  { id, chosen, session, proven }: Replacing,
): Promise<string | null> {
  const known = await findAccount(deps.db, { id });
  if (known === null) throw notFound('account', id);
  const { stored, shown } = await preparePassword(deps, chosen, known.name);
  return change(deps, id, async (tx, { passwordHash }) => {
    if (proven !== null && passwordHash !== proven)
      throw new AppError('bad_request', 'the password was replaced meanwhile', { field: 'current' });
    await setPassword(tx, id, stored, deps.now());
    await endSessionsOf(tx, id, session);
    return shown;
  });
}
