import { parseConfig } from '../config.ts';
import { nameKey, SHELL_NAME } from '../core/access/account-name.ts';
import { ROLES, type Role } from '../core/access/role.ts';
import { AppError } from '../core/errors.ts';
import { type Account, findAccount, listAccounts } from '../db/access/accounts.ts';
import type { Db } from '../db/database.ts';
import {
  type AccountDeps,
  addAccount,
  changeRole,
  removeAccount,
  resetPassword,
  switchAccount,
} from '../flows/access/edit-accounts.ts';
import { signedWork } from '../flows/access/note-audit.ts';
import { openInstallation } from '../installation.ts';
import { readArguments } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';
import { readSecret } from './shell/read-secret.ts';
import { put } from './shell/streams.ts';

interface Shell extends AccountDeps {
  readonly io: CommandIO;
}
type Doing = (shell: Shell, args: readonly string[]) => Promise<void>;

const putLine = ({ io }: Shell, row: object) => put(io.stdout, `${JSON.stringify(row)}\n`);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function roleFrom(text: string | undefined): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  throw new AppError('bad_request', `a role is one of ${ROLES.join(', ')}${text ? `, not "${text}"` : ''}`);
}

async function demandAccount(db: Db, name: string): Promise<Account> {
  const account = await findAccount(db, { key: nameKey(name) });
  if (account === null) throw new AppError('not_found', `there is no account named ${name}`);
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
      ...{ at: now(), who: SHELL_NAME, role: 'admin', action, detail },
      objectId: id === undefined ? made : String(id),
    }),
    work,
  );
  return result;
}

/** One word NAME, and whose account that is. */
async function named({ db }: Shell, args: readonly string[]): Promise<Account> {
  const [name = ''] = readArguments(args, ['NAME'], {}).words;
  return demandAccount(db, name);
}

const add: Doing = async (shell, args) => {
  const { words, options } = readArguments(args, ['NAME'], { role: 'text' });
  const [name = ''] = words;
  const role = roleFrom(options.role);
  const given = await readSecret(shell.io);
  const detail = `name=${name}\nrole=${role}`;
  const make = () => addAccount(shell, { name, role, password: given });
  const { password } = await signed(shell, { action: 'account.add', detail }, make);
  await putLine(shell, { name, role, ...(password === null ? {} : { password }) });
};

const list: Doing = async (shell, args) => {
  readArguments(args, [], {});
  for (const row of await listAccounts(shell.db, shell.now())) {
    const { name, role, sessions, disabledAt, createdAt, seenAt, mustChange } = row;
    const times = { createdAt: iso(createdAt), disabledAt: iso(disabledAt), seenAt: iso(seenAt) };
    await putLine(shell, { name, role, ...times, sessions, mustChange });
  }
};

const role: Doing = async (shell, args) => {
  const [name = '', wanted] = readArguments(args, ['NAME', 'ROLE'], {}).words;
  const to = roleFrom(wanted);
  const account = await demandAccount(shell.db, name);
  const { id } = account;
  const detail = `name=${account.name}\nrole=${to}`;
  await signed(shell, { action: 'account.role', id, detail }, () => changeRole(shell, id, to));
};

const password: Doing = async (shell, args) => {
  const account = await named(shell, args);
  const { id } = account;
  const given = await readSecret(shell.io);
  const reset = () => resetPassword(shell, id, given);
  const made = await signed(shell, { action: 'account.password', id, detail: `name=${account.name}` }, reset);
  if (made !== null) await putLine(shell, { name: account.name, password: made });
};

const turn =
  (active: boolean): Doing =>
  async (shell, args) => {
    const account = await named(shell, args);
    const { id } = account;
    const detail = `name=${account.name}\nactive=${active}`;
    await signed(shell, { action: 'account.switch', id, detail }, () => switchAccount(shell, id, active));
  };

const remove: Doing = async (shell, args) => {
  const account = await named(shell, args);
  const { id, name } = account;
  await signed(shell, { action: 'account.remove', id, detail: `name=${name}` }, () =>
    removeAccount(shell, id),
  );
};

const DOINGS = new Map<string, Doing>([
  ...([
    ['add', add],
    ['list', list],
    ['role', role],
    ['password', password],
  ] as const),
  ...([
    ['disable', turn(false)],
    ['enable', turn(true)],
    ['remove', remove],
  ] as const),
]);

export default defineCommand({
  name: 'user',
  summary: 'accounts: who may log in, and as what',
  help: `
usage: tingchao user add NAME --role admin|member|viewer
       tingchao user list
       tingchao user role NAME admin|member|viewer
       tingchao user password NAME
       tingchao user disable NAME | enable NAME | remove NAME

As soon as there is one account, people log in by name and password; TINGCHAO_TOKEN stays the key of an
administrator. The first account must be an admin. A viewer reads, a member works, an admin also sets up.
  add --role      which of the three; never assumed
  add, password   take the password from a pipe (its first line); without one they make one, print it once as
                  {"name":…,"password":…}, and it has to be changed by whoever first logs in with it
  list            prints an account a line, as JSON
  password, disable, remove   log the account out everywhere
The last admin cannot be disabled, demoted or removed unless TINGCHAO_TOKEN is set. Safe while the server runs.`,
  async run([name = '', ...args], io) {
    const doing = DOINGS.get(name);
    if (!doing)
      throw new AppError('bad_request', `say what to do: tingchao user ${[...DOINGS.keys()].join('|')}`);
    const config = parseConfig(io.env);
    const { db } = await openInstallation(config);
    try {
      await doing({ io, db, now: Date.now, hasToken: config.token !== null }, args);
      return 0;
    } finally {
      await db.destroy();
    }
  },
});
