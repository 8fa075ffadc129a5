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

const HEAD = 'tingchao-'.length;
const dayOf = (name: string) => name.slice(HEAD, HEAD + 8);
const momentOf = (name: string) => name.slice(HEAD, HEAD + 16);

/**
 * Those of the names in a folder that are too many, oldest first, once one was made. Of those that stay the newest of
 * each day come first: many in a day, such as one at each start, must not push out those of the days before. The one
 * just made stays, and so do those that are named after a later moment: some clock was wrong.
 */
export function tooMany(
  names: readonly string[],
  keep: number,
  made: string,
): { readonly old: readonly string[]; readonly future: readonly string[] } {
  const ours = names.filter((name) => OURS.test(name)).sort((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1));
  const future = ours.filter((name) => momentOf(name) > momentOf(made));
  const past = ours.filter((name) => name !== made && momentOf(name) <= momentOf(made));
  const days = new Set([dayOf(made)]);
  const [first, rest]: [string[], string[]] = [[], []];
  for (const name of past) {
    (days.has(dayOf(name)) ? rest : first).push(name);
    days.add(dayOf(name));
  }
  const stay = new Set([...first, ...rest].slice(0, keep - 1));
  return { old: past.filter((name) => !stay.has(name)).reverse(), future };
}

/** Gives a finished backup its name, once all of it is on the disk. */
export async function shelve(part: string, final: string): Promise<void> {
  await settle(part);
  await rename(part, final);
  await flush(path.dirname(final));
}

/** Removes what is too many once a backup was made, and says what; see `tooMany`. */
export async function removeOld(
  folder: string,
  keep: number,
  made: string,
): Promise<ReturnType<typeof tooMany>> {
  const found = tooMany(await readdir(folder), keep, made);
  for (const name of found.old) await rm(path.join(folder, name), { recursive: true });
  return found;
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
