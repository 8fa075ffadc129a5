import type { Field, Params } from '../../core/feed/source.ts';
import { alertBlocks, alertSubject, noticeBlocks, noticeSubject } from '../../core/message/alert-blocks.ts';
import { plainText } from '../../core/message/message-markup.ts';
import {
  defineNotifier,
  type Notifier,
  type NotifierIO,
  type SendResult,
} from '../../core/message/notifier.ts';
import { line, telephones } from '../../core/settings/chat-settings.ts';
import { type ApprovedWords, alertWords, noticeWords } from './approved-words.ts';

/** One way to a telephone by a cloud: its own settings, and how what fills an approved template is sent. */
export interface CloudPhone extends Pick<Notifier, 'name' | 'title' | 'settings'> {
  send(words: ApprovedWords, settings: Params, io: NotifierIO, deliveryId: string): Promise<SendResult>;
}

/**
 * A channel that sends a text message, or calls, by a cloud's service. What it says stands in a template that was
 * approved beforehand: only the gaps are ours, so none of the team's own templates apply. One channel is one number: of
 * two in one request one might be refused, and a second try would ring at the other again.
 */
export function defineCloudPhone({ send, settings, ...rest }: CloudPhone): Notifier {
  return defineNotifier({
    ...rest,
    family: 'phone',
    templated: false,
    settings: [...settings, MOBILE],
    render(alert) {
      return { subject: alertSubject(alert), text: plainText(alertBlocks(alert)), json: alertWords(alert) };
    },
    renderNotice(notice) {
      return {
        subject: noticeSubject(notice),
        text: plainText(noticeBlocks(notice)),
        json: noticeWords(notice),
      };
    },
    send: (message, given, io, deliveryId) => send(message.json as ApprovedWords, given, io, deliveryId),
  });
}

const MOBILE: Field = {
  name: 'mobile',
  kind: 'text',
  label: { zh: '手机号', en: 'Telephone number' },
  hint: {
    zh: '一个渠道一个号码；会响铃并收费，起报等级建议选橙或红',
    en: 'One number to a channel; it rings and costs money, so better for orange or red only',
  },
  required: true,
};

/** The number as the services take it: digits alone, without the country's own. */
export function mobileOf({ mobile }: Params): string {
  const [first = ''] = telephones(mobile);
  return first.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '');
}

/** The same with the country before it; who writes none means China. */
export function worldwideOf(settings: Params): string {
  const number = mobileOf(settings);
  return /^1\d{10}$/.test(number) ? `+86${number}` : `+${number}`;
}

type Words = Field['label'];

/** The two halves of an access key. Whoever holds them spends money: they belong to a user that may do nothing else. */
export function keyFields(id: string, secret: string, where: Words): readonly Field[] {
  return [
    line('id', { zh: id, en: id }, where),
    { name: 'secret', kind: 'secret', label: { zh: secret, en: secret }, required: true },
  ];
}

/** How a cloud writes the gaps of a template. */
const GAPS = {
  named: ['level', 'name', 'what', 'time'].map((name) => `$\{${name}}`),
  numbered: ['{1}', '{2}', '{3}', '{4}'],
};

/** The template to apply for before anything can be sent. */
export function templateField(label: Words, gaps: keyof typeof GAPS): Field {
  const [level, whom, what, time] = GAPS[gaps];
  const text = `听潮${level}预警：${whom}，${what}。${time}，请尽快查看并确认。`;
  return line('template', label, { zh: `先申请模板：${text}`, en: `Apply for this template first: ${text}` });
}
