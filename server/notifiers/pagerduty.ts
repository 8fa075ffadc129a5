import { createHash } from 'node:crypto';
import { FOLLOWED, isOver } from '../core/alert/followed.ts';
import type { Block } from '../core/message/chat-block.ts';
import { alertBlocks, chatSubject, noticeBlocks, noticeSubject } from '../core/message/chat-message.ts';
import { oneLine, shortened } from '../core/message/chat-text.ts';
import { plainText } from '../core/message/chat-write.ts';
import type { NoticeView } from '../core/message/notice.ts';
import { type AlertView, defineNotifier, type Message } from '../core/message/notifier.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';

const SEVERITIES: Readonly<Record<Level, string>> = {
  I: 'critical',
  II: 'error',
  III: 'warning',
  IV: 'info',
};
const LONGEST_SUMMARY = 1_024;

/**
 * PagerDuty and what speaks its Events API v2. All changes of an alert have one `dedup_key`: a raise joins the incident
 * that is open, and what people do about the alert here is done there. 202 is accepted, 400 is refused for good, 429 and 5xx may pass; 512 KB at most. https://developer.pagerduty.com/docs/send-alert-event
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
    const { alertId, change, level, at, risk, link, spread, unusual, steps } = alert;
    const blocks = alertBlocks(alert, template);
    const worded = template === undefined ? {} : { message: plainText(blocks) };
    const first = blocks.find(({ kind }) => kind === 'fact');
    return messageOf(chatSubject(alert, template), blocks, {
      action: actionOf(change),
      ...{ dedup: `alert-${alertId}`, severity: SEVERITIES[level], at, link },
      told: first?.kind === 'fact' ? first.text : alert.sentence,
      details: { level, risk, unusual, spread, posts: postsOf(blocks), steps, ...worded },
    });
  },
  renderNotice(notice) {
    const { lines, at, link } = notice;
    return messageOf(noticeSubject(notice), noticeBlocks(notice), {
      ...{ ...incidentOf(notice), at, link, told: lines.join(' '), details: { lines } },
    });
  },
  send(message, { key = '', url = '' }, io) {
    const body = { routing_key: String(key), ...(message.json as object) };
    return postJson(io, String(url).trim() || 'https://events.pagerduty.com/v2/enqueue', body, judgeStatus);
  },
});

/**
 * The same for an outage and its end: good news closes what is open and wakes nobody. A digest or a brief is about
 * nothing that could end.
 */
function incidentOf({ event, feeds, at }: NoticeView): Pick<Event, 'action' | 'dedup' | 'severity'> {
  if (feeds.length === 0) return { action: 'trigger', dedup: `${event}-${at}`, severity: 'info' };
  const isDown = event === 'feeds.down';
  const wanted = isDown ? 'down' : 'recovered';
  const incidents = feeds.filter(({ state }) => state === wanted).map(({ incidentId }) => incidentId);
  const sorted = incidents.toSorted((a, b) => a - b).join(',');
  const dedup = `feeds-${createHash('sha256').update(sorted).digest('hex').slice(0, 32)}`;
  return { action: isDown ? 'trigger' : 'resolve', dedup, severity: 'warning' };
}

/** Whoever confirms here has it in hand there, too; what is over here is over there. */
const actionOf = (change: AlertView['change']): Event['action'] =>
  isOver(change) ? 'resolve' : change === 'acknowledged' ? 'acknowledge' : 'trigger';

function postsOf(blocks: readonly Block[]): readonly string[] {
  const posts = blocks.flatMap((block) => (block.kind === 'posts' ? block.posts : []));
  return posts.map(({ text, url }) => (url === null ? text : `${text} ${url}`));
}

interface Event {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup: string;
  readonly severity: string;
  readonly at: number;
  readonly link: string;
  readonly told: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function messageOf(subject: string, blocks: readonly Block[], event: Event): Message {
  const { action, dedup, severity, at, link, told, details } = event;
  const summary = shortened(oneLine(`${subject} · ${told}`), LONGEST_SUMMARY);
  // The desk's own name keeps two installations with one key apart.
  const source = new URL(link).host;
  const timestamp = new Date(at).toISOString();
  const json = {
    ...{ event_action: action, dedup_key: `tingchao-${source}-${dedup}` },
    payload: { summary, source, severity, timestamp, custom_details: details },
    ...{ client: '听潮', client_url: link, links: [{ href: link, text: '在听潮中打开' }] },
  };
  return { subject, text: plainText(blocks), json };
}
