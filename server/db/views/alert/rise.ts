import type { Finding } from '../../../core/finding/finding.ts';
import type { AlertScreen } from '../../../core/screens/alert.ts';
import type { SharePoint } from '../../../core/screens/mentions.ts';
import type { Complaining } from '../../../core/series/slow-rise.ts';
import { DAY, type Instant, MINUTE } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readDays } from '../../series/rising-counts.ts';
import { withoutChanged } from '../../series/rising-feeds.ts';
import { shareOf } from './chart.ts';

const WEEK = 7 * DAY;

/**
 * The weeks for which a finding says that complaints rise, by the day and by the week: the days it was judged by, so
 * that the chart and the sentence above it agree. Null where no finding says so.
 */
export async function readRise(
  db: Db,
  watchId: number,
  findings: readonly Finding[],
): Promise<AlertScreen['rise']> {
  const found = findings.find(({ detector }) => detector === 'slow-rise');
  if (found === undefined) return null;
  const until = Number(found.facts.until);
  const since = until - found.windowMinutes * MINUTE;
  const [read = []] = await readDays(db, [{ watchId, from: since, to: until }]);
  const counted = await withoutChanged(db, watchId, read, { since, until });
  const every = (step: number): SharePoint[] =>
    stepsOf(since, until, step).map((at) =>
      pointOf(
        at,
        counted.filter(({ day }) => day >= at && day < at + step),
      ),
    );
  return { since, until, days: every(DAY), weeks: every(WEEK) };
}

function stepsOf(since: Instant, until: Instant, step: number): readonly Instant[] {
  return Array.from({ length: Math.round((until - since) / step) }, (_, n) => since + n * step);
}

function pointOf(at: Instant, days: readonly Complaining[]): SharePoint {
  const sum = (of: keyof Complaining) => days.reduce((all, day) => all + day[of], 0);
  return { at, ...shareOf(sum('negative'), sum('total')) };
}
