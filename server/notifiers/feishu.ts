import { createHmac } from 'node:crypto';
import { postJson } from '../core/message/send-result.ts';
import { SECOND } from '../core/time.ts';
import { fitJson } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { feishuCard, judgeFeishu } from './shared/feishu.ts';

/**
 * A custom bot in a group of Feishu (飞书) or Lark: a card in a body of at most 20 KB, signed where it has a secret:
 * base64 of HMAC-SHA256 over nothing, with `timestamp\nsecret` as key, timestamp in seconds, at most an hour off.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export default defineChatNotifier({
  name: 'feishu',
  title: { zh: '飞书群机器人', en: 'Feishu group bot' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
      address: 'web',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      hint: {
        zh: '群设置 → 群机器人 → 自定义机器人，添加后复制整个地址',
        en: 'Group settings → Bots → Custom bot: add one and copy its whole address',
      },
      required: true,
    },
    {
      name: 'secret',
      kind: 'secret',
      label: { zh: '签名密钥', en: 'Signing secret' },
      hint: { zh: '安全设置开了“签名校验”时填写', en: 'If its security is by signature' },
      required: false,
    },
  ],
  compose({ blocks, level }) {
    // The signature comes on top.
    const limit = 20_000 - 200;
    return fitJson(blocks, (left) => ({ msg_type: 'interactive', card: feishuCard(left, level) }), limit);
  },
  send(message, { url = '', secret = '' }, io) {
    const json = { ...signatureOf(String(secret), io.now()), ...(message.json as object) };
    return postJson(io, { url: String(url), json, judge: judgeFeishu });
  },
});

function signatureOf(secret: string, now: number): { timestamp?: string; sign?: string } {
  if (secret === '') return {};
  const timestamp = String(Math.floor(now / SECOND));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}
