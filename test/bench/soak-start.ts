import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openDatabase } from '../../server/db/engine/open.ts';
import { createFeed } from '../../server/db/feed/feeds.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { WATCHES } from './posts.ts';

/** A new installation that watches five subjects and reads every feed of every host. */
export async function prepareSoak(
  file: string,
  names: readonly string[],
  plan: { readonly feedsPerHost: number; readonly every: number },
): Promise<void> {
  const db = openDatabase(file);
  await migrateToLatest(db);
  for (const watch of WATCHES) await createWatch(db, watch, Date.now());
  for (const name of names) {
    for (let number = 0; number < plan.feedsPerHost; number += 1) {
      const params = { url: `http://${name}/feed/${number}.xml` };
      const feed = { name: `${name} ${number}`, source: 'rss', params, every: plan.every, active: true };
      await createFeed(db, feed, Date.now());
    }
  }
  await db.destroy();
}

/** Starts the product in a process of its own; resolves when it works. */
export async function startSoaked(
  folder: string,
  localHosts: object,
): Promise<{ child: ChildProcess; url: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = fork(new URL('./soak-process.ts', import.meta.url), {
    execArgv: ['--max-semi-space-size=8', '--import', new URL('./soak-probe.ts', import.meta.url).href],
    env: {
      PATH,
      HOME,
      TINGCHAO_DATA: folder,
      TINGCHAO_PORT: '0',
      TINGCHAO_LOG: 'error',
      SOAK_OVERRIDES: JSON.stringify({ localHosts }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('it ended before it worked')));
  ended.catch(() => undefined);
  const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
  return { child, url };
}
