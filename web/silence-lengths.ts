import { CHINA, DAY, HOUR } from './time.ts';

const MORNING = 8 * HOUR;

export type SilenceLength = 'hour' | 'hours' | 'morning' | 'tomorrow' | 'monday';

/** The usual ends of a silence that begins at `from`: an hour, four, the next morning, Monday morning. */
export function silenceLengths(
  from: number,
): readonly { readonly length: SilenceLength; readonly until: number }[] {
  const midnight = Math.floor((from + CHINA) / DAY) * DAY - CHINA;
  const isEarly = from < midnight + MORNING;
  const morning = midnight + MORNING + (isEarly ? 0 : DAY);
  // 1 January 1970 was a Thursday; 0 is Monday.
  const weekday = (Math.floor((morning + CHINA) / DAY) + 3) % 7;
  const monday = morning + (7 - weekday) * DAY;
  return [
    { length: 'hour', until: from + HOUR },
    { length: 'hours', until: from + 4 * HOUR },
    { length: isEarly ? 'morning' : 'tomorrow', until: morning },
    // On a Sunday the next morning is Monday's.
    ...(weekday === 0 && !isEarly ? [] : [{ length: 'monday', until: monday } as const]),
  ];
}
