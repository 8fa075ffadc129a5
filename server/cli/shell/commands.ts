import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { VARIABLES } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { asDiskFull } from '../../db/engine/full.ts';
import { asReachable } from '../../db/engine/unreachable.ts';
import { VERSION } from '../../version.ts';
import type { Command, CommandIO } from './command.ts';

const FOLDER = path.resolve(import.meta.dirname, '..');

async function names(): Promise<readonly string[]> {
  const files = await readdir(FOLDER);
  return files.filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'));
}

async function load(name: string): Promise<Command> {
  const module: { default?: Command } = await import(pathToFileURL(path.join(FOLDER, `${name}.ts`)).href);
  if (module.default?.name === name && typeof module.default.run === 'function') return module.default;
  throw new AppError('bad_config', `server/cli/${name}.ts does not export the command ${name}`);
}

async function overview(): Promise<string> {
  const commands = await Promise.all([...(await names())].sort().map(load));
  const row = (name: string, words: string, width: number) => `  ${name.padEnd(width)}  ${words}`;
  return [
    `tingchao ${VERSION} 听潮: public-opinion monitor and crisis desk`,
    '',
    'usage: tingchao COMMAND [options]    (from a clone: npm run -s tingchao -- COMMAND …)',
    '',
    'commands:',
    ...commands.map((command) => row(command.name, command.summary, 16)),
    row('help', 'this list; "help COMMAND" or "COMMAND --help" tells more', 16),
    '',
    'settings (environment variables):',
    ...Object.entries(VARIABLES).map(([name, words]) => row(name, words, 30)),
    '',
  ].join('\n');
}

async function find(name: string): Promise<Command> {
  const known = await names();
  if (known.includes(name)) return load(name);
  const meant = nearest(name, [...known, 'help']);
  const hint = meant ? `did you mean ${meant}?` : '"tingchao help" lists them.';
  throw new AppError('bad_request', `there is no command "${name}"; ${hint}`);
}

/** True when help is asked for before any "--". */
function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === '--help' || arg === '-h');
}

/** What `help` and the words after it print. */
async function explain(words: readonly string[]): Promise<string> {
  const [name, more] = words.filter((word) => word !== '--help' && word !== '-h');
  if (more !== undefined) throw new AppError('bad_request', `"${more}" is one word too many`);
  return name === undefined || name === 'help' ? overview() : `${(await find(name)).help.trim()}\n`;
}

async function dispatch(args: readonly string[], io: CommandIO): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(await explain(rest));
    return 0;
  }
  const command = await find(name);
  if (!wantsHelp(rest)) return command.run(rest, io);
  io.stdout.write(`${command.help.trim()}\n`);
  return 0;
}

/** What the system, or SQLite for it, says of places that cannot be written: the caller's to mend, not ours. */
const NO_PLACE = /^(EROFS|EACCES|EPERM|EISDIR|ENOTDIR|ENOTEMPTY|EEXIST|EPIPE|SQLITE_(CANTOPEN|READONLY).*)$/;

function wordsOf(thrown: unknown): string {
  const fault = asReachable(asDiskFull(thrown));
  if (fault instanceof AppError) return fault.message;
  if (fault instanceof Error && 'code' in fault && NO_PLACE.test(String(fault.code))) return fault.message;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/**
 * Runs one command line; answers with the exit status. Faults a caller can mend are reported in one line. Whoever reads
 * our stdout may stop reading (`| head`): that is no fault, whatever it cut short.
 */
export async function runCommandLine(args: readonly string[], io: CommandIO): Promise<number> {
  let status = 1;
  let thrown: unknown;
  try {
    status = await dispatch(args, io);
  } catch (fault) {
    thrown = fault;
  }
  const lost: NodeJS.ErrnoException = io.signal.reason;
  if (lost?.code === 'EPIPE') return 0;
  // Stdout may fail without anybody waiting for it.
  thrown ??= typeof lost?.code !== 'string' ? undefined : lost;
  if (thrown !== undefined) io.stderr.write(`tingchao: ${wordsOf(thrown)}\n`);
  return status;
}
