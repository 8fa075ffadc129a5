import { type Instant, MINUTE } from '../../core/time.ts';
import type { Channel, DemoPost } from '../history.ts';

/** One line of a crisis of the past. */
export interface CrisisPost {
  /** Minutes after the crisis begins. */
  readonly m: number;
  readonly channel: Channel;
  readonly author: string;
  readonly title?: string;
  readonly text: string;
}

/** The lines as posts, from the moment the crisis begins. */
export function toDemoPosts(
  name: string,
  lines: readonly CrisisPost[],
  beganAt: Instant,
): readonly DemoPost[] {
  return lines.map(({ m, ...line }, index) => ({
    ...line,
    id: `${name}-${index}`,
    at: beganAt + m * MINUTE,
  }));
}

/** The same words from others, as posts go round. */
export function passedOn(
  text: string,
  by: readonly (readonly [number, Channel, string])[],
): readonly CrisisPost[] {
  return by.map(([m, channel, author]) => ({ m, channel, author, text }));
}
