import type { Email } from 'postal-mime';
import { AppError } from '../core/errors.ts';
import type { Mail, MailTable } from '../core/import/mail.ts';
import { type MailOrigin, OWN_MARK, whyNoPost } from '../core/import/mail-origin.ts';

const TABLE = /\.(csv|tsv|xlsx|jsonl|ndjson)(\.gz)?$/i;
const MAX_TABLES = 20;

/**
 * Reads a message of RFC 822, in any charset it names. Nothing in it is fetched or run.
 * @param plainText makes the text of one that is HTML alone
 * @throws AppError('bad_request') when it is no mail, or one built to harm
 */
export async function readMail(bytes: Uint8Array, plainText: (html: string) => string): Promise<Mail> {
  const mail = await parse(bytes);
  const said = mail.text?.trim() ?? '';
  return {
    messageId: mail.messageId?.trim() || null,
    subject: mail.subject?.trim() ?? '',
    text: said === '' && mail.html ? plainText(mail.html) : said,
    from: mail.from?.address || mail.from?.name || null,
    date: mail.date ?? null,
    tables: mail.attachments.flatMap(tableOf).slice(0, MAX_TABLES),
    noPost: whyNoPost(originOf(mail), [mail.subject ?? '', said, mail.html ?? '']),
  };
}

async function parse(bytes: Uint8Array): Promise<Email> {
  let mail: Email;
  try {
    const { default: PostalMime } = await import('postal-mime');
    mail = await PostalMime.parse(bytes, { maxNestingDepth: 50, attachmentEncoding: 'arraybuffer' });
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new AppError('bad_request', `this is no mail that can be read: ${why}`);
  }
  if (mail.headers.some(({ key }) => ['from', 'date', 'subject', 'message-id'].includes(key))) return mail;
  throw new AppError('bad_request', 'this is no mail: it has none of From, Date, Subject and Message-ID');
}

function originOf({ headers, inReplyTo = '', references = '' }: Email): MailOrigin {
  const said = (name: string) => headers.find(({ key }) => key === name.toLowerCase())?.value;
  return {
    automatic: said('Auto-Submitted') ?? '',
    marked: said(OWN_MARK) !== undefined,
    answers: `${inReplyTo} ${references}`.split(/[\s,]+/),
  };
}

function tableOf({ filename, content }: Email['attachments'][number]): readonly MailTable[] {
  if (!filename || !TABLE.test(filename)) return [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return bytes.length === 0 ? [] : [{ name: filename, bytes }];
}
