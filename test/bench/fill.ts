import type { IngestDeps } from '../../server/flows/ingest/ingest.ts';
import { cleanBatch, type ReadPost } from '../../server/flows/ingest/prepare-posts.ts';
import { readBatch } from '../../server/flows/ingest/read-posts.ts';
import { storePosts } from '../../server/flows/ingest/store-posts.ts';
import { makePosts, makeTexts } from './posts.ts';

const BATCH = 2_000;
/** Readings are made for so many texts and lent to all others: reading is not what is measured here. */
const READ = 2_000;

/** Stores posts through the tables' own functions until there are so many mentions. @returns mentions */
export async function fill(
  deps: IngestDeps,
  mentions: number,
  tell: (done: number) => void,
): Promise<number> {
  const { matcher } = await deps.matcher();
  const now = deps.now();
  const clean = cleanBatch(makePosts(makeTexts(READ), 'model', now), now).clean;
  const { read: lent, reader } = await readBatch(deps, matcher, clean);
  const models = lent.filter((post) => post.matches.length > 0);
  const each = models.reduce((sum, post) => sum + post.matches.length, 0) / models.length;
  const wanted = Math.ceil(mentions / each);
  let done = 0;
  for (let from = 0; from < wanted; from += BATCH) {
    const read = Array.from({ length: Math.min(BATCH, wanted - from) }, (_, n) =>
      lend(models, from + n, wanted, now),
    );
    const stored = await deps.db
      .transaction()
      .execute((tx) =>
        storePosts(tx, [{ read, seen: [], reader, now, feedId: null, inlet: null, importId: null }], null),
      );
    done += stored.each[0]?.mentions ?? 0;
    tell(done);
  }
  return done;
}

/** A post of its own with the words and the reading of a model, placed evenly over 28 days. */
function lend(models: readonly ReadPost[], n: number, wanted: number, now: number): ReadPost {
  const model = models[n % models.length] as ReadPost;
  const externalId = `fill-${n}`;
  const at = now - 60_000 - Math.floor(((wanted - n) / wanted) * 28 * 24 * 3_600_000);
  return {
    ...model,
    key: `import\n${externalId}`,
    clean: { ...model.clean, externalId, at, observedAt: at },
    author: `h:${String(n % 50_000).padStart(22, '0')}`,
    mark: { hash: n, comparable: true },
  };
}
