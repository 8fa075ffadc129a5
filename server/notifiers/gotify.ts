import { bytes } from '../core/message/message-text.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import { serverOf } from '../core/settings/chat-settings.ts';
import { fitChat } from './shared/chat-fit.ts';
import { escapeMarkdown, markdown } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

/** Its app rings from 4, and insists from 8. */
const PRIORITIES: Readonly<Record<Level, number>> = { I: 10, II: 8, III: 5, IV: 3 };
/** It has no limit of its own; longer ones nobody reads on a telephone. */
const MAX_MESSAGE_LENGTH = 20_000;

/**
 * Gotify, pushes from one's own server: JSON with Markdown, by an application's token. https://gotify.net/docs/pushmsg
 */
export default defineChatNotifier({
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
  compose({ subject, said, link, level }) {
    const { text: message, fit } = fitChat(said, {
      write: (left) => markdown(left, escapeMarkdown),
      measure: bytes,
      limit: MAX_MESSAGE_LENGTH,
    });
    const extras = {
      'client::display': { contentType: 'text/markdown' },
      ...(link ? { 'client::notification': { click: { url: link.url } } } : {}),
    };
    const json = { title: subject, message, priority: PRIORITIES[level ?? 'III'], extras };
    return { json, fit };
  },
  send(message, { url = '', token = '' }, io) {
    const headers = { 'x-gotify-key': String(token) };
    return postJson(io, { url: `${serverOf(url)}/message`, json: message.json, judge: judgeStatus, headers });
  },
});
