import { OWN_MARK } from '../../core/import/mail-origin.ts';
import { messageIdOf } from './mail-round.ts';

/** Keeps mail systems from answering with out-of-office notes. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } as const;

/** @param thread the conversation that an alert's mails belong to; undefined: it is a notice */
export function threadHeaders(thread: string | undefined, from: string) {
  const headers = { ...AUTOMATIC, [OWN_MARK]: thread === undefined ? 'notice' : 'alert' };
  return thread === undefined ? { headers } : { headers, inReplyTo: messageIdOf(thread, from) };
}

/** The message that all mails of an alert answer, so that they form one conversation. It was never sent itself. */
export function threadOf(alertId: number, link: string): string {
  return `tingchao-alert-${alertId}-${URL.canParse(link) ? new URL(link).host : ''}`;
}
