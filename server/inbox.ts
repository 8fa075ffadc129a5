import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Inbox } from './core/inbox.ts';
import { readRows } from './reports/read-rows.ts';
import { sniffFile } from './reports/sniff-file.ts';

/** The inbox in the data folder: one file each, named by its id, readable by its owner only. */
export function openInbox(config: Pick<Config, 'dataFolder'>): Inbox {
  const folder = path.join(config.dataFolder, 'inbox');
  const place = (id: number) => path.join(folder, String(id));
  const remove = (id: number) => rm(place(id), { force: true });
  return {
    async put(id, bytes, most) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      let size = 0;
      const counted = async function* () {
        for await (const part of bytes) {
          size += part.length;
          if (size > most) throw new AppError('too_large', `a file may hold at most ${most} bytes`, { most });
          yield part;
        }
      };
      try {
        await pipeline(counted, createWriteStream(place(id), { mode: 0o600 }));
      } catch (fault) {
        await remove(id);
        throw fault;
      }
      return size;
    },
    shape: (id, name) => sniffFile(place(id), name),
    read(id, name) {
      let bytesRead = () => 0;
      const rows = readRows(place(id), {
        name,
        onOpen(count) {
          bytesRead = count;
        },
      });
      return { rows, bytesRead: () => bytesRead() };
    },
    remove,
  };
}
