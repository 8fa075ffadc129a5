import { bytes, shortened } from '../core/message/message-text.ts';
import { judgeCode, postJson } from '../core/message/send-result.ts';
import { fitChat } from './shared/chat-fit.ts';
import { markdown, widenMarkdown } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

const TITLE = 32;
const SHORT = 64;

/**
 * ServerChan (Server酱), pushes to WeChat or its own app. The key says where it is asked: `SCT…` at sctapi.ftqq.com,
 * `sctp{n}t…` at {n}.push.ft07.com. A title of 32 characters, Markdown of 32 KB; free accounts have five a day.
 * https://sct.ftqq.com/sendkey
 */
export default defineChatNotifier({
  name: 'server-chan',
  title: { zh: 'Server酱（微信推送）', en: 'ServerChan (WeChat push)' },
  family: 'phone',
  settings: [
    {
      name: 'key',
      kind: 'secret',
      label: { zh: 'SendKey', en: 'SendKey' },
      hint: {
        zh: '登录 sct.ftqq.com 后复制；免费版每天 5 条',
        en: 'From sct.ftqq.com; free accounts have five a day',
      },
      required: true,
    },
  ],
  compose({ subject, said }) {
    const { text: desp, fit } = fitChat(said, {
      write: (left) => markdown(left, widenMarkdown),
      measure: bytes,
      limit: 32_000,
    });
    const what = said.find((block) => block.kind === 'fact')?.text ?? subject;
    return { json: { title: shortened(subject, TITLE), desp, short: shortened(what, SHORT) }, fit };
  },
  send: (message, { key = '' }, io) =>
    postJson(io, {
      url: addressOf(String(key).trim()),
      json: message.json,
      judge: (answer, now) => judgeCode(answer, now, { field: 'code', good: 0, busy: {}, passing: [] }),
    }),
});

function addressOf(key: string): string {
  const own = /^sctp(\d+)t/i.exec(key)?.[1];
  const name = encodeURIComponent(key);
  return own === undefined
    ? `https://sctapi.ftqq.com/${name}.send`
    : `https://${own}.push.ft07.com/send/${name}.send`;
}
