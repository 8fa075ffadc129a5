import type { ReportFacts } from '../../../core/report/report-facts.ts';
import type { ReportPeriod } from '../../../core/report/report-period.ts';
import type { ReportPreview } from '../../../core/screens/reports.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readHours } from '../../series/buckets.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { sumOf } from '../alert/chart.ts';
import { countAlerts, readReportAlerts } from './report-alerts.ts';
import { readPlaces, readVoices } from './report-places.ts';
import { readTopics } from './report-service.ts';
import { readSources } from './report-sources.ts';
import { readReportStories } from './report-stories.ts';
import { readReportTime } from './report-time.ts';
import { readVolume } from './report-volume.ts';

export interface ReportInput {
  /** Null for all active watches together; a post that two of them mention counts for both. */
  readonly watchId: number | null;
  readonly period: ReportPeriod;
  readonly now: Instant;
}

/**
 * All that a report covers, from stored counts; posts are looked up one by one where they are quoted.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readReportFacts(db: Db, { watchId, period, now }: ReportInput): Promise<ReportFacts> {
  const all = await listWatches(db);
  const watches = chosenWatches(all, watchId);
  const time = await readReportTime(db, watches, period, now);
  const sources = await readSources(db, time);
  return {
    period,
    before: time.before,
    begun: time.begun,
    madeAt: now,
    sources,
    watches: watches.map(({ name }) => name),
    all: watchId === null,
    volume: await readVolume(db, time, sources.outages),
    alerts: await readReportAlerts(db, time),
    alertsBefore: time.before === null ? null : await countAlerts(db, time.ids, time.before),
    stories: await readReportStories(db, time, watchId === null),
    ...(await readTopics(db, watchId, time)),
    platforms: await readPlaces(db, time),
    voices: await readVoices(db, all, watchId, time),
  };
}

/** What a report would be about, before it is made. */
export async function readReportPreview(
  db: Db,
  { watchId, period, now }: ReportInput,
): Promise<ReportPreview> {
  const watches = chosenWatches(await listWatches(db), watchId);
  const { ids, before } = await readReportTime(db, watches, period, now);
  const alerts = await countAlerts(db, ids, period);
  const mentions = sumOf(await readHours(db, ids, period.from, period.to), 'total');
  return { period, before, mentions, alerts };
}
