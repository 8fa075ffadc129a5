import { AppError } from '../core/errors.ts';
import type { MailOutcome, NotifierIO } from '../core/message/notifier.ts';
import { openOutboundGuard } from './outbound-guard.ts';

/** A mail is several exchanges; all of them together may take this many times the limit of one. */
const MAIL_PATIENCE = 3;

/**
 * Hands one mail to a server, and tells whom of those it was for the server took. Rejects when it cannot be reached in
 * time or refuses the mail itself.
 */
export async function sendMail(
  server: string,
  mail: Parameters<NotifierIO['mail']>[1],
  timeoutMs: number,
): Promise<MailOutcome> {
  if (!/^smtps?:\/\//i.test(server) || !URL.canParse(server))
    throw new AppError('bad_params', 'not an smtp(s) URL');
  const far = openOutboundGuard();
  await far.look(server.replace(/^smtp/i, 'http'));
  // Loaded at the first mail: most installations send none.
  const { createTransport } = await import('nodemailer');
  const limits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = createTransport({
    url: server,
    ...limits,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { envelopeTo, inReplyTo, ...letter } = mail;
  const thread = inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo };
  try {
    const envelope = { from: mail.from, to: [...envelopeTo] };
    const sent = transport.sendMail({ ...letter, ...thread, to: [...mail.to], envelope });
    const patience = timeoutMs * MAIL_PATIENCE;
    return outcomeOf(await within(sent, patience, () => transport.close()), envelopeTo);
  } catch (error) {
    const { rejectedErrors = [] } = error as SmtpFault;
    // That nobody was reached is an outcome too, reported for each.
    if (rejectedErrors.length > 0) return outcomeOf({ rejectedErrors }, envelopeTo);
    throw far.isNear() ? withoutGreeting(error) : error;
  } finally {
    transport.close();
  }
}

interface SmtpFault {
  readonly rejectedErrors?:
    | readonly {
        recipient?: string | undefined;
        responseCode?: number | undefined;
        response?: string | undefined;
      }[]
    | undefined;
}

function outcomeOf({ rejectedErrors = [] }: SmtpFault, to: readonly string[]): MailOutcome {
  const refused = rejectedErrors.map(({ recipient = '', responseCode = 0, response = '' }) => ({
    address: recipient,
    code: responseCode,
    said: response,
  }));
  const isRefused = (each: string) =>
    refused.some(({ address }) => address.toLowerCase() === each.toLowerCase());
  return { taken: to.filter((each) => !isRefused(each)), refused };
}

/** What a private address that speaks no SMTP greets with is nobody's business; a mail server's refusal is. */
function withoutGreeting(error: unknown): unknown {
  const { code, response, responseCode } = error as Readonly<Record<string, unknown>>;
  if (response === undefined || typeof responseCode === 'number') return error;
  return new Error(`the mail server gave no good answer (${code})`);
}

/** Ends a mail that drips along within every single limit; rejects after `timeoutMs`. */
async function within<T>(work: Promise<T>, timeoutMs: number, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new Error(`the mail server took longer than ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
