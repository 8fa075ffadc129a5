import { AppError, ERROR_CODES } from './errors.ts';

/** A fault as a job's `error` column keeps it: an `AppError` survives the way between threads. */
export function writeFault(fault: unknown): string {
  if (fault instanceof AppError)
    return JSON.stringify({ code: fault.code, message: fault.message, details: fault.details });
  return fault instanceof Error ? fault.message : String(fault);
}

/** The note on a job that came back because its worker is gone. */
export const WORKER_ENDED = 'the worker that ran it ended';

/** The same fault again, for the side that asked; anything that was no `AppError` is `internal`. */
export function readFault(note: string | null): AppError {
  const text = note ?? 'the job ended without saying why';
  if (!text.startsWith('{')) return new AppError('internal', text);
  try {
    const { code, message, details } = JSON.parse(text);
    if (ERROR_CODES.includes(code)) return new AppError(code, String(message), details);
  } catch {
    // Some other text that begins with a brace: it is the message.
  }
  return new AppError('internal', text);
}
