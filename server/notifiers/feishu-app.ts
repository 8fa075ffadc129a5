import type { Params } from '../core/feed/source.ts';
import type { NotifierIO, SendResult } from '../core/message/notifier.ts';
import { JSON_HEADERS, postJson, saidIn } from '../core/message/send-result.ts';
import { line, trimmed } from '../core/settings/chat-settings.ts';
import { asApp, type TokenService } from './shared/app-token.ts';
import { fitJson } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { feishuCard, judgeFeishu } from './shared/feishu.ts';
import { notPressed, type Urgency, urgencyField, urgencyOf } from './shared/urgent.ts';

const API = 'https://open.feishu.cn/open-apis';

/**
 * A message to one person by an app of the company in Feishu (飞书), which may be made urgent (加急) by a window, a text
 * message or a call. A card of at most 30 KB; with the delivery as `uuid` one is sent once within an hour, however often
 * it is tried. https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
 */
export default defineChatNotifier({
  name: 'feishu-app',
  title: { zh: '飞书个人消息（可加急）', en: 'Feishu message to a person (urgent if need be)' },
  family: 'phone',
  settings: [
    line(
      'app',
      { zh: 'App ID', en: 'App ID' },
      { zh: '自建应用，开启机器人能力', en: 'Of a custom app with a bot' },
    ),
    { name: 'secret', kind: 'secret', label: { zh: 'App Secret', en: 'App Secret' }, required: true },
    line(
      'to',
      { zh: '接收人', en: 'Whom to reach' },
      { zh: '一个人的 open_id（ou_ 开头）或 user_id', en: 'open_id (ou_…) or user_id of one person' },
    ),
    urgencyField(
      { zh: '橙、红预警加急', en: 'Urgent for orange and red' },
      {
        zh: '应用要有对应的加急权限；短信和电话消耗企业的加急额度',
        en: 'The app needs the permission; text messages and calls use up the company’s quota',
      },
    ),
  ],
  compose({ blocks, level }) {
    const cardOf = (left: typeof blocks) => ({
      msg_type: 'interactive',
      content: JSON.stringify(feishuCard(left, level)),
    });
    // Receiver and number of the delivery come on top.
    return fitJson(blocks, cardOf, 30_000 - 300);
  },
  send: (message, settings, io, deliveryId) =>
    asApp(io, tokenOf(settings), async (token) => {
      const to = trimmed(settings.to);
      const json = { receive_id: to, uuid: deliveryId, ...(message.json as object) };
      let sent = '';
      const judge: typeof judgeFeishu = (answer, now) => {
        sent = sentIn(answer.body);
        return judgeFeishu(answer, now);
      };
      const headers = { authorization: `Bearer ${token}` };
      const url = `${API}/im/v1/messages?receive_id_type=${kindOf(to)}`;
      const result = await postJson(io, { url, json, judge, headers });
      const urgent = urgencyOf(message, settings);
      return result.ok && urgent !== 'none' ? sendUrgent(io, { sent, to, urgent, token }) : result;
    }),
});

function tokenOf({ app, secret }: Params): TokenService {
  return {
    app: `feishu ${trimmed(app)} ${trimmed(secret)}`,
    url: `${API}/auth/v3/tenant_access_token/internal`,
    request: {
      headers: JSON_HEADERS,
      body: JSON.stringify({ app_id: trimmed(app), app_secret: trimmed(secret) }),
    },
    judge: judgeFeishu,
    fields: { token: 'tenant_access_token', seconds: 'expire' },
    stale: /"code":\s*999916(6[1-8]|77)\b/,
  };
}

interface UrgentMessage {
  /** The message that was sent. */
  readonly sent: string;
  readonly to: string;
  readonly urgent: Urgency;
  readonly token: string;
}

/** https://open.feishu.cn/document/server-docs/im-v1/buzz-messages/urgent_app */
async function sendUrgent(io: NotifierIO, { sent, to, urgent, token }: UrgentMessage): Promise<SendResult> {
  const url = `${API}/im/v1/messages/${encodeURIComponent(sent)}/urgent_${urgent}?user_id_type=${kindOf(to)}`;
  const headers = { authorization: `Bearer ${token}` };
  const judge: typeof judgeFeishu = (answer, now) => {
    const result = judgeFeishu(answer, now);
    const { invalid_user_id_list: invalid } = dataIn(answer.body);
    const isMissed = Array.isArray(invalid) && invalid.length > 0;
    return result.ok && isMissed ? { ok: false, retry: false, reason: result.answer ?? '' } : result;
  };
  const json = { user_id_list: [to] };
  return notPressed(await postJson(io, { url, json, judge, headers, method: 'PATCH' }));
}

/** Feishu's kinds of ids for a person differ in how they begin. */
function kindOf(to: string): 'open_id' | 'union_id' | 'user_id' {
  if (to.startsWith('ou_')) return 'open_id';
  return to.startsWith('on_') ? 'union_id' : 'user_id';
}

const dataIn = (body: string): Readonly<Record<string, unknown>> =>
  (saidIn(body).data ?? {}) as Readonly<Record<string, unknown>>;
const sentIn = (body: string): string => String(dataIn(body).message_id ?? '');
