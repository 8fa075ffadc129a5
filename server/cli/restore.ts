import { statSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';

export default defineCommand({
  name: 'restore',
  summary: 'put a backup in the place of the installation',
  help: `
usage: tingchao restore BACKUP [--replace]

Puts what \`tingchao backup\` made into TINGCHAO_DATA or DATABASE_URL, checks it, and brings it up to this
version. Stop the server and the workers first.
  SQLite       BACKUP is a folder. One that is damaged or of a newer version changes nothing.
  PostgreSQL   BACKUP is a .dump file, read by pg_restore into an empty database: all of it, or nothing.
  --replace    SQLite: an installation that is there is moved aside within the folder, to before-TIME, and kept`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['BACKUP'], { replace: 'flag' });
    const config = parseConfig(io.env);
    const backup = path.resolve(words[0] ?? '');
    if (statSync(backup, { throwIfNoEntry: false }) === undefined)
      throw new AppError('bad_file', `there is no backup at ${backup}`);
    const { restore } = await import('./work/restore.ts');
    return restore(config, { backup, replace: options.replace }, io);
  },
});
