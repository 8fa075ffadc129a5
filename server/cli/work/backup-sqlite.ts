import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { copyInto, findDamage } from '../../db/engine/copy-file.ts';
import { openDatabase } from '../../db/engine/open.ts';
import { placeOf } from '../../installation.ts';
import { KEY_FILE } from '../../key-file.ts';

/** As `inbox.ts` has it. */
const INBOX = 'inbox';

/**
 * Copies a living installation on SQLite into a new folder that can serve as a data folder itself: the database,
 * the key of the pseudonyms, the files that wait to be imported. The copy is read back and checked.
 * @throws AppError('bad_config') when there is nothing to copy; AppError('internal') when the copy is damaged
 */
export async function backUpFolder(config: Config, folder: string): Promise<void> {
  const file = placeOf(config);
  if (!existsSync(file))
    throw new AppError('bad_config', `TINGCHAO_DATA: there is no database in ${config.dataFolder}`);
  await mkdir(folder, { mode: 0o700 });
  // Before and after: a file may be gone when the database is copied, or come while it is.
  await copyInbox(config.dataFolder, folder);
  await copyChecked(file, path.join(folder, path.basename(file)));
  await copyInbox(config.dataFolder, folder);
  const key = path.join(config.dataFolder, KEY_FILE);
  if (existsSync(key)) await copyFile(key, path.join(folder, KEY_FILE));
}

async function copyChecked(from: string, to: string): Promise<void> {
  // Not readonly: SQLite would not write the copy either. The source is only read.
  const source = openDatabase(from);
  await copyInto(source, to).finally(() => source.destroy());
  const copy = openDatabase(to, { readonly: true });
  const damage = await findDamage(copy).finally(() => copy.destroy());
  if (damage !== null) throw new AppError('internal', `the copy of ${from} is damaged: ${damage}`);
}

async function copyInbox(from: string, to: string): Promise<void> {
  const inbox = path.join(from, INBOX);
  if (!existsSync(inbox)) return;
  try {
    await cp(inbox, path.join(to, INBOX), { recursive: true });
  } catch (fault) {
    // A file that was imported and removed while it was copied: the next look has what is still there.
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'ENOENT')) throw fault;
  }
}
