import type { Level } from '../core/alert.ts';
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

/** How loud a telephone is: red sounds through silence, orange through a focus, blue waits in the list. */
const LOUDNESS: Readonly<Record<Level, string>> = {
  I: 'critical',
  II: 'timeSensitive',
  III: 'active',
  IV: 'passive',
};

/**
 * Bark, pushes to an iPhone, by the public server or one's own: JSON to `/push`. Apple carries 4 KB; `code` 200 is
 * accepted. https://bark.day.app/#/tutorial
 */
export default defineNotifier({
  name: 'bark',
  title: { zh: 'Bark（iPhone 推送）', en: 'Bark (iPhone push)' },
  family: 'phone',
  settings: [
    {
      name: 'key',
      kind: 'secret',
      label: { zh: '设备密钥', en: 'Device key' },
      hint: { zh: 'App 里示例地址的第二段', en: 'Second part of the address that the app shows' },
      required: true,
    },
    {
      name: 'url',
      kind: 'url',
      label: { zh: '服务器', en: 'Server' },
      hint: { zh: '自建时填写，留空用 https://api.day.app', en: 'Your own; empty: https://api.day.app' },
      required: false,
    },
  ],
  render: (alert) => messageOf(chatSubject(alert), alertBlocks(alert), LOUDNESS[alert.level]),
  renderNotice: (notice) => messageOf(noticeSubject(notice), noticeBlocks(notice), 'active'),
  send(message, { key = '', url = '' }, io) {
    const server = String(url).replace(/\/+$/, '') || 'https://api.day.app';
    const body = { ...(message.json as object), device_key: String(key) };
    return postJson(io, `${server}/push`, body, (answer, now) =>
      judgeCode(answer, now, { field: 'code', good: 200, busy: {}, passing: [] }),
    );
  },
});

function messageOf(title: string, blocks: readonly Block[], level: string): Message {
  const link = blocks.find((block) => block.kind === 'link');
  const said = blocks.filter(({ kind }) => kind !== 'title');
  const bodyOf = (left: readonly Block[]) => ({
    ...{ title, body: plainText(left), level, group: '听潮' },
    ...(link ? { url: link.url } : {}),
  });
  // A key of 22 characters comes on top, and what Apple's own envelope takes.
  const style = {
    write: (left: readonly Block[]) => JSON.stringify(bodyOf(left)),
    measure: bytes,
    limit: 3_600,
  };
  return { subject: title, text: plainText(blocks), json: JSON.parse(fitChat(said, style)) };
}
