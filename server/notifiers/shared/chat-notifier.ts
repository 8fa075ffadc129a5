import type { Params } from '../../core/feed/source.ts';
import { alertBlocks, alertSubject, noticeBlocks, noticeSubject } from '../../core/message/alert-blocks.ts';
import type { AlertView } from '../../core/message/alert-view.ts';
import type { Block, Fit, LinkBlock } from '../../core/message/message-block.ts';
import { plainText } from '../../core/message/message-markup.ts';
import { defineNotifier, type Notifier } from '../../core/message/notifier.ts';
import type { Level } from '../../core/risk/grade.ts';
import { type Button, buttonsOf } from './chat-buttons.ts';

/** What a chat or telephone message has to say, of an alert or of a notice alike. */
export interface MessageParts {
  /** One line, as a lock screen shows it. */
  readonly subject: string;
  readonly blocks: readonly Block[];
  /** The blocks without the title, for services that show the subject in a place of its own. */
  readonly said: readonly Block[];
  /** Where a tap leads: of two links the first. */
  readonly link: LinkBlock | null;
  /** What can be tapped, where the service has buttons; none under a notice. */
  readonly buttons: readonly Button[];
  /** null: a notice about the installation, which has none. */
  readonly level: Level | null;
}

/** One service: what it is sent, apart from how. */
export interface ChatNotifier
  extends Pick<Notifier, 'name' | 'title' | 'family' | 'byHand' | 'settings' | 'send'> {
  /**
   * The body of the request as JSON, so far as it depends on nothing but the message and the settings, and what of the
   * message there was room for.
   */
  compose(told: MessageParts, settings: Params): { readonly json: object; readonly fit: Fit };
}

/**
 * A channel whose messages people read in a chat or on a telephone. All of these say the same things in the same order
 * and differ in markup, limits and address: a service gives `compose` and `send`, and what is said of alerts and of
 * notices is decided here. Render stays apart from send: what `compose` returns is `message.json`, the same for the
 * same message; keys, signatures and the clock come in with `send`. Channels that speak to machines, or mail, say other
 * things and stay with `defineNotifier`.
 */
export function defineChatNotifier({ compose, ...rest }: ChatNotifier): Notifier {
  const messageOf = (
    told: Pick<MessageParts, 'subject' | 'blocks' | 'buttons' | 'level'>,
    settings: Params,
  ) => {
    const { subject, blocks } = told;
    const said = blocks.filter(({ kind }) => kind !== 'title');
    const link = blocks.find((block) => block.kind === 'link') ?? null;
    return { subject, text: plainText(blocks), ...compose({ ...told, said, link }, settings) };
  };
  return defineNotifier({
    ...rest,
    render: (alert, settings, template) => {
      const [subject, blocks] = [alertSubject(alert, template), alertBlocks(alert, template)];
      const message = messageOf({ subject, blocks, buttons: buttonsOf(alert), level: alert.level }, settings);
      return presses(alert) ? { ...message, presses: true } : message;
    },
    renderNotice: (notice, settings) =>
      messageOf(
        { subject: noticeSubject(notice), blocks: noticeBlocks(notice), buttons: [], level: null },
        settings,
      ),
  });
}

/** Orange and red wake people, and a test shows whether they would; that somebody was written to does not. */
function presses({ change, level }: AlertView): boolean {
  if (change === 'test') return true;
  return (level === 'I' || level === 'II') && change !== 'commented';
}
