import type { Overview } from '../api/client.ts';
import { href } from '../route.svelte.ts';

/** Where each kind of blindness is mended. */
export function mendOf(kind: NonNullable<Overview['trust']['blind']>['kind']): string {
  if (kind === 'no-watch') return href('watches', 'new');
  if (kind === 'disk-full') return href('system');
  return kind === 'no-feed' ? href('feeds', 'new') : href('feeds');
}
