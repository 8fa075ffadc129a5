import { FOLLOWED, isOver } from '../core/alert/change-kinds.ts';
import { alertBlocks, alertSubject, noticeBlocks, noticeSubject } from '../core/message/alert-blocks.ts';
import { plainText } from '../core/message/message-markup.ts';
import type { NoticeView } from '../core/message/notice.ts';
import { defineNotifier } from '../core/message/notifier.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import {
  endOfNews,
  fingerprintOf,
  isoOf,
  type ManagedAlert,
  managedPayload,
  OPEN,
} from './shared/alertmanager-payload.ts';

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
  follows: FOLLOWED.filter((kind) => kind !== 'acknowledged'),
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
  render(alert, _, template) {
    const { alertId, change, level, subject, at, openedAt = at, link } = alert;
    const labels = { alertname: 'TingchaoAlert', severity: SEVERITIES[level], level, watch: subject };
    const [summary, blocks] = [alertSubject(alert, template), alertBlocks(alert, template)];
    const description = plainText(blocks.filter(({ kind }) => kind !== 'title'));
    const fingerprint = fingerprintOf(link, `alert-${alertId}`);
    const one = {
      labels,
      annotations: { summary, description },
      startsAt: isoOf(openedAt),
      endsAt: isOver(change) ? isoOf(at) : OPEN,
      fingerprint,
    };
    return { subject: summary, text: plainText(blocks), json: managedPayload([one], at, link, fingerprint) };
  },
  renderNotice(notice) {
    const { link, at, feeds, event } = notice;
    const subject = noticeSubject(notice);
    const blocks = noticeBlocks(notice);
    const json = managedPayload(
      alertsOf(notice),
      at,
      link,
      fingerprintOf(link, feeds.length > 0 ? 'feeds' : event),
    );
    return { subject, text: plainText(blocks), json };
  },
  send(message, { url = '', token = '' }, io) {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    return postJson(io, { url: String(url), json: message.json, judge: judgeStatus, headers });
  },
});

/** One for each source or trouble; a digest or a brief, which is about none, is news that passes. */
function alertsOf(notice: NoticeView): readonly ManagedAlert[] {
  const { event, feeds, lines, link, at } = notice;
  const summary = noticeSubject(notice);
  // Many receivers show nothing but the annotations.
  const onward = plainText(noticeBlocks(notice).filter(({ kind }) => kind === 'link'));
  if (feeds.length === 0) {
    return [
      {
        labels: { alertname: 'TingchaoNews', severity: 'info', event },
        annotations: { summary, description: [...lines, onward].join('\n\n') },
        startsAt: isoOf(at),
        endsAt: endOfNews(at),
        fingerprint: fingerprintOf(link, `${event}-${at}`),
      },
    ];
  }
  // Feeds and lines stand in the same order.
  return feeds.map(({ incidentId, name, state, openedAt }, index) => ({
    labels: { alertname: 'TingchaoFeed', severity: 'warning', feed: name },
    annotations: { summary, description: [lines[index], onward].join('\n\n') },
    startsAt: openedAt,
    endsAt: state === 'down' ? OPEN : isoOf(at),
    fingerprint: fingerprintOf(link, `feed-${incidentId}`),
  }));
}
