import { createHmac } from 'node:crypto';
import { FOLLOWED } from '../core/alert/change-kinds.ts';
import { levelMark } from '../core/message/alert-words.ts';
import { defineNotifier } from '../core/message/notifier.ts';
import { judgeStatus, post } from '../core/message/send-result.ts';
import { alertBody, noticeBody } from '../core/message/webhook-body.ts';
import { SECOND } from '../core/time.ts';

/**
 * Our JSON, signed. The receiver checks `X-Tingchao-Signature` = `sha256=` + hex HMAC-SHA256 over
 * timestamp + '.' + body with the shared secret, the timestamp being `X-Tingchao-Timestamp` in seconds;
 * `Idempotency-Key` tells a repeated delivery.
 */
export default defineNotifier({
  name: 'webhook',
  title: { zh: 'Webhook', en: 'Webhook' },
  family: 'system',
  templated: false,
  settings: [
    {
      name: 'url',
      kind: 'url',
      label: { zh: '接收地址', en: 'URL' },
      hint: { zh: '以 POST 接收 JSON', en: 'Receives JSON by POST' },
      hostOnly: true,
      required: true,
    },
    {
      name: 'secret',
      kind: 'secret',
      label: { zh: '签名密钥', en: 'Signing secret' },
      hint: { zh: '留空则不签名', en: 'Empty: requests are not signed' },
      required: false,
    },
  ],
  follows: FOLLOWED,
  render(alert) {
    return {
      subject: `${levelMark(alert.level)} ${alert.subject}`,
      text: alert.sentence,
      json: alertBody(alert),
    };
  },
  renderNotice(notice) {
    return { subject: notice.subject, text: notice.lines.join('\n'), json: noticeBody(notice) };
  },
  async send(message, settings, io, deliveryId) {
    const body = JSON.stringify(message.json);
    const timestamp = String(Math.floor(io.now() / SECOND));
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Tingchao-Webhook/1',
      'x-tingchao-timestamp': timestamp,
      'idempotency-key': deliveryId,
    };
    const secret = String(settings.secret ?? '');
    if (secret !== '') headers['x-tingchao-signature'] = signature(secret, timestamp, body);
    return post(io, String(settings.url ?? ''), { headers, body }, judgeStatus);
  },
});

function signature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
