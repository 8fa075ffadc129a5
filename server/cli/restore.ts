import { statSync } from 'node:fs';
import path from 'node:path';
import { type Config, parseConfig } from '../config.ts';
import { SHELL_NAME } from '../core/access/account-name.ts';
import { AppError } from '../core/errors.ts';
import { openDatabase } from '../db/engine/open.ts';
import { listTables } from '../db/migrate.ts';
import { noteAudit } from '../flows/access/note-audit.ts';
import { openInstallation, placeName, serveAlone } from '../installation.ts';
import { readArguments } from './shell/arguments.ts';
import { fillDatabase } from './shell/backup-postgres.ts';
import { stampOf } from './shell/backup-shelf.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';
import { isInstallation, restoreFolder } from './shell/restore-sqlite.ts';

/** @returns where what was there before lies now; null when nothing was */
async function intoFolder(config: Config, backup: string, replace: boolean): Promise<string | null> {
  if (!isInstallation(backup)) {
    throw new AppError(
      'bad_file',
      `${backup} is no backup of SQLite: one is a folder with tingchao.db; a .dump needs DATABASE_URL`,
    );
  }
  const release = serveAlone(config);
  try {
    if (isInstallation(config.dataFolder) && !replace) {
      throw new AppError(
        'conflict',
        `${config.dataFolder} holds an installation: with --replace it is moved aside, and kept`,
      );
    }
    return await restoreFolder(config, backup, stampOf(new Date()));
  } finally {
    release();
  }
}

async function intoDatabase(config: Config, url: string, backup: string, io: CommandIO): Promise<null> {
  if (!statSync(backup).isFile()) {
    throw new AppError(
      'bad_file',
      `${backup} is no backup of PostgreSQL: restore it without DATABASE_URL, then "tingchao move"`,
    );
  }
  const target = openDatabase(url, { connections: 1 });
  const tables = await listTables(target).finally(() => target.destroy());
  if (tables.length > 0) {
    throw new AppError(
      'conflict',
      `${placeName(config)} is not empty: make another database and restore into that`,
    );
  }
  await fillDatabase(url, backup, io);
  return null;
}

/** In the log of what was restored, which knows nothing of it. */
async function writeDown(config: Config, backup: string): Promise<void> {
  const { db } = await openInstallation(config);
  try {
    const done = { action: 'installation.restore', detail: `name=${path.basename(backup)}` };
    await noteAudit(db, { at: Date.now(), who: SHELL_NAME, role: 'admin', ...done });
  } finally {
    await db.destroy();
  }
}

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
    const begun = performance.now();
    const aside =
      config.databaseUrl === null
        ? await intoFolder(config, backup, options.replace)
        : await intoDatabase(config, config.databaseUrl, backup, io);
    await writeDown(config, backup);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    io.stderr.write(`${placeName(config)} was restored from ${backup} in ${seconds} s\n`);
    if (aside !== null) io.stderr.write(`what was there before lies in ${aside}\n`);
    return 0;
  },
});
