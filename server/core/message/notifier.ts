import type { Followed } from '../alert/change-kinds.ts';
import type { Field, Params } from '../feed/source.ts';
import type { Instant } from '../time.ts';
import type { AlertView } from './alert-view.ts';
import type { Fit } from './message-block.ts';
import type { Template, TemplateText } from './message-template.ts';
import type { NoticeView } from './notice.ts';

export type { AlertView } from './alert-view.ts';

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly json?: unknown;
  /** Whether it is worth waking somebody for, where the channel can and is set to; absent: no. */
  readonly presses?: boolean;
  /** What the service takes of it; absent where nothing limits it. */
  readonly fit?: Fit;
  /** Messages of one name stand together, where the channel has conversations. */
  readonly thread?: string;
}

export type SendResult =
  | { readonly ok: true; readonly answer?: string }
  | {
      readonly ok: false;
      readonly retry: boolean;
      readonly reason: string;
      readonly retryAt?: Instant;
      /** The recipient gave up the address: nothing will ever arrive there again. */
      readonly isGone?: true;
      /** What was done all the same; it is handed to the next try, which does only the rest. */
      readonly done?: string;
    };

/** What a mail server said of the recipients of one mail; it goes to those it took. */
export interface MailOutcome {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly address: string; readonly code: number; readonly said: string }[];
}

/** A token that a service lends to an app for a while. */
export interface LentToken {
  readonly token: string;
  readonly until: Instant;
}

export interface NotifierIO {
  request(
    url: string,
    init: {
      method: 'POST' | 'GET' | 'PATCH';
      headers: Readonly<Record<string, string>>;
      body?: string | Uint8Array<ArrayBuffer>;
    },
  ): Promise<{
    status: number;
    headers: Readonly<Record<string, string>>;
    body: string;
    /** From a private address: what it says is read, and shown to nobody. */
    isNear?: boolean;
  }>;
  mail(
    server: string,
    mail: {
      from: string;
      to: readonly string[];
      /** Those of them who get it; the others have it. */
      envelopeTo: readonly string[];
      subject: string;
      text: string;
      html?: string;
      messageId: string;
      /** The first mail of the conversation it belongs to. */
      inReplyTo?: string;
      headers?: Readonly<Record<string, string>>;
    },
  ): Promise<MailOutcome>;
  now(): Instant;
  /** Tokens that services lent, by what they are for: kept as long as the process lives. */
  readonly tokens: Map<string, LentToken>;
}

/** Where a kind of channel is looked for: a team's chat, a person's telephone, mail, another system. */
export const CHANNEL_FAMILIES = ['chat', 'phone', 'mail', 'system'] as const;
export type ChannelFamily = (typeof CHANNEL_FAMILIES)[number];

/** One channel kind, one file in `server/notifiers`. Retry lives once, in `flows/deliver/deliver.ts`. */
export interface Notifier {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly family: ChannelFamily;
  /** false: nobody can enter it, a device makes it of itself. */
  readonly byHand?: false;
  readonly settings: readonly Field[];
  /**
   * What people do about an alert that it must hear of: a program keeps open what nobody calls off. Absent: nothing.
   */
  readonly follows?: readonly Followed[];
  /** false: it hands data to a program, which has no words to choose. */
  readonly templated?: false;
  /** What its messages say where nobody wrote anything else; absent: the same as everywhere. */
  readonly standard?: TemplateText;
  /** `template`: how the team words it; without one as ever. */
  render(alert: AlertView, settings: Params, template?: Template): Message;
  /** About the installation itself: a source out of order, or readable again. */
  renderNotice(notice: NoticeView, settings: Params): Message;
  /**
   * @param deliveryId makes a repeated send recognisable to the far side
   * @param done what an earlier try of the same delivery got done, as its result said it
   */
  send(
    message: Message,
    settings: Params,
    io: NotifierIO,
    deliveryId: string,
    done?: string,
  ): Promise<SendResult>;
}

export function defineNotifier(notifier: Notifier): Notifier {
  return notifier;
}
