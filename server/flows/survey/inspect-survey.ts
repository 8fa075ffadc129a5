import type { ReadTime } from '../../core/import/import-post.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import type { JobPayloads } from '../../core/job/job.ts';
import type { SurveyInspection } from '../../core/screens/surveys.ts';
import type { Span } from '../../core/series/trend-window.ts';
import {
  type GuessedColumn,
  guessUses,
  reversedIn,
  type SurveyColumn,
  whyLeft,
} from '../../core/survey/guess-uses.ts';
import type { SurveyAnswer } from '../../core/survey/read-answer.ts';
import type { SurveyMapping } from '../../core/survey/survey-use.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { surveysOfDigest } from '../../db/service/surveys.ts';
import { listWatches } from '../../db/watch/watches.ts';
import { readAnswers } from './count-answers.ts';
import { readSurveyFile } from './survey-file.ts';

/** Refused rows that are reported one by one. */
export const MAX_REFUSALS_LISTED = 100;
const MAX_SAMPLE_LENGTH = 60;

export interface SurveyFileDeps {
  readonly db: Db;
  readonly inbox: Inbox;
  readonly readTime: ReadTime;
  now(): Instant;
}

/**
 * Looks through a survey's file under the mapping given, else a guess. Nothing is stored, and what stands in columns
 * that identify who answered does not leave here.
 * @throws AppError('not_found'), AppError('bad_file')
 */
export async function inspectSurvey(
  deps: SurveyFileDeps,
  { importId, mapping: given, days }: JobPayloads['inspect-survey'],
): Promise<SurveyInspection> {
  const file = await readSurveyFile(deps, importId);
  const shape = await deps.inbox.shape(importId, file.name);
  const guess = guessUses(file.columns);
  const mapping = given ?? guess.mapping;
  const context = { mapping, days, now: deps.now(), readTime: deps.readTime };
  const { answers, refused, faults } = await readAnswers(file.rows, context);
  const watches = await listWatches(deps.db);
  return {
    shape,
    mapping,
    rows: file.rows.length,
    good: answers.length,
    columns: file.columns.map((column) => ({
      ...shown(column, mapping),
      fault: faults.get(column.name) ?? null,
    })),
    texts: answers.reduce((sum, { texts }) => sum + texts.length, 0),
    refusedCount: refused.length,
    refused: refused.slice(0, MAX_REFUSALS_LISTED),
    days: daysOf(answers),
    known: await surveysOfDigest(
      deps.db,
      watches.map(({ id }) => id),
      file.digest,
    ),
  };
}

function shown(
  { name, values }: SurveyColumn,
  { uses, scale }: SurveyMapping,
): GuessedColumn & { readonly sample: string } {
  const use = uses[name] ?? 'leave';
  const known = whyLeft(name, values);
  const sample = known === 'personal' ? '' : (values[0] ?? '').slice(0, MAX_SAMPLE_LENGTH).toWellFormed();
  const why = use === 'leave' || known === 'personal' ? known : null;
  return { name, use, why, reversed: reversedIn({ name, values, use }, scale), sample };
}

/** Whole days of China from the first answer to the last. */
function daysOf(answers: readonly SurveyAnswer[]): Span | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of answers) {
    if (at === null) continue;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return first > last ? null : { from: startOfDay(first), to: startOfDay(last) + DAY };
}
