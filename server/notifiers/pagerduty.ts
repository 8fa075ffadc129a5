import { FOLLOWED } from '../core/alert/change-kinds.ts';
import { alertBlocks, alertSubject, noticeBlocks, noticeSubject } from '../core/message/alert-blocks.ts';
import { plainText } from '../core/message/message-markup.ts';
import { defineNotifier, type NotifierIO, type SendResult } from '../core/message/notifier.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import { alertEvent, noticeEvents, type PagedEvent, postsOf } from './shared/pagerduty-payload.ts';

const PUBLIC = 'https://events.pagerduty.com/v2/enqueue';

/**
 * PagerDuty and what speaks its Events API v2. All changes of an alert have one `dedup_key`: a raise joins the incident
 * that is open, and what people do about the alert here is done there. 202 is accepted, 400 is refused for good, 429
 * and 5xx may pass; 512 KB at most. https://developer.pagerduty.com/docs/send-alert-event
 */
export default defineNotifier({
  name: 'pagerduty',
  title: { zh: 'PagerDuty', en: 'PagerDuty' },
  family: 'system',
  follows: FOLLOWED,
  settings: [
    {
      name: 'key',
      kind: 'secret',
      label: { zh: '集成密钥', en: 'Integration key' },
      hint: {
        zh: '服务的 Events API v2 集成页里复制，32 位',
        en: 'Of an Events API v2 integration, 32 characters',
      },
      required: true,
    },
    {
      name: 'url',
      kind: 'url',
      label: { zh: '接收地址', en: 'Address' },
      hint: {
        zh: '欧洲区填 https://events.eu.pagerduty.com/v2/enqueue，留空用 https://events.pagerduty.com/v2/enqueue',
        en: 'In the EU: https://events.eu.pagerduty.com/v2/enqueue; empty: https://events.pagerduty.com/v2/enqueue',
      },
      required: false,
    },
  ],
  render(alert, _, template) {
    const blocks = alertBlocks(alert, template);
    const worded = template === undefined ? {} : { message: plainText(blocks) };
    const first = blocks.find(({ kind }) => kind === 'fact');
    const subject = alertSubject(alert, template);
    const summary = `${subject} · ${first?.kind === 'fact' ? first.text : alert.sentence}`;
    const event = alertEvent(alert, summary, { posts: postsOf(blocks), ...worded });
    return { subject, text: plainText(blocks), json: [event] };
  },
  renderNotice(notice) {
    const subject = noticeSubject(notice);
    return { subject, text: plainText(noticeBlocks(notice)), json: noticeEvents(notice, subject) };
  },
  async send(message, { key = '', url = '' }, io, _, done) {
    const address = String(url).trim() || PUBLIC;
    const taken = done === undefined ? [] : (JSON.parse(done) as readonly string[]);
    return sendEach(io, address, String(key), message.json as readonly PagedEvent[], taken);
  },
});

/**
 * One request for each event. What was taken is not sent again, and what is refused for good keeps none of the others
 * from being sent.
 */
async function sendEach(
  io: NotifierIO,
  address: string,
  key: string,
  events: readonly PagedEvent[],
  before: readonly string[],
): Promise<SendResult> {
  const taken = [...before];
  let last: SendResult = { ok: true };
  let refused: SendResult | undefined;
  for (const event of events.filter(({ dedup_key }) => !before.includes(dedup_key))) {
    const json = { routing_key: key, ...event };
    last = await postJson(io, { url: address, json, judge: judgeStatus });
    if (!last.ok && last.retry) return taken.length === 0 ? last : { ...last, done: JSON.stringify(taken) };
    if (!last.ok) refused ??= last;
    taken.push(event.dedup_key);
  }
  return refused ?? last;
}
