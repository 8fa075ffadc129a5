import { asTarget } from '../core/chat-markdown.ts';
import {
  alertBlocks,
  type Block,
  chatSubject,
  fitChat,
  type Linked,
  noticeBlocks,
  noticeSubject,
  plainText,
} from '../core/chat-message.ts';
import { defineNotifier, type Message } from '../core/notifier.ts';
import { judgeStatus, postJson } from '../core/send-result.ts';

/** Characters of one section, and of a head. */
const SECTION = 3_000;
const HEAD = 150;

/**
 * An incoming webhook of Slack: a head and one section of its own markup, in which `&`, `<` and `>` only mean
 * anything. One message a second; what is refused is told in plain words with a status.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export default defineNotifier({
  name: 'slack',
  title: { zh: 'Slack', en: 'Slack' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      hint: { zh: '应用的 Incoming Webhooks 页里复制', en: 'From the page Incoming Webhooks of your app' },
      required: true,
    },
  ],
  render: (alert) => messageOf(chatSubject(alert), alertBlocks(alert)),
  renderNotice: (notice) => messageOf(noticeSubject(notice), noticeBlocks(notice)),
  send: (message, { url = '' }, io) => postJson(io, String(url), message.json, judgeStatus),
});

function messageOf(subject: string, blocks: readonly Block[]): Message {
  const said = blocks.filter(({ kind }) => kind !== 'title');
  const text = fitChat(said, { write: mrkdwn, measure: (written) => written.length, limit: SECTION });
  const head = [...subject].slice(0, HEAD).join('').slice(0, HEAD).toWellFormed();
  // A lock screen shows these words alone.
  const what = said.find(({ kind }) => kind === 'fact') as { readonly text: string } | undefined;
  const json = {
    text: [subject, ...(what === undefined ? [] : [what.text])].map(plain).join('\n'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: head, emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
    ],
  };
  return { subject, text: plainText(blocks), json };
}

/** Signs of emphasis have no escape: where they could open any they become their likeness. */
function plain(text: string): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return safe.replace(/[*_~`]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0));
}

function mrkdwn(blocks: readonly Block[]): string {
  const link = ({ text, url }: Linked) =>
    url === null
      ? plain(text)
      : `<${asTarget(url).replace(/\|/g, '%7C').replace(/&/g, '&amp;')}|${plain(text)}>`;
  return blocks
    .map((block) => {
      if (block.kind === 'posts') return block.posts.map((each) => `• ${link(each)}`).join('\n');
      if (block.kind === 'link') return link(block);
      if (block.kind === 'steps') {
        return ['*先做什么*', ...block.steps.map((step, at) => `${at + 1}. ${plain(step)}`)].join('\n');
      }
      return plain(block.text);
    })
    .join('\n\n');
}
