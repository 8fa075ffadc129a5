import type { Params, Wall } from './source.ts';
import type { Instant } from './time.ts';

/** One source with its settings, on a schedule. */
export interface Feed {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly params: Params;
  /** Seconds between two runs; node-cron rings it. */
  readonly every: number;
  readonly active: boolean;
  readonly createdAt: Instant;
}

/**
 * What a run came to. `posts`: read, something was there. `quiet`: read, truly nothing (or nothing
 * since the last fetch). `wall`: the far side refused in words. `failed`: no answer worth reading.
 */
export type RunOutcome = 'posts' | 'quiet' | 'wall' | 'failed';

export interface FeedRun {
  readonly feedId: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: RunOutcome;
  readonly fetched: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly wall: Wall | null;
  readonly detail: string;
  readonly bytes: number;
}

/** Health as the page shows it. `suspect`: never empty before, empty now. */
export type FeedHealth = 'ok' | 'quiet' | 'suspect' | 'walled' | 'failing' | 'paused' | 'new';
