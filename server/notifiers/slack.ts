import type { Block } from '../core/message/message-block.ts';
import { writeBlocks } from '../core/message/message-markup.ts';
import { widen } from '../core/message/message-text.ts';
import { judgeStatus, postJson } from '../core/message/send-result.ts';
import type { Button } from './shared/chat-buttons.ts';
import { fitChat } from './shared/chat-fit.ts';
import { asTarget } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';

/** Characters of one section. A head takes 150, which a subject never has. */
const SECTION = 3_000;

/**
 * An incoming webhook of Slack: a head and one section of its own markup, in which `&`, `<` and `>` only mean anything.
 * One message a second; refusals come as plain words with a status.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export default defineChatNotifier({
  name: 'slack',
  title: { zh: 'Slack', en: 'Slack' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
      address: 'web',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      hint: { zh: '应用的 Incoming Webhooks 页里复制', en: 'From the page Incoming Webhooks of your app' },
      required: true,
    },
  ],
  compose({ subject, said, buttons }) {
    const { text, fit } = fitChat(said, {
      write: mrkdwn,
      measure: (written) => written.length,
      limit: SECTION,
    });
    const what = said.find((block) => block.kind === 'fact');
    const json = {
      // A lock screen shows these words alone.
      text: [subject, ...(what === undefined ? [] : [what.text])].map(plain).join('\n'),
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: subject, emoji: false } },
        { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
        ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons.map(buttonOf) }]),
      ],
    };
    return { json, fit };
  },
  send: (message, { url = '' }, io) =>
    postJson(io, { url: String(url), json: message.json, judge: judgeStatus }),
});

function buttonOf({ kind, text, url }: Button) {
  const style = kind === 'confirm' ? { style: 'primary' } : {};
  return { type: 'button', action_id: kind, text: { type: 'plain_text', text, emoji: false }, url, ...style };
}

/** Signs of emphasis have no escape: where they could open any they become their likeness. */
function plain(text: string): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return widen(safe, /[*_~`]/g);
}

function mrkdwn(blocks: readonly Block[]): string {
  const asLink = (url: string) => asTarget(url).replace(/\|/g, '%7C').replace(/&/g, '&amp;');
  return writeBlocks(blocks, {
    plain,
    bold: (words) => `*${words}*`,
    bullet: '•',
    link: ({ text, url }) => (url === null ? plain(text) : `<${asLink(url)}|${plain(text)}>`),
  });
}
