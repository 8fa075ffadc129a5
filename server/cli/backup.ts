import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Config, parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { placeName } from '../installation.ts';
import { readArguments } from './shell/arguments.ts';
import { dumpDatabase } from './shell/backup-postgres.ts';
import { backupName, PART, removeInterrupted, removeOld, shelve } from './shell/backup-shelf.ts';
import { backUpFolder } from './shell/backup-sqlite.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';

const MOST_KEPT = 10_000;

function readKeep(given: string | undefined): number | null {
  if (given === undefined) return null;
  const keep = Number(given);
  if (Number.isInteger(keep) && keep >= 1 && keep <= MOST_KEPT) return keep;
  throw new AppError('bad_request', `--keep says how many backups stay, 1 to ${MOST_KEPT}`);
}

/** Made under another name, so that what bears the name of a backup is whole. */
async function make(config: Config, final: string, io: CommandIO): Promise<void> {
  const part = `${final}${PART}`;
  try {
    if (config.databaseUrl === null) await backUpFolder(config, part);
    else await dumpDatabase(config.databaseUrl, part, io);
    await shelve(part, final);
  } catch (fault) {
    await rm(part, { recursive: true, force: true });
    throw fault;
  }
}

export default defineCommand({
  name: 'backup',
  summary: 'copy the living installation into a folder of backups',
  help: `
usage: tingchao backup FOLDER [--keep N]

Copies the installation as it is at this moment, while it serves and works, and prints where the copy lies:
  SQLite       FOLDER/tingchao-TIME: a data folder of its own, with the database (checked), the key of author
               pseudonyms and the files that wait to be imported.
  PostgreSQL   FOLDER/tingchao-TIME.dump, written by pg_dump (which must be as new as the server), the key in it.
\`tingchao restore\` puts it back. A key that is set as TINGCHAO_SECRET is in no backup: keep it elsewhere.
  --keep   once the new one is whole, remove the oldest until N are left`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['FOLDER'], { keep: 'text' });
    const keep = readKeep(options.keep);
    const config = parseConfig(io.env);
    const folder = path.resolve(words[0] ?? '');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const left = await removeInterrupted(folder, Date.now());
    if (left.length > 0) io.stderr.write(`removed ${left.join(', ')}, interrupted more than a day ago\n`);
    const begun = performance.now();
    const final = path.join(folder, backupName(new Date(), config.databaseUrl === null ? '' : '.dump'));
    await make(config, final, io);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    io.stderr.write(`${placeName(config)} was copied in ${seconds} s\n`);
    io.stdout.write(`${final}\n`);
    const old = keep === null ? [] : await removeOld(folder, keep);
    if (old.length > 0) io.stderr.write(`removed ${old.join(', ')}\n`);
    return 0;
  },
});
