import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { placeName } from '../../installation.ts';
import type { CommandIO } from '../shell/command.ts';
import { demandNoFile } from '../shell/out-file.ts';
import { dumpDatabase } from './backup-postgres.ts';
import { backupName, PART, removeInterrupted, removeOld, shelve } from './backup-shelf.ts';
import { backUpFolder } from './backup-sqlite.ts';

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

interface BackupOptions {
  readonly folder: string;
  /** How many backups stay; null: all. */
  readonly keep: number | null;
}

export async function backUp(
  config: Config,
  { folder: given, keep }: BackupOptions,
  io: CommandIO,
): Promise<number> {
  const folder = path.resolve(given);
  await demandNoFile(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const left = await removeInterrupted(folder, Date.now());
  if (left.length > 0) io.stderr.write(`removed ${left.join(', ')}, interrupted more than a day ago\n`);
  const begun = performance.now();
  const final = path.join(folder, backupName(new Date(), config.databaseUrl === null ? '' : '.dump'));
  await make(config, final, io);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  io.stderr.write(`${placeName(config)} was copied in ${seconds} s\n`);
  io.stdout.write(`${final}\n`);
  if (keep === null) return 0;
  const { old, future } = await removeOld(folder, keep, path.basename(final));
  if (old.length > 0) io.stderr.write(`removed ${old.join(', ')}\n`);
  if (future.length > 0)
    io.stderr.write(
      `left ${future.join(', ')}: named after a later moment than this one; a clock was wrong\n`,
    );
  return 0;
}
