import { AppError } from '../../core/errors.ts';
import {
  mustRead,
  readTemplate,
  type Template,
  type TemplateText,
} from '../../core/message/message-template.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import { demandSeen } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import { requireChannel } from '../../db/channel/channels.ts';
import {
  deleteMessageTemplate,
  getMessageTemplate,
  listMessageTemplates,
  saveMessageTemplate,
} from '../../db/channel/message-templates.ts';
import type { Db } from '../../db/database.ts';

/**
 * What the messages of a channel are worded by; undefined: as ever. A template that cannot be read any more, since a
 * placeholder of it is no longer known, must not cost an alert.
 */
export async function templateOf(db: Db, channelId: number): Promise<Template | undefined> {
  const stored = await getMessageTemplate(db, channelId);
  return (stored && readTemplate(stored).template) ?? undefined;
}

export interface TemplateDeps {
  readonly db: Db;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly now: () => Instant;
}

/**
 * Sets how the messages of a channel are worded; with null those of all that have no template of their own. `seen` is when the
 * one that was there had been written, 0 where none was.
 * @throws AppError('bad_template') naming every fault with its place, AppError('not_found') for a channel that does not
 *   exist, AppError('bad_request') for one that sends no words, AppError('overtaken') when somebody else worded it after
 *   `seen`
 */
export async function keepTemplate(
  { db, notifiers, now }: TemplateDeps,
  input: TemplateText & {
    readonly channelId: number | null;
    readonly by: string;
    readonly seen?: string | undefined;
  },
): Promise<void> {
  const { channelId, title, body, by, seen } = input;
  mustRead({ title, body });
  await db.transaction().execute(async (tx) => {
    if (channelId !== null) await mustHaveWords({ db: tx, notifiers }, channelId);
    const stored = (await listMessageTemplates(tx)).find((each) => each.channelId === channelId);
    demandSeen(String(stored?.updatedAt ?? 0), seen);
    await saveMessageTemplate(tx, { channelId, title, body, updatedAt: now(), updatedBy: by });
  });
}

/**
 * Takes a template away: what it worded goes by that for all, or by what is standard. Without one nothing changes.
 * @throws AppError('not_found') for a channel that does not exist
 */
export async function dropTemplate(
  { db, notifiers }: Pick<TemplateDeps, 'db' | 'notifiers'>,
  channelId: number | null,
): Promise<void> {
  if (channelId !== null) await mustHaveWords({ db, notifiers }, channelId);
  await deleteMessageTemplate(db, channelId);
}

/** @returns the channel and its kind */
export async function mustHaveWords(
  { db, notifiers }: Pick<TemplateDeps, 'db' | 'notifiers'>,
  channelId: number,
) {
  const channel = await requireChannel(db, channelId);
  const notifier = notifiers.get(channel.kind);
  if (!notifier) throw new AppError('unknown_channel_kind', `there is no channel kind ${channel.kind}`);
  if (notifier.templated === false)
    throw new AppError('bad_request', `${channel.kind} hands over data, which has no words to choose`);
  return { channel, notifier };
}
