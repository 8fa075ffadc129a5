import { createHash } from 'node:crypto';
import type { Level } from '../core/alert.ts';
import { alertBlocks, chatSubject, noticeBlocks, noticeSubject, plainText } from '../core/chat-message.ts';
import { defineNotifier } from '../core/notifier.ts';
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
 * a message, under one fingerprint through all its changes; a notice has one for each source, resolved when it is read.
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
    const [summary, blocks] = [chatSubject(alert), alertBlocks(alert)];
    const description = plainText(blocks.filter(({ kind }) => kind !== 'title'));
    const fingerprint = fingerprintOf(link, `alert-${alertId}`);
    const one = {
      labels,
      annotations: { summary, description },
      startsAt: isoOf(at),
      endsAt: OPEN,
      fingerprint,
    };
    return { subject: summary, text: plainText(blocks), json: payload([one], link, fingerprint) };
  },
  renderNotice(notice) {
    const { feeds, lines, link, at } = notice;
    const subject = noticeSubject(notice);
    const blocks = noticeBlocks(notice);
    // Many receivers show nothing but the annotations.
    const onward = plainText(blocks.filter(({ kind }) => kind === 'link'));
    // Feeds and lines are told in one order.
    const alerts = feeds.map(({ incidentId, name, state, openedAt }, index) => ({
      labels: { alertname: 'TingchaoFeed', severity: 'warning', feed: name },
      annotations: { summary: subject, description: [lines[index], onward].join('\n\n') },
      startsAt: openedAt,
      endsAt: state === 'down' ? OPEN : isoOf(at),
      fingerprint: fingerprintOf(link, `feed-${incidentId}`),
    }));
    const json = payload(alerts, link, fingerprintOf(link, 'feeds'));
    return { subject, text: plainText(blocks), json };
  },
  send(message, { url = '', token = '' }, io) {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    return postJson(io, String(url), message.json, judgeStatus, headers);
  },
});

/** An end at nought says that it has none. */
const OPEN = '0001-01-01T00:00:00Z';

interface Told {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly fingerprint: string;
}

function payload(told: readonly Told[], link: string, group: string): unknown {
  const alerts = told.map((one) => ({
    ...{ status: one.endsAt === OPEN ? 'firing' : 'resolved', ...one, generatorURL: link },
  }));
  const status = alerts.some((one) => one.status === 'firing') ? 'firing' : 'resolved';
  return {
    ...{ version: '4', status, receiver: 'tingchao', truncatedAlerts: 0, alerts },
    ...{ groupKey: `tingchao:${group}`, groupLabels: { alertname: told[0]?.labels.alertname } },
    commonLabels: common(told.map(({ labels }) => labels)),
    commonAnnotations: common(told.map(({ annotations }) => annotations)),
    externalURL: new URL(link).origin,
  };
}

/** What is the same in all of them. */
function common(sets: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = sets;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((set) => set[name] === value)),
  );
}

/** Sixteen hex digits as Alertmanager's own are; with the desk's name, as several may have one receiver. */
function fingerprintOf(link: string, id: string): string {
  return createHash('sha256')
    .update(`${new URL(link).host}/${id}`)
    .digest('hex')
    .slice(0, 16);
}

const isoOf = (at: Instant): string => new Date(at).toISOString();
