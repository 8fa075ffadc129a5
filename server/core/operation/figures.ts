import type { FeedHealth } from '../feed/feed.ts';
import type { JobKind } from '../job/job.ts';
import type { Level } from '../risk/grade.ts';
import { LEVELS } from '../risk/grade.ts';
import { type Instant, SECOND } from '../time.ts';
import type { Family, Sample } from './exposition.ts';
import { TROUBLE_KINDS } from './trouble-checks.ts';

export const JOB_STATES = ['waiting', 'later', 'running', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How an installation does, for programs that watch over it. All of it from its database: the same from every server. */
export interface Figures {
  readonly at: Instant;
  readonly databaseBytes: number;
  /** The number of the last post: posts are numbered as they are stored, and no number is given twice. */
  readonly posts: number;
  readonly watches: readonly {
    readonly name: string;
    readonly mentions: number;
    readonly negative: number;
  }[];
  /** Those that there are none of are left out. */
  readonly jobs: readonly { readonly kind: JobKind; readonly state: JobState; readonly count: number }[];
  readonly oldest: readonly { readonly kind: JobKind; readonly ms: number }[];
  readonly feeds: readonly {
    readonly id: number;
    readonly name: string;
    readonly source: string;
    readonly health: FeedHealth;
    /** Null: never. */
    readonly lastOkAt: Instant | null;
    readonly lastPostsAt: Instant | null;
    readonly failures: number;
  }[];
  readonly deliveries: readonly { readonly kind: string; readonly outcome: string; readonly count: number }[];
  readonly alerts: readonly { readonly level: Level; readonly status: string; readonly count: number }[];
  readonly detection: { readonly endedAt: Instant | null; readonly tookMs: number | null };
  readonly troubles: readonly { readonly kind: string; readonly count: number }[];
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name: `tingchao_${name}`,
  help,
  type: 'gauge',
  samples,
});
const one = (value: number | null): readonly Sample[] => (value === null ? [] : [{ value }]);
const seconds = (ms: number): number => ms / SECOND;

/** Figures of the work: posts, mentions, jobs, detection, alerts. */
function workFamilies({ posts, watches, jobs, oldest, alerts, detection }: Figures): readonly Family[] {
  const { endedAt, tookMs } = detection;
  const open = LEVELS.flatMap((level) =>
    ['open', 'acknowledged'].map((status) => {
      const found = alerts.find((each) => each.level === level && each.status === status);
      return { labels: { level, status }, value: found?.count ?? 0 };
    }),
  );
  return [
    {
      name: 'tingchao_posts_stored_total',
      type: 'counter',
      samples: [{ value: posts }],
      help: 'Posts stored since the installation began',
    },
    gauge(
      'mentions_24h',
      'Mentions of a watch in the last 24 hours, by tone; all holds negative',
      watches.flatMap(({ name, mentions, negative }) => [
        { labels: { watch: name, tone: 'all' }, value: mentions },
        { labels: { watch: name, tone: 'negative' }, value: negative },
      ]),
    ),
    gauge(
      'jobs',
      'Jobs by kind and state: due and begun by nobody, due later, running, dead and waiting for a person',
      jobs.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
    ),
    gauge(
      'oldest_job_seconds',
      'How long the oldest due job of a kind has waited',
      oldest.map(({ kind, ms }) => ({ labels: { kind }, value: seconds(ms) })),
    ),
    gauge('alerts_open', 'Alerts that are not closed, by level (I red to IV blue) and status', open),
    gauge(
      'detection_last_end_timestamp_seconds',
      'When a pass over the watches last came to its end',
      one(endedAt === null ? null : seconds(endedAt)),
    ),
    gauge(
      'detection_duration_seconds',
      'How long the last pass over all watches took',
      one(tookMs === null ? null : seconds(tookMs)),
    ),
  ];
}

