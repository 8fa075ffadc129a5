import type { Field } from '../feed/source.ts';
import type { SendResult } from './notifier.ts';

const WAYS = ['none', 'app', 'sms', 'phone'] as const;
export type Urgency = (typeof WAYS)[number];

const WORDS: Readonly<Record<Urgency, { readonly zh: string; readonly en: string }>> = {
  none: { zh: '只发消息', en: 'The message alone' },
  app: { zh: '应用内弹窗提醒', en: 'Within the app' },
  sms: { zh: '再发短信', en: 'A text message besides' },
  phone: { zh: '再打电话', en: 'A telephone call besides' },
};

/** How hard a person is pressed to look at a message: what costs money or wakes somebody is chosen, never assumed. */
export function urgencyField(label: Field['label'], hint: NonNullable<Field['hint']>): Field {
  const options = WAYS.map((value) => ({ value, ...WORDS[value] }));
  return { ...{ name: 'urgent', kind: 'select', required: false, initial: 'none' }, label, hint, options };
}

export const urgencyOf = (value: unknown): Urgency => WAYS.find((way) => way === value) ?? 'none';

/** The message is there, and what should have woken somebody is not: no delivery, and said as it is. */
export function notPressed(result: SendResult): SendResult {
  return result.ok
    ? result
    : { ...result, reason: `the message arrived, the call did not: ${result.reason}` };
}
