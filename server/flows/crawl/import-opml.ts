import { AppError } from '../../core/errors.ts';
import type { Opml } from '../../core/feed/opml.ts';
import { type OpmlListing, planOpml } from '../../core/feed/opml-plan.ts';
import type { Source } from '../../core/feed/source.ts';
import { readParams } from '../../core/settings/params.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { createFeed, listFeeds } from '../../db/feed/feeds.ts';
import { createWatch, listWatches } from '../../db/watch/watches.ts';

export interface ImportOpmlDeps {
  readonly db: Db;
  readonly sources: ReadonlyMap<string, Source>;
  now(): Instant;
}

export interface ImportOpmlInput {
  readonly opml: Opml;
  /** True for a look at what would be made. */
  readonly dry: boolean;
  /** Whether folders become watches. */
  readonly folders: boolean;
}

export interface ImportOpmlReport extends OpmlListing {
  /** Nothing was made on a dry run. */
  readonly madeFeeds: number;
  readonly madeWatches: number;
  readonly watchIds: readonly number[];
}

/**
 * Makes a feed of every address in the file that is none yet and, if wanted, a watch of every folder: a
 * watch listens to kinds of sources, not to single feeds, so the folder's name becomes its term. All or
 * nothing, in one transaction; importing again makes nothing.
 */
export async function importOpml(deps: ImportOpmlDeps, input: ImportOpmlInput): Promise<ImportOpmlReport> {
  const source = deps.sources.get('rss');
  if (source === undefined) throw new AppError('unknown_source', 'there is no source that reads feeds');
  const plan = async (db: Db) => {
    const names = (await listWatches(db)).map(({ name }) => name);
    const listing = planOpml(input.opml, await listFeeds(db), names);
    return input.folders ? listing : { ...listing, watches: [] };
  };
  if (input.dry) return { ...(await plan(deps.db)), madeFeeds: 0, madeWatches: 0, watchIds: [] };
  return deps.db.transaction().execute(async (tx) => {
    const listing = await plan(tx);
    return { ...listing, ...(await make(tx, listing, source, deps.now())) };
  });
}

async function make(tx: Tx, listing: OpmlListing, source: Source, now: Instant) {
  const feeds = listing.feeds.filter(({ status }) => status === 'new');
  for (const { name, url } of feeds) {
    const params = readParams(source.params, { url });
    await createFeed(tx, { name, source: source.name, params, every: source.every, active: true }, now);
  }
  const watchIds: number[] = [];
  for (const { name, terms, status } of listing.watches) {
    if (status !== 'new') continue;
    const rule = { any: terms, all: [], none: [] };
    const watch = await createWatch(tx, { name, rule, people: [], sources: [], active: true }, now);
    watchIds.push(watch.id);
  }
  return { madeFeeds: feeds.length, madeWatches: watchIds.length, watchIds };
}
