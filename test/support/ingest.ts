import type { Analysis, Reader } from '../../server/core/reading/analysis.ts';
import { readInPlace } from '../../server/core/reading/reading-pool.ts';
import type { Db } from '../../server/db/database.ts';
import type { IngestDeps } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { createReader } from '../../server/text/reader.ts';
import { NOW } from './make.ts';

let made: Reader | undefined;

/** Holds no state between texts, and is dear to make: one for each process, and none where none is wanted. */
export function realReader(): Reader {
  made ??= createReader();
  return made;
}

/** The real reader, for tests that bring the same texts several times: it reads each of them once. */
export function readerWithMemory(): Reader {
  const reader = realReader();
  const known = new Map<string, Analysis>();
  return {
    version: reader.version,
    read(text, context) {
      const key = JSON.stringify([text, context]);
      const analysis = known.get(key) ?? reader.read(text, context);
      known.set(key, analysis);
      return analysis;
    },
  };
}

/** The real reader, the real matcher, a key for tests and a clock that stands still. */
export function ingestDeps(
  db: Db,
  { reader = realReader(), ...parts }: Partial<IngestDeps> & { readonly reader?: Reader } = {},
): IngestDeps {
  return {
    db,
    reading: readInPlace(() => reader),
    matcher: createWatchMatcher(db),
    storing: createStoring(
      db,
      createNearCopies(() => NOW),
    ),
    hashKey: Buffer.from('a key for tests only'),
    canonicalise: (url) => [url],
    now: () => NOW,
    ...parts,
  };
}
