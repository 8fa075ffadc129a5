import type { FeedPreview } from '../feed/feed-preview.ts';
import type { SourceRange } from '../feed/source.ts';
import type { ImportMapping } from '../import/import-mapping.ts';
import type { Rule } from '../mention/watch.ts';
import type { WatchPreview } from '../mention/watch-preview.ts';
import type { TemplateText } from '../message/message-template.ts';
import type { SendResult } from '../message/notifier.ts';
import type { TrainOutcome } from '../reading/overlay-version.ts';
import type { RiskSetting } from '../risk/risk-setting.ts';
import type { Span } from '../series/trend-window.ts';
import type { ReplayScreen } from '../situation/replay-screen.ts';
import type { Suggestion } from '../situation/suggest-setting.ts';
import type { KeptSurvey, SurveyInput } from '../survey/survey.ts';
import type { SurveyInspection } from '../survey/survey-inspection.ts';
import type { SurveyMapping } from '../survey/survey-use.ts';
import type { Instant } from '../time.ts';

/** The work that roles hand to each other. */
export interface JobPayloads {
  /** A turn of a feed; with `range`, a back-fill of posts of that time. */
  readonly crawl: {
    readonly feedId: number;
    readonly byHand?: boolean;
    readonly range?: SourceRange;
    /** Listed articles that were last asked for before then are read again. */
    readonly again?: Instant;
  };
  /** Opens and closes the incidents of feeds, and queues the notices about them. */
  readonly 'check-feeds': Record<string, never>;
  readonly detect: { readonly watchIds: readonly number[] | null };
  /** Gives new posts their stories; with a watch, also the older ones that it mentions since it looked back. */
  readonly 'group-stories': { readonly watchId: number | null };
  readonly deliver: Record<string, never>;
  /** Tells what silences, quiet hours and full hours held and do not hold any more. */
  readonly 'release-held': Record<string, never>;
  /** One polite look at a source with unsaved settings; nothing is stored. */
  readonly preview: {
    readonly source: string;
    readonly params: Readonly<Record<string, string | number | boolean>>;
  };
  /** With a template that need not be saved. */
  readonly 'test-channel': { readonly channelId: number; readonly template?: TemplateText };
  /** A new or changed watch looks at the posts stored already. */
  readonly rematch: {
    readonly watchId: number /** The change that asked for it. */;
    readonly updatedAt?: Instant;
    /** The feed that is the subject's own now, or no more. */
    readonly feedId?: number;
  };
  /** Stored posts are read by this version of the reader, where another one read them. */
  readonly reread: { readonly reader: string };
  /** What an unsaved rule would have matched lately; nothing is stored. */
  readonly 'preview-watch': { readonly rule: Rule; readonly people: readonly string[] };
  /** What a setting would have rung for in a stretch of the past; null: the one in force. Nothing is stored. */
  readonly replay: {
    readonly watchId: number;
    readonly from: Instant;
    readonly to: Instant;
    readonly setting: RiskSetting | null;
  };
  /** Searches the setting that the labels of a stretch speak for; answers with a `Suggestion` or null. */
  readonly 'suggest-setting': { readonly watchId: number; readonly from: Instant; readonly to: Instant };
  readonly prune: Record<string, never>;
  /** Stores what a push brought: a row of `ingest_request`. */
  readonly ingest: { readonly requestId: number };
  /** Looks at the first rows of a file in the inbox, under the mapping given or the one that fits. */
  readonly 'inspect-import': { readonly importId: number; readonly mapping: ImportMapping | null };
  readonly 'import-file': { readonly importId: number };
  /** Removes the posts that only this import brought. */
  readonly 'withdraw-import': { readonly importId: number };
  /** Deletes what somebody asked to have deleted: a row of `erasure`. */
  readonly 'erase-posts': { readonly erasureId: number };
  /** Looks through a survey's file, under the mapping given or a guess; answers with a `SurveyInspection`. */
  readonly 'inspect-survey': {
    readonly importId: number;
    readonly mapping: SurveyMapping | null;
    /** Days that it ran, where somebody said so. */
    readonly days: Span | null;
  };
  /** Counts a survey's file and reads its free texts; answers with a `KeptSurvey`. The same rows again change nothing. */
  readonly 'keep-survey': SurveyInput & { readonly importId: number; readonly by: string };
  /** Learns from what people labelled; answers with a `TrainOutcome`. */
  readonly 'train-overlay': { readonly by: string; readonly force: boolean };
  /** The overlay in use has changed: whoever reads texts uses the new one. */
  readonly 'configure-readers': Record<string, never>;
}
export type JobKind = keyof JobPayloads;

/** What those answer who do work that somebody waits for. */
interface Answers {
  readonly preview: FeedPreview;
  readonly 'test-channel': SendResult;
  readonly 'preview-watch': WatchPreview;
  readonly replay: ReplayScreen;
  /** Null: nothing that was tried fits the labels better. */
  readonly 'suggest-setting': Suggestion | null;
  readonly 'inspect-survey': SurveyInspection;
  readonly 'keep-survey': KeptSurvey;
  readonly 'train-overlay': TrainOutcome;
}

/** Nobody reads what the others return; it is kept with the job for whoever looks. */
export type JobResults = { readonly [K in JobKind]: K extends keyof Answers ? Answers[K] : unknown };

export interface Job<K extends JobKind = JobKind> {
  readonly id: string;
  readonly kind: K;
  readonly payload: JobPayloads[K];
  /** Which try this is, from 1. */
  readonly attempts: number;
}

/** Each handler may run more than once for the same job: it must be idempotent. */
export type JobHandlers = {
  readonly [K in JobKind]: (job: Job<K>, signal: AbortSignal) => Promise<JobResults[K]>;
};

/** At-least-once jobs, one contract for the embedded queue and pg-boss. */
export interface Queue {
  /**
   * Adds a job. With `key`, at most one job of that key waits or runs: a second `add` changes nothing
   * and returns the id of the first.
   */
  add<K extends JobKind>(
    kind: K,
    payload: JobPayloads[K],
    options?: { readonly key?: string; readonly runAt?: Instant },
  ): Promise<string>;
  /** Adds a job and waits for what its handler returns. Throws AppError('busy') after `timeoutMs`. */
  ask<K extends JobKind>(kind: K, payload: JobPayloads[K], timeoutMs: number): Promise<JobResults[K]>;
  /**
   * How the work of a key stands: `open` while a job of it waits or runs, else `dead` while one lies among the
   * dead; null when it is done, forgotten or was never asked for.
   */
  stateOf(kind: JobKind, key: string): Promise<'open' | 'dead' | null>;
  /** Starts taking jobs. Several kinds run side by side; `concurrency` bounds each kind. */
  work(handlers: JobHandlers, concurrency: Readonly<Partial<Record<JobKind, number>>>): void;
  /**
   * Milliseconds since it could last look for jobs or after those it holds: some seconds at most, unless what keeps the
   * jobs does not answer. 0 while it does not work.
   */
  stalledMs(): number;
  /** Takes no more jobs, waits for the running ones up to `graceMs`, then aborts and releases them. */
  drain(graceMs: number): Promise<void>;
  /**
   * Dead jobs wait again, as if never tried; one whose work waits already under its key is only forgotten.
   * Returns how many wait again.
   */
  replay(ids: readonly string[]): Promise<number>;
  /** Forgets dead jobs. Returns how many there were. */
  discard(ids: readonly string[]): Promise<number>;
}
