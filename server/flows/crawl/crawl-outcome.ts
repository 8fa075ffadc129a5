import type { FeedRun, RunFailure } from '../../core/feed/feed.ts';
import { EMPTY_PAGE, type EmptyFacts, isEmptySuspect, NOT_MODIFIED } from '../../core/feed/feed-health.ts';
import type { FetchResult, Wall } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { IngestReport } from '../ingest/ingest.ts';

/** Why a run ended before its last page. */
export interface RunEnd {
  readonly outcome: 'wall' | 'failed';
  readonly wall: Wall | null;
  readonly failure: RunFailure | null;
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
  /** The last page brought new posts alone, on a feed that had posts before. */
  readonly behind: boolean;
  readonly end: RunEnd | null;
  /** Of a run that reads again: posts that say something else now, and the watches that mention them. */
  readonly changed: number;
  readonly changedWatchIds: readonly number[];
  /** The list may name more than was asked for. */
  readonly isFull: boolean;
  readonly report: {
    readonly mentions: number;
    readonly watchIds: readonly number[];
    readonly lagP50: number | null;
    readonly lagP95: number | null;
    /** Posts stored with a date in the future, and with only the beginning of a very long text. */
    readonly notes: { readonly future: number; readonly cut: number };
  };
}

type Judged = Pick<FeedRun, 'outcome' | 'wall' | 'failure' | 'detail'>;

/**
 * Names what a run came to. A fault on any page is the outcome, whatever the pages before it gave. An
 * empty page is noted as suspicious when the feed's own history does not explain it.
 */
export function judgeRun(read: PagesRead, history: EmptyFacts): Judged {
  if (read.end) {
    const { outcome, wall, failure, detail } = read.end;
    return { outcome, wall, failure, detail };
  }
  const good = { wall: null, failure: null };
  if (read.fetched > 0) return { outcome: 'posts', ...good, detail: noted(read.report.notes, read.behind) };
  if (read.pages === 0 && read.unchanged > 0) return { outcome: 'quiet', ...good, detail: NOT_MODIFIED };
  if (!isEmptySuspect(history)) return { outcome: 'quiet', ...good, detail: EMPTY_PAGE };
  const detail = `${EMPTY_PAGE} again, though this feed had posts before`;
  return { outcome: 'quiet', wall: 'empty-suspect', failure: null, detail };
}

export function failed(failure: RunFailure, detail: string): RunEnd {
  return { outcome: 'failed', wall: null, failure, detail };
}

export function walled(wall: Wall, detail: string): RunEnd {
  return { outcome: 'wall', wall, failure: null, detail };
}

/** A fetch that brought no page ends the run. */
export function endOf(result: Exclude<FetchResult, { kind: 'page' }>): RunEnd {
  const { detail, retryAt } = result;
  const aborted = result.kind === 'failed' && result.reason === 'aborted';
  return result.kind === 'wall'
    ? { ...walled(result.wall, detail), retryAt }
    : { ...failed(result.reason, `${result.reason}: ${detail}`), retryAt, aborted };
}

/** What was odd about stored posts; empty when nothing was. */
function noted({ future, cut }: PagesRead['report']['notes'], behind: boolean): string {
  const dated = future > 0 ? [`${future} dated in the future, counted as of when they were seen`] : [];
  const long = cut > 0 ? [`${cut} too long, only their beginning is kept`] : [];
  const more = behind ? ['more came than one page shows: fill the time before it from an archive'] : [];
  return [...dated, ...long, ...more].join('; ');
}

/** A page of entries none of which could be read ends it too: its shape is not what the source knows. */
export function unreadable(count: number, reason: string): RunEnd {
  const detail = `none of ${count} entries could be read: ${reason}`;
  return walled('shape-changed', detail);
}

/** A page that stops in the middle: what came is kept, and what did not is not known. */
export function brokenOff(whole: number): RunEnd {
  return walled('malformed', `the page breaks off after ${whole} whole entries`);
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
