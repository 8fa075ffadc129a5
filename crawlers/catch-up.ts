import type { SourceIO } from '../server/core/feed/source.ts';

/** Pages that a run goes through after what came since the last one. */
const MAX_PAGES_SINCE_LAST_RUN = 10;

/** Pages to ask for at most: `most` of a back-fill, and of a run as many as fill a gap. */
export function mostPages({ range }: SourceIO, most = 100): number {
  return range ? most : MAX_PAGES_SINCE_LAST_RUN;
}

/** Whether the page behind the one handed out last is wanted: by a back-fill, or because all on it was new. */
export function goesOn({ range, isBehind }: SourceIO): boolean {
  return range !== undefined || isBehind?.() === true;
}
