import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { AppError } from '../../core/errors.ts';

/**
 * Writes what comes of a command to where `--out` says. A file appears under its name only when it is whole, and a link to
 * one stays a link; what is no file, a pipe or a device, is written to as it is.
 * @param write ends what it is given, and resolves when all is written
 */
export async function writeOut(target: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const place = await realpath(target).catch(() => target);
  const found = await stat(place).catch(() => null);
  if (found !== null && !found.isFile()) return write(createWriteStream(place));
  const part = `${place}.part`;
  try {
    await write(createWriteStream(part));
    await rename(part, place);
  } catch (fault) {
    await rm(part, { force: true });
    throw fault;
  }
}

async function kindOf(place: string): Promise<'folder' | 'file' | 'none'> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'none';
  }
}

/**
 * Before the work whose outcome goes to a file.
 * @throws AppError('bad_file') naming the folder where there is none, or which was given as the file
 */
export async function demandFolderOf(target: string): Promise<void> {
  if ((await kindOf(target)) === 'folder')
    throw new AppError('bad_file', `${target} is a folder; --out names a file`);
  const folder = path.dirname(path.resolve(target));
  const kind = await kindOf(folder);
  if (kind === 'none') throw new AppError('bad_file', `there is no folder ${folder}; make it first`);
  if (kind === 'file') throw new AppError('bad_file', `${folder} is a file, not a folder`);
}

/** @throws AppError('bad_file') where what is to be a folder is a file */
export async function demandNoFile(folder: string): Promise<void> {
  if ((await kindOf(folder)) === 'file') throw new AppError('bad_file', `${folder} is a file, not a folder`);
}

/** Files that no terminal can show. @throws AppError('bad_request') where stdout is one */
export function demandNoTerminal(stdout: Writable, format: string): void {
  const isShown = 'isTTY' in stdout && stdout.isTTY === true;
  if (isShown && (format === 'docx' || format === 'xlsx'))
    throw new AppError('bad_request', `${format} is nothing for a terminal: name a file with --out`);
}
