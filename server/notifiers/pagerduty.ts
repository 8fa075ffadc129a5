import type { Level } from '../core/alert.ts';
import {
  alertBlocks,
  type Block,
  chatSubject,
  noticeBlocks,
  noticeSubject,
  oneLine,
  plainText,
} from '../core/chat-message.ts';
import { defineNotifier, type Message } from '../core/notifier.ts';
import { judgeStatus, postJson } from '../core/send-result.ts';

const SEVERITIES: Readonly<Record<Level, string>> = {
  I: 'critical',
  II: 'error',
  III: 'warning',
  IV: 'info',
};
const LONGEST_SUMMARY = 1_024;

/**
 * PagerDuty and what speaks its Events API v2. All changes of an alert have one `dedup_key`: a raise joins the incident
 * that is open. 202 is accepted, 400 is refused for good. https://developer.pagerduty.com/docs/send-alert-event
 */
export default defineNotifier({
  name: 'pagerduty',
  title: { zh: 'PagerDuty', en: 'PagerDuty' },
  family: 'system',
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
        zh: '欧洲区或兼容服务填写，留空用 https://events.pagerduty.com/v2/enqueue',
        en: 'Of the EU or of another service; empty: https://events.pagerduty.com/v2/enqueue',
      },
      required: false,
    },
  ],
  render(alert) {
    const { alertId, level, at, risk, link, spread, unusual } = alert;
    return messageOf(chatSubject(alert), alertBlocks(alert), {
      ...{ dedup: `alert-${alertId}`, severity: SEVERITIES[level], at, link },
      ...{ told: alert.sentence, details: { level, risk, unusual, spread, steps: alert.steps } },
    });
  },
  renderNotice(notice) {
    const { lines, at, link } = notice;
    return messageOf(noticeSubject(notice), noticeBlocks(notice), {
      ...{ dedup: `notice-${at}`, severity: 'warning', at, link, told: lines.join(' '), details: { lines } },
    });
  },
  send(message, { key = '', url = '' }, io) {
    const body = { routing_key: String(key), ...(message.json as object) };
    return postJson(io, String(url).trim() || 'https://events.pagerduty.com/v2/enqueue', body, judgeStatus);
  },
});

interface Event {
  readonly dedup: string;
  readonly severity: string;
  readonly at: number;
  readonly link: string;
  readonly told: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function messageOf(subject: string, blocks: readonly Block[], event: Event): Message {
  const { dedup, severity, at, link, told, details } = event;
  const summary = oneLine(`${subject} · ${told}`).slice(0, LONGEST_SUMMARY).toWellFormed();
  // The desk's own name keeps two installations with one key apart.
  const source = new URL(link).host;
  const payload = {
    summary,
    source,
    severity,
    timestamp: new Date(at).toISOString(),
    custom_details: details,
  };
  const links = [{ href: link, text: '在听潮中打开' }];
  const json = {
    event_action: 'trigger',
    dedup_key: `tingchao-${source}-${dedup}`,
    payload,
    client: '听潮',
    links,
  };
  return { subject, text: plainText(blocks), json };
}
