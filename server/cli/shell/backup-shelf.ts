import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What `backup` writes and, under `--keep`, removes: nothing else in the folder is ours. */
const OURS = /^tingchao-\d{8}T\d{6}Z(\.dump)?$/;

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
