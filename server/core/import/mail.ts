import type { NoPost } from './mail-origin.ts';

/** A mail as it is pushed: what it says, and the tables it carries. */
export interface Mail {
  /** Null where it bears none. */
  readonly messageId: string | null;
  readonly subject: string;
  /** Plain text; of a mail in HTML alone, what a person would read. */
  readonly text: string;
  readonly from: string | null;
  /** As written. */
  readonly date: string | null;
  readonly tables: readonly MailTable[];
  /** Why it is nothing that the public said; null: it may be. */
  readonly noPost: NoPost | null;
}

/** An attached CSV, XLSX or JSON Lines file. */
export interface MailTable {
  readonly name: string;
  readonly bytes: Uint8Array;
}
