import { sql } from 'kysely';
import type { Alert } from '../../../core/alert/alert.ts';
import { isVerdict } from '../../../core/alert/change-kinds.ts';
import { worstSentence } from '../../../core/message/alert-words.ts';
import { type AlertStep, alertTiming } from '../../../core/report/alert-timing.ts';
import type { ReportAlert } from '../../../core/report/report-facts.ts';
import { LEVELS, type Level } from '../../../core/risk/grade.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { listRecentAlertsOf } from '../../alert/alerts.ts';
import { listJoined } from '../../alert/joined-alerts.ts';
import { readPeaks } from '../../alert/peaks.ts';
import { readPolicy } from '../../channel/duty.ts';
import type { Db } from '../../database.ts';
import { numbersIn } from '../../engine/dialect.ts';
import type { ReportTime } from './report-time.ts';

/**
 * Alerts that opened in the time or were still open in it, the gravest first. Those that go on as another one are told as
 * that one.
 */
export async function readReportAlerts(db: Db, time: ReportTime): Promise<readonly ReportAlert[]> {
  const { ids, period, watches, now } = time;
  if (ids.length === 0) return [];
  const all = (await listRecentAlertsOf(db, ids, period.from)).filter(({ openedAt }) => openedAt < period.to);
  const joined = await listJoined(
    db,
    all.map(({ id }) => id),
  );
  const alerts = all.filter(({ id }) => !joined.some((each) => each.id === id));
  const steps = await readSteps(db, alerts, joined);
  const peaks = await readPeaks(
    db,
    alerts.map(({ id }) => id),
    period.to,
  );
  const { minutes } = await readPolicy(db);
  const names = new Map(watches.map(({ id, name }) => [id, name]));
  return alerts
    .map((alert): ReportAlert => {
      const own = steps.get(alert.id) ?? [];
      // Of two that became one, the one that goes on was not answered by that.
      const answered = own.filter(({ kind }) => kind !== 'merged');
      const closing = own.findLast(({ kind }) => isVerdict(kind));
      const first = own.find(({ kind }) => kind === 'acknowledged');
      const reached = own.filter(({ at }) => at < period.to).map(({ to }) => to);
      const { id, status, openedAt, closedAt, acknowledgedBy } = alert;
      return {
        id,
        status,
        openedAt,
        closedAt,
        closedBy: closing?.actor ?? null,
        watchName: names.get(alert.watchId) ?? '',
        level: highest(reached) ?? alert.level,
        // Whose it is stands beside it.
        sentence: worstSentence(alert, peaks.get(alert.id), '', now).replace(/^：/, ''),
        // Beside how long it took: of several who confirmed it the first.
        confirmedBy: first?.actor ?? acknowledgedBy ?? closing?.actor ?? null,
        timing: alertTiming(answered, minutes, now),
        closingNote: closing?.note ?? null,
      };
    })
    .sort(
      (a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || b.openedAt - a.openedAt || b.id - a.id,
    );
}

/** How many opened in a stretch. */
export async function countAlerts(db: Db, ids: readonly number[], { from, to }: Span): Promise<number> {
  if (ids.length === 0) return 0;
  const row = await db
    .selectFrom('alert')
    .select((rows) => rows.fn.countAll<number>().as('n'))
    .where('watch_id', 'in', ids)
    .where('opened_at', '>=', from)
    .where('opened_at', '<', to)
    .where('merged_into', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

type Step = AlertStep & {
  readonly actor: string;
  readonly note: string | null;
};

/** The history of each, with that of those that were joined to it. */
async function readSteps(
  db: Db,
  alerts: readonly Alert[],
  joined: Awaited<ReturnType<typeof listJoined>>,
): Promise<ReadonlyMap<number, readonly Step[]>> {
  if (alerts.length === 0) return new Map();
  const standing = new Map(joined.map(({ id, into }) => [id, into]));
  const ids = [...alerts.map(({ id }) => id), ...standing.keys()];
  const rows = await db
    .selectFrom('alert_change')
    .select(['alert_id as alertId', 'kind', 'at', 'actor', 'note'])
    .select(['to_level as to', 'published_at as publishedAt'])
    .where('alert_id', 'in', sql<number>`(select v.value from ${numbersIn(db, ids, 'v')})`)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ alertId }) => standing.get(alertId) ?? alertId);
}

function highest(levels: readonly Level[]): Level | null {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)))] ?? null;
}
