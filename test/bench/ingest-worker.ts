import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../server/db/engine/open.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { openReadingPool } from '../../server/text/pool/pool.ts';
import { threadsBesideServer } from '../../server/text/pool/size.ts';
import { lowerPriority } from '../../server/worker/priority.ts';
import { makePosts, makeTexts } from './posts.ts';

/** A thread that ingests as fast as it can until it is told to stop, and then says how much it stored. */
const { file } = workerData as { file: string };
// As every worker does.
lowerPriority();
const db = openDatabase(file);
const pool = openReadingPool({ threads: threadsBesideServer() });
const deps = {
  db,
  reading: pool,
  matcher: createWatchMatcher(db),
  storing: createStoring(db, createNearCopies(Date.now)),
  hashKey: Buffer.from('a key for the benchmark'),
  canonicalise: (url: string) => [url],
  now: Date.now,
};
let stopped = false;
parentPort?.on('message', () => {
  stopped = true;
});
const posts = makePosts(makeTexts(4_000, 'live '), 'live', Date.now());
let stored = 0;
let start = 0;
for (let round = 0; !stopped; round++) {
  for (let from = 0; from < posts.length && !stopped; from += 500) {
    const batch = posts.slice(from, from + 500).map((post) => ({
      ...post,
      externalId: `${round}-${post.externalId}`,
      text: `${post.text} ${round}`,
      publishedAt: Date.now() - 1_000,
    }));
    const report = await ingest(deps, { posts: batch, origin: 'bench' });
    if (start === 0) {
      // The first batch loads the dictionary.
      start = performance.now();
      parentPort?.postMessage('running');
    } else stored += report.stored;
    // Lets the word to stop be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const seconds = (performance.now() - start) / 1_000;
await pool.close();
await db.destroy();
parentPort?.postMessage({ perSecond: Math.round(stored / seconds) });
