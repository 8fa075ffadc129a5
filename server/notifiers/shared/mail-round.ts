import { AppError } from '../../core/errors.ts';
import type { MailOutcome, SendResult } from '../../core/message/notifier.ts';

/** Who has a mail already, and who was refused for good, with what the server said. */
export interface MailRound {
  readonly taken: readonly string[];
  readonly refused: Readonly<Record<string, string>>;
}

/** What the tries before came to, as `judgeRound` wrote it. */
export function readRound(done: string | undefined): MailRound {
  return done === undefined ? { taken: [], refused: {} } : JSON.parse(done);
}

/**
 * What one try came to: a refusal by 5xx is for good, any other may pass, and only who was refused that way is
 * written to again. A mail that reached somebody is delivered; whom it did not is named.
 */
export function judgeRound(before: MailRound, outcome: MailOutcome, messageId: string): SendResult {
  const final = outcome.refused.filter(({ code }) => code >= 500);
  const passing = outcome.refused.filter(({ code }) => code < 500);
  const taken = [...before.taken, ...outcome.taken];
  const refused = {
    ...before.refused,
    ...Object.fromEntries(final.map(({ address, said }) => [address, said])),
  };
  const told = Object.entries(refused).map(([address, said]) => `${address} (${said})`);
  const parts = told.length > 0 ? [`refused: ${told.join(', ')}`] : [];
  if (passing.length > 0) {
    const later = passing.map(({ address, said }) => `${address} (${said})`).join(', ');
    const has = taken.length > 0 ? [`delivered to ${taken.join(', ')}`] : [];
    const reason = [`refused for now: ${later}`, ...parts, ...has].join('; ');
    return { ok: false, retry: true, reason, done: JSON.stringify({ taken, refused } satisfies MailRound) };
  }
  if (taken.length === 0) return { ok: false, retry: false, reason: parts.join('') };
  return { ok: true, answer: [messageId, ...parts].join('; ') };
}

/** SMTP 5xx is a refusal for good; 4xx, a lost connection and silence may pass. */
export function isFinal(error: unknown): boolean {
  if (error instanceof AppError) return true;
  const code = (error as { readonly responseCode?: unknown }).responseCode;
  return typeof code === 'number' && code >= 500;
}

/** The same for every try of one delivery. */
export function messageIdOf(deliveryId: string, from: string): string {
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'tingchao.invalid';
  return `<${deliveryId.replace(/[^\w.-]/g, '-')}@${domain}>`;
}
