import { z } from 'zod';
import { ALERT_EVENTS } from '../../core/message/alert-view.ts';
import type { NOTICE_EVENTS } from '../../core/message/notice.ts';
import { type AlertBody, type NoticeBody, WEBHOOK_VERSION } from '../../core/message/webhook-body.ts';
import { answerOf, count, id, level } from './answer.ts';

const version = z.literal(WEBHOOK_VERSION).describe('Raised where a field is to be read otherwise');
const time = z.iso.datetime().describe('ISO 8601, UTC');
const link = z.url().describe('Where people look at it');

export const alertBody = answerOf<AlertBody>()(
  'AlertWebhook',
  z.object({
    version,
    event: z.enum(ALERT_EVENTS.map((change) => `alert.${change}` as const)),
    alertId: id.describe('0: a test, about no alert'),
    changeId: id,
    level,
    subject: z.string().describe('The watch'),
    sentence: z.string().describe('What happened, in Chinese'),
    brief: z.string().optional().describe('The same in the fewest words'),
    unusual: z.string().describe('How unusual, in Chinese'),
    spread: z.string().describe('How it spreads, in Chinese'),
    posts: z.array(z.object({ title: z.string(), platform: z.string(), url: z.string().nullable() })),
    hours: z
      .array(z.object({ at: time, total: count, negative: count }))
      .optional()
      .describe('What was said in each of the last 24 hours, the one under way last'),
    steps: z.array(z.string()).describe('First steps of the playbook, in Chinese'),
    link,
    confirm: z.url().optional().describe('Confirms the alert without a login: keep it to those on duty'),
    at: time,
    openedAt: time.optional().describe('When the alert began. ISO 8601, UTC'),
    risk: z.number().describe('Risk index, 0 to 100'),
    riskWords: z.string(),
  }),
);

type Event = (typeof NOTICE_EVENTS)[number];
type NoticeOf<E extends Event> = Omit<NoticeBody, 'event'> & { readonly event: E };

const feed = z.object({
  feedId: z.number().int().describe('0: the installation itself'),
  incidentId: z.number().int().describe('The same when it begins and ends; below 0: the installation itself'),
  name: z.string(),
  health: z.enum(['walled', 'failing', 'suspect', 'silent']),
  reason: z.string().nullable().describe('The wall or failure, or the kind of trouble'),
  openedAt: time,
  paused: z.literal(true).optional().describe('It is over because people read it no more'),
  state: z.enum(['down', 'recovered']),
  lastOkAt: time.nullable(),
});
const trouble = z.object({
  kind: z.string(),
  subject: z.string().describe('At most one of a kind and subject is open'),
  detail: z.looseObject({}).describe('Figures of its kind'),
});
const held = z.object({
  alertId: id,
  changeId: id,
  watchName: z.string(),
  level,
  firstAt: time,
  changes: count.describe('How many were held'),
  status: z.enum(['open', 'acknowledged', 'closed', 'false_alarm']).describe('Of now'),
  levelNow: level,
  link,
});
const common = {
  version,
  subject: z.string(),
  lines: z.array(z.string()).describe('Whole sentences in Chinese, one to a paragraph'),
  feeds: z.array(feed).describe('Sources that are out of order, or are no more'),
  troubles: z
    .array(trouble)
    .optional()
    .describe('Of the installation itself, each in feeds, too, in this order'),
  alerts: z.array(held).optional().describe('Alerts that were held and are told together'),
  link,
  at: time,
};

export const feedsBody = answerOf<NoticeOf<'feeds.down' | 'feeds.recovered'>>()(
  'FeedsWebhook',
  z.object({ ...common, event: z.enum(['feeds.down', 'feeds.recovered']) }),
);
export const heldBody = answerOf<NoticeOf<'alerts.held'>>()(
  'HeldWebhook',
  z.object({ ...common, event: z.literal('alerts.held') }),
);
export const newsBody = answerOf<NoticeOf<'brief' | 'drill' | 'device.gone'>>()(
  'NewsWebhook',
  z.object({ ...common, event: z.enum(['brief', 'drill', 'device.gone']) }),
);
