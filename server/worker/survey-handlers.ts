import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import type { JobHandlers } from '../core/job/job.ts';
import { inspectSurvey } from '../flows/survey/inspect-survey.ts';
import { type KeepDeps, keepSurvey } from '../flows/survey/keep-survey.ts';

/** What surveys come in: looked through, and kept as counts. */
export function createSurveyHandlers(
  deps: Omit<KeepDeps, 'readTime'>,
): Pick<JobHandlers, 'inspect-survey' | 'keep-survey'> {
  const flow = { ...deps, readTime: parseChineseDate };
  return {
    'inspect-survey': ({ payload }) => inspectSurvey(flow, payload),
    'keep-survey': ({ payload }) => keepSurvey(flow, payload),
  };
}
