import { messageIdOf } from './mail-round.ts';

/** Every mail from here bears it: what comes back is known again, whoever forwards it. */
export const OWN_MARK = 'X-Tingchao';

/** Tells mail systems that nobody sits at the other end: no out-of-office note is to answer it. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } as const;

/** Where a mail comes from, by what its writer cannot help saying. */
export interface MailOrigin {
  /** What `Auto-Submitted` says; empty: nothing. RFC 3834. */
  readonly automatic: string;
  /** It bears the mark of a mail from here, or of another installation. */
  readonly marked: boolean;
  /** Ids of the mails it answers. */
  readonly answers: readonly string[];
}

/** own-mail: from here, or an answer to it. auto-reply: an out-of-office note and the like. */
export type NoPost = 'own-mail' | 'auto-reply';

/** A sealed link as `writePass` makes it, also within a longer address. */
const PASS_LINK = /(?:\/|%2f)go(?:\/|%2f)(?:[0-9a-z]{1,11}\.){3}[\w-]{22}/i;

/**
 * Why a mail is nothing that the public said; null: it may be. An alert that came in again as a post would raise
 * itself, and its sealed link would stand among the posts. What a program wrote of itself (`auto-generated`) may be what
 * somebody put into a contact form or told a hotline.
 */
export function whyNoPost(origin: MailOrigin, said: readonly string[]): NoPost | null {
  const isAnswer = origin.answers.some((id) => /^<?tingchao-/i.test(id));
  if (origin.marked || isAnswer || said.some((text) => PASS_LINK.test(text))) return 'own-mail';
  const [kind = ''] = origin.automatic
    .trim()
    .toLowerCase()
    .split(/[\s;(]/, 1);
  return kind === 'auto-replied' ? 'auto-reply' : null;
}

/** How a mail from here says what it is, and which conversation it belongs to: none, and it is a notice. */
export function standingOf(thread: string | undefined, from: string) {
  const headers = { ...AUTOMATIC, [OWN_MARK]: thread === undefined ? 'notice' : 'alert' };
  return thread === undefined ? { headers } : { headers, inReplyTo: messageIdOf(thread, from) };
}

/** What the mails of an alert all answer, though it was never sent: by it they stand together as one conversation. */
export function threadOf(alertId: number, link: string): string {
  return `tingchao-alert-${alertId}-${URL.canParse(link) ? new URL(link).host : ''}`;
}
