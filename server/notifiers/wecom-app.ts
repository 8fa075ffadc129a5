import type { Params } from '../core/feed/source.ts';
import { plainText } from '../core/message/message-markup.ts';
import { bytes, widen } from '../core/message/message-text.ts';
import type { SendResult } from '../core/message/notifier.ts';
import { type Answer, JSON_HEADERS, judgeCode, postJson, saidIn } from '../core/message/send-result.ts';
import { line, trimmed } from '../core/settings/chat-settings.ts';
import type { Instant } from '../core/time.ts';
import { asApp, type TokenService } from './shared/app-token.ts';
import { fitChat } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { WECOM_RULES } from './shared/wecom.ts';

const API = 'https://qyapi.weixin.qq.com/cgi-bin';

/**
 * A message to one person by an app of the company in WeCom (企业微信). Plain text of at most 2,048 bytes, the one kind
 * that WeChat shows as well where somebody reads WeCom there; 30 a minute to one person, more are thrown away.
 * https://developer.work.weixin.qq.com/document/path/90236
 */
export default defineChatNotifier({
  name: 'wecom-app',
  title: { zh: '企业微信个人消息', en: 'WeCom message to a person' },
  family: 'phone',
  settings: [
    line(
      'corp',
      { zh: '企业 ID', en: 'Company ID' },
      { zh: '管理后台 → 我的企业', en: 'Admin pages → My company' },
    ),
    {
      name: 'agent',
      kind: 'number',
      min: 1,
      required: true,
      label: { zh: 'AgentId', en: 'AgentId' },
      hint: {
        zh: '自建应用的 AgentId；应用里要把本机出口 IP 设为企业可信 IP',
        en: 'Of a self-built app, which must trust the address that this machine goes out by',
      },
    },
    { name: 'secret', kind: 'secret', label: { zh: 'Secret', en: 'Secret' }, required: true },
    line(
      'to',
      { zh: '接收人', en: 'Whom to reach' },
      { zh: '一个成员的账号，须在应用的可见范围内', en: 'Account of one member within reach of the app' },
    ),
  ],
  compose({ blocks }) {
    const { text: content, fit } = fitChat(blocks, {
      // A link written as HTML works in plain text, too: what posts say must not be one.
      write: (left) => widen(plainText(left), /</g),
      measure: bytes,
      limit: 2_048,
    });
    return { json: { msgtype: 'text', text: { content } }, fit };
  },
  send: (message, settings, io) =>
    asApp(io, tokenOf(settings), (token) => {
      const { agent, to } = settings;
      const json = { touser: trimmed(to), agentid: Number(agent), ...(message.json as object) };
      const url = `${API}/message/send?access_token=${encodeURIComponent(token)}`;
      return postJson(io, { url, json, judge });
    }),
});

function tokenOf({ corp, secret }: Params): TokenService {
  const asked = new URLSearchParams({ corpid: trimmed(corp), corpsecret: trimmed(secret) });
  return {
    app: `wecom ${asked}`,
    url: `${API}/gettoken?${asked}`,
    request: { method: 'GET', headers: JSON_HEADERS },
    judge: (answer, now) => judgeCode(answer, now, WECOM_RULES),
    fields: { token: 'access_token', seconds: 'expires_in' },
    stale: /"errcode":\s*(40014|42001)\b/,
  };
}

/** Some of whom it was meant for may be unknown, and the code good all the same: of one person that is nobody. */
function judge(answer: Answer, now: Instant): SendResult {
  const result = judgeCode(answer, now, WECOM_RULES);
  const { invaliduser, unlicenseduser } = saidIn(answer.body);
  const isMissed = [invaliduser, unlicenseduser].some((who) => typeof who === 'string' && who !== '');
  return result.ok && isMissed ? { ok: false, retry: false, reason: result.answer ?? '' } : result;
}
