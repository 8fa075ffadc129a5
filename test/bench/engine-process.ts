import { addressForms } from '../../crawlers/urls.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { openReadingPool, READ_AHEAD } from '../../server/text/pool/pool.ts';
import { lowerPriority } from '../../server/worker/priority.ts';
import { makePosts, makeTexts } from './posts.ts';

/**
 * A worker process that ingests as fast as it can, posts of the last hour in batches of one size, so many of them
 * under way at once. Says `ready` when its dictionaries are loaded, begins when told, and
 * then says what it did.
 */
const [place = '', name = '', wanted = '0', flows = '1', size = '1', threads = '1'] = process.argv.slice(2);
const BATCH = Number(size);
/** Made at once: texts of every kind. */
const MADE = 500;
const HOUR = 3_600_000;

// As every worker does.
lowerPriority();
const db = openDatabase(place);
const pool = openReadingPool({ threads: Number(threads), depth: READ_AHEAD });
const deps = {
  db,
  reading: pool,
  matcher: createWatchMatcher(db),
  storing: createStoring(db, createNearCopies(Date.now)),
  hashKey: Buffer.from('a key for the benchmark'),
  canonicalise: addressForms,
  now: Date.now,
};
const most = Number(wanted);
let made = 0;
let taken = 0;
const ready: ReturnType<typeof makePosts> = [];

/** No text and no id ever comes twice. */
function makeMore(): void {
  const mark = `${name}-${made}`;
  made += MADE;
  const now = Date.now();
  const posts = makePosts(makeTexts(MADE, `${mark} `), mark, now);
  ready.push(...posts.map((post, n) => ({ ...post, publishedAt: now - 1_000 - ((n * 7_919) % HOUR) })));
}

function nextBatch(): typeof ready | null {
  if (taken >= most) return null;
  while (ready.length < BATCH) makeMore();
  taken += BATCH;
  return ready.splice(0, BATCH);
}

async function flow(): Promise<number> {
  let stored = 0;
  for (let posts = nextBatch(); posts !== null; posts = nextBatch()) {
    stored += (await ingest(deps, { posts, origin: 'bench' })).stored;
  }
  return stored;
}

await ingest(deps, {
  posts: makePosts(makeTexts(MADE, `${name} warm `), `${name}-warm`, Date.now()),
  origin: 'warm',
});
const told = new Promise((resolve) => process.once('message', resolve));
process.send?.('ready');
await told;
const before = process.cpuUsage();
const start = performance.now();
const stored = (await Promise.all(Array.from({ length: Number(flows) }, flow))).reduce(
  (all, each) => all + each,
  0,
);
const seconds = (performance.now() - start) / 1_000;
const { user, system } = process.cpuUsage(before);
await pool.close();
await db.destroy();
process.send?.({
  stored,
  seconds,
  cpu: (user + system) / 1e6,
  megabytes: process.memoryUsage.rss() / 1_048_576,
});
process.disconnect();
