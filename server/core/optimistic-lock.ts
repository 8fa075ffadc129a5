import { AppError } from './errors.ts';
import type { Instant } from './time.ts';

const PRIME = 0x01000193;

/**
 * A short mark of what somebody sees, another one as soon as anything of it changes: whoever writes hands it back, and
 * so says on the sight of what. No secret goes in.
 */
export function markOf(value: unknown): string {
  const text = JSON.stringify(value);
  let [one, two] = [0x811c9dc5, text.length];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, PRIME) >>> 0;
    two = (Math.imul(two, 31) + unit) >>> 0;
  }
  return one.toString(36) + two.toString(36).padStart(7, '0');
}

/**
 * @param seen what the writer saw; undefined: a program that does not look, and writes over whatever is there
 * @throws AppError('overtaken') with the mark of what is there now
 */
export function demandSeen(now: string, seen: string | undefined): void {
  if (seen !== undefined && seen !== now) throw overtaken(now);
}

/**
 * Of a write that names the version it read: no row is written where somebody else wrote between the two.
 * @param markNow reads the mark of what is there now
 * @throws AppError('overtaken') with that mark, or what `markNow` throws where nothing is there any more
 */
export async function demandWritten(rows: bigint, markNow: () => Promise<string>): Promise<void> {
  if (rows === 0n) throw overtaken(await markNow());
}

function overtaken(mark: string): AppError {
  return new AppError('overtaken', 'somebody else saved it after it was read', { mark });
}

/** The time that such a mark may be; of anything else one at which nothing was ever changed. */
export function timeSeen(seen: string): Instant {
  return /^\d{1,15}$/.test(seen) ? Number(seen) : -1;
}

type Fields<T> = Readonly<Record<string, T>>;

/**
 * What is there now, with what a writer changed of what they saw: two people who fill in different fields of one thing
 * take nothing from each other.
 * @param seen undefined: a program that does not look, and writes over whatever is there
 * @throws AppError('overtaken') naming the fields that two people filled in with different things, with the mark of
 *   what is there now
 */
export function withChanges<T>(now: Fields<T>, seen: Fields<T> | undefined, wanted: Fields<T>): Fields<T> {
  if (seen === undefined) return wanted;
  const names = [...new Set([...Object.keys(now), ...Object.keys(seen), ...Object.keys(wanted)])];
  const both = names.filter(
    (name) => wanted[name] !== seen[name] && now[name] !== seen[name] && wanted[name] !== now[name],
  );
  if (both.length > 0) {
    const message = `somebody else changed what was changed: ${both.join(', ')}`;
    throw new AppError('overtaken', message, { mark: markOf(now), names: both });
  }
  const fields = names.flatMap((name) => {
    const value = wanted[name] === seen[name] ? now[name] : wanted[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(fields);
}
