import { createHmac } from 'node:crypto';
import type { Params } from '../core/feed/source.ts';
import { oneLine } from '../core/message/message-text.ts';
import { type CodeRules, judgeCode, postJson } from '../core/message/send-result.ts';
import { telephones } from '../core/settings/chat-settings.ts';
import { MINUTE } from '../core/time.ts';
import { fitJson } from './shared/chat-fit.ts';
import { markdown, widenMarkdown } from './shared/chat-markdown.ts';
import { defineChatNotifier, type MessageParts } from './shared/chat-notifier.ts';

/**
 * Whoever sends more than 20 a minute is blocked for ten minutes (130101, 410100). A wrong signature, keyword or
 * address (310000), a robot that is gone (300005) and a token that is wrong (300001) stay so.
 */
const RULES: CodeRules = {
  field: 'errcode',
  good: 0,
  passing: [-1],
  busy: { 130101: 10 * MINUTE, 410100: 10 * MINUTE },
};

/**
 * A robot in a group of DingTalk (钉钉): Markdown in a body of at most 20,000 bytes, signed where it has a secret:
 * base64 of HMAC-SHA256 over `timestamp\nsecret` with the secret as key, timestamp in milliseconds, at most an hour
 * off. https://open.dingtalk.com/document/robots/custom-robot-access
 */
export default defineChatNotifier({
  name: 'dingtalk',
  title: { zh: '钉钉群机器人', en: 'DingTalk group robot' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
      address: 'web',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      hint: {
        zh: '群设置 → 机器人 → 自定义，添加后复制整个地址',
        en: 'Group settings → Robots → Custom: add one and copy its whole address',
      },
      required: true,
    },
    {
      name: 'secret',
      kind: 'secret',
      label: { zh: '加签密钥', en: 'Signing secret' },
      hint: {
        zh: '安全设置选了“加签”时填写，以 SEC 开头',
        en: 'If its security is by signature; begins with SEC',
      },
      required: false,
    },
    {
      name: 'keyword',
      kind: 'text',
      label: { zh: '关键词', en: 'Keyword' },
      hint: {
        zh: '安全设置选了“自定义关键词”时填写其中一个',
        en: 'If its security is by keyword: one of them',
      },
      required: false,
    },
    {
      name: 'mobiles',
      kind: 'text',
      label: { zh: '提醒谁', en: 'Whom to mention' },
      hint: { zh: '手机号，逗号分隔', en: 'Telephone numbers, separated by commas' },
      required: false,
    },
  ],
  compose,
  send: (message, settings, io) =>
    postJson(io, {
      url: signed(settings, io.now()),
      json: message.json,
      judge: (answer, now) => judgeCode(answer, now, RULES),
    }),
});

function compose({ subject, blocks }: MessageParts, settings: Params) {
  const mobiles = telephones(settings.mobiles);
  const keyword = oneLine(String(settings.keyword ?? ''));
  const called = mobiles.map((mobile) => `@${mobile}`).join(' ');
  const write = (left: MessageParts['blocks']) => {
    const told = markdown(left, widenMarkdown);
    const known = keyword === '' || told.includes(keyword) ? '' : keyword;
    return [told, known, called].filter((part) => part !== '').join('\n\n');
  };
  return fitJson(
    blocks,
    (left) => ({
      msgtype: 'markdown',
      markdown: { title: subject, text: write(left) },
      at: { atMobiles: mobiles, isAtAll: false },
    }),
    20_000,
  );
}

/** The address as it is asked now: a signature is good for an hour. An address that is none is left to the request. */
function signed({ url = '', secret = '' }: Params, now: number): string {
  if (secret === '' || !URL.canParse(String(url))) return String(url);
  const address = new URL(String(url));
  const sign = createHmac('sha256', String(secret)).update(`${now}\n${secret}`).digest('base64');
  address.searchParams.set('timestamp', String(now));
  address.searchParams.set('sign', sign);
  return address.href;
}
