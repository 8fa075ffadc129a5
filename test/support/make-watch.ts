import type { Watch } from '../../server/core/mention/watch.ts';
import type { Db } from '../../server/db/database.ts';
import { createWatch, type WatchInput } from '../../server/db/watch/watches.ts';
import { anyOf, NOW } from './make.ts';

/** An input for a watch on heating. */
export function watchInput(parts: Partial<WatchInput> = {}): WatchInput {
  return {
    name: '供热',
    rule: anyOf('暖气', '供热'),
    people: [],
    sources: [],
    active: true,
    ...parts,
  };
}

export function makeWatch(db: Db, parts: Partial<WatchInput> = {}, now = NOW - 60_000): Promise<Watch> {
  return createWatch(db, watchInput(parts), now);
}
