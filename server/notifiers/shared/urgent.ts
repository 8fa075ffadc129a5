import type { Field, Params } from '../../core/feed/source.ts';
import type { Message, SendResult } from '../../core/message/notifier.ts';

const WAYS = ['none', 'app', 'sms', 'phone'] as const;
export type Urgency = (typeof WAYS)[number];

const WORDS: Readonly<Record<Urgency, { readonly zh: string; readonly en: string }>> = {
  none: { zh: '只发消息', en: 'The message alone' },
  app: { zh: '应用内弹窗提醒', en: 'Within the app' },
  sms: { zh: '再发短信', en: 'A text message besides' },
  phone: { zh: '再打电话', en: 'A telephone call besides' },
};

/**
 * How hard a person is pressed to look at an orange or red alert: what costs money or wakes somebody is chosen, never
 * assumed.
 */
export function urgencyField(label: Field['label'], hint: NonNullable<Field['hint']>): Field {
  const options = WAYS.map((value) => ({ value, ...WORDS[value] }));
  return { name: 'urgent', kind: 'select', required: false, initial: 'none', label, hint, options };
}

/** How a message is pressed: as chosen where it is worth that, else not at all. */
export function urgencyOf({ presses }: Message, { urgent }: Params): Urgency {
  return presses === true ? (WAYS.find((way) => way === urgent) ?? 'none') : 'none';
}

/** The message is there, and only the call is to be made. */
export const ARRIVED = 'message';

/** The message is there, and what should have woken somebody is not: no delivery, and said as it is. */
export function notPressed(result: SendResult): SendResult {
  return result.ok
    ? result
    : { ...result, reason: `the message arrived, the call did not: ${result.reason}`, done: ARRIVED };
}
