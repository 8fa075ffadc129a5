import { type Selectable, sql } from 'kysely';
import type { TemplateText } from '../../core/message/message-template.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { MessageTemplateTable } from '../schema/channels.ts';

/** What a team wrote, and who wrote it. */
export interface StoredTemplate extends TemplateText {
  /** null: for all channels that have none of their own. */
  readonly channelId: number | null;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

const toTemplate = (row: Selectable<MessageTemplateTable>): StoredTemplate => ({
  channelId: row.channel_id,
  title: row.title,
  body: row.body,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
});

/** That for all channels first, then in the order of the channels. */
export async function listMessageTemplates(db: Db): Promise<readonly StoredTemplate[]> {
  const rows = await db.selectFrom('message_template').selectAll().execute();
  return rows.map(toTemplate).sort((a, b) => (a.channelId ?? 0) - (b.channelId ?? 0));
}

/** What the messages of a channel are worded by: its own, else that for all; null: neither was written. */
export async function getMessageTemplate(db: Db, channelId: number): Promise<StoredTemplate | null> {
  const rows = await db
    .selectFrom('message_template')
    .selectAll()
    .where((where) => where.or([where('channel_id', '=', channelId), where('channel_id', 'is', null)]))
    .execute();
  const row = rows.find((each) => each.channel_id === channelId) ?? rows[0];
  return row === undefined ? null : toTemplate(row);
}

/** Keeps a template in place of the one before it; the last to save wins. */
export async function saveMessageTemplate(db: Db, template: StoredTemplate): Promise<void> {
  const { channelId, title, body, updatedAt, updatedBy } = template;
  const values = { title, body, updated_at: updatedAt, updated_by: updatedBy };
  await db
    .insertInto('message_template')
    .values({ channel_id: channelId, ...values })
    .onConflict((conflict) => conflict.expression(sql`coalesce(channel_id, 0)`).doUpdateSet(values))
    .execute();
}

/** False when there was none. */
export async function deleteMessageTemplate(db: Db, channelId: number | null): Promise<boolean> {
  const gone = await db
    .deleteFrom('message_template')
    .where('channel_id', channelId === null ? 'is' : '=', channelId)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n;
}
