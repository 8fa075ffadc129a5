import type { Watch } from '../../../core/mention/watch.ts';
import { comparableGrowth, growthIn, orderBySurety } from '../../../core/screens/trend-order.ts';
import type { Counted, SplitRow, TopicRow, TrendsScreen } from '../../../core/screens/trends.ts';
import type { AuthorCount } from '../../../core/series/author-sketch.ts';
import type { OneSided } from '../../../core/series/one-sided.ts';
import {
  type Basis,
  basisFor,
  daysOf,
  dayWindowsOf,
  type Span,
  type Windows,
  windowsOf,
} from '../../../core/series/trend-window.ts';
import { HOUR, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { sideBySide } from '../../engine/side-by-side.ts';
import { readAuthors } from '../../series/author-counts.ts';
import { firstHours } from '../../series/buckets.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { shareOf } from '../alert/chart.ts';
import { readHistory } from '../alert/history.ts';
import { readOneSided } from './compared-facets.ts';
import { readFacetCounts, readPlatformCounts, readTermCounts, type WindowCounts } from './trends-counts.ts';
import { readStoryCounts } from './trends-stories.ts';
import { readHeat, readTimeline } from './trends-timeline.ts';

export interface TrendsInput {
  /** Null for all active watches together; a post that two of them mention counts for both. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
  readonly basis: Basis;
}

const MAX_TOPICS = 200;
const MAX_CLOUD_TERMS = 80;
const MAX_REGIONS = 40;

/**
 * The page of trends. Counts come from the buckets alone: hours for facets and platforms, whole days for
 * words.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readTrends(db: Db, input: TrendsInput): Promise<TrendsScreen> {
  const { watchId, now, basis } = input;
  const listed = await listWatches(db);
  const watches = chosenWatches(listed, watchId);
  const { ids, history, firsts, since, span } = await readSpan(db, input, watches);
  const [spans, termSpans] = [windowsOf(span, basis, since), dayWindowsOf(span, basis, since, now)];
  const known = history.baseline.kind === 'hour-of-week' ? history.baseline.sixHourDispersion : null;
  const { young, old, youngApart } = withoutYoung(ids, youngOf(watches, firsts, spans));
  const [all, stories, authors, timeline, heat, cloud] = await sideBySide(
    db,
    () => readCounts(db, ids, spans, termSpans),
    () => readStoryCounts(db, { watchId, watchIds: ids }, spans, youngApart ? old : null),
    () => countAuthorsIn(db, ids, span),
    () => readTimeline(db, ids, history, { since, now }),
    () => readHeat(db, ids, history, since),
    () => readCloud(db, ids, daysOf(span, now)),
  );
  const compared = youngApart ? await readCounts(db, old, spans, termSpans) : all;
  const oneSided = await readOneSided(db, youngApart ? old : ids, spans);
  const topics = [
    ...topicsOf([...heldAgainst(all.facets, compared.facets), ...stories], spans, known ?? 0),
    ...topicsOf(heldAgainst(all.terms, compared.terms).map(asTopic), termSpans, known ?? 0),
  ];
  return {
    now,
    watchId,
    basis: basisFor(span, basis),
    spans,
    termSpans,
    dispersionKnown: known !== null,
    watches: activeOf(listed),
    ...comparisonOf(compared.platforms, oneSided, spans, known ?? 0),
    total: totalOf(all.platforms),
    authors,
    timeline,
    heat,
    young,
    youngApart,
    topics: surestOf(topics),
    ...shownOf(all, spans),
    ...cloud,
  };
}

const activeOf = (listed: readonly Watch[]): TrendsScreen['watches'] =>
  listed.filter((watch) => watch.active).map(({ id, name }) => ({ id, name }));

/** The hours that are shown, and since when each watch and the oldest of them has counted any. */
async function readSpan(db: Db, input: TrendsInput, watches: readonly Watch[]) {
  const ids = watches.map((watch) => watch.id);
  const [history, firsts] = await sideBySide(
    db,
    () => readHistory(db, { watches, ...input }),
    () => firstHours(db, ids),
  );
  const since = firsts.size === 0 ? null : Math.min(...firsts.values());
  return { ids, history, firsts, since, span: { from: history.start, to: history.end } };
}

function withoutYoung(ids: readonly number[], young: TrendsScreen['young']) {
  const old = ids.filter((id) => !young.some((watch) => watch.id === id));
  return { young, old, youngApart: young.length > 0 && old.length > 0 };
}

const surestOf = (topics: ReturnType<typeof topicsOf>) =>
  orderBySurety(topics)
    .slice(0, MAX_TOPICS)
    .map(({ count: _, ...topic }) => topic);

const shownOf = ({ platforms, facets }: Awaited<ReturnType<typeof readCounts>>, spans: Windows) => ({
  platforms: platforms.map((each) => splitOf(each, spans)),
  regions: regionsOf(facets).map((each) => splitOf(each, spans)),
});

async function readCounts(db: Db, ids: readonly number[], spans: Windows, termSpans: Windows) {
  const [facets, terms, platforms] = await sideBySide(
    db,
    () => readFacetCounts(db, ids, spans),
    () => readTermCounts(db, ids, termSpans),
    () => readPlatformCounts(db, ids, spans),
  );
  return { facets, terms, platforms };
}

/** Four weeks of a busy watch take a tenth of a second to merge; they are counted by whole hours. */
function countAuthorsIn(db: Db, watchIds: readonly number[], { from, to }: Span): Promise<AuthorCount> {
  const key = `authors ${watchIds.join()} ${from} ${Math.ceil(to / HOUR)}`;
  return keepWhenDear(db, key, () => readAuthors(db, { watchIds, from, to }));
}

/** What was said on these days, the running one included: nothing is held against it. */
async function readCloud(
  db: Db,
  watchIds: readonly number[],
  termDays: Span,
): Promise<Pick<TrendsScreen, 'terms' | 'termDays'>> {
  const terms = await readTermCounts(db, watchIds, { now: termDays, before: [] });
  const said = terms.filter(({ now }) => now.count > 0).slice(0, MAX_CLOUD_TERMS);
  return { termDays, terms: said.map(({ name, now }) => ({ term: name, ...now })) };
}

function regionsOf(facets: readonly WindowCounts[]): readonly WindowCounts[] {
  const named = facets.filter(({ name, now }) => name.startsWith('area.') && now.count > 0);
  return named.slice(0, MAX_REGIONS);
}

interface ComparedCounts extends WindowCounts {
  readonly title?: string;
  /** Said by young watches for the most part: there is nothing to compare with. */
  readonly young?: boolean;
}

/** Of topics that are mostly those of watches old enough the counts of these alone, of others all counts. */
function heldAgainst(
  all: readonly WindowCounts[],
  compared: readonly WindowCounts[],
): readonly ComparedCounts[] {
  if (all === compared) return all;
  const old = new Map(compared.map((each) => [each.name, each]));
  return all.map((each) => {
    const held = old.get(each.name);
    return held !== undefined && 2 * held.now.count >= each.now.count ? held : { ...each, young: true };
  });
}

const asTopic = (term: ComparedCounts): ComparedCounts => ({ ...term, name: `term.${term.name}` });

function topicsOf(counts: readonly ComparedCounts[], windows: Windows, dispersion: number) {
  return counts.map(({ name, title = null, now, before, young = false }) => {
    const { n: _, ...negativeShare } = shareOf(now.negative, now.count);
    const growth = young ? null : growthIn(windows, now.count, before, dispersion);
    const topic: Omit<TopicRow, 'direction'> = { topic: name, title, now, before, negativeShare, growth };
    return { ...topic, count: now.count };
  });
}

function splitOf({ name, now, before }: WindowCounts, { before: spans }: Windows): SplitRow {
  const { n: _, ...negativeShare } = shareOf(now.negative, now.count);
  return { name, ...now, negativeShare, before: spans.length === 1 ? (before[0] ?? 0) : null };
}

/** Every mention has one platform, so that they add up to all. */
function totalOf(platforms: readonly WindowCounts[]): Counted {
  const sum = (of: keyof Counted) => sumOf(platforms.map(({ now }) => now[of]));
  return { count: sum('count'), copies: sum('copies'), negative: sum('negative'), positive: sum('positive') };
}

function beforeOf(platforms: readonly WindowCounts[], spans: Windows): readonly number[] {
  return spans.before.map((_, i) => sumOf(platforms.map(({ before }) => before[i] ?? 0)));
}

/** What can be compared: what was said on platforms that were read on both sides. */
function comparisonOf(
  every: readonly WindowCounts[],
  oneSided: readonly OneSided[],
  spans: Windows,
  dispersion: number,
) {
  const apart = new Set(oneSided.map(({ platform }) => platform));
  const platforms = every.filter(({ name }) => !apart.has(name));
  const sum = (of: (each: WindowCounts) => number) => sumOf(platforms.map(of));
  const total = totalOf(platforms);
  const totalBefore = beforeOf(platforms, spans);
  const negativeBefore = spans.before.map((_, i) => sum((each) => each.negativeBefore?.[i] ?? 0));
  const { n: _, ...negativeShare } = shareOf(total.negative, total.count);
  const { n: __, ...negativeShareBefore } = shareOf(sumOf(negativeBefore), sumOf(totalBefore));
  const known = { count: totalOf(every).count, before: beforeOf(every, spans) };
  const totalGrowth = comparableGrowth(spans, known, { count: total.count, before: totalBefore }, dispersion);
  return { oneSided, totalBefore, totalGrowth, negativeShare, negativeShareBefore };
}

const sumOf = (counts: readonly number[]) => counts.reduce((all, each) => all + each, 0);

/** Made, and first heard from, after the comparison began; one that was made before it was quiet, not young. */
function youngOf(
  watches: readonly Watch[],
  firsts: ReadonlyMap<number, Instant>,
  { before }: Windows,
): TrendsScreen['young'] {
  const begun = Math.min(...before.map(({ from }) => from));
  return watches.flatMap(({ id, name, createdAt }) => {
    const first = firsts.get(id);
    if (first === undefined) return [];
    const since = Math.min(first, createdAt);
    return since > begun ? [{ id, name, since }] : [];
  });
}
