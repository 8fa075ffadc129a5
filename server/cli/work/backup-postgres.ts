import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import type { CommandIO } from '../shell/command.ts';

/**
 * Writes all of a PostgreSQL database into one file, as it is at this moment; everybody goes on meanwhile. The
 * file is read back as far as its list of contents.
 * @throws AppError('bad_config') when PostgreSQL's own programs are missing or fail
 */
export async function dumpDatabase(url: string, file: string, io: CommandIO): Promise<void> {
  // pg_dump writes into what is there, and leaves it for its owner's eyes only.
  await writeFile(file, '', { mode: 0o600, flag: 'wx' });
  const { address, env } = discreet(url, io.env);
  await run(
    'pg_dump',
    ['--format=custom', '--no-password', `--file=${file}`, `--dbname=${address}`],
    env,
    io,
  );
  await run('pg_restore', ['--list', '--file=/dev/null', file], env, io);
}

/**
 * Fills an empty database from such a file: all of it, or nothing.
 * @throws AppError('bad_config') when PostgreSQL's own programs are missing or fail
 */
export async function fillDatabase(url: string, file: string, io: CommandIO): Promise<void> {
  const { address, env } = discreet(url, io.env);
  const whole = ['--no-owner', '--single-transaction', '--exit-on-error', '--no-password'];
  await run('pg_restore', [...whole, `--dbname=${address}`, file], env, io);
}

/** Known to the driver, and refused by PostgreSQL's own programs. */
const OF_THE_DRIVER = ['uselibpqcompat', 'ssl', 'encoding', 'query_timeout', 'statement_timeout'];

/** Everybody on the machine sees what a program is started with, nobody its environment. */
export function discreet(url: string, env: CommandIO['env']) {
  const address = new URL(url);
  const given = decodeURIComponent(address.password) || address.searchParams.get('password');
  address.password = '';
  for (const name of ['password', ...OF_THE_DRIVER]) address.searchParams.delete(name);
  // The driver checks no certificate then, as PostgreSQL's own programs do under another name.
  if (address.searchParams.get('sslmode') === 'no-verify') address.searchParams.set('sslmode', 'require');
  // Without one in the address it may stand in the environment, or in a file (PGPASSFILE).
  return { address: address.href, env: given ? { ...env, PGPASSWORD: given } : env };
}

function run(program: string, args: readonly string[], env: CommandIO['env'], io: CommandIO): Promise<void> {
  const child = spawn(program, args, { env, signal: io.signal, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.on('data', (words) => io.stderr.write(words));
  return new Promise((resolve, reject) => {
    child.on('error', (fault) => {
      const missing = 'code' in fault && fault.code === 'ENOENT';
      const words = missing
        ? 'is not installed: it comes with the client programs of PostgreSQL'
        : fault.message;
      reject(new AppError('bad_config', `${program} ${words}`));
    });
    child.on('close', (status) => {
      if (status === 0) resolve();
      else reject(new AppError('bad_config', `${program} failed with status ${status}`));
    });
  });
}
