import { parseConfig } from '../config.ts';
import { ROLES, type Role } from '../core/access/role.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';
import type { Order } from './work/user.ts';

function roleFrom(text: string | undefined): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  throw new AppError('bad_request', `a role is one of ${ROLES.join(', ')}${text ? `, not "${text}"` : ''}`);
}

type ParseOrder = (args: readonly string[]) => Order;

const nameFrom = (args: readonly string[]) => readArguments(args, ['NAME'], {}).words[0] ?? '';

const ORDERS = new Map<string, ParseOrder>([
  [
    'add',
    (args) => {
      const { words, options } = readArguments(args, ['NAME'], { role: 'text' });
      return { kind: 'add', name: words[0] ?? '', role: roleFrom(options.role) };
    },
  ],
  [
    'list',
    (args) => {
      readArguments(args, [], {});
      return { kind: 'list' };
    },
  ],
  [
    'role',
    (args) => {
      const [name = '', role] = readArguments(args, ['NAME', 'ROLE'], {}).words;
      return { kind: 'role', name, role: roleFrom(role) };
    },
  ],
  ['password', (args) => ({ kind: 'password', name: nameFrom(args) })],
  ['disable', (args) => ({ kind: 'switch', name: nameFrom(args), active: false })],
  ['enable', (args) => ({ kind: 'switch', name: nameFrom(args), active: true })],
  ['remove', (args) => ({ kind: 'remove', name: nameFrom(args) })],
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
  add             makes the installation too where there is none yet, and says where
  add --role      which of the three; never assumed
  add, password   take the password from a pipe (its first line); without one they make one, print it once as
                  {"name":…,"password":…}, and it has to be changed by whoever first logs in with it
  list            prints an account a line, as JSON
  password, disable, remove   log the account out everywhere
The last admin cannot be disabled, demoted or removed unless TINGCHAO_TOKEN is set. Safe while the server runs.`,
  async run([name = '', ...args], io) {
    const readOrder = ORDERS.get(name);
    if (!readOrder)
      throw new AppError('bad_request', `say what to do: tingchao user ${[...ORDERS.keys()].join('|')}`);
    const order = readOrder(args);
    const config = parseConfig(io.env);
    const { runUserCommand } = await import('./work/user.ts');
    return runUserCommand(config, order, io);
  },
});
