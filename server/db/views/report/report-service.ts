import { SERVQUAL, type Severity, TOUCHPOINTS } from '../../../core/reading/analysis.ts';
import type { Change, GapFacts, PlaceFacts, ReportFacts } from '../../../core/report/report-facts.ts';
import { wordWindows } from '../../../core/report/report-period.ts';
import { comparableGrowth, orderBySurety } from '../../../core/screens/trend-order.ts';
import type { Span, Windows } from '../../../core/series/trend-window.ts';
import { facetOf } from '../../../core/service/fix.ts';
import { DAY } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readFixRows } from '../service/service-quality.ts';
import { readSuggestions } from '../service/suggestions.ts';
import { readSurveys } from '../service/surveys.ts';
import { readTouchpoint } from '../service/touchpoint.ts';
import { readComparedFacets } from '../trends/compared-facets.ts';
import {
  type OriginalCounts,
  originalsOf,
  readTermCounts,
  type WindowCounts,
} from '../trends/trends-counts.ts';
import type { ReportTime } from './report-time.ts';

const FAMILIES = ['touch', 'pair', 'intent', 'sev', 'area'];
const MAX_TOPICS = 10;
const MAX_AREAS = 12;
const MAX_GROUPS = 6;
/** Fixes longer ago than the weeks that are compared say nothing of this time. */
const FIX_REACH = 56 * DAY;

type Topics = Pick<
  ReportFacts,
  'oneSided' | 'topics' | 'touchpoints' | 'gaps' | 'suggestions' | 'surveys' | 'fixes' | 'claims' | 'regions'
>;

type CountedChange = Change & { readonly copies: number };

/** What was spoken of, what was complained of and what was done about it, from counts alone but for the gaps. */
export async function readTopics(db: Db, watchId: number | null, time: ReportTime): Promise<Topics> {
  const { period, watches, now } = time;
  const { facets, changes, oneSided } = await readChanges(db, time);
  const touchpoints = touchpointsOf(changes, time);
  const names = new Map(watches.map(({ id, name }) => [id, name]));
  const fixes = await readFixRows(db, names, now, { from: period.from - FIX_REACH, to: period.to });
  const { surveys } = await readSurveys(db, { watchId, now });
  const { looked, pleas, groups } = await readSuggestions(db, { watchId, from: period.from, to: period.to });
  return {
    suggestions: { looked, pleas, groups: groups.slice(0, MAX_GROUPS) },
    touchpoints,
    oneSided,
    topics: topicsOf(changes),
    gaps: await readGaps(db, watchId, touchpoints, period),
    surveys: surveys.filter(({ from, to }) => from < period.to && to > period.from),
    fixes,
    claims: placesOf(facets, 'sev', time).map(({ name, count, before }) => ({
      severity: name as Severity,
      count,
      before,
    })),
    regions: placesOf(facets, 'area', time).slice(0, MAX_AREAS),
  };
}

/** What is spoken of, the surest change first. Words are not known by platform, so of them none can be judged. */
async function readChanges(db: Db, time: ReportTime) {
  const { ids, windows } = time;
  const { facets, compared, oneSided } = await readComparedFacets(db, ids, windows, FAMILIES);
  const words = await readWords(db, time);
  const changes = orderBySurety([
    // As the pages that tell of them: complaints without copies, all else with them.
    ...facets
      .filter(({ name }) => !/^(sev|area)\./.test(name))
      .map((each) => {
        const counted = /^intent\./.test(each.name) ? allOf : originalsOf;
        return changeOf(counted(each), counted(compared.get(each.name) ?? each), windows, time);
      }),
    ...(oneSided.length > 0 ? words.map((word) => ({ ...word, growth: null })) : words),
  ]);
  return { facets, changes, oneSided };
}

/** Of each touchpoint that anybody complains of: what is most complained of need not be what is told in figures. */
async function readGaps(
  db: Db,
  watchId: number | null,
  touchpoints: Topics['touchpoints'],
  { from, to }: Span,
): Promise<readonly GapFacts[]> {
  const found: GapFacts[] = [];
  for (const { touchpoint, count } of touchpoints) {
    if (count === 0) continue;
    const { looked, copies, gaps } = await readTouchpoint(db, { watchId, touchpoint, from, to });
    if (gaps.length > 0) found.push({ touchpoint, looked, copies, gaps });
  }
  return found;
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
    .map(allOf)
    .map((term) => changeOf({ ...term, name: `term.${term.name}` }, term, spans, time));
}

const allOf = ({ name, now, before }: WindowCounts): OriginalCounts => ({ name, ...now, before });

/** @param compared what of it was said on platforms heard on both sides */
function changeOf(
  all: OriginalCounts,
  compared: OriginalCounts,
  windows: Windows,
  { dispersion }: ReportTime,
): CountedChange {
  const { name, count, copies, before } = all;
  const growth = comparableGrowth(windows, all, compared, dispersion);
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
