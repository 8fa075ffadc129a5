import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '../../core/errors.ts';
import { isBusy } from './busy.ts';

/**
 * Takes a folder for one server: an exclusive lock on a file of its own, held by the operating system for
 * as long as the process lives, so no crash leaves it behind. Returns how to give it back, or null when
 * another process has it.
 * @throws AppError('bad_config') where the folder, or the file, may not be written
 */
export function takeLock(file: string): (() => void) | null {
  demandWritable(file);
  const held = new Sqlite(file, { timeout: 0 });
  try {
    held.exec('begin exclusive');
  } catch (fault) {
    held.close();
    if (isBusy(fault)) return null;
    throw fault;
  }
  return () => held.close();
}

function demandWritable(file: string): void {
  const folder = path.dirname(file);
  for (const place of [folder, file]) {
    try {
      accessSync(place, constants.W_OK);
    } catch (fault) {
      const code = fault instanceof Error && 'code' in fault ? fault.code : null;
      // What is not there yet is made, or reported by whoever makes it.
      if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') continue;
      throw new AppError(
        'bad_config',
        `TINGCHAO_DATA: ${folder} cannot be written by ${userInfo().username}: give it to that user (chown -R), or name another folder`,
      );
    }
  }
}
