import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

const MAX_KEPT_BACKUPS = 10_000;

function readKeep(given: string | undefined): number | null {
  if (given === undefined) return null;
  const keep = Number(given);
  if (Number.isInteger(keep) && keep >= 1 && keep <= MAX_KEPT_BACKUPS) return keep;
  throw new AppError('bad_request', `--keep says how many backups stay, 1 to ${MAX_KEPT_BACKUPS}`);
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
  --keep   once the new one is whole, remove others until N are left: the newest of each day stay longest`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['FOLDER'], { keep: 'text' });
    const keep = readKeep(options.keep);
    const config = parseConfig(io.env);
    const { backUp } = await import('./work/backup.ts');
    return backUp(config, { folder: words[0] ?? '', keep }, io);
  },
});
