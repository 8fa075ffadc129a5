import { AppError } from '../../../core/errors.ts';
import type { Place } from './mention-keys.ts';

/** A place in a list as an address carries it. */
export function writeCursor({ at, postId }: Place): string {
  return `${at.toString(36)}.${postId.toString(36)}`;
}

/** @throws AppError('bad_page') for a cursor that is none of ours */
export function readCursor(cursor: string): Place {
  const [at = Number.NaN, postId = Number.NaN] = cursor.split('.').map((part) => Number.parseInt(part, 36));
  const readable = /^[0-9a-z]{1,11}\.[0-9a-z]{1,11}$/.test(cursor);
  if (readable && Number.isSafeInteger(at) && Number.isSafeInteger(postId)) return { at, postId };
  throw new AppError('bad_page', 'this place in the list cannot be read', { cursor });
}
