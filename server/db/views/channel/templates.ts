import { TEMPLATE_FIELDS } from '../../../core/message/message-fields.ts';
import { STANDARD_TEXT } from '../../../core/message/message-template.ts';
import type { Notifier } from '../../../core/message/notifier.ts';
import type { TemplateSample, TemplatesScreen, WrittenTemplate } from '../../../core/screens/templates.ts';
import { listChannels } from '../../channel/channels.ts';
import { listMessageTemplates, type StoredTemplate } from '../../channel/message-templates.ts';
import type { Db } from '../../database.ts';
import { TOLD_KINDS } from '../alert/message.ts';

const SAMPLES = 12;

/** Which template words the messages of which channel, and alerts to see them on. */
export async function readTemplatesScreen(
  db: Db,
  notifiers: ReadonlyMap<string, Notifier>,
): Promise<TemplatesScreen> {
  const written = new Map((await listMessageTemplates(db)).map((each) => [each.channelId, asWritten(each)]));
  const channels = (await listChannels(db)).flatMap(({ id, name, kind }) => {
    const notifier = notifiers.get(kind);
    if (notifier === undefined || notifier.templated === false) return [];
    return [{ id, name, kind, own: written.get(id) ?? null, standard: notifier.standard ?? STANDARD_TEXT }];
  });
  return {
    forAll: written.get(null) ?? null,
    standard: STANDARD_TEXT,
    channels,
    fields: TEMPLATE_FIELDS,
    samples: await readSamples(db),
  };
}

const asWritten = ({ title, body, updatedAt, updatedBy }: StoredTemplate): WrittenTemplate => ({
  title,
  body,
  at: updatedAt,
  by: updatedBy,
});

async function readSamples(db: Db): Promise<readonly TemplateSample[]> {
  const rows = await db
    .selectFrom('alert_change')
    .innerJoin('alert', 'alert.id', 'alert_change.alert_id')
    .innerJoin('watch', 'watch.id', 'alert.watch_id')
    .select(['alert_change.id', 'alert.id as alert_id', 'watch.name', 'to_level', 'kind', 'at'])
    .where('kind', 'in', TOLD_KINDS)
    .orderBy('alert_change.id', 'desc')
    .limit(SAMPLES)
    .execute();
  return rows.map((row) => ({
    changeId: row.id,
    alertId: row.alert_id,
    watchName: row.name,
    at: row.at,
    level: row.to_level,
    change: row.kind as TemplateSample['change'],
  }));
}
