import type { Generated } from 'kysely';
import type { AlertChangeTable, AlertDraftTable, AlertStepTable, AlertTable } from './schema-alerts.ts';
import type { AnnotationTable } from './schema-annotations.ts';
import type { ChannelTable, DeliveryTable, MessageTemplateTable } from './schema-channels.ts';
import type { CorrectionTable, OverlayTable } from './schema-corrections.ts';
import type { CrisisLabelTable } from './schema-crisis-labels.ts';
import type {
  FeedDayTable,
  FeedIncidentTable,
  FeedRunTable,
  FeedTable,
  NoticeTable,
} from './schema-feeds.ts';
import type {
  ImportFileTable,
  ImportMappingTable,
  IngestRequestTable,
  IngestTokenTable,
} from './schema-ingest.ts';
import type { AnalysisTable, FactTable, MentionTable, PostKeyTable, PostTable } from './schema-mentions.ts';
import type {
  BriefTable,
  DutyChainTable,
  DutyStepTable,
  DutySwapTable,
  DutyWatchTable,
  PersonChannelTable,
  PersonTable,
} from './schema-people.ts';
import type { WatchSettingChangeTable, WatchSettingTable } from './schema-risk.ts';
import type { HostRestTable, RobotsDecisionTable, RobotsTable, RobotsTextTable } from './schema-robots.ts';
import type { RouteTable } from './schema-routes.ts';
import type {
  AuthorBucketTable,
  BucketTable,
  FacetBucketTable,
  FineBucketTable,
  TermBucketTable,
} from './schema-series.ts';
import type { HostLeaseTable, ImportChunkTable, LeaderLeaseTable, RingTable } from './schema-shared.ts';
import type { SilenceTable } from './schema-silences.ts';
import type {
  StoryApartTable,
  StoryEditTable,
  StoryHourTable,
  StoryPostTable,
  StoryTable,
  StoryWatchTable,
} from './schema-stories.ts';
import type { TroubleTable } from './schema-troubles.ts';

export type * from './schema-alerts.ts';
export type * from './schema-annotations.ts';
export type * from './schema-channels.ts';
export type * from './schema-corrections.ts';
export type * from './schema-crisis-labels.ts';
export type * from './schema-feeds.ts';
export type * from './schema-ingest.ts';
export type * from './schema-mentions.ts';
export type * from './schema-risk.ts';
export type * from './schema-robots.ts';
export type * from './schema-routes.ts';
export type * from './schema-series.ts';
export type * from './schema-silences.ts';
export type * from './schema-stories.ts';
export type * from './schema-troubles.ts';

/**
 * The tables, one interface each. Times are epoch milliseconds; booleans are 0/1; columns named
 * `*_json` hold JSON text and are parsed by the file that owns the table, nowhere else.
 */
export interface Database {
  post: PostTable;
  post_key: PostKeyTable;
  analysis: AnalysisTable;
  mention: MentionTable;
  fact: FactTable;
  bucket: BucketTable;
  fine_bucket: FineBucketTable;
  facet_bucket: FacetBucketTable;
  author_bucket: AuthorBucketTable;
  term_bucket: TermBucketTable;
  watch: WatchTable;
  feed: FeedTable;
  feed_run: FeedRunTable;
  feed_day: FeedDayTable;
  feed_incident: FeedIncidentTable;
  notice: NoticeTable;
  trouble: TroubleTable;
  fetch_memory: FetchMemoryTable;
  robots: RobotsTable;
  robots_text: RobotsTextTable;
  robots_decision: RobotsDecisionTable;
  host_rest: HostRestTable;
  host_lease: HostLeaseTable;
  leader_lease: LeaderLeaseTable;
  refusal: RefusalTable;
  alert: AlertTable;
  alert_change: AlertChangeTable;
  alert_step: AlertStepTable;
  alert_draft: AlertDraftTable;
  channel: ChannelTable;
  message_template: MessageTemplateTable;
  person: PersonTable;
  person_channel: PersonChannelTable;
  duty_chain: DutyChainTable;
  duty_watch: DutyWatchTable;
  duty_step: DutyStepTable;
  duty_swap: DutySwapTable;
  brief: BriefTable;
  delivery: DeliveryTable;
  route: RouteTable;
  silence: SilenceTable;
  job: JobTable;
  ring: RingTable;
  situation: SituationTable;
  setting: SettingTable;
  watch_setting: WatchSettingTable;
  watch_setting_change: WatchSettingChangeTable;
  annotation: AnnotationTable;
  correction: CorrectionTable;
  overlay: OverlayTable;
  crisis_label: CrisisLabelTable;
  ingest_token: IngestTokenTable;
  ingest_request: IngestRequestTable;
  import_mapping: ImportMappingTable;
  import_file: ImportFileTable;
  import_chunk: ImportChunkTable;
  story: StoryTable;
  story_post: StoryPostTable;
  story_hour: StoryHourTable;
  story_watch: StoryWatchTable;
  story_edit: StoryEditTable;
  story_apart: StoryApartTable;
}

export interface WatchTable {
  id: Generated<number>;
  name: string;
  rule_json: string;
  people_json: string;
  rivals_json: Generated<string>;
  sources_json: string;
  active: number;
  created_at: number;
  updated_at: number;
}

export interface FetchMemoryTable {
  url: string;
  etag: string | null;
  last_modified: string | null;
  body_hash: string;
  fetched_at: number;
}

/** Every post or import row that was not stored, with its named reason. Met again, only `at` moves. */
export interface RefusalTable {
  id: Generated<number>;
  at: number;
  origin: string;
  position: number;
  reason: string;
  excerpt: string;
}

export interface JobTable {
  id: Generated<number>;
  kind: string;
  /** At most one waiting or running job per key. */
  unique_key: string | null;
  payload_json: string;
  /** waiting | running | done | dead */
  status: string;
  run_at: number;
  lease_until: number | null;
  attempts: Generated<number>;
  result_json: string | null;
  error: string | null;
  created_at: number;
  ended_at: number | null;
}

/** The last detection pass over a watch, alert or not. */
export interface SituationTable {
  watch_id: number;
  at: number;
  risk_json: string;
  metrics_json: string;
}

export interface SettingTable {
  key: string;
  value: string;
}
