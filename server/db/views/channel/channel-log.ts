import { sql } from 'kysely';
import { type AnyNotice, noticeTitle } from '../../../core/notices/notice-kinds.ts';
import type { Level } from '../../../core/risk/grade.ts';
import type { ChannelLogPage, ChannelLogRow } from '../../../core/screens/system.ts';
import type { Instant } from '../../../core/time.ts';
import type { Outbox } from '../../channel/outbox.ts';
import type { Db } from '../../database.ts';
import { parseJson } from '../../engine/json.ts';
import type { Place } from '../mention/mention-keys.ts';
import { readCursor, writeCursor } from '../mention/place-cursor.ts';

const LOG_PAGE = 50;

interface Row {
  readonly id: number;
  readonly at: Instant;
  readonly status: ChannelLogRow['status'];
  readonly attempts: number;
  readonly sentAt: Instant | null;
  readonly nextAt: Instant;
  readonly reason: string | null;
  readonly answer: string | null;
}
interface AlertMessage extends Row {
  readonly alertId: number;
  readonly watchName: string;
  readonly level: Level;
}
interface NoticeMessage extends Row {
  readonly notice: string;
}

/** The newest messages of a channel, of alerts and notices alike; one range of an index of each outbox. */
export async function readChannelLog(
  db: Db,
  channelId: number,
  cursor: string | null,
): Promise<ChannelLogPage> {
  const before = cursor === null ? null : readCursor(cursor);
  const found = [
    ...(await readAlerts(db, channelId, before)).map((row) => entryOf('delivery', row, alertOf(row))),
    ...(await readNotices(db, channelId, before)).map((row) => entryOf('notice', row, noticeOf(row))),
  ].sort((a, b) => b.row.at - a.row.at || b.place.postId - a.place.postId);
  const last = found.length > LOG_PAGE ? found[LOG_PAGE - 1] : undefined;
  return {
    rows: found.slice(0, LOG_PAGE).map(({ row }) => row),
    next: last === undefined ? null : writeCursor(last.place),
  };
}

async function readAlerts(db: Db, channelId: number, before: Place | null): Promise<readonly AlertMessage[]> {
  const { rows } = await sql<AlertMessage>`
    select ${COLUMNS}, o.alert_id as "alertId", coalesce(w.name, '') as "watchName", c.to_level as level
    from delivery o
    join alert_change c on c.id = o.change_id
    join alert a on a.id = o.alert_id
    left join watch w on w.id = a.watch_id
    where ${range(channelId, before && { ...before, postId: Math.floor(before.postId / 2) })}`.execute(db);
  return rows;
}

async function readNotices(
  db: Db,
  channelId: number,
  before: Place | null,
): Promise<readonly NoticeMessage[]> {
  const { rows } = await sql<NoticeMessage>`
    select ${COLUMNS}, o.notice_json as notice from notice o
    where ${range(channelId, before && { ...before, postId: Math.ceil(before.postId / 2) })}`.execute(db);
  return rows;
}

const COLUMNS = sql`o.id, o.created_at as at, o.status, o.attempts, o.sent_at as "sentAt", o.next_at as "nextAt",
  o.reason, o.answer`;

/** One more than a page, to know whether there are more. */
function range(channelId: number, before: Place | null) {
  const earlier = before === null ? sql`` : sql`and (o.created_at, o.id) < (${before.at}, ${before.postId})`;
  return sql`o.channel_id = ${channelId} ${earlier}
    order by o.created_at desc, o.id desc limit ${sql.lit(LOG_PAGE + 1)}`;
}

/** Both outboxes count from one: of one moment, twice the number, and one more for an alert's, keeps them distinct. */
function entryOf(outbox: Outbox, row: Row, about: ChannelLogRow['about']) {
  const { id, at, status, attempts, sentAt, nextAt, reason, answer } = row;
  const entry: ChannelLogRow = {
    key: `${outbox}-${id}`,
    at,
    about,
    status,
    attempts,
    sentAt,
    reason,
    answer,
    nextAt: status === 'waiting' ? nextAt : null,
  };
  return { row: entry, place: { at, postId: id * 2 + (outbox === 'delivery' ? 1 : 0) } };
}

const alertOf = ({ alertId, watchName, level }: AlertMessage): ChannelLogRow['about'] => ({
  kind: 'alert',
  alertId,
  watchName,
  level,
});

const noticeOf = ({ notice }: NoticeMessage): ChannelLogRow['about'] => ({
  kind: 'notice',
  subject: noticeTitle(parseJson<AnyNotice>(notice)),
});
