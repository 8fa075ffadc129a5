import type { Config } from '../../config.ts';
import { nameKey, SHELL_NAME } from '../../core/access/account-name.ts';
import type { Role } from '../../core/access/role.ts';
import { notFound } from '../../core/errors.ts';
import { type Account, findAccount, listAccounts } from '../../db/access/accounts.ts';
import type { Db } from '../../db/database.ts';
import {
  type AccountDeps,
  addAccount,
  changeRole,
  removeAccount,
  resetPassword,
  switchAccount,
} from '../../flows/access/edit-accounts.ts';
import { signedWork } from '../../flows/access/note-audit.ts';
import { isInstalled, openExisting, openInstallation, placeName } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';
import { readSecret } from '../shell/read-secret.ts';
import { put } from '../shell/streams.ts';

interface Shell extends AccountDeps {
  readonly io: CommandIO;
}

const putLine = ({ io }: Shell, row: object) => put(io.stdout, `${JSON.stringify(row)}\n`);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

async function demandAccount(db: Db, name: string): Promise<Account> {
  const account = await findAccount(db, { key: nameKey(name) });
  if (account === null) throw notFound('account named', name);
  return account;
}

/** Does what stands in the log of changes under the shell's name. @param detail lines `key=value` */
async function signed<T>(
  { now }: Shell,
  what: { readonly action: string; readonly id?: number; readonly detail: string },
  work: () => Promise<T>,
): Promise<T> {
  const { action, id, detail } = what;
  const { result } = await signedWork(
    (made) => ({
      at: now(),
      who: SHELL_NAME,
      role: 'admin',
      action,
      detail,
      objectId: id === undefined ? made : String(id),
    }),
    work,
  );
  return result;
}

async function add(shell: Shell, name: string, role: Role): Promise<void> {
  const given = await readSecret(shell.io);
  const detail = `name=${name}\nrole=${role}`;
  const make = () => addAccount(shell, { name, role, password: given });
  const { password } = await signed(shell, { action: 'account.add', detail }, make);
  await putLine(shell, { name, role, ...(password === null ? {} : { password }) });
}

async function list(shell: Shell): Promise<void> {
  for (const row of await listAccounts(shell.db, shell.now())) {
    const { name, role, sessions, disabledAt, createdAt, seenAt, mustChange } = row;
    const times = { createdAt: iso(createdAt), disabledAt: iso(disabledAt), seenAt: iso(seenAt) };
    await putLine(shell, { name, role, ...times, sessions, mustChange });
  }
}

async function giveRole(shell: Shell, { id, name }: Account, to: Role): Promise<void> {
  const detail = `name=${name}\nrole=${to}`;
  await signed(shell, { action: 'account.role', id, detail }, () => changeRole(shell, id, to));
}

async function givePassword(shell: Shell, { id, name }: Account): Promise<void> {
  const given = await readSecret(shell.io);
  const reset = () => resetPassword(shell, id, given);
  const made = await signed(shell, { action: 'account.password', id, detail: `name=${name}` }, reset);
  if (made !== null) await putLine(shell, { name, password: made });
}

async function turn(shell: Shell, { id, name }: Account, active: boolean): Promise<void> {
  const detail = `name=${name}\nactive=${active}`;
  await signed(shell, { action: 'account.switch', id, detail }, () => switchAccount(shell, id, active));
}

async function remove(shell: Shell, { id, name }: Account): Promise<void> {
  const gone = () => removeAccount(shell, id);
  await signed(shell, { action: 'account.remove', id, detail: `name=${name}` }, gone);
}

/** What the command was asked for; all but `add` and `list` are about an account that is there. */
export type Order =
  | { readonly kind: 'add' | 'role'; readonly name: string; readonly role: Role }
  | { readonly kind: 'list' }
  | { readonly kind: 'password' | 'remove'; readonly name: string }
  | { readonly kind: 'switch'; readonly name: string; readonly active: boolean };

async function carryOut(shell: Shell, order: Order): Promise<void> {
  if (order.kind === 'list') return list(shell);
  if (order.kind === 'add') return add(shell, order.name, order.role);
  const account = await demandAccount(shell.db, order.name);
  if (order.kind === 'role') return giveRole(shell, account, order.role);
  if (order.kind === 'switch') return turn(shell, account, order.active);
  return order.kind === 'password' ? givePassword(shell, account) : remove(shell, account);
}

/** The first account of an installation may come before its first server; no other order makes one. */
async function openFor({ kind }: Order, config: Config, io: CommandIO): Promise<Db> {
  if (kind !== 'add' || (await isInstalled(config))) return openExisting(config);
  const { db } = await openInstallation(config);
  io.stderr.write(`a new installation was made at ${placeName(config)}\n`);
  return db;
}

export async function runUserCommand(config: Config, order: Order, io: CommandIO): Promise<number> {
  const db = await openFor(order, config, io);
  try {
    await carryOut({ io, db, now: Date.now, hasToken: config.token !== null }, order);
    return 0;
  } finally {
    await db.destroy();
  }
}
