import type { Block } from '../core/message/message-block.ts';
import { writeBlocks } from '../core/message/message-markup.ts';
import { type Answer, judgeStatus, postJson } from '../core/message/send-result.ts';
import { serverOf } from '../core/settings/chat-settings.ts';
import { SECOND } from '../core/time.ts';
import { type Button, isPublicAddress } from './shared/chat-buttons.ts';
import { fitChat } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { escapeHtml, linkHtml } from './shared/mail-html.ts';

/** Of the text as it is shown, without markup; all of it is counted here, which is never less. */
const MAX_MESSAGE_LENGTH = 4_096;

/**
 * A bot of Telegram: `sendMessage` with HTML, in which three signs only need care. One message a second and chat, 20 a
 * minute and group; a 429 says for how long in `parameters.retry_after`. https://core.telegram.org/bots/api#sendmessage
 */
export default defineChatNotifier({
  name: 'telegram',
  title: { zh: 'Telegram', en: 'Telegram' },
  family: 'chat',
  settings: [
    {
      name: 'token',
      kind: 'secret',
      label: { zh: '机器人令牌', en: 'Bot token' },
      hint: { zh: '向 @BotFather 申请', en: 'From @BotFather' },
      required: true,
    },
    {
      name: 'chat',
      kind: 'text',
      label: { zh: '会话', en: 'Chat' },
      hint: { zh: '数字编号，或公开频道的 @名称', en: 'Its number, or the @name of a public channel' },
      required: true,
    },
    {
      name: 'thread',
      kind: 'number',
      label: { zh: '话题编号', en: 'Topic' },
      hint: {
        zh: '群组分话题时填写，话题链接里的最后一个数字',
        en: 'In a group with topics: the last number in the link of the topic',
      },
      required: false,
      min: 1,
    },
    {
      name: 'url',
      kind: 'url',
      label: { zh: '接口服务器', en: 'API server' },
      hint: {
        zh: '经中转访问时填写，留空用 https://api.telegram.org',
        en: 'A relay; empty: https://api.telegram.org',
      },
      required: false,
    },
  ],
  compose({ blocks, buttons }) {
    const { text, fit } = fitChat(blocks, {
      write: html,
      measure: (written) => written.length,
      limit: MAX_MESSAGE_LENGTH,
    });
    const plain = { text, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
    return { json: { ...plain, ...keyboardOf(buttons) }, fit };
  },
  send(message, { token = '', chat = '', thread, url = '' }, io) {
    const server = serverOf(url, 'https://api.telegram.org');
    const topic = thread === undefined ? {} : { message_thread_id: Number(thread) };
    const bot = `bot${encodeURIComponent(String(token)).replace('%3A', ':')}`;
    const json = { chat_id: String(chat), ...topic, ...(message.json as object) };
    return postJson(io, { url: `${server}/${bot}/sendMessage`, json, judge });
  },
});

/** A button with an address that is not of the public web makes Telegram refuse the whole message. */
function keyboardOf(buttons: readonly Button[]) {
  const row = buttons.filter(({ url }) => isPublicAddress(url)).map(({ text, url }) => ({ text, url }));
  return row.length === 0 ? {} : { reply_markup: { inline_keyboard: [row] } };
}

function judge(answer: Answer, now: number) {
  const result = judgeStatus(answer, now);
  const pause = /"retry_after":\s*(\d+)/.exec(answer.body)?.[1];
  return result.ok || pause === undefined ? result : { ...result, retryAt: now + Number(pause) * SECOND };
}

/**
 * Whatever the mode, Telegram makes links of addresses, @names, #tags, $tags and /commands in bare words. A word joiner
 * is not seen and breaks them all; the point of a number like 9.6 stays as it is.
 */
function still(text: string): string {
  return text.replace(/[@#$/]|\.(?!\d)|(?<!\d)\./g, (sign) => `${sign}\u2060`);
}

function html(blocks: readonly Block[]): string {
  return writeBlocks(blocks, {
    plain: (text) => escapeHtml(still(text)),
    bold: (words) => `<b>${words}</b>`,
    link: ({ text, url }) => linkHtml(still(text), url),
    bullet: '·',
  });
}
