import { SERVQUAL, type Severity, TOUCHPOINTS } from '../../../core/reading/analysis.ts';
import type { Change, GapFacts, PlaceFacts, ReportFacts } from '../../../core/report/report-facts.ts';
import { wordWindows } from '../../../core/report/report-period.ts';
import { growthIn, orderBySurety } from '../../../core/screens/trend-order.ts';
import type { Windows } from '../../../core/series/trend-window.ts';
import { facetOf } from '../../../core/service/fix.ts';
import { DAY } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readFixRows } from '../service/service-quality.ts';
import { readSuggestions } from '../service/suggestions.ts';
import { readTouchpoint } from '../service/touchpoint.ts';
import {
  type OriginalCounts,
  originalsOf,
  readFamilyCounts,
  readTermCounts,
  type WindowCounts,
} from '../trends/trends-counts.ts';
import type { ReportTime } from './report-time.ts';

const FAMILIES = ['touch', 'pair', 'intent', 'sev', 'area'];
const MAX_TOPICS = 10;
const MAX_GAPS = 3;
const MAX_AREAS = 12;
const MAX_GROUPS = 6;
/** Fixes longer ago than the weeks that are compared say nothing of this time. */
const FIX_REACH = 56 * DAY;

type Topics = Pick<
  ReportFacts,
  'topics' | 'touchpoints' | 'gaps' | 'suggestions' | 'fixes' | 'claims' | 'regions'
>;

type CountedChange = Change & { readonly copies: number };

/** What was spoken of, what was complained of and what was done about it, from counts alone but for the gaps. */
export async function readTopics(db: Db, watchId: number | null, time: ReportTime): Promise<Topics> {
  const { ids, windows, period, watches, now } = time;
  const facets = await readFamilyCounts(db, ids, windows, FAMILIES);
  const words = await readWords(db, time);
  const changes = orderBySurety([
    // As on the pages about them: complaints without copies, all else with them.
    ...facets
      .filter(({ name }) => !/^(sev|area)\./.test(name))
      .map((each) => changeOf(/^intent\./.test(each.name) ? allOf(each) : originalsOf(each), windows, time)),
    ...words,
  ]);
  const touchpoints = touchpointsOf(changes, time);
  const gaps: GapFacts[] = [];
  for (const { touchpoint } of touchpoints.toSorted((a, b) => b.count - a.count).slice(0, MAX_GAPS)) {
    gaps.push(await readTouchpoint(db, { watchId, touchpoint, from: period.from, to: period.to }));
  }
  const fixes = await readFixRows(db, new Map(watches.map(({ id, name }) => [id, name])), now);
  const { looked, groups } = await readSuggestions(db, { watchId, from: period.from, to: period.to });
  return {
    suggestions: { looked, groups: groups.slice(0, MAX_GROUPS) },
    touchpoints,
    topics: topicsOf(changes),
    gaps: gaps.map(({ touchpoint, looked, copies, gaps: rows }) => ({
      touchpoint,
      looked,
      copies,
      gaps: rows,
    })),
    fixes: fixes.filter(({ doneAt }) => doneAt < period.to && doneAt >= period.from - FIX_REACH),
    claims: placesOf(facets, 'sev', time).map(({ name, count, before }) => ({
      severity: name as Severity,
      count,
      before,
    })),
    regions: placesOf(facets, 'area', time).slice(0, MAX_AREAS),
  };
}

/** Words are counted by whole days; those that the watch looks for are in all of it. */
async function readWords(db: Db, time: ReportTime): Promise<readonly CountedChange[]> {
  const { ids, watches, period, before } = time;
  const spans = wordWindows(period, before);
  if (spans === null) return [];
  const own = new Set(watches.flatMap(({ rule }) => [...rule.any, ...rule.all]));
  const terms = await readTermCounts(db, ids, spans);
  return terms
    .filter(({ name }) => !own.has(name))
    .map((term) => changeOf({ ...allOf(term), name: `term.${term.name}` }, spans, time));
}

const allOf = ({ name, now, before }: WindowCounts): OriginalCounts => ({ name, ...now, before });

function changeOf(
  { name, count, copies, before }: OriginalCounts,
  windows: Windows,
  { dispersion }: ReportTime,
): CountedChange {
  const growth = growthIn(windows, count, before, dispersion);
  return { name, count, copies, before: before[0] ?? null, growth, direction: 'steady' };
}

function topicsOf(changes: readonly Change[]): readonly Change[] {
  const topics = changes.filter(({ name }) => /^(intent|term)\./.test(name));
  const moved = topics.filter(({ direction }) => direction !== 'steady');
  const told = moved.length > 0 ? moved : topics.toSorted((a, b) => b.count - a.count);
  return told.filter(({ count, before }) => count + (before ?? 0) > 0).slice(0, MAX_TOPICS);
}

/** In the order of the surest change; what nobody complains of, then or now, is left out. */
function touchpointsOf(
  changes: readonly CountedChange[],
  { before }: ReportTime,
): ReportFacts['touchpoints'] {
  const order = new Map(changes.map((change, at) => [change.name, { ...change, at }]));
  const nothing = {
    count: 0,
    before: before === null ? null : 0,
    growth: null,
    direction: 'steady',
  } as const;
  return TOUCHPOINTS.flatMap((touchpoint) => {
    const found = order.get(facetOf({ touchpoint, dimension: null }));
    if (found === undefined || found.count + found.copies + (found.before ?? 0) === 0) return [];
    const dimensions = SERVQUAL.map((dimension) => {
      const { count, before, growth, direction } = order.get(facetOf({ touchpoint, dimension })) ?? nothing;
      return { dimension, count, before, growth, direction };
    });
    return [{ touchpoint, dimensions, ...found }];
  })
    .sort((a, b) => a.at - b.at)
    .map(({ at: _, name: __, ...row }) => row);
}

/** Counts of one family by the names within it, most first. */
function placesOf(
  facets: readonly WindowCounts[],
  family: string,
  { before }: ReportTime,
): readonly PlaceFacts[] {
  return facets
    .filter(({ name, now }) => name.startsWith(`${family}.`) && now.count > 0)
    .map(({ name, now, before: past }) => ({
      name: name.slice(family.length + 1),
      count: now.count,
      negative: now.negative,
      before: before === null ? null : (past[0] ?? 0),
    }));
}
