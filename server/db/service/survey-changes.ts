import { demandSeen, demandWritten } from '../../core/optimistic-lock.ts';
import type { Complaints } from '../../core/service/survey-beside.ts';
import type { SurveyTally } from '../../core/survey/answer-tally.ts';
import {
  checkSurvey,
  markOfSurvey,
  type RefusedRow,
  type Survey,
  type SurveyInput,
  type SurveyTerms,
} from '../../core/survey/survey.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { requireWatch } from '../watch/watches.ts';
import { requireSurvey, type SurveyText, surveysOfDigest } from './surveys.ts';

interface Who {
  readonly by: string;
  readonly now: Instant;
}

/** What a file came to. */
export interface CountedSurvey {
  readonly file: string;
  /** Of its rows. */
  readonly digest: string;
  readonly tally: SurveyTally;
  readonly complaints: Complaints;
  readonly refused: number;
  readonly faults: readonly RefusedRow[];
  readonly texts: readonly SurveyText[];
  readonly reader: string;
}

const TEXT_COLUMNS = ['survey_id', 'no', 'question', 'text', 'sentiment', 'sure', 'complaints'] as const;

function surveyRow(input: SurveyInput, counted: CountedSurvey, who: Who) {
  const { watchId, mapping, name, from, to } = input;
  const { file, digest, tally, complaints, refused, faults, texts, reader } = counted;
  return {
    watch_id: watchId,
    name,
    start_at: from,
    end_at: to,
    file,
    digest,
    reader,
    version: 1,
    answers: tally.answers,
    refused,
    texts: texts.length,
    mapping_json: JSON.stringify(mapping),
    tally_json: JSON.stringify(tally),
    complaints_json: JSON.stringify(complaints),
    faults_json: JSON.stringify(faults),
    created_at: who.now,
    created_by: who.by,
    changed_at: who.now,
    changed_by: who.by,
  };
}

/**
 * Keeps a survey, unless its rows are kept already for this watch: then nothing changes and that one is returned.
 * @throws AppError('not_found') for a watch that does not exist; what `checkSurvey` throws
 */
export async function addSurvey(
  db: Db,
  input: SurveyInput,
  counted: CountedSurvey,
  who: Who,
): Promise<{ readonly survey: Survey; readonly known: boolean }> {
  const checked = checkSurvey(input);
  const { watchId } = checked;
  const { digest, texts } = counted;
  return db.transaction().execute(async (tx) => {
    await requireWatch(tx, watchId);
    const made = await tx
      .insertInto('survey')
      .values(surveyRow(checked, counted, who))
      .onConflict((conflict) => conflict.columns(['watch_id', 'digest']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return { survey: await knownSurvey(tx, watchId, digest), known: true };
    const rows = texts.map(({ no, question, text, sentiment, sure, complaints: names }) => [
      made.id,
      no,
      question,
      text,
      sentiment,
      sure,
      names.join(' '),
    ]);
    await bulkInsert(tx, 'survey_text', TEXT_COLUMNS, rows);
    return { survey: (await requireSurvey(tx, made.id)).survey, known: false };
  });
}

async function knownSurvey(tx: Tx, watchId: number, digest: string): Promise<Survey> {
  const [known] = await surveysOfDigest(tx, [watchId], digest);
  return (await requireSurvey(tx, known?.id ?? 0)).survey;
}

const markNow = (tx: Tx, id: number) => async () => markOfSurvey((await requireSurvey(tx, id)).survey);

/**
 * Another name, other days. What was counted stays. @throws AppError('not_found' | 'overtaken'), what `checkSurvey`
 * throws
 */
export async function amendSurvey(
  db: Db,
  id: number,
  terms: SurveyTerms,
  who: Who & { readonly seen?: string | undefined },
): Promise<Survey> {
  const { name, from, to } = checkSurvey(terms);
  return db.transaction().execute(async (tx) => {
    const { survey } = await requireSurvey(tx, id);
    demandSeen(markOfSurvey(survey), who.seen);
    const set = {
      name,
      start_at: from,
      end_at: to,
      version: survey.version + 1,
      changed_at: who.now,
      changed_by: who.by,
    };
    const change = tx.updateTable('survey').set(set).where('id', '=', id);
    const { numUpdatedRows } = await change.where('version', '=', survey.version).executeTakeFirst();
    await demandWritten(numUpdatedRows, markNow(tx, id));
    return (await requireSurvey(tx, id)).survey;
  });
}

/** Nothing is left of it but who deleted it. @throws AppError('not_found' | 'overtaken') */
export async function removeSurvey(
  db: Db,
  id: number,
  { seen }: { readonly seen?: string | undefined },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { survey } = await requireSurvey(tx, id);
    demandSeen(markOfSurvey(survey), seen);
    const gone = tx.deleteFrom('survey').where('id', '=', id).where('version', '=', survey.version);
    await demandWritten((await gone.executeTakeFirst()).numDeletedRows, markNow(tx, id));
  });
}

/** Texts that go in one transaction. */
const TEXTS = 1_000;

/** Free texts of surveys kept before then go, some at a time; what was counted of them stays. @returns how many went */
export async function pruneTexts(db: Db, before: Instant): Promise<number> {
  const old = await db
    .selectFrom('survey_text')
    .innerJoin('survey', 'survey.id', 'survey_text.survey_id')
    .select(['survey_text.survey_id as survey', 'survey_text.no as no'])
    .where('survey.created_at', '<', before)
    .orderBy('survey_text.survey_id')
    .orderBy('survey_text.no')
    .limit(TEXTS)
    .execute();
  const [first] = old;
  if (first === undefined) return 0;
  const last = old.findLast(({ survey }) => survey === first.survey) ?? first;
  const { numDeletedRows } = await db
    .deleteFrom('survey_text')
    .where('survey_id', '=', first.survey)
    .where('no', '<=', last.no)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
