import type { Instant } from '../time.ts';
import type { FetchResult, Params, SourceRange, Wall } from './source.ts';

/** How often a feed is read. */
export interface FeedPace {
  /** Seconds between two runs. */
  readonly every: number;
  /** Five fields in China's time; when set, it rings instead of the interval. */
  readonly cron: string | null;
  /** Seconds: the interval finds its own way between these, faster while it yields, slower while quiet. */
  readonly adaptive: { readonly min: number; readonly max: number } | null;
}

/** One source with its settings, on a schedule. */
export interface Feed extends FeedPace {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly params: Params;
  readonly active: boolean;
  readonly createdAt: Instant;
}

/**
 * What a run came to. `posts`: read, something was there. `quiet`: read, truly nothing (or nothing
 * since the last fetch). `wall`: the far side refused in words. `failed`: no answer worth reading.
 */
export type RunOutcome = 'posts' | 'quiet' | 'wall' | 'failed';

/** By its turn, because somebody asked, for a time gone by, or to read again what was read already. */
export type RunKind = 'turn' | 'by-hand' | 'backfill' | 'again';
/** They say nothing of how the feed does in its turns. */
export const NO_TURNS: readonly RunKind[] = ['backfill', 'again'];

const CHANGED = /^(\d+) stored posts changed/;
export const changedDetail = (posts: number): string => `${posts} stored posts changed`;

/** Of a run that read articles again, how many posts say something else now; null of all others. */
export function changedBy({ kind, detail }: Pick<FeedRun, 'kind' | 'detail'>): number | null {
  const found = kind === 'again' ? CHANGED.exec(detail)?.[1] : undefined;
  return found === undefined ? null : Number(found);
}

/** Why a run failed, for words: the network's own reasons, and those of ours. */
export type RunFailure =
  | Extract<FetchResult, { kind: 'failed' }>['reason']
  | 'no-source'
  | 'source-fault'
  | 'store-fault';

/** The far side was not asked at all: its host is left alone, maybe for another feed's sake. */
export function wasNotAsked({ failure }: Pick<FeedRun, 'failure'>): boolean {
  return failure === 'circuit-open';
}

export interface FeedRun {
  readonly feedId: number;
  readonly kind: RunKind;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: RunOutcome;
  readonly fetched: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly wall: Wall | null;
  readonly failure: RunFailure | null;
  readonly detail: string;
  readonly bytes: number;
  /** When the next turn was planned for; a back-fill plans none. */
  readonly nextAt: Instant | null;
  /** What a back-fill asked for. */
  readonly range: SourceRange | null;
}

/** A run as a page shows it. */
export interface ShownRun extends FeedRun {
  /** Of one that read articles again: how many posts say something else now. */
  readonly changed: number | null;
}

/** Health as the page shows it. `suspect`: never empty before, empty now. */
export type FeedHealth = 'ok' | 'quiet' | 'suspect' | 'walled' | 'failing' | 'paused' | 'new';
