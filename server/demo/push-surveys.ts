import type { SurveyInspection } from '../core/screens/surveys.ts';
import type { Instant } from '../core/time.ts';
import { type DemoSurvey, grocerSurveys } from './grocer/survey.ts';
import { patiently } from './patiently.ts';

/** Hands in the grocer's made-up surveys, as a team would on the page. */
export async function pushSurveys(url: string, watchId: number, now: Instant): Promise<void> {
  for (const survey of grocerSurveys(now)) await pushSurvey(url, watchId, survey);
}

async function pushSurvey(url: string, watchId: number, { csv, file, ...terms }: DemoSurvey): Promise<void> {
  const files = `${url}/api/surveys/files`;
  const { id } = await patiently<{ id: number }>(`${files}?name=${encodeURIComponent(file)}`, csv, {
    'content-type': 'application/octet-stream',
  });
  const { mapping } = await patiently<SurveyInspection>(`${files}/${id}/inspect`, { mapping: null });
  await patiently(`${url}/api/surveys`, { ...terms, file: id, watchId, mapping, by: '演示' });
}