/** What comes in and goes out. */
function wayFamilies({ feeds, deliveries }: Figures): readonly Family[] {
  const of = ({ id, name, source }: Figures['feeds'][number]) => ({ feed: name, id, source });
  const times = (at: 'lastOkAt' | 'lastPostsAt') =>
    feeds.flatMap((feed) => (feed[at] === null ? [] : [{ labels: of(feed), value: seconds(feed[at]) }]));
  return [
    gauge(
      'feed_state',
      '1 under the state that a feed is in',
      feeds.map((feed) => ({ labels: { ...of(feed), state: feed.health }, value: 1 })),
    ),
    gauge(
      'feed_last_success_timestamp_seconds',
      'When a feed was last read without a fault, with news or without',
      times('lastOkAt'),
    ),
    gauge('feed_last_posts_timestamp_seconds', 'When a feed last brought a post', times('lastPostsAt')),
    gauge(
      'feed_failures',
      'Faulty runs of a feed in a row',
      feeds.map((feed) => ({ labels: of(feed), value: feed.failures })),
    ),
    gauge(
      'deliveries_24h',
      'Messages written in the last 24 hours, by kind of channel and what became of them',
      deliveries.map(({ kind, outcome, count }) => ({
        labels: { channel_kind: kind, outcome },
        value: count,
      })),
    ),
  ];
}

function houseFamilies({ databaseBytes, troubles, disk }: Figures): readonly Family[] {
  const countOf = (kind: string) => troubles.find((each) => each.kind === kind)?.count ?? 0;
  return [
    gauge('database_bytes', 'Size of the database in bytes', one(databaseBytes)),
    gauge(
      'troubles_open',
      'What is wrong with the installation itself, as its page of health says it',
      TROUBLE_KINDS.map((kind) => ({ labels: { kind }, value: countOf(kind) })),
    ),
    gauge(
      'disk_free_bytes',
      'Free bytes on the file system of the data folder',
      one(disk?.freeBytes ?? null),
    ),
    gauge(
      'disk_total_bytes',
      'Size of the file system of the data folder in bytes',
      one(disk?.totalBytes ?? null),
    ),
  ];
}

export function figureFamilies(figures: Figures): readonly Family[] {
  return [...workFamilies(figures), ...wayFamilies(figures), ...houseFamilies(figures)];
}

/** Of the process that answers, and of nothing else. */
export interface ProcessFigures {
  readonly version: string;
  readonly startedAt: Instant;
  readonly memory: { readonly resident: number; readonly heapUsed: number; readonly external: number };
  /** Seconds of processor time since it began. */
  readonly processorSeconds: number;
  /** Seconds that its loop was held up, since somebody last asked. */
  readonly lag: { readonly mean: number; readonly p99: number; readonly max: number };
  /** Workers that spoke lately. */
  readonly workers: number;
}

export function processFamilies(figures: ProcessFigures): readonly Family[] {
  const { version, startedAt, memory, processorSeconds, lag, workers } = figures;
  return [
    gauge('build_info', 'Version of the answering process', [{ labels: { version }, value: 1 }]),
    gauge('workers', 'Workers that spoke in the last 45 seconds', one(workers)),
    gauge(
      'process_start_time_seconds',
      'Start of the answering process in seconds since 1970',
      one(seconds(startedAt)),
    ),
    gauge(
      'process_resident_memory_bytes',
      'Resident memory of the answering process in bytes',
      one(memory.resident),
    ),
    gauge(
      'process_heap_used_bytes',
      'Heap that JavaScript uses in the answering process, in bytes',
      one(memory.heapUsed),
    ),
    gauge(
      'process_external_memory_bytes',
      'Memory beside the heap (buffers, native code) of the answering process, in bytes',
      one(memory.external),
    ),
    {
      name: 'tingchao_process_cpu_seconds_total',
      type: 'counter',
      help: 'Processor time of the answering process in seconds',
      samples: [{ value: processorSeconds }],
    },
    gauge(
      'event_loop_lag_seconds',
      'Delay of the event loop of the answering process in seconds, since the last scrape',
      (['mean', 'p99', 'max'] as const).map((quantile) => ({ labels: { quantile }, value: lag[quantile] })),
    ),
  ];
}
