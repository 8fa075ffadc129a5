import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { SHELL_NAME } from '../../core/access/account-name.ts';
import { AppError } from '../../core/errors.ts';
import { openDatabase } from '../../db/engine/open.ts';
import { listTables } from '../../db/migrate.ts';
import { noteAudit } from '../../flows/access/note-audit.ts';
import { openInstallation, placeName, serveAlone } from '../../installation.ts';
import { KEY_FILE } from '../../key-file.ts';
import type { CommandIO } from '../shell/command.ts';
import { fillDatabase } from './backup-postgres.ts';
import { stampOf } from './backup-shelf.ts';
import { isInstallation, restoreFolder } from './restore-sqlite.ts';

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

interface RestoreOptions {
  readonly backup: string;
  readonly replace: boolean;
}

export async function restore(
  config: Config,
  { backup, replace }: RestoreOptions,
  io: CommandIO,
): Promise<number> {
  const begun = performance.now();
  const aside =
    config.databaseUrl === null
      ? await intoFolder(config, backup, replace)
      : await intoDatabase(config, config.databaseUrl, backup, io);
  await writeDown(config, backup);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  io.stderr.write(`${placeName(config)} was restored from ${backup} in ${seconds} s\n`);
  if (config.databaseUrl === null && config.secret === null && !existsSync(path.join(backup, KEY_FILE))) {
    io.stderr.write(
      `warning: ${backup} has no ${KEY_FILE} and TINGCHAO_SECRET is not set: set it as it was before, else nothing starts on a database that knows authors\n`,
    );
  }
  if (aside !== null) io.stderr.write(`what was there before lies in ${aside}\n`);
  return 0;
}
