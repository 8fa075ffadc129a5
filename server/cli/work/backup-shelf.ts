import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DAY, type Instant } from '../../core/time.ts';

/** What `backup` writes and, under `--keep`, removes: nothing else in the folder is ours. */
const OURS = /^tingchao-\d{8}T\d{6}Z(\.dump)?$/;

/** What a backup under way is called until it is whole: the name it will have, and this. */
export const PART = '.part';
/** Nothing is written into a backup for so long while it is being made. */
const INTERRUPTED_AFTER = DAY;

/** The name of a backup of this moment; names in their order are in the order of time. */
export function backupName(now: Date, ending: '' | '.dump'): string {
  return `tingchao-${stampOf(now)}${ending}`;
}

/** A moment as part of a file's name: 20261127T204000Z. */
export function stampOf(now: Date): string {
  const [stamp = ''] = now.toISOString().replaceAll(/[-:]/g, '').split('.');
  return `${stamp}Z`;
}

/** Those of the names in a folder that are too many, oldest first. */
export function tooMany(names: readonly string[], keep: number): readonly string[] {
  const ours = names.filter((name) => OURS.test(name)).sort();
  return ours.slice(0, Math.max(0, ours.length - keep));
}

/** Gives a finished backup its name, once all of it is on the disk. */
export async function shelve(part: string, final: string): Promise<void> {
  await settle(part);
  await rename(part, final);
  await flush(path.dirname(final));
}

export async function removeOld(folder: string, keep: number): Promise<readonly string[]> {
  const old = tooMany(await readdir(folder), keep);
  for (const name of old) await rm(path.join(folder, name), { recursive: true });
  return old;
}

/** Removes what backups that were interrupted (a crash, a kill) left behind, never one that may still be made. */
export async function removeInterrupted(folder: string, now: Instant): Promise<readonly string[]> {
  const gone: string[] = [];
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name);
    if (!name.endsWith(PART) || !OURS.test(name.slice(0, -PART.length))) continue;
    if ((await lastWritten(place)) > now - INTERRUPTED_AFTER) continue;
    await rm(place, { recursive: true, force: true });
    gone.push(name);
  }
  return gone;
}

/** When anything in a file or folder was last written; now, where it just vanished. */
async function lastWritten(place: string): Promise<Instant> {
  try {
    const own = await stat(place);
    const within = own.isDirectory() ? await readdir(place) : [];
    const times = await Promise.all(within.map((name) => lastWritten(path.join(place, name))));
    return Math.max(own.mtimeMs, ...times);
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return Number.MAX_SAFE_INTEGER;
    throw fault;
  }
}

/** Waits until a file, or a folder with all that is in it, is on the disk. */
export async function settle(place: string): Promise<void> {
  const entries = await readdir(place, { withFileTypes: true }).catch((fault) => {
    if (fault.code === 'ENOTDIR') return [];
    throw fault;
  });
  for (const entry of entries) await settle(path.join(place, entry.name));
  await flush(place);
}

async function flush(place: string): Promise<void> {
  const handle = await open(place, 'r');
  await handle.sync().finally(() => handle.close());
}
