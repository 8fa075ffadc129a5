import type { Matcher } from '../../core/mention/match.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { addRefusals } from '../../db/feed/refusals.ts';
import { findKnown } from '../../db/post/posts.ts';
import { listBarred } from './barred-posts.ts';
import { cleanBatch, type RefusedPost } from './prepare-posts.ts';
import { type BatchRead, matchBatch, type ReadDeps, readMatched } from './read-posts.ts';
import type { Stored } from './store-posts.ts';
import type { Storing } from './storing.ts';
import type { WatchMatcher } from './watch-matcher.ts';

export interface IngestDeps extends ReadDeps {
  readonly db: Db;
  readonly matcher: WatchMatcher;
  readonly storing: Storing;
  now(): Instant;
}

export interface IngestInput {
  readonly posts: readonly SourcePost[];
  /** Feed or file, as people know it; kept with refusals. */
  readonly origin: string;
  /** The feed that brings them; absent where they are pushed or imported. */
  readonly feedId?: number;
  /** Where they are pushed or imported: by what, `push #3`. What has only just begun is no rise. */
  readonly inlet?: string;
  /** The imported file that brings them: what only it brings can be taken back. */
  readonly importId?: number;
  /** Row number of each post; its place in the batch where absent. */
  readonly positions?: readonly number[];
  /** These lay there before anybody looked: what has no time of its own is of an unknown one. */
  readonly backlog?: boolean;
  /** Entries that could not even be parsed, by position, to be remembered with the others. */
  readonly refused?: readonly RefusedPost[];
  /** More to store in the very same transaction: the run, what fetching remembers. Done anew if that is begun again. */
  after?(tx: Tx, report: IngestReport): Promise<void>;
}

export interface IngestReport {
  /** New posts, copies among them. */
  readonly stored: number;
  /** Seen before: by source and external id; those that somebody had deleted among them. */
  readonly known: number;
  /** Stored posts that repeat another, exactly or nearly. */
  readonly copies: number;
  /** With what the caller handed in; `index` is the position given, else the place in the batch. */
  readonly refused: readonly RefusedPost[];
  readonly mentions: number;
  /** Watches that got new mentions. */
  readonly watchIds: readonly number[];
  /** Milliseconds from published to stored, of the stored posts whose time is known; null without any. */
  readonly lagP50: number | null;
  readonly lagP95: number | null;
  /** Known posts whose counts are newer now. */
  readonly updated: number;
  /** Their positions, and those of the stored posts. */
  readonly renewed: readonly number[];
  readonly added: readonly number[];
  /** Positions of known posts whose content differs from what is stored; the stored one stays. */
  readonly changed: readonly number[];
  /** What was put right in stored posts: a date in the future dropped, a text longer than what is kept cut. */
  readonly notes: { readonly future: number; readonly cut: number };
  /** Positions of the stored posts that were dated in the future. */
  readonly future: readonly number[];
}

/** A batch that is matched and read, and not stored yet. */
export interface ReadAhead {
  readonly batch: ReturnType<typeof cleanBatch>;
  readonly now: Instant;
  /** Of the watches that it was matched with; see `watchGeneration`. */
  readonly generation: string;
  readonly matcher: Matcher;
  readonly known: Awaited<ReturnType<typeof findKnown>>;
  readonly told: BatchRead;
  /** Posts that somebody had deleted, or whose author asked not to be taken in. */
  readonly erased: number;
}

/** The part of `ingest` that writes nothing: may be done while another batch is being stored. */
export async function readAhead(
  deps: IngestDeps,
  { posts, backlog }: Pick<IngestInput, 'posts' | 'backlog'>,
): Promise<ReadAhead> {
  const now = deps.now();
  return readAgain(deps, cleanBatch(posts, now, backlog), now);
}

async function readAgain(deps: IngestDeps, batch: ReadAhead['batch'], now: Instant): Promise<ReadAhead> {
  const { matcher, generation } = await deps.matcher();
  const known = await findKnown(
    deps.db,
    batch.clean.map((post) => post.clean),
  );
  const fresh = batch.clean.filter((post) => !known.has(post.key));
  const { matched, refused } = matchBatch(deps, matcher, fresh);
  // Nothing of them is read, so none of their words is kept as the excerpt of a refusal.
  const barred = await listBarred(deps.db, matched);
  const wanted = matched.filter((post) => !barred.has(post));
  const told = await readMatched(deps, { matched: wanted, refused });
  return { batch, now, generation, matcher, known, told, erased: barred.size };
}

/**
 * Stores one batch of posts: clean, dedupe, match, read, then one transaction for posts, readings, mentions, facts,
 * full text, hourly counts and refusals, shared with other batches that wait to be stored. When it resolves, everything is committed; when
 * it throws, nothing is. Doing it again changes nothing. A bad post is refused by name and costs no other.
 * @param ahead what `readAhead` made of the same posts; done here where absent
 */
export async function ingest(
  deps: IngestDeps,
  input: IngestInput,
  ahead: Promise<ReadAhead> = readAhead(deps, input),
): Promise<IngestReport> {
  for (let read = await ahead; ; read = await readAgain(deps, read.batch, read.now)) {
    const report = await storeRead(deps, input, read);
    if (report !== null) return report;
  }
}

/** Null when a watch was changed since the posts were matched: that is out of date. */
async function storeRead(
  deps: IngestDeps,
  input: IngestInput,
  { batch, now, generation, matcher, known, told: { read, refused, reader }, erased }: ReadAhead,
): Promise<IngestReport | null> {
  const seen = [...batch.clean.filter((post) => known.has(post.key)), ...batch.again];
  const position = (index: number) => input.positions?.[index] ?? index;
  const placed = [...batch.refused, ...refused].map((each) => ({ ...each, index: position(each.index) }));
  const all = [...(input.refused ?? []), ...placed];
  const { feedId = null, inlet = null, importId = null } = input;
  const matched = { read, seen, reader, now, generation, matcher, feedId, inlet, importId };
  return deps.storing.store(matched, async (tx, stored) => {
    await addRefusals(
      tx,
      all.map(({ index, ...rest }) => ({ at: now, origin: input.origin, position: index, ...rest })),
    );
    const report = {
      ...reportOf(stored, all, erased),
      added: stored.added.map(position),
      renewed: stored.renewed.map(position),
      changed: stored.changed.map(position),
      future: stored.future.map(position),
    };
    await input.after?.(tx, report);
    return report;
  });
}

function reportOf(stored: Stored, refused: readonly RefusedPost[], erased: number): IngestReport {
  const { lags, cut, ...counts } = stored;
  const sorted = lags.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return {
    ...counts,
    known: counts.known + erased,
    notes: { future: stored.future.length, cut },
    refused,
    lagP50: at(0.5),
    lagP95: at(0.95),
  };
}
