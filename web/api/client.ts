import { hc } from 'hono/client';
import type { FeedPace, ShownRun } from '../../server/core/feed/feed.ts';
import type { Params } from '../../server/core/feed/source.ts';
import type { Rule } from '../../server/core/mention/watch.ts';
import type { SendResult } from '../../server/core/message/notifier.ts';
import type { Handbook } from '../../server/core/playbook/handbook.ts';
import type { Condition, Playbook } from '../../server/core/playbook/playbook.ts';
import type { TrainOutcome } from '../../server/core/reading/overlay-version.ts';
import type { Level } from '../../server/core/risk/grade.ts';
import type {
  AlertRow,
  AlertScreen,
  ChannelKind,
  ChannelRow,
  FeedDown,
  FeedPreview,
  FeedRow,
  LabelDraft,
  LabelsScreen,
  MentionDetail,
  MentionPage,
  Overview,
  PostLabels,
  QueueRow,
  RefusalRow,
  RingsPreview,
  SourceInfo,
  WatchPreview,
  WatchRow,
} from '../../server/core/screens/screens.ts';
import type { Api } from '../../server/http/app.ts';
import { readFault } from '../fault.ts';
import { patientFetch } from '../patience.ts';
import type { Changed, Seen } from '../seen.ts';
import { surely } from '../surely.ts';

export type { FeedHealth, FeedPace, FeedRun, ShownRun } from '../../server/core/feed/feed.ts';
export type { Access, Field, Params } from '../../server/core/feed/source.ts';
export type { Finding } from '../../server/core/finding/finding.ts';
export type { HeldCounts } from '../../server/core/finding/held-counts.ts';
export type { LiveEvent } from '../../server/core/job/live.ts';
export type { Rule } from '../../server/core/mention/watch.ts';
export type { SendResult } from '../../server/core/message/notifier.ts';
export type { Handbook } from '../../server/core/playbook/handbook.ts';
export type { Playbook } from '../../server/core/playbook/playbook.ts';
export type { Statement } from '../../server/core/playbook/statements.ts';
export type { Agreement } from '../../server/core/reading/agreement.ts';
export type { Analysis, Intent, SentimentLabel, Severity } from '../../server/core/reading/analysis.ts';
export type { Label } from '../../server/core/reading/correction.ts';
export type { OverlayVersion, TrainOutcome } from '../../server/core/reading/overlay-version.ts';
export type { Level, Risk } from '../../server/core/risk/grade.ts';
export type * from '../../server/core/screens/screens.ts';

export interface Library {
  readonly playbooks: readonly Playbook[];
  readonly handbook: Handbook;
}
/** `pattern` is a regular expression's source. */
export type BannedPhrase = Handbook['statements']['banned'][number];

export interface WatchDraft {
  readonly name: string;
  readonly rule: Rule;
  readonly people: readonly string[];
  readonly rivals: readonly string[];
  readonly sources: readonly string[];
  readonly active: boolean;
}

export interface FeedDraft extends FeedPace {
  readonly name: string;
  readonly source: string;
  readonly params: Params;
  readonly active: boolean;
  /** Somebody ticked that they read the note of a source that is off by default. */
  readonly acknowledged?: boolean;
}

export interface ChannelDraft {
  readonly kind: string;
  readonly name: string;
  readonly settings: Params;
  readonly minLevel: Level;
  readonly active: boolean;
  readonly quiet: ChannelRow['quiet'];
  readonly perHour: number;
}

/**
 * A type as the client infers it from JSON: what may be absent may be declared undefined, and never is;
 * conditions nest without end, so their inside stays open.
 */
type Sent<T> = T extends Condition
  ? unknown
  : T extends readonly (infer E)[]
    ? readonly Sent<E>[]
    : T extends object
      ? { [K in keyof T]: Record<never, never> extends Pick<T, K> ? Sent<T[K]> | undefined : Sent<T[K]> }
      : T;

interface Answer<T> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<T>;
}

export const client = hc<Api>('/', { fetch: patientFetch }).api;

/** Waits for an answer; a refusal becomes a `RequestFault` with the server's own code. */
export async function take<T>(asked: Promise<Answer<Sent<T>>>): Promise<T> {
  const response = await asked;
  if (response.ok) return (await response.json()) as T;
  throw readFault(response.status, await response.json().catch(() => null));
}

