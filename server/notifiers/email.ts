import { alertBlocks } from '../core/message/alert-blocks.ts';
import { changeWord, levelMark } from '../core/message/alert-words.ts';
import { plainText } from '../core/message/message-markup.ts';
import type { Template, TemplateText } from '../core/message/message-template.ts';
import { oneLine } from '../core/message/message-text.ts';
import { bodyBy, titleBy } from '../core/message/message-wording.ts';
import { type AlertView, defineNotifier, type Message } from '../core/message/notifier.ts';
import { listed } from '../core/settings/chat-settings.ts';
import { alertHtml, noticeHtml } from './shared/alert-mail.ts';
import { blocksMail } from './shared/mail-blocks.ts';
import { isFinal, judgeRound, messageIdOf, readRound } from './shared/mail-round.ts';
import { threadHeaders, threadOf } from './shared/mail-thread.ts';

/** As near as lines come to how a mail is laid out where nobody wrote anything else. */
const STANDARD: TemplateText = {
  title: '{{等级}} · {{变化}} · {{一句话}}',
  body: [
    '{{等级}} {{变化}} · {{时间}}',
    '{{一句话}}',
    '{{异常程度}}',
    '{{发起与扩散}}',
    '{{走势图}}',
    '相关帖文{{帖子}}',
    '{{现在该做}}',
    '{{确认链接}}',
    '{{风险指数}}',
    '{{链接}}',
  ].join('\n'),
};

/** Mail by SMTP, as text and HTML. A stable Message-ID lets mail systems drop a repeated delivery. */
export default defineNotifier({
  name: 'email',
  title: { zh: '邮件', en: 'Email' },
  family: 'mail',
  standard: STANDARD,
  settings: [
    {
      name: 'server',
      kind: 'secret',
      address: 'mail-server',
      label: { zh: 'SMTP 服务器', en: 'SMTP server' },
      hint: {
        zh: 'smtps://用户名:授权码@smtp.example.com:465；QQ、163 邮箱须用授权码',
        en: 'smtps://user:password@smtp.example.com:465',
      },
      required: true,
    },
    { name: 'from', kind: 'text', label: { zh: '发件人', en: 'From' }, required: true },
    {
      name: 'to',
      kind: 'email-list',
      label: { zh: '收件人', en: 'To' },
      hint: { zh: '多个地址以逗号分隔', en: 'Separate addresses by commas' },
      required: true,
    },
  ],
  render(alert, _, template) {
    const thread = threadOf(alert.alertId, alert.link);
    if (template !== undefined) return { ...templated(alert, template), thread };
    const subject = oneLine(`${levelMark(alert.level)} · ${changeWord(alert.change)} · ${alert.sentence}`);
    return { subject, text: plainText(alertBlocks(alert)), html: alertHtml(alert), thread };
  },
  renderNotice(notice) {
    const text = [...notice.lines, notice.link].join('\n\n');
    return { subject: oneLine(notice.subject), text, html: noticeHtml(notice) };
  },
  async send(message, settings, io, deliveryId, done) {
    const from = String(settings.from ?? '');
    const to = listed(settings.to);
    if (to.length === 0) return { ok: false, retry: false, reason: 'no recipient' };
    const before = readRound(done);
    const envelopeTo = to.filter((each) => !before.taken.includes(each) && !(each in before.refused));
    const { subject, text, html, thread } = message;
    const messageId = messageIdOf(deliveryId, from);
    try {
      const mail = {
        from,
        to,
        envelopeTo,
        subject,
        text,
        messageId,
        ...threadHeaders(thread, from),
        ...(html === undefined ? {} : { html }),
      };
      const outcome =
        envelopeTo.length === 0
          ? { taken: [], refused: [] }
          : await io.mail(String(settings.server ?? ''), mail);
      return judgeRound(before, outcome, messageId);
    } catch (error) {
      return {
        ok: false,
        retry: !isFinal(error),
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  },
});

function templated(alert: AlertView, template: Template): Message {
  const blocks = bodyBy(template, alert);
  return { subject: titleBy(template, alert), text: plainText(blocks), html: blocksMail(blocks) };
}
