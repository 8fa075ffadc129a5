import { sql } from 'kysely';
import { SERVQUAL, type Servqual, TOUCHPOINTS, type Touchpoint } from '../../../core/reading/analysis.ts';
import type { SurveyRow, SurveyScreen, SurveysScreen, SurveyTextRow } from '../../../core/screens/surveys.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { besideOf, type Complaints, MIN_COMPARED } from '../../../core/service/survey-beside.ts';
import { changesOf, figuresOf } from '../../../core/service/survey-figures.ts';
import { guardSegments, MIN_SEGMENT_ANSWERS } from '../../../core/survey/guard-segments.ts';
import { markOfSurvey, type Survey } from '../../../core/survey/survey.ts';

import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { firstHours } from '../../series/buckets.ts';
import {
  listSurveys,
  listTexts,
  requireSurvey,
  type StoredSurvey,
  type SurveyText,
  surveyBefore,
} from '../../service/surveys.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { originalsOf, readFamilyCounts } from '../trends/trends-counts.ts';

/** Free texts that are shown. */
const MAX_TEXTS = 30;

/**
 * All surveys of some watches, each beside the one before it.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readSurveys(
  db: Db,
  { watchId, now }: { readonly watchId: number | null; readonly now: Instant },
): Promise<SurveysScreen> {
  const all = await listWatches(db);
  const watches = chosenWatches(all, watchId);
  const names = new Map(watches.map(({ id, name }) => [id, name]));
  const stored = await listSurveys(db, [...names.keys()]);
  return {
    now,
    watchId,
    fewest: MIN_COMPARED,
    watches: all.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
    surveys: stored.map((each, at) => {
      const past = stored.slice(at + 1).find(({ survey }) => isBefore(survey, each.survey));
      return rowOf(each, past ?? null, names);
    }),
  };
}

/** Surveys of the same days are none before the other. */
const isBefore = (past: Survey, { watchId, from }: Survey): boolean =>
  past.watchId === watchId && past.to <= from;

function rowOf(
  { survey, tally }: StoredSurvey,
  past: StoredSurvey | null,
  names: ReadonlyMap<number, string>,
): SurveyRow {
  const { scale, cesScale, cesBetter } = tally;
  return {
    ...survey,
    watchName: names.get(survey.watchId) ?? '',
    mark: markOfSurvey(survey),
    scale,
    cesScale,
    cesBetter,
    figures: figuresOf(tally, tally),
    before: past && {
      id: past.survey.id,
      name: past.survey.name,
      from: past.survey.from,
      to: past.survey.to,
    },
    changes: past && changesOf(tally, past.tally),
  };
}

/**
 * One survey beside what was said in public on its days.
 * @throws AppError('not_found') for one that does not exist
 */
export async function readSurvey(db: Db, id: number): Promise<SurveyScreen> {
  const stored = await requireSurvey(db, id);
  const { survey, complaints, faults } = stored;
  // What was kept before groups were guarded so is guarded here.
  const tally = guardSegments(stored.tally);
  const watch = (await listWatches(db)).find((each) => each.id === survey.watchId);
  const row = rowOf(stored, await surveyBefore(db, survey), new Map([[survey.watchId, watch?.name ?? '']]));
  const since = (await firstHours(db, [survey.watchId])).get(survey.watchId) ?? null;
  const posts = await readPosts(db, survey.watchId, survey);
  return {
    row,
    faults,
    fewest: MIN_SEGMENT_ANSWERS,
    unsegmented: tally.unsegmented,
    segmentColumn: tally.segmentColumn,
    segments: tally.segments.map((segment) => ({ name: segment.name, ...figuresOf(segment, tally) })),
    beside: besideOf(row.figures.dimensions, posts, complaints),
    postsSince: since !== null && since > survey.from ? since : null,
    texts: (await listTexts(db, id, MAX_TEXTS)).map(textRow),
  };
}

/** What originals of these days complain of, from counts alone. */
function readPosts(db: Db, watchId: number, { from, to }: Span): Promise<Complaints> {
  return keepWhenDear(db, `survey posts ${watchId} ${from} ${to}`, async () => {
    const windows = { now: { from, to }, before: [] };
    const counts = await readFamilyCounts(db, [watchId], windows, ['servqual', 'touch']);
    const { rows } = await sql<{ n: number | null }>`select sum(count - copies) as n from bucket
      where watch_id = ${watchId} and hour >= ${from} and hour < ${to}`.execute(db);
    const of = new Map(counts.map((each) => [each.name, originalsOf(each).count]));
    return {
      n: Number(rows[0]?.n ?? 0),
      dimensions: Object.fromEntries(SERVQUAL.map((name) => [name, of.get(`servqual.${name}`) ?? 0])),
      touchpoints: Object.fromEntries(TOUCHPOINTS.map((name) => [name, of.get(`touch.${name}`) ?? 0])),
    };
  });
}

function textRow({ complaints, ...text }: SurveyText): SurveyTextRow {
  const of = <T extends string>(family: string) =>
    complaints.flatMap((name) => (name.startsWith(`${family}.`) ? [name.slice(family.length + 1) as T] : []));
  return { ...text, touchpoints: of<Touchpoint>('touch'), dimensions: of<Servqual>('servqual') };
}
