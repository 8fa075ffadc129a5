import { compileWatches, type Matcher } from '../../core/mention/match.ts';
import type { Db } from '../../db/database.ts';
import { listWatches, watchGeneration } from '../../db/watch/watches.ts';

/** The active watches, compiled, with the mark of the state they were read in. */
export interface CompiledWatches {
  readonly matcher: Matcher;
  readonly generation: string;
}

/** Gives the compiled watches; compiles again only when a watch was added, changed or removed. */
export type WatchMatcher = () => Promise<CompiledWatches>;

export function createWatchMatcher(db: Db): WatchMatcher {
  let kept: CompiledWatches | null = null;
  return async () => {
    const generation = await watchGeneration(db);
    if (kept?.generation !== generation) {
      // A change between the two reads only makes the mark too old: ingest notices and asks again.
      kept = { generation, matcher: compileWatches(await listWatches(db, { activeOnly: true })) };
    }
    return kept;
  };
}
