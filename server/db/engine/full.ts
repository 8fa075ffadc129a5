import { AppError } from '../../core/errors.ts';

/** What SQLite says when a write finds no room, PostgreSQL when a file of its cannot grow, and the system. */
const FULL = new Set(['SQLITE_FULL', '53100', 'ENOSPC', 'EDQUOT']);

/** Whether a fault says that the database, or whatever else was written, has no room left. */
export function isFull(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && FULL.has(String(fault.code));
}

/** The fault of a full disk with the code that people have words for; any other fault as it is. */
export function asDiskFull(fault: unknown): unknown {
  return isFull(fault) && fault instanceof Error
    ? new AppError('disk_full', `the disk is full: ${fault.message}`)
    : fault;
}
