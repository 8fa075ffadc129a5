import { type CodeRules, judgeCode, postJson } from '../core/message/send-result.ts';
import { fitChat } from './shared/chat-fit.ts';
import { markdown, widenMarkdown } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

/**
 * `code` 200 is accepted, 500 is trouble on their side. 900 says that the account is barred for days, and longer if
 * it is asked again: like a wrong token (903) or an account without a name (905) that is final.
 * https://api.pushplus.plus/doc-3034446
 */
const RULES: CodeRules = { field: 'code', good: 200, busy: {}, passing: [500] };

/**
 * PushPlus (推送加), pushes to WeChat: JSON with Markdown of at most 20,000 characters for an ordinary account, to a
 * person or, with a topic, to a group. https://www.pushplus.plus/doc/
 */
export default defineChatNotifier({
  name: 'push-plus',
  title: { zh: 'PushPlus（微信推送）', en: 'PushPlus (WeChat push)' },
  family: 'phone',
  settings: [
    {
      name: 'token',
      kind: 'secret',
      label: { zh: '令牌', en: 'Token' },
      hint: {
        zh: '登录 pushplus.plus 后在“一对一消息”里复制',
        en: 'From pushplus.plus, under one-to-one messages',
      },
      required: true,
    },
    {
      name: 'topic',
      kind: 'text',
      label: { zh: '群组编码', en: 'Group code' },
      hint: { zh: '发给一个群组时填写', en: 'To send to a group' },
      required: false,
    },
  ],
  compose({ subject, said }) {
    const { text: content, fit } = fitChat(said, {
      write: (left) => markdown(left, widenMarkdown),
      measure: (text) => [...text].length,
      limit: 20_000,
    });
    return { json: { title: subject, content, template: 'markdown' }, fit };
  },
  send(message, { token = '', topic = '' }, io) {
    const whom = { token: String(token), ...(topic === '' ? {} : { topic: String(topic) }) };
    const json = { ...(message.json as object), ...whom };
    return postJson(io, {
      url: 'https://www.pushplus.plus/send',
      json,
      judge: (answer, now) => judgeCode(answer, now, RULES),
    });
  },
});
