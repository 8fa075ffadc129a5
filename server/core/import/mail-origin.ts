/** A header of every mail we send, by which one that comes back is recognised, whoever forwards it. */
export const OWN_MARK = 'X-Tingchao';

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
