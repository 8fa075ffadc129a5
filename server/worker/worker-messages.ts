import type { Config } from '../config.ts';
import type { JobKind } from '../core/job/job.ts';

/** What a start may change; everything survives the way into another thread. */
export interface Overrides {
  /** Hosts that may be private, each with its milliseconds between two requests. */
  readonly localHosts?: Readonly<Record<string, { readonly minInterval: number }>>;
  /** Origins answered by a server on this machine instead: recorded pages under their own addresses. */
  readonly replay?: Readonly<Record<string, string>>;
  /**
   * Seconds between two looks: at due feeds, at new mentions, at posts without a story, at waiting deliveries, at what
   * is done once a day.
   */
  readonly beat?: {
    readonly feeds?: number;
    readonly detect?: number;
    readonly deliver?: number;
    readonly stories?: number;
    readonly daily?: number;
  };
}

/** What a worker is started with, in a thread or in a process of its own. */
export interface WorkerStart {
  readonly config: Omit<Config, 'token' | 'secret'>;
  /** Hex. */
  readonly hashKey: string;
  /** Where people reach the pages: for links in alerts. */
  readonly baseUrl: string;
  /** What this worker does; the rest is left to others. */
  readonly jobs: readonly JobKind[];
  readonly overrides: Overrides;
}

/** What the threads tell each other beside live events, over the same port. */
export type WorkerMessage =
  | { readonly control: 'ready' }
  | { readonly control: 'stop'; readonly graceMs: number };

export function isControl(message: unknown): message is WorkerMessage {
  return typeof message === 'object' && message !== null && 'control' in message;
}
