/**
 * A process that ingests batches into the database at `place` until it has made `batches` of them or is killed, and prints
 * the ids of each batch once it is acknowledged. `name` keeps the ids of several such processes apart;
 * with `shared` they all bring the same posts, with `again` a batch that failed is tried until it is stored, as its
 * job would be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/db/engine/open.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { ingestDeps } from './ingest.ts';
import { makeAnalysis, makePost, NOW } from './make.ts';

const [place = '', name = '', batches = '1', shared = '', again = ''] = process.argv.slice(2);
const db = openDatabase(place, { onLoss: () => {} });
// What the posts say is of no matter here; the real reader takes seconds to begin.
const deps = ingestDeps(db, { reader: { version: 'plain-1', read: () => makeAnalysis() } });
for (let batch = 0; batch < Number(batches); batch++) {
  const ids = Array.from({ length: 25 }, (_, n) => `${shared || name}-${batch}-${n}`);
  const posts = ids.map((externalId, n) =>
    makePost({
      externalId,
      text:
        n % 5 === 0
          ? '网传供热公司明天全城停暖,请大家互相转告'
          : `${externalId} 号楼停暖了,冻死了,要投诉供热公司的暖气`,
      publishedAt: NOW - (n + batch) * 600_000,
      author: `用户${n % 7}`,
    }),
  );
  for (let stored = false; !stored; ) {
    try {
      await ingest(deps, { posts, origin: name });
      stored = true;
    } catch (fault) {
      if (again === '') throw fault;
      await sleep(50);
    }
  }
  process.stdout.write(`${JSON.stringify(ids)}\n`);
}
await db.destroy();
