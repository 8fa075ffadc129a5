import { markdown, widenMarkdown } from '../core/chat-markdown.ts';
import {
  alertBlocks,
  type Block,
  bytes,
  chatSubject,
  fitChat,
  noticeBlocks,
  noticeSubject,
  plainText,
} from '../core/chat-message.ts';
import { defineNotifier, type Message } from '../core/notifier.ts';
import { judgeCode, postJson } from '../core/send-result.ts';

const TITLE = 32;
const SHORT = 64;

/**
 * ServerChan (Server酱), pushes to WeChat or its own app. The key says where it is asked: `SCT…` at sctapi.ftqq.com,
 * `sctp{n}t…` at {n}.push.ft07.com. A title of 32 characters, Markdown of 32 KB; free accounts have five a day.
 * https://sct.ftqq.com/sendkey
 */
export default defineNotifier({
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
  render: (alert) => messageOf(chatSubject(alert), alertBlocks(alert)),
  renderNotice: (notice) => messageOf(noticeSubject(notice), noticeBlocks(notice)),
  send: (message, { key = '' }, io) =>
    postJson(io, addressOf(String(key).trim()), message.json, (answer, now) =>
      judgeCode(answer, now, { field: 'code', good: 0, busy: {}, passing: [] }),
    ),
});

function addressOf(key: string): string {
  const own = /^sctp(\d+)t/i.exec(key)?.[1];
  const name = encodeURIComponent(key);
  return own === undefined
    ? `https://sctapi.ftqq.com/${name}.send`
    : `https://${own}.push.ft07.com/send/${name}.send`;
}

function messageOf(subject: string, blocks: readonly Block[]): Message {
  const said = blocks.filter(({ kind }) => kind !== 'title');
  const desp = fitChat(said, {
    write: (left) => markdown(left, widenMarkdown),
    measure: bytes,
    limit: 32_000,
  });
  const fact = said.find((block) => block.kind === 'fact');
  const json = { title: short(subject, TITLE), desp, short: short(fact?.text ?? subject, SHORT) };
  return { subject, text: plainText(blocks), json };
}

/** At most so many characters, of which none is cut in two. */
function short(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
