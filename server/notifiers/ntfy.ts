import { plainText } from '../core/message/message-markup.ts';
import { bytes } from '../core/message/message-text.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import type { Level } from '../core/risk/grade.ts';
import { serverOf } from '../core/settings/chat-settings.ts';
import type { Button } from './shared/chat-buttons.ts';
import { fitChat } from './shared/chat-fit.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

/** 5 vibrates long and pops up, 3 is usual, 2 makes no sound. */
const PRIORITIES: Readonly<Record<Level, number>> = { I: 5, II: 4, III: 3, IV: 2 };

/**
 * ntfy, pushes to whoever listens to a topic, by the public server or one's own: JSON to its root. A message of more
 * than 4,096 bytes would become a file; 60 at once, then one in five seconds, on the public server 250 a day.
 * https://docs.ntfy.sh/publish/
 */
export default defineChatNotifier({
  name: 'ntfy',
  title: { zh: 'ntfy', en: 'ntfy' },
  family: 'phone',
  settings: [
    {
      name: 'topic',
      kind: 'secret',
      label: { zh: '主题', en: 'Topic' },
      hint: {
        zh: '知道主题名的人都能收到，请取不易猜到的名字',
        en: 'Whoever knows it receives it: choose one that is hard to guess',
      },
      required: true,
    },
    {
      name: 'url',
      kind: 'url',
      label: { zh: '服务器', en: 'Server' },
      hint: { zh: '自建时填写，留空用 https://ntfy.sh', en: 'Your own; empty: https://ntfy.sh' },
      required: false,
    },
    {
      name: 'token',
      kind: 'secret',
      label: { zh: '访问令牌', en: 'Access token' },
      hint: { zh: '服务器要求登录时填写', en: 'If the server asks for one' },
      required: false,
    },
  ],
  compose({ subject, said, link, level, buttons }) {
    const { text: message, fit } = fitChat(said, { write: plainText, measure: bytes, limit: 4_096 });
    const priority = PRIORITIES[level ?? 'III'];
    const more = { ...(link ? { click: link.url } : {}), ...actionsOf(buttons) };
    return { json: { title: subject, message, priority, ...more }, fit };
  },
  send(message, { topic = '', url = '', token = '' }, io) {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    const json = { ...(message.json as object), topic: String(topic) };
    return postJson(io, { url: serverOf(url, 'https://ntfy.sh'), json, judge: judgeStatus, headers });
  },
});

/** One tap confirms the alert: the telephone requests the sealed address itself, as the button on its page would. */
function actionsOf(buttons: readonly Button[]) {
  const actions = buttons.map(({ kind, text: label, url, seen }) =>
    kind === 'confirm'
      ? {
          action: 'http',
          label,
          url,
          method: 'POST',
          headers: FORM,
          body: `by=ntfy&seen=${seen}`,
          clear: true,
        }
      : { action: 'view', label, url },
  );
  return actions.length === 0 ? {} : { actions };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