export async function done(
  asked: Promise<{ ok: boolean; status: number; json(): Promise<unknown> }>,
): Promise<void> {
  const response = await asked;
  if (!response.ok) throw readFault(response.status, await response.json().catch(() => null));
}

export const within = (signal?: AbortSignal) => (signal ? { init: { signal } } : {});
export const param = (id: number) => ({ id: String(id) });
const mutable = (rule: Rule) => ({ any: [...rule.any], all: [...rule.all], none: [...rule.none] });
const watchBody = <T extends WatchDraft>(draft: T) => ({
  ...draft,
  rule: mutable(draft.rule),
  people: [...draft.people],
  rivals: [...draft.rivals],
  sources: [...draft.sources],
});

type Strings = Readonly<Record<string, string>>;

/** Every request that the pages make, one line each. Times are epoch milliseconds. */
export const api = {
  overview: (query: Strings, signal?: AbortSignal): Promise<Overview> =>
    take<Overview>(client.overview.$get({ query }, within(signal))),
  mentions: (query: Strings, signal?: AbortSignal): Promise<MentionPage> =>
    take<MentionPage>(client.mentions.$get({ query }, within(signal))),
  /** What was seen in a range, by platform, largest first. */
  platforms: (query: Strings, signal?: AbortSignal): Promise<Overview['platforms']> =>
    take<Overview['platforms']>(client.mentions.platforms.$get({ query }, within(signal))),
  mention: (id: number, query: Strings, signal?: AbortSignal): Promise<MentionDetail> =>
    take<MentionDetail>(client.mentions[':id'].$get({ param: param(id), query }, within(signal))),

  alerts: (status: 'open' | 'all', signal?: AbortSignal): Promise<readonly AlertRow[]> =>
    take<readonly AlertRow[]>(client.alerts.$get({ query: { status } }, within(signal))),
  alert: (id: number, signal?: AbortSignal): Promise<AlertScreen> =>
    take<AlertScreen>(client.alerts[':id'].$get({ param: param(id) }, within(signal))),
  acknowledge: (id: number, json: { by: string; seen: number }): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].acknowledge.$post({ param: param(id), json }))),
  close: (
    id: number,
    json: { by: string; verdict: 'closed' | 'false_alarm'; note: string; seen: number },
  ): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].close.$post({ param: param(id), json }))),
  record: (id: number, json: Changed<'records', Record<string, number>>): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].records.$put({ param: param(id), json }))),
  tick: (id: number, playbook: string, no: number, json: { by: string; done: boolean; note?: string }) =>
    surely(() =>
      take<AlertScreen>(
        client.alerts[':id'].steps[':playbook'][':no'].$put({
          param: { ...param(id), playbook, no: String(no) },
          json,
        }),
      ),
    ),
  library: (): Promise<Library> => take<Library>(client.playbooks.$get()),

  labels: (signal?: AbortSignal): Promise<LabelsScreen> =>
    take<LabelsScreen>(client.labels.$get({}, within(signal))),
  labelQueue: (query: Strings, signal?: AbortSignal): Promise<readonly QueueRow[]> =>
    take<readonly QueueRow[]>(client.labels.queue.$get({ query }, within(signal))),
  postLabels: (id: number, signal?: AbortSignal): Promise<PostLabels> =>
    take<PostLabels>(client.mentions[':id'].labels.$get({ param: param(id) }, within(signal))),
  label: (id: number, json: LabelDraft): Promise<PostLabels> =>
    take<PostLabels>(client.mentions[':id'].labels.$post({ param: param(id), json })),
  undoLabel: (id: number, by: string): Promise<PostLabels> =>
    take<PostLabels>(client.mentions[':id'].labels.undo.$post({ param: param(id), json: { by } })),
  reread: (by: string): Promise<LabelsScreen> =>
    take<LabelsScreen>(client.labels.reread.$post({ json: { by } })),
  trainOverlay: (by: string): Promise<TrainOutcome> =>
    take<TrainOutcome>(client.overlay.train.$post({ json: { by } })),
  /** Null: the reader alone. */
  useOverlay: (id: number | null, by: string): Promise<LabelsScreen> =>
    id === null
      ? take<LabelsScreen>(client.overlay.none.$post({ json: { by } }))
      : take<LabelsScreen>(client.overlay[':id'].use.$post({ param: param(id), json: { by } })),

  watches: (signal?: AbortSignal): Promise<readonly WatchRow[]> =>
    take<readonly WatchRow[]>(client.watches.$get({}, within(signal))),
  previewWatch: (rule: Rule, people: readonly string[], signal?: AbortSignal): Promise<WatchPreview> =>
    take<WatchPreview>(
      client.watches.preview.$post({ json: { rule: mutable(rule), people: [...people] } }, within(signal)),
    ),
  createWatch: (draft: WatchDraft): Promise<WatchRow> =>
    take<WatchRow>(client.watches.$post({ json: watchBody(draft) })),
  updateWatch: (id: number, draft: Seen<WatchDraft>): Promise<WatchRow> =>
    take<WatchRow>(client.watches[':id'].$put({ param: param(id), json: watchBody(draft) })),
  deleteWatch: (id: number) => done(client.watches[':id'].$delete({ param: param(id) })),

  sources: (signal?: AbortSignal): Promise<readonly SourceInfo[]> =>
    take<readonly SourceInfo[]>(client.sources.$get({}, within(signal))),
  feeds: (signal?: AbortSignal): Promise<readonly FeedRow[]> =>
    take<readonly FeedRow[]>(client.feeds.$get({}, within(signal))),
  /** @param stands the feed whose stored secrets are meant, or whether the legal note of a new one was read */
  previewFeed: (
    source: string,
    params: Params,
    stands: { readonly feed: number } | { readonly acknowledged: boolean },
  ): Promise<FeedPreview> =>
    take<FeedPreview>(client.feeds.preview.$post({ json: { source, params, ...stands } })),
  createFeed: (json: FeedDraft): Promise<FeedRow> => take<FeedRow>(client.feeds.$post({ json })),
  updateFeed: (id: number, json: Seen<Omit<FeedDraft, 'active'>>): Promise<FeedRow> =>
    take<FeedRow>(client.feeds[':id'].$put({ param: param(id), json })),
  deleteFeed: (id: number) => done(client.feeds[':id'].$delete({ param: param(id) })),
  runFeed: (id: number) => done(client.feeds[':id'].run.$post({ param: param(id) })),
  setFeedActive: (id: number, active: boolean, acknowledged = false) =>
    done(client.feeds[':id'].active.$post({ param: param(id), json: { active, acknowledged } })),
  readAgain: (id: number) => done(client.feeds[':id'].again.$post({ param: param(id) })),
  backfillFeed: (id: number, json: { from: number; to: number }) =>
    done(client.feeds[':id'].backfill.$post({ param: param(id), json })),
  /** Feeds out of order for certain. */
  feedsDown: (): Promise<readonly FeedDown[]> => take<readonly FeedDown[]>(client.feeds.incidents.$get()),
  rings: (cron: string, signal?: AbortSignal): Promise<RingsPreview> =>
    take<RingsPreview>(client.feeds.rings.$get({ query: { cron } }, within(signal))),
  /** Entries of a feed that were not stored, newest first. */
  refusals: (origin: string, signal?: AbortSignal): Promise<readonly RefusalRow[]> =>
    take<readonly RefusalRow[]>(client.refusals.$get({ query: { origin } }, within(signal))),
  runs: (id: number, signal?: AbortSignal): Promise<readonly ShownRun[]> =>
    take<readonly ShownRun[]>(client.feeds[':id'].runs.$get({ param: param(id) }, within(signal))),

  channelKinds: (signal?: AbortSignal): Promise<readonly ChannelKind[]> =>
    take<readonly ChannelKind[]>(client['channel-kinds'].$get({}, within(signal))),
  channels: (signal?: AbortSignal): Promise<readonly ChannelRow[]> =>
    take<readonly ChannelRow[]>(client.channels.$get({}, within(signal))),
  createChannel: (json: ChannelDraft): Promise<ChannelRow> =>
    take<ChannelRow>(client.channels.$post({ json })),
  updateChannel: (id: number, json: Seen<ChannelDraft>): Promise<ChannelRow> =>
    take<ChannelRow>(client.channels[':id'].$put({ param: param(id), json })),
  deleteChannel: (id: number) => done(client.channels[':id'].$delete({ param: param(id) })),
  testChannel: (id: number): Promise<SendResult> =>
    take<SendResult>(client.channels[':id'].test.$post({ param: param(id) })),
};
