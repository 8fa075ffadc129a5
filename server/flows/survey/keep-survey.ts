import { AppError } from '../../core/errors.ts';
import type { JobPayloads } from '../../core/job/job.ts';
import { complaintsOf, isReadable } from '../../core/mention/facts.ts';
import type { ReadingPool, ReadOutcome } from '../../core/reading/reading-pool.ts';
import type { Complaints } from '../../core/service/survey-beside.ts';
import type { SurveyAnswer } from '../../core/survey/read-answer.ts';
import { checkColumns, checkMapping, checkSurvey, type KeptSurvey } from '../../core/survey/survey.ts';
import { tallySurvey } from '../../core/survey/survey-tally.ts';
import { addSurvey } from '../../db/service/survey-changes.ts';
import type { SurveyText } from '../../db/service/surveys.ts';
import { dropFile } from '../import/receive-file.ts';
import { readTexts } from '../ingest/read-posts.ts';
import { readAnswers } from './count-answers.ts';
import { MAX_REFUSALS_LISTED, type SurveyFileDeps } from './inspect-survey.ts';
import { personalColumns, readSurveyFile } from './survey-file.ts';

export interface KeepDeps extends SurveyFileDeps {
  readonly reading: ReadingPool;
}

/**
 * Counts the answers of a file, reads their free texts as posts are read, keeps what both come to, and lets go of the
 * file. No text becomes a post or a mention. The same rows again change nothing, so it may run twice.
 * @throws AppError('bad_row') where not one row can be counted; what `checkSurvey`, `checkMapping` and `checkColumns`
 *   throw
 */
export async function keepSurvey(
  deps: KeepDeps,
  { importId, by, ...input }: JobPayloads['keep-survey'],
): Promise<KeptSurvey> {
  const terms = checkSurvey(input);
  const file = await readSurveyFile(deps, importId);
  const mapping = checkMapping(input.mapping, personalColumns(file.columns));
  const days = { from: terms.from, to: terms.to };
  const context = { mapping, days, now: deps.now(), readTime: deps.readTime };
  const { answers, refused, faults } = await readAnswers(file.rows, context);
  checkColumns(faults);
  if (answers.length === 0) throw new AppError('bad_row', 'not one row can be counted');
  const { texts, ...read } = await readAll(deps.reading, answers);
  const counted = {
    file: file.name,
    digest: file.digest,
    tally: tallySurvey(answers, mapping),
    refused: refused.length,
    faults: refused.slice(0, MAX_REFUSALS_LISTED),
    texts,
    ...read,
  };
  const kept = await addSurvey(deps.db, terms, counted, { by, now: deps.now() });
  await dropFile(deps, importId);
  return kept;
}

/** Every free text, read; which person wrote it is not kept. */
async function readAll(
  reading: ReadingPool,
  answers: readonly SurveyAnswer[],
): Promise<{
  readonly texts: readonly SurveyText[];
  readonly complaints: Complaints;
  readonly reader: string;
}> {
  const said = answers.flatMap(({ texts }) => texts);
  const outcomes = await readTexts(
    reading,
    said.map(({ text }) => ({ title: null, text, rating: null })),
  );
  const texts = said.map(
    ({ question, text }, at): SurveyText => ({ no: at + 1, question, text, ...textVerdict(outcomes[at]) }),
  );
  const readable = outcomes.filter((outcome) => 'analysis' in outcome && isReadable(outcome.analysis));
  return { texts, complaints: countComplaints(texts, readable.length), reader: readerOf(outcomes) };
}

function textVerdict(
  outcome: ReadOutcome | undefined,
): Pick<SurveyText, 'sentiment' | 'sure' | 'complaints'> {
  if (outcome === undefined || 'fault' in outcome || !isReadable(outcome.analysis))
    return { sentiment: null, sure: null, complaints: [] };
  const { sentiment } = outcome.analysis;
  const { label, negative, neutral, positive } = sentiment;
  return {
    sentiment: label,
    sure: label < 0 ? negative : label > 0 ? positive : neutral,
    complaints: complaintsOf(outcome.analysis),
  };
}

function readerOf(outcomes: readonly ReadOutcome[]): string {
  return outcomes.flatMap((outcome) => ('reader' in outcome ? [outcome.reader] : []))[0] ?? '';
}

function countComplaints(texts: readonly SurveyText[], n: number): Complaints {
  const [dimensions, touchpoints]: [Record<string, number>, Record<string, number>] = [{}, {}];
  for (const name of texts.flatMap(({ complaints }) => complaints)) {
    const [family = '', of = ''] = name.split('.');
    const counts = family === 'servqual' ? dimensions : family === 'touch' ? touchpoints : null;
    if (counts !== null) counts[of] = (counts[of] ?? 0) + 1;
  }
  return { n, dimensions, touchpoints };
}
