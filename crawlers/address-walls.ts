import type { FetchResult, Wall } from '../server/core/feed/source.ts';

/**
 * Walls that concern one address and not the site. After some of them its host is left alone for a while all the
 * same; then the others are asked for.
 */
const OF_ONE: ReadonlySet<Wall> = new Set([
  'gone',
  'login-wall',
  'forbidden',
  'robots-disallowed',
  'empty-body',
  'malformed',
  'shape-changed',
  'too-large',
]);

export function isOfOneAddress(wall: Wall): boolean {
  return OF_ONE.has(wall);
}

/** Whether other addresses of the site are worth asking after this answer. */
export function mayGoOn(result: FetchResult): boolean {
  return result.kind === 'page' || (result.kind === 'wall' && isOfOneAddress(result.wall));
}
