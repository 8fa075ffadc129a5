import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import type { Complaints } from '../../core/service/survey-beside.ts';
import type { SurveyTally } from '../../core/survey/answer-tally.ts';
import type { RefusedRow, Survey } from '../../core/survey/survey.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { SurveyTable } from '../schema/schema.ts';

/** More than these nobody looks through. */
const MAX_SURVEYS_LISTED = 100;

/** A survey with all that is kept of its answers. */
export interface StoredSurvey {
  readonly survey: Survey;
  readonly tally: SurveyTally;
  /** What its free texts complain of. */
  readonly complaints: Complaints;
  /** The first rows that were not counted. */
  readonly faults: readonly RefusedRow[];
}

type Row = Omit<Selectable<SurveyTable>, 'digest' | 'mapping_json' | 'reader'>;

const SHOWN = [
  'id',
  'watch_id',
  'name',
  'start_at',
  'end_at',
  'file',
  'answers',
  'refused',
  'texts',
  'tally_json',
  'complaints_json',
  'faults_json',
  'version',
  'created_at',
  'created_by',
  'changed_at',
  'changed_by',
] as const;

function toStored(row: Row): StoredSurvey {
  return {
    survey: {
      id: row.id,
      watchId: row.watch_id,
      name: row.name,
      from: row.start_at,
      to: row.end_at,
      file: row.file,
      answers: row.answers,
      refused: row.refused,
      texts: row.texts,
      version: row.version,
      createdAt: row.created_at,
      createdBy: row.created_by,
      changedAt: row.changed_at,
      changedBy: row.changed_by,
    },
    tally: parseJson<SurveyTally>(row.tally_json),
    complaints: parseJson<Complaints>(row.complaints_json),
    faults: parseJson<readonly RefusedRow[]>(row.faults_json),
  };
}

/** Those of these watches, the last to end first. */
export async function listSurveys(db: Db, watchIds: readonly number[]): Promise<readonly StoredSurvey[]> {
  if (watchIds.length === 0) return [];
  const rows = await db
    .selectFrom('survey')
    .select(SHOWN)
    .where('watch_id', 'in', watchIds)
    .orderBy('end_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_SURVEYS_LISTED)
    .execute();
  return rows.map(toStored);
}

/** @throws AppError('not_found') */
export async function requireSurvey(db: Db, id: number): Promise<StoredSurvey> {
  const row = await db.selectFrom('survey').select(SHOWN).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('survey', id);
  return toStored(row);
}

/** The last of the same watch that had ended when this one began; null for the first. */
export async function surveyBefore(
  db: Db,
  { watchId, from }: Pick<Survey, 'watchId' | 'from'>,
): Promise<StoredSurvey | null> {
  const row = await db
    .selectFrom('survey')
    .select(SHOWN)
    .where('watch_id', '=', watchId)
    .where('end_at', '<=', from)
    .orderBy('end_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

/** Surveys that the same rows were kept as. */
export async function surveysOfDigest(
  db: Db,
  watchIds: readonly number[],
  digest: string,
): Promise<readonly Pick<Survey, 'id' | 'watchId' | 'name'>[]> {
  if (watchIds.length === 0) return [];
  return db
    .selectFrom('survey')
    .select(['id', 'watch_id as watchId', 'name'])
    .where('watch_id', 'in', watchIds)
    .where('digest', '=', digest)
    .orderBy('id')
    .execute();
}

/** A free text as it is kept: masked, without what else its writer answered. */
export interface SurveyText {
  readonly no: number;
  readonly question: string;
  readonly text: string;
  readonly sentiment: -1 | 0 | 1 | null;
  readonly sure: number | null;
  /** Names of what it complains of, as of posts: `touch.hotline`. */
  readonly complaints: readonly string[];
}

/** Those that complain come first, then the others, as they stood in the file. */
export async function listTexts(db: Db, surveyId: number, limit: number): Promise<readonly SurveyText[]> {
  const complaining = await textsWhere(db, surveyId, '!=', limit);
  if (complaining.length >= limit) return complaining;
  return [...complaining, ...(await textsWhere(db, surveyId, '=', limit - complaining.length))];
}

async function textsWhere(
  db: Db,
  surveyId: number,
  silence: '=' | '!=',
  limit: number,
): Promise<readonly SurveyText[]> {
  const rows = await db
    .selectFrom('survey_text')
    .select(['no', 'question', 'text', 'sentiment', 'sure', 'complaints'])
    .where('survey_id', '=', surveyId)
    .where('complaints', silence, '')
    .orderBy('no')
    .limit(limit)
    .execute();
  return rows.map(({ complaints, sentiment, ...row }) => ({
    ...row,
    sentiment: sentiment as SurveyText['sentiment'],
    complaints: complaints === '' ? [] : complaints.split(' '),
  }));
}
