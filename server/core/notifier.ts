import type { Level } from './alert.ts';
import type { HourBar } from './mail-chart.ts';
import type { NoticeView } from './notice.ts';
import type { Field, Params } from './source.ts';
import type { Instant } from './time.ts';

/** An alert as a message shows it: resolved names, words, links. */
export interface AlertView {
  readonly alertId: number;
  readonly changeId: number;
  readonly change: 'opened' | 'raised' | 'playbook' | 'escalated' | 'assigned' | 'commented' | 'test';
  readonly level: Level;
  readonly subject: string;
  /** What happened, one sentence in Chinese. */
  readonly sentence: string;
  /** How unusual: "1 小时 86 条,平时 9 条". */
  readonly unusual: string;
  readonly spread: string;
  readonly posts: readonly {
    readonly title: string;
    readonly platform: string;
    readonly url: string | null;
  }[];
  /** What was said of the watch in each hour of the day before; the hour under way is the last. */
  readonly hours?: readonly HourBar[];
  /** First steps of the playbook with their clock. */
  readonly steps: readonly string[];
  readonly link: string;
  /** Address at which whoever reads it confirms the alert without logging in; absent: it cannot be. */
  readonly confirm?: string;
  readonly at: Instant;
  readonly risk: number;
  /** The same in words, with its interval where that is short. */
  readonly riskWords: string;
}

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly json?: unknown;
}

export type SendResult =
  | { readonly ok: true; readonly answer?: string }
  | { readonly ok: false; readonly retry: boolean; readonly reason: string; readonly retryAt?: Instant };

export interface NotifierIO {
  request(
    url: string,
    init: {
      method: 'POST';
      headers: Readonly<Record<string, string>>;
      body: string | Uint8Array<ArrayBuffer>;
    },
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
  mail(
    server: string,
    mail: {
      from: string;
      to: readonly string[];
      subject: string;
      text: string;
      html?: string;
      messageId: string;
    },
  ): Promise<void>;
  now(): Instant;
}

/** Where a kind of channel is looked for: a team's chat, a person's telephone, mail, another system. */
export const CHANNEL_FAMILIES = ['chat', 'phone', 'mail', 'system'] as const;
export type ChannelFamily = (typeof CHANNEL_FAMILIES)[number];

/** One channel kind, one file in `server/notifiers`. Retry lives once, in `flows/deliver.ts`. */
export interface Notifier {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly family: ChannelFamily;
  /** false: nobody can enter it, a device makes it of itself. */
  readonly byHand?: false;
  readonly settings: readonly Field[];
  render(alert: AlertView, settings: Params): Message;
  /** About the installation itself: a source out of order, or readable again. */
  renderNotice(notice: NoticeView, settings: Params): Message;
  /** `deliveryId` makes a repeated send recognisable to the far side. */
  send(message: Message, settings: Params, io: NotifierIO, deliveryId: string): Promise<SendResult>;
}

export function defineNotifier(notifier: Notifier): Notifier {
  return notifier;
}
