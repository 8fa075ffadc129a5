import { AppError } from '../../core/errors.ts';
import { sampleView } from '../../core/message/message-sample.ts';
import { mustRead, type TemplateText } from '../../core/message/message-template.ts';
import type { AlertView, Notifier, NotifierIO, SendResult } from '../../core/message/notifier.ts';
import { withoutKeys } from '../../core/message/send-result.ts';
import type { Instant } from '../../core/time.ts';
import { noteTest, requireChannel } from '../../db/channel/channels.ts';
import type { Db } from '../../db/database.ts';
import { templateOf } from './channel-template.ts';

/**
 * Sends a test message through a channel, switched on or not, once and at once. How it ended is kept; when it arrives,
 * what failed before says nothing of the channel any more. With a template, which need not be saved, it shows how that
 * reads on an alert that never was; without, the channel's own wording of there being none.
 * @returns what came of it, in the service's own words
 * @throws AppError('not_found'), AppError('unknown_channel_kind'), AppError('bad_template')
 */
export async function testChannel(
  deps: {
    readonly db: Db;
    readonly notifiers: ReadonlyMap<string, Notifier>;
    readonly io: NotifierIO;
    readonly baseUrl: string;
    readonly now: () => Instant;
  },
  input: { readonly channelId: number; readonly template?: TemplateText | undefined },
): Promise<SendResult> {
  const channel = await requireChannel(deps.db, input.channelId);
  const notifier = deps.notifiers.get(channel.kind);
  if (!notifier) throw new AppError('unknown_channel_kind', `there is no channel kind ${channel.kind}`);
  const now = deps.now();
  const template = input.template ? mustRead(input.template) : await templateOf(deps.db, channel.id);
  const view = input.template ? triedView(deps.baseUrl, now) : exampleView(deps.baseUrl, now);
  const ended = async (result: SendResult): Promise<SendResult> => {
    const told = withoutKeys(result, channel.settings, notifier.settings);
    await noteTest(deps.db, channel.id, told.ok ? null : told.reason, now);
    // There is no next try that had to know what was done.
    return told.ok ? told : { ok: false, retry: told.retry, reason: told.reason };
  };
  try {
    const message = notifier.render(view, channel.settings, template);
    const id = `tingchao-test-${channel.id}-${now.toString(36)}`;
    return await ended(await notifier.send(message, channel.settings, deps.io, id));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    return ended({ ok: false, retry: false, reason });
  }
}

/** Something to say for every placeholder, of the lowest level, and under no number that an alert has. */
function triedView(baseUrl: string, now: Instant): AlertView {
  const view = sampleView(baseUrl, now);
  const sentence = `这是测试消息，没有发生任何预警。${view.sentence}`;
  return { ...view, alertId: 0, change: 'test', level: 'IV', sentence };
}

/** Says plainly that nothing has happened. */
function exampleView(baseUrl: string, now: Instant): AlertView {
  return {
    alertId: 0,
    changeId: 0,
    change: 'test',
    level: 'IV',
    risk: 0,
    riskWords: '风险指数 0',
    at: now,
    subject: '听潮测试',
    sentence: '这是一条测试消息：渠道已接通，没有发生任何预警。',
    unusual: '',
    spread: '',
    posts: [],
    steps: [],
    link: baseUrl,
  };
}
