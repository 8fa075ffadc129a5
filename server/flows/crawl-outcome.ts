import type { FeedRun } from '../core/feed.ts';
import { EMPTY_PAGE, isEmptySuspect, NOT_MODIFIED } from '../core/feed-health.ts';
import type { FetchResult, Wall } from '../core/source.ts';
import type { Instant } from '../core/time.ts';
import type { IngestReport } from './ingest.ts';

/** Why a run ended before its last page. */
export interface RunEnd {
  readonly outcome: 'wall' | 'failed';
  readonly wall: Wall | null;
  readonly detail: string;
  readonly retryAt?: Instant | undefined;
  /** We broke it off ourselves. */
  readonly aborted?: boolean;
}

/** What all pages of one run came to. */
export interface PagesRead {
  readonly fetched: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly bytes: number;
  /** Pages with a body, and those that had not changed. */
  readonly pages: number;
  readonly unchanged: number;
  readonly end: RunEnd | null;
  readonly report: {
    readonly mentions: number;
    readonly watchIds: readonly number[];
    readonly lagP50: number | null;
    readonly lagP95: number | null;
    /** Posts stored with a date in the future, and with only the beginning of a very long text. */
    readonly notes: { readonly future: number; readonly cut: number };
  };
}

/**
 * Names what a run came to. A fault on any page is the outcome, whatever the pages before it gave. An
 * empty page of a feed that had posts is noted as suspicious the second time in a row.
 */
export function judgeRun(
  read: PagesRead,
  previous: FeedRun | null,
  lastPostsAt: Instant | null,
): Pick<FeedRun, 'outcome' | 'wall' | 'detail'> {
  if (read.end) return { outcome: read.end.outcome, wall: read.end.wall, detail: read.end.detail };
  if (read.fetched > 0) return { outcome: 'posts', wall: null, detail: noted(read.report.notes) };
  if (read.pages === 0 && read.unchanged > 0) return { outcome: 'quiet', wall: null, detail: NOT_MODIFIED };
  if (!isEmptySuspect(lastPostsAt, previous)) return { outcome: 'quiet', wall: null, detail: EMPTY_PAGE };
  const detail = `${EMPTY_PAGE} again, though this feed had posts before`;
  return { outcome: 'quiet', wall: 'empty-suspect', detail };
}

export const failure = (detail: string): RunEnd => ({ outcome: 'failed', wall: null, detail });

/** A fetch that brought no page ends the run. */
export function endOf(result: Exclude<FetchResult, { kind: 'page' }>): RunEnd {
  const { detail, retryAt } = result;
  const aborted = result.kind === 'failed' && result.reason === 'aborted';
  return result.kind === 'wall'
    ? { outcome: 'wall', wall: result.wall, detail, retryAt }
    : { ...failure(`${result.reason}: ${detail}`), retryAt, aborted };
}

/** What was odd about stored posts; empty when nothing was. */
function noted({ future, cut }: PagesRead['report']['notes']): string {
  const dated = future > 0 ? [`${future} dated in the future, counted as of when they were seen`] : [];
  const long = cut > 0 ? [`${cut} too long, only their beginning is kept`] : [];
  return [...dated, ...long].join('; ');
}

/** A page of entries none of which could be read ends it too: its shape is not what the source knows. */
export function unreadable(count: number, reason: string): RunEnd {
  const detail = `none of ${count} entries could be read: ${reason}`;
  return { outcome: 'wall', wall: 'shape-changed', detail };
}

/** What the run came to with one more page. The lag of the page that stored most speaks for the run. */
export function addReport(
  read: PagesRead,
  report: IngestReport,
  fetched: number,
): Pick<PagesRead, 'fetched' | 'stored' | 'known' | 'refused' | 'report'> {
  const earlier = read.report.lagP50 !== null && read.stored >= report.stored;
  const { lagP50, lagP95 } = earlier || report.lagP50 === null ? read.report : report;
  return {
    fetched: read.fetched + fetched,
    stored: read.stored + report.stored,
    known: read.known + report.known,
    refused: read.refused + report.refused.length,
    report: {
      mentions: read.report.mentions + report.mentions,
      watchIds: [...new Set([...read.report.watchIds, ...report.watchIds])],
      lagP50,
      lagP95,
      notes: {
        future: read.report.notes.future + report.notes.future,
        cut: read.report.notes.cut + report.notes.cut,
      },
    },
  };
}
