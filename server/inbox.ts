import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Inbox, SheetChoice } from './core/import/inbox.ts';
import type { Db } from './db/database.ts';
import { engineOf } from './db/engine/engine.ts';
import { addChunk, dropChunks, readChunk } from './db/import/import-chunks.ts';
import { readRows } from './reports/read-rows.ts';
import { type FilePlace, type OpenedFile, sniffFile } from './reports/sniff-file.ts';

/** Bytes of a file in one row: large enough to be few, small enough that a process holds no file whole. */
const CHUNK = 1024 * 1024;

/** Where the bytes of files lie, each under its id. */
interface Shelf {
  write(id: number, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  place(id: number): FilePlace;
  remove(id: number): Promise<void>;
}

/**
 * The inbox in the data folder; on PostgreSQL in the database, so that the bytes reach whichever worker
 * imports them.
 */
export function openInbox({ dataFolder }: Pick<Config, 'dataFolder'>, db: Db): Inbox {
  const shelf = engineOf(db) === 'sqlite' ? folderShelf(dataFolder) : databaseShelf(db);
  const { place, remove } = shelf;
  return {
    async put(id, bytes, most) {
      let size = 0;
      const counted = async function* () {
        for await (const part of bytes) {
          size += part.length;
          if (size > most) throw new AppError('too_large', `a file may hold at most ${most} bytes`, { most });
          yield part;
        }
      };
      try {
        await shelf.write(id, counted());
      } catch (fault) {
        await remove(id);
        throw fault;
      }
      return size;
    },
    shape: (id, name) => sniffFile(place(id), name),
    read(id, name) {
      let bytesRead = () => 0;
      let sheets: SheetChoice | null = null;
      const rows = readRows(place(id), {
        name,
        onOpen(count) {
          bytesRead = count;
        },
        onSheets(choice) {
          sheets = choice;
        },
      });
      return { rows, bytesRead: () => bytesRead(), sheets: () => sheets };
    },
    remove,
  };
}

/** The bytes of a file in an installation's inbox; null where it is not. */
export function bytesInInbox(dataFolder: string, db: Db, id: number): Readable | null {
  if (engineOf(db) === 'postgres') return openChunks(db, id).stream;
  const file = path.join(dataFolder, 'inbox', String(id));
  return existsSync(file) ? createReadStream(file) : null;
}

/** One file each, named by its id, readable by its owner only. */
function folderShelf(dataFolder: string): Shelf {
  const folder = path.join(dataFolder, 'inbox');
  const place = (id: number) => path.join(folder, String(id));
  return {
    place,
    async write(id, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await pipeline(bytes, createWriteStream(place(id), { mode: 0o600 }));
    },
    remove: (id) => rm(place(id), { force: true }),
  };
}

/** Pieces in the database, read in their order. */
function databaseShelf(db: Db): Shelf {
  return {
    place: (id) => () => openChunks(db, id),
    async write(id, bytes) {
      let part = 0;
      for await (const chunk of ofSize(bytes, CHUNK)) {
        await addChunk(db, id, part, chunk);
        part += 1;
      }
    },
    remove: (id) => dropChunks(db, id),
  };
}

function openChunks(db: Db, id: number): OpenedFile {
  let size = 0;
  const chunks = async function* () {
    for (let part = 0; ; part += 1) {
      const bytes = await readChunk(db, id, part);
      if (bytes === null) break;
      size += bytes.length;
      yield bytes;
    }
  };
  // Few are read ahead: each is as large as what a file stream holds at all.
  const stream = Readable.from(chunks(), { objectMode: false, highWaterMark: CHUNK });
  return { stream, bytesRead: () => size };
}

/** The same bytes in pieces of one size, the last as long as it comes out. */
async function* ofSize(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    held.push(part);
    length += part.length;
    if (length < size) continue;
    const whole = Buffer.concat(held);
    let from = 0;
    for (; from + size <= whole.length; from += size) yield whole.subarray(from, from + size);
    held = [whole.subarray(from)];
    length = whole.length - from;
  }
  if (length > 0) yield Buffer.concat(held);
}
