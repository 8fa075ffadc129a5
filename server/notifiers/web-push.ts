import type { Params } from '../core/feed/source.ts';
import { plainText } from '../core/message/message-markup.ts';
import type { SendResult } from '../core/message/notifier.ts';
import { type Answer, judgeStatus, post } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import { DAY, type Instant, SECOND } from '../core/time.ts';
import { fitJson } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

/** How a device is woken: `high` also from deep sleep, `low` when it is in use anyway (RFC 8030, 5.3). */
const URGENCIES: Readonly<Record<Level, 'high' | 'normal' | 'low'>> = {
  I: 'high',
  II: 'high',
  III: 'normal',
  IV: 'low',
};
/** Push services take 4,096 bytes, of which encryption needs 103. */
const MAX_PAYLOAD_BYTES = 3_900;
/** A device that is off hears of it when it is on again, within a day. */
const KEPT = DAY / SECOND;

/**
 * A browser, or the page installed on a telephone, that asked to be notified: a push message (RFC 8030), encrypted for
 * that device alone (RFC 8291), under this installation's own key (VAPID, RFC 8292). A device that is gone answers 404
 * or 410. Its settings are made by the device itself.
 */
export default defineChatNotifier({
  name: 'web-push',
  title: { zh: '浏览器与手机桌面推送', en: 'Browser and installed page' },
  family: 'phone',
  byHand: false,
  settings: [
    ...(['endpoint', 'p256dh', 'auth', 'publicKey', 'privateKey'] as const).map((name) => ({
      name,
      kind: 'secret' as const,
      label: { zh: name, en: name },
      required: true,
    })),
    { name: 'contact', kind: 'text', label: { zh: '联系地址', en: 'Contact' }, required: true },
  ],
  compose({ subject, said, link, level }) {
    // The worker of the page shows it, and stays until somebody looks where it is grave.
    const isGrave = level === 'I' || level === 'II';
    return fitJson(
      said,
      (left) => ({ title: subject, body: plainText(left), url: link?.url ?? null, level, stays: isGrave }),
      MAX_PAYLOAD_BYTES,
    );
  },
  async send(message, settings, io) {
    const { level = null } = message.json as { readonly level?: Level | null };
    const sealed = await seal(JSON.stringify(message.json), settings, URGENCIES[level ?? 'III']);
    if (sealed === null)
      return { ok: false, retry: false, reason: 'the subscription of this device is damaged' };
    return post(io, String(settings.endpoint ?? ''), sealed, judge);
  },
});

/** A subscription that its device gave up is not there any more (RFC 8030, 7.3). */
function judge(answer: Answer, now: Instant): SendResult {
  const result = judgeStatus(answer, now);
  const isGone = answer.status === 404 || answer.status === 410;
  return isGone && !result.ok ? { ...result, isGone } : result;
}

/** Null where the device's keys are none. */
async function seal(text: string, settings: Params, urgency: 'high' | 'normal' | 'low') {
  const { endpoint = '', p256dh = '', auth = '', publicKey = '', privateKey = '', contact = '' } = settings;
  const { generateRequestDetails } = (await import('web-push')).default;
  try {
    const { headers, body } = generateRequestDetails(
      { endpoint: String(endpoint), keys: { p256dh: String(p256dh), auth: String(auth) } },
      text,
      {
        vapidDetails: {
          subject: String(contact),
          publicKey: String(publicKey),
          privateKey: String(privateKey),
        },
        TTL: KEPT,
        urgency,
        contentEncoding: 'aes128gcm',
      },
    );
    // How long it is says whoever sends it.
    const { 'Content-Length': _, ...rest } = headers;
    const told = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    return { headers: told, body: new Uint8Array(body) };
  } catch {
    return null;
  }
}
