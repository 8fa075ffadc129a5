import type { Block } from '../core/message/message-block.ts';
import { plainText } from '../core/message/message-markup.ts';
import { bytes, widen } from '../core/message/message-text.ts';
import { judgeCode, postJson } from '../core/message/send-result.ts';
import { listed, telephones } from '../core/settings/chat-settings.ts';
import { fitChat } from './shared/chat-fit.ts';
import { markdown, widenMarkdown } from './shared/chat-markdown.ts';
import { defineChatNotifier } from './shared/chat-notifier.ts';
import { WECOM_RULES } from './shared/wecom.ts';

/**
 * A robot in a group of WeCom (企业微信). Its address is its only secret; there is no signature. Markdown of at most
 * 4,096 bytes, 20 messages a minute; what it thinks is in `errcode` of a 200. Markdown knows people by their account
 * only: to call telephones it has to be plain text, of at most 2,048 bytes.
 * https://developer.work.weixin.qq.com/document/path/91770
 */
export default defineChatNotifier({
  name: 'wecom',
  title: { zh: '企业微信群机器人', en: 'WeCom group robot' },
  family: 'chat',
  settings: [
    {
      name: 'url',
      kind: 'secret',
      address: 'web',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      hint: {
        zh: '群设置 → 群机器人 → 添加后复制整个地址',
        en: 'Group settings → Group robots → add one and copy its whole address',
      },
      required: true,
    },
    {
      name: 'mention',
      kind: 'text',
      label: { zh: '提醒谁', en: 'Whom to mention' },
      hint: { zh: '成员账号，逗号分隔', en: 'Member accounts, separated by commas' },
      required: false,
    },
    {
      name: 'mobiles',
      kind: 'text',
      label: { zh: '按手机号提醒谁', en: 'Whom to mention by telephone' },
      hint: {
        zh: '手机号，逗号分隔；填了便改发较短的纯文本，企业微信只在纯文本里认手机号',
        en: 'Telephone numbers, separated by commas; messages are then shorter and plain, as WeCom demands',
      },
      required: false,
    },
  ],
  compose({ blocks }, { mention, mobiles }) {
    const accounts = listed(mention).filter((account) => /^[\w.@-]+$/.test(account));
    const called = telephones(mobiles);
    return called.length === 0 ? marked(blocks, accounts) : plain(blocks, accounts, called);
  },
  send: (message, settings, io) =>
    postJson(io, {
      url: String(settings.url ?? ''),
      json: message.json,
      judge: (answer, now) => judgeCode(answer, now, WECOM_RULES),
    }),
});

function marked(blocks: readonly Block[], accounts: readonly string[]) {
  const called = accounts.map((account) => `<@${account}>`).join(' ');
  const { text: content, fit } = fitChat(blocks, {
    write: (left) => markdown(left, widenMarkdown) + (called && `\n\n${called}`),
    measure: bytes,
    limit: 4_096,
  });
  return { json: { msgtype: 'markdown', markdown: { content } }, fit };
}

function plain(blocks: readonly Block[], accounts: readonly string[], mobiles: readonly string[]) {
  const { text: content, fit } = fitChat(blocks, {
    // A call to somebody is read in plain text too.
    write: (left) => widen(plainText(left), /</g),
    measure: bytes,
    limit: 2_048,
  });
  const text = { content, mentioned_list: accounts, mentioned_mobile_list: mobiles };
  return { json: { msgtype: 'text', text }, fit };
}
