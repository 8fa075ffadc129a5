import type { Level } from '../core/alert.ts';
import {
  alertBlocks,
  type Block,
  chatSubject,
  noticeBlocks,
  noticeSubject,
  plainText,
} from '../core/chat-message.ts';
import { defineNotifier, type Message } from '../core/notifier.ts';
import { judgeStatus, postJson } from '../core/send-result.ts';
import type { Instant } from '../core/time.ts';

const SEVERITIES: Readonly<Record<Level, string>> = {
  I: 'critical',
  II: 'critical',
  III: 'warning',
  IV: 'info',
};

/**
 * What a webhook receiver of Prometheus Alertmanager is sent, version 4: for whatever is behind one already. One alert
 * a message; its fingerprint is the same for all changes of an alert.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export default defineNotifier({
  name: 'alertmanager',
  title: { zh: 'Alertmanager 接收端', en: 'Alertmanager receiver' },
  family: 'system',
  settings: [
    {
      name: 'url',
      kind: 'url',
      label: { zh: '接收地址', en: 'Address' },
      hint: { zh: '以 POST 接收 Alertmanager v4 格式', en: 'Receives the v4 format by POST' },
      required: true,
    },
    {
      name: 'token',
      kind: 'secret',
      label: { zh: '访问令牌', en: 'Access token' },
      hint: { zh: '接收端要求 Bearer 令牌时填写', en: 'If the receiver asks for a bearer token' },
      required: false,
    },
  ],
  render(alert) {
    const { alertId, level, subject, at, link } = alert;
    const labels = { alertname: 'TingchaoAlert', severity: SEVERITIES[level], level, watch: subject };
    const summary = chatSubject(alert);
    return messageOf(summary, alertBlocks(alert), { labels, at, link, fingerprint: `alert-${alertId}` });
  },
  renderNotice(notice) {
    const { event, at, link } = notice;
    const labels = { alertname: 'TingchaoNotice', severity: 'warning', event };
    const blocks = noticeBlocks(notice);
    return messageOf(noticeSubject(notice), blocks, { labels, at, link, fingerprint: `notice-${at}` });
  },
  send(message, { url = '', token = '' }, io) {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    return postJson(io, String(url), message.json, judgeStatus, headers);
  },
});

interface Told {
  readonly labels: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly link: string;
  readonly fingerprint: string;
}

function messageOf(
  summary: string,
  blocks: readonly Block[],
  { labels, at, link, fingerprint }: Told,
): Message {
  const description = plainText(blocks.filter(({ kind }) => kind !== 'title'));
  const annotations = { summary, description };
  const startsAt = new Date(at).toISOString();
  // An end at nought says that it has none.
  const one = {
    ...{ status: 'firing', labels, annotations, startsAt, endsAt: '0001-01-01T00:00:00Z' },
    ...{ generatorURL: link, fingerprint },
  };
  const json = {
    ...{ version: '4', status: 'firing', receiver: 'tingchao', truncatedAlerts: 0, alerts: [one] },
    ...{ groupKey: `tingchao:${fingerprint}`, groupLabels: { alertname: labels.alertname } },
    ...{ commonLabels: labels, commonAnnotations: annotations, externalURL: new URL(link).origin },
  };
  return { subject: summary, text: plainText(blocks), json };
}
