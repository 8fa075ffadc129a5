import type { Level } from '../core/alert.ts';
import { escapeMarkdown, markdown } from '../core/chat-markdown.ts';
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
import { judgeStatus, postJson } from '../core/send-result.ts';

/** Its app rings from 4, and insists from 8. */
const PRIORITIES: Readonly<Record<Level, number>> = { I: 10, II: 8, III: 5, IV: 3 };
/** It has no limit of its own; longer ones nobody reads on a telephone. */
const LONGEST = 20_000;

/** Gotify, pushes from one's own server: JSON with Markdown, by an application's token. https://gotify.net/docs/pushmsg */
export default defineNotifier({
  name: 'gotify',
  title: { zh: 'Gotify', en: 'Gotify' },
  family: 'phone',
  settings: [
    {
      name: 'url',
      kind: 'url',
      label: { zh: '服务器', en: 'Server' },
      hint: { zh: '例如 https://push.example.com', en: 'Such as https://push.example.com' },
      required: true,
    },
    {
      name: 'token',
      kind: 'secret',
      label: { zh: '应用令牌', en: 'Application token' },
      hint: { zh: '在 Apps 页新建应用后复制', en: 'From the page Apps, of an application' },
      required: true,
    },
  ],
  render: (alert) => messageOf(chatSubject(alert), alertBlocks(alert), PRIORITIES[alert.level]),
  renderNotice: (notice) => messageOf(noticeSubject(notice), noticeBlocks(notice), PRIORITIES.III),
  send(message, { url = '', token = '' }, io) {
    const address = `${String(url).replace(/\/+$/, '')}/message`;
    return postJson(io, address, message.json, judgeStatus, { 'x-gotify-key': String(token) });
  },
});

function messageOf(title: string, blocks: readonly Block[], priority: number): Message {
  const link = blocks.find((block) => block.kind === 'link');
  const said = blocks.filter(({ kind }) => kind !== 'title');
  const write = (left: readonly Block[]) => markdown(left, escapeMarkdown);
  const extras = {
    'client::display': { contentType: 'text/markdown' },
    ...(link ? { 'client::notification': { click: { url: link.url } } } : {}),
  };
  const json = { title, message: fitChat(said, { write, measure: bytes, limit: LONGEST }), priority, extras };
  return { subject: title, text: plainText(blocks), json };
}
