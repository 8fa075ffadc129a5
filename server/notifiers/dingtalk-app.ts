import type { Params } from '../core/feed/source.ts';
import type { SendResult } from '../core/message/notifier.ts';
import { type Answer, JSON_HEADERS, judgeStatus, postJson, saidIn } from '../core/message/send-result.ts';
import { line, trimmed } from '../core/settings/chat-settings.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import { asApp, type TokenService } from './shared/app-token.ts';
import { fitJson } from './shared/chat-fit.ts';
import { markdown, widenMarkdown } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { ARRIVED, notPressed, type Urgency, urgencyField, urgencyOf } from './shared/urgent.ts';

const API = 'https://api.dingtalk.com/v1.0';
const REMIND: Readonly<Record<Exclude<Urgency, 'none'>, number>> = { app: 1, sms: 2, phone: 3 };

/**
 * A message to one person by a robot of an app of the company in DingTalk (钉钉), after which the person may be DINGed by
 * a window, a text message or a call. Markdown within 15,000 bytes of parameters; refusals are recognised by the HTTP
 * status. https://open.dingtalk.com/document/orgapp/chatbots-send-one-on-one-chat-messages-in-batches
 */
export default defineChatNotifier({
  name: 'dingtalk-app',
  title: { zh: '钉钉个人消息（可 DING）', en: 'DingTalk message to a person (with DING if need be)' },
  family: 'phone',
  settings: [
    line(
      'key',
      { zh: 'Client ID', en: 'Client ID' },
      { zh: '企业内部应用，原 AppKey', en: 'Of an internal app, once AppKey' },
    ),
    {
      name: 'secret',
      kind: 'secret',
      required: true,
      label: { zh: 'Client Secret', en: 'Client Secret' },
    },
    line(
      'robot',
      { zh: '机器人编码', en: 'Robot code' },
      { zh: '应用的机器人页面上的 RobotCode', en: 'RobotCode on the robot page of the app' },
    ),
    line(
      'to',
      { zh: '接收人', en: 'Whom to reach' },
      { zh: '一个员工的 userId', en: 'userId of one person' },
    ),
    urgencyField(
      { zh: '橙、红预警发 DING', en: 'DING for orange and red' },
      {
        zh: '应用要有发送 DING 的权限；短信和电话消耗企业的 DING 额度',
        en: 'The app needs the permission; text messages and calls use up the company’s quota',
      },
    ),
  ],
  compose({ subject, blocks }) {
    const written = (left: typeof blocks) => ({
      msgKey: 'sampleMarkdown',
      msgParam: JSON.stringify({ title: subject, text: markdown(left, widenMarkdown) }),
    });
    return fitJson(blocks, written, 15_000);
  },
  send(message, settings, io, _, done) {
    // With a token that was refused in between it is asked twice.
    let isThere = done === ARRIVED;
    return asApp(io, tokenOf(settings), async (token) => {
      const headers = { 'x-acs-dingtalk-access-token': token };
      const [robotCode, to] = [trimmed(settings.robot), trimmed(settings.to)];
      const json = { robotCode, userIds: [to], ...(message.json as object) };
      const judge = judgedBy('invalidStaffIdList', 'flowControlledStaffIdList');
      const result: SendResult = isThere
        ? { ok: true }
        : await postJson(io, { url: `${API}/robot/oToMessages/batchSend`, json, judge, headers });
      isThere = result.ok;
      const urgent = urgencyOf(message, settings);
      if (!result.ok || urgent === 'none') return result;
      const ding = {
        robotCode,
        remindType: REMIND[urgent],
        receiverUserIdList: [to],
        content: message.subject,
      };
      const pressing = { url: `${API}/robot/ding/send`, json: ding, judge: judgedBy('failedList'), headers };
      return notPressed(await postJson(io, pressing));
    });
  },
});

function tokenOf({ key, secret }: Params): TokenService {
  return {
    app: `dingtalk ${trimmed(key)} ${trimmed(secret)}`,
    url: `${API}/oauth2/accessToken`,
    request: {
      headers: JSON_HEADERS,
      body: JSON.stringify({ appKey: trimmed(key), appSecret: trimmed(secret) }),
    },
    judge: judgeStatus,
    fields: { token: 'accessToken', seconds: 'expireIn' },
    stale: /InvalidAuthentication|\b40014\b/,
  };
}

/** A good answer may name whom it did not reach: who is unknown stays so, who got too many may get it later. */
const judgedBy =
  (never: string, later = '') =>
  (answer: Answer, now: Instant): SendResult => {
    const result = judgeStatus(answer, now);
    if (!result.ok) return result;
    const { [never]: unknown, [later]: delayed } = saidIn(answer.body);
    const reason = result.answer ?? '';
    if (names(unknown)) return { ok: false, retry: false, reason };
    return names(delayed) ? { ok: false, retry: true, reason, retryAt: now + MINUTE } : result;
  };

/** Of a list, or of reasons by person. */
const names = (value: unknown): boolean => Object.keys(value ?? {}).length > 0;
