import { sql } from 'kysely';
import type { AlertStatus } from '../../../core/alert/alert.ts';
import { byTelling, gravestClaim } from '../../../core/finding/by-telling.ts';
import type { Finding } from '../../../core/finding/finding.ts';
import { sentence } from '../../../core/message/alert-words.ts';
import { isOverdue, type Measure, type ReviewStatus } from '../../../core/review/review.ts';
import { LEVELS, type Level } from '../../../core/risk/grade.ts';
import type { ReviewRow, ReviewsScreen } from '../../../core/screens/review.ts';
import type { Instant } from '../../../core/time.ts';
import { listMeasures, listOpenMeasures } from '../../alert/review-measures.ts';
import type { Db } from '../../database.ts';
import { parseJson } from '../../engine/json.ts';

/** More of each nobody reads through. */
const MAX_REVIEWS_LISTED = 100;

/** Which alerts still wait for their review, which are under way and done, and what is to be changed by when. */
export async function readReviews(db: Db, now: Instant): Promise<ReviewsScreen> {
  const waiting = await readRows(
    db,
    sql`review.alert_id is null and alert.status = 'closed'
    and alert.merged_into is null and exists (select 1 from alert_change c
      where c.alert_id = alert.id and c.to_level in ('III', 'II', 'I'))`,
  );
  const working = await readRows(db, sql`review.status = 'working'`);
  const done = await readRows(db, sql`review.status = 'done'`);
  const open = await listOpenMeasures(db, MAX_REVIEWS_LISTED);
  const measures = await listMeasures(
    db,
    [...waiting, ...working, ...done].map(({ id }) => id),
  );
  const names = await readNames(db, open);
  const rowsOf = (rows: readonly Row[]) => rows.map((row) => toRow(row, measures, now));
  return {
    now,
    waiting: rowsOf(waiting),
    working: rowsOf(working),
    done: rowsOf(done),
    due: open.map((each) => ({
      ...each,
      overdue: isOverdue(each, now),
      watchName: names.get(each.alertId) ?? '',
    })),
  };
}

interface Row {
  readonly id: number;
  readonly watch: string;
  readonly alertStatus: AlertStatus;
  readonly findings: string;
  readonly opened: Instant;
  readonly closed: Instant | null;
  /** Rank of the highest level it reached. */
  readonly height: number;
  readonly status: ReviewStatus | null;
  readonly at: Instant | null;
  readonly by: string | null;
}

async function readRows(db: Db, where: ReturnType<typeof sql>): Promise<readonly Row[]> {
  const rank = sql.raw(
    `case c.to_level ${LEVELS.map((level, i) => `when '${level}' then ${i}`).join(' ')} end`,
  );
  const { rows } = await sql<Row>`
    select alert.id, w.name as watch, alert.status as "alertStatus", alert.findings_json as findings, alert.opened_at as opened,
      alert.closed_at as closed, coalesce((select max(${rank}) from alert_change c where c.alert_id = alert.id), 0) as height,
      review.status, review.updated_at as at, review.updated_by as by
    from alert join watch w on w.id = alert.watch_id left join review on review.alert_id = alert.id
    where ${where} order by alert.opened_at desc, alert.id desc limit ${sql.lit(MAX_REVIEWS_LISTED)}`.execute(
    db,
  );
  return rows;
}

function toRow(row: Row, measures: readonly Measure[], now: Instant): ReviewRow {
  const own = measures.filter(({ alertId }) => alertId === row.id);
  const open = own.filter(({ doneAt }) => doneAt === null);
  const findings = parseJson<readonly Finding[]>(row.findings);
  const [main = null] = byTelling(findings);
  return {
    alertId: row.id,
    watchName: row.watch,
    level: LEVELS[row.height] ?? ('IV' satisfies Level),
    alertStatus: row.alertStatus,
    sentence: sentence({ findings }, row.watch),
    main,
    claim: gravestClaim(findings),
    openedAt: row.opened,
    closedAt: row.closed,
    status: row.status ?? 'open',
    updatedAt: row.at,
    updatedBy: row.by,
    measures: {
      open: open.length,
      overdue: open.filter((each) => isOverdue(each, now)).length,
      done: own.length - open.length,
    },
  };
}

async function readNames(db: Db, open: readonly Measure[]): Promise<ReadonlyMap<number, string>> {
  if (open.length === 0) return new Map();
  const rows = await db
    .selectFrom('alert')
    .innerJoin('watch', 'watch.id', 'alert.watch_id')
    .select(['alert.id', 'watch.name'])
    .where(
      'alert.id',
      'in',
      open.map(({ alertId }) => alertId),
    )
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
