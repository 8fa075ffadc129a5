import Sqlite from 'better-sqlite3';
import { isBusy } from './busy.ts';

/**
 * Takes a folder for one server: an exclusive lock on a file of its own, held by the operating system for
 * as long as the process lives, so no crash leaves it behind. Returns how to give it back, or null when
 * another process has it.
 */
export function takeLock(file: string): (() => void) | null {
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
