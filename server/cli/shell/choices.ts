import { AppError } from '../../core/errors.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { isBareDate, readChinaTime } from './china-time.ts';

/**
 * A bare date is a day in China: its start, or for the end of a range the start of the next.
 * @throws AppError('bad_request') for what is no time
 */
export function readTime(option: string, given: string | undefined, atEnd: boolean): Instant {
  if (given === undefined) throw new AppError('bad_request', `--${option} is missing`);
  const at = readChinaTime(given);
  if (Number.isNaN(at))
    throw new AppError('bad_request', `--${option} takes a date or an ISO time, not "${given}"`);
  return atEnd && isBareDate(given) ? at + DAY : at;
}
