import { plainText } from '../core/message/message-markup.ts';
import { judgeCode, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import { serverOf } from '../core/settings/chat-settings.ts';
import { fitJson } from './shared/chat-fit.ts';
import { defineChatNotifier, type MessageParts } from './shared/chat-notifier.ts';

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
export default defineChatNotifier({
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
  compose,
  send(message, { key = '', url = '' }, io) {
    const json = { ...(message.json as object), device_key: String(key) };
    return postJson(io, {
      url: `${serverOf(url, 'https://api.day.app')}/push`,
      json,
      judge: (answer, now) => judgeCode(answer, now, { field: 'code', good: 200, busy: {}, passing: [] }),
    });
  },
});

function compose({ subject, said, link, level }: MessageParts) {
  const loudness = LOUDNESS[level ?? 'III'];
  // A key of 22 characters comes on top, and what Apple's own envelope takes.
  return fitJson(
    said,
    (left) => ({
      title: subject,
      body: plainText(left),
      level: loudness,
      group: '听潮',
      ...(link ? { url: link.url } : {}),
    }),
    3_600,
  );
}
