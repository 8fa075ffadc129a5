import { createHmac } from 'node:crypto';
import type { Block } from '../core/message/chat-block.ts';
import { fitJson } from '../core/message/chat-fit.ts';
import { markdown, widenMarkdown } from '../core/message/chat-markdown.ts';
import { defineChatNotifier } from '../core/message/chat-notifier.ts';
import type { SendResult } from '../core/message/notifier.ts';
import { type Answer, type CodeRules, judgeCode, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import { type Instant, MINUTE, SECOND } from '../core/time.ts';

/**
 * 100 a minute and 5 a second (99991400, some say with HTTP 400), fewer at whole and half hours (11232). A wrong
 * signature (19021), address (19022) or keyword (19024) stay so.
 */
const RULES: CodeRules = {
  ...{ field: 'code', good: 0, passing: [] },
  busy: { 11232: 30 * SECOND, 99991400: MINUTE },
};
/** 9499 is "Bad Request" of a body that is none, which stays so, or "too many request", which passes. */
const TOO_MANY: CodeRules = { ...RULES, busy: { ...RULES.busy, 9499: MINUTE } };

/** Colours of a card's head. */
const COLOURS: Readonly<Record<Level, string>> = { I: 'red', II: 'orange', III: 'yellow', IV: 'blue' };

/**
 * A custom bot in a group of Feishu (飞书) or Lark: a card in a body of at most 20 KB, signed where it has a secret:
 * base64 of HMAC-SHA256 over nothing, with `timestamp\nsecret` as key, timestamp in seconds, at most an hour off.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 * https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
 */
export default defineChatNotifier({
  name: 'feishu',
  title: { zh: '飞书群机器人', en: 'Feishu group bot' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
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
    const template = level === null ? 'grey' : COLOURS[level];
    // The signature comes on top.
    const limit = 20_000 - 200;
    return fitJson(blocks, (left) => ({ msg_type: 'interactive', card: cardOf(left, template) }), limit);
  },
  send(message, { url = '', secret = '' }, io) {
    const body = { ...signatureOf(String(secret), io.now()), ...(message.json as object) };
    return postJson(io, String(url), body, judge);
  },
});

/** Where its gateway says in how many seconds the window opens again, that is when to try. */
function judge(answer: Answer, now: Instant): SendResult {
  const result = judgeCode(answer, now, /bad request/i.test(answer.body) ? RULES : TOO_MANY);
  const seconds = Number(answer.headers['x-ogw-ratelimit-reset'] ?? 0);
  return result.ok || !result.retry || !(seconds > 0)
    ? result
    : { ...result, retryAt: now + seconds * SECOND };
}

function cardOf(blocks: readonly Block[], template: string) {
  const title = blocks.find((block) => block.kind === 'title');
  const link = blocks.find((block) => block.kind === 'link');
  const said = blocks.filter((block) => block !== title && block !== link);
  const button = link && {
    ...{ tag: 'button', type: 'primary', url: link.url },
    text: { tag: 'plain_text', content: link.text },
  };
  return {
    config: { wide_screen_mode: true },
    header: { template, title: { tag: 'plain_text', content: title?.text ?? '' } },
    elements: [
      ...(said.length === 0
        ? []
        : [{ tag: 'div', text: { tag: 'lark_md', content: markdown(said, widenMarkdown) } }]),
      ...(button ? [{ tag: 'action', actions: [button] }] : []),
    ],
  };
}

function signatureOf(secret: string, now: number): { timestamp?: string; sign?: string } {
  if (secret === '') return {};
  const timestamp = String(Math.floor(now / SECOND));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}
