import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';

function readStored(folder: string) {
  const db = new Sqlite(join(folder, 'tingchao.db'), { readonly: true });
  const all = (query: string) => db.prepare(query).pluck().all();
  const [mentions, counted, runs] = [
    'select count(*) from mention',
    'select coalesce(sum(count), 0) from bucket',
    'select count(*) from feed_run',
  ].map((query) => Number(all(query)[0]));
  const titles = all('select title from post').map(String);
  db.close();
  return { titles, runs: runs ?? 0, miscounted: Math.abs((mentions ?? 0) - (counted ?? 0)) };
}

/** Waits until what was handed over is stored. What was handed over last is being stored: that may take a moment. */
export async function settle(folder: string, handedOver: ReadonlySet<string>): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    const stored = new Set(readStored(folder).titles);
    if ([...handedOver].every((id) => stored.has(id))) return;
    await sleep(500);
  }
}

/** What is stored beside what the far side handed over, and the hourly counts beside the mentions. */
export function compareStored(
  folder: string,
  far: { handedOver: ReadonlySet<string>; shown: ReadonlySet<string> },
) {
  const { titles, runs, miscounted } = readStored(folder);
  const stored = new Set(titles);
  return {
    lost: [...far.handedOver].filter((id) => !stored.has(id)),
    invented: [...stored].filter((id) => !far.shown.has(id)),
    doubled: titles.length - stored.size,
    stored: stored.size,
    runs,
    miscounted,
  };
}
