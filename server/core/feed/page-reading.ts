import type { Instant } from '../time.ts';
import type { Page, Params, ParseResult, Source } from './source.ts';

/** Reads a page as its source does, here or elsewhere. Rejects only when nobody reads any more. */
export type ReadPage = (source: Source, page: Page, params: Params, now: Instant) => Promise<ParseResult>;

/** `parse` promises not to throw. A source that breaks the promise must not break the run's record. */
export function parsePage(source: Source, page: Page, params: Params, now: Instant): ParseResult {
  try {
    return source.parse(page, params, now);
  } catch (fault) {
    const detail = `the source failed on this page: ${fault instanceof Error ? fault.message : fault}`;
    return { kind: 'wall', wall: 'shape-changed', detail };
  }
}

/** Reads it here and now. */
export const readHere: ReadPage = async (source, page, params, now) => parsePage(source, page, params, now);
