import type { Generated } from 'kysely';
import type { AccountTable, AuditTable } from './access.ts';
import type { AlertChangeTable, AlertDraftTable, AlertStepTable, AlertTable } from './alerts.ts';
import type { AnnotationTable } from './annotations.ts';
import type { ChannelTable, DeliveryTable, MessageTemplateTable } from './channels.ts';
import type { CorrectionTable, OverlayTable } from './corrections.ts';
import type { CrisisLabelTable } from './crisis-labels.ts';
import type { DrillEventTable, DrillTable } from './drills.ts';
import type { ErasedTable, ErasureTable } from './erasures.ts';
import type {
  FeedDayTable,
  FeedIncidentTable,
  FeedPauseTable,
  FeedRunTable,
  FeedTable,
  NoticeTable,
} from './feeds.ts';
import type { FixProofTable, FixTable } from './fixes.ts';
import type {
  ImportFileTable,
  ImportMappingTable,
  ImportPostTable,
  IngestRequestTable,
  IngestTokenTable,
  InletTable,
} from './ingest.ts';
import type { JobTable } from './jobs.ts';
import type { AnalysisTable, FactTable, MentionTable, PostKeyTable, PostTable } from './mentions.ts';
import type {
  BriefTable,
  DutyChainTable,
  DutyStepTable,
  DutySwapTable,
  DutyWatchTable,
  PersonChannelTable,
  PersonTable,
} from './people.ts';
import type { ReadTokenTable, ReadTokenWatchTable } from './read-tokens.ts';
import type { ReportTable } from './reports.ts';
import type { ReviewMeasureTable, ReviewTable } from './reviews.ts';
import type { WatchSettingChangeTable, WatchSettingTable } from './risk.ts';
import type { HostRestTable, RobotsDecisionTable, RobotsTable, RobotsTextTable } from './robots.ts';
import type { RouteTable } from './routes.ts';
import type {
  AuthorBucketTable,
  BucketTable,
  FacetBucketTable,
  FacetDayTable,
  FineBucketTable,
  TermBucketTable,
} from './series.ts';
import type { SessionTable } from './sessions.ts';
import type { HostLeaseTable, ImportChunkTable, LeaderLeaseTable, RingTable } from './shared.ts';
import type { DecisionKeyTable, SilenceTable } from './silences.ts';
import type { StandardTable, StandardVersionTable } from './standards.ts';
import type { StatementDecisionTable, StatementPublicationTable, StatementTable } from './statements.ts';
import type {
  StoryApartTable,
  StoryEditTable,
  StoryHourTable,
  StoryPostTable,
  StoryTable,
  StoryWatchTable,
} from './stories.ts';
import type { SurveyTable, SurveyTextTable } from './surveys.ts';
import type { TroubleTable } from './troubles.ts';

export type * from './access.ts';
export type * from './alerts.ts';
export type * from './annotations.ts';
export type * from './channels.ts';
export type * from './corrections.ts';
export type * from './crisis-labels.ts';
export type * from './drills.ts';
export type * from './erasures.ts';
export type * from './feeds.ts';
export type * from './fixes.ts';
export type * from './ingest.ts';
export type * from './jobs.ts';
export type * from './mentions.ts';
export type * from './read-tokens.ts';
export type * from './reports.ts';
export type * from './reviews.ts';
export type * from './risk.ts';
export type * from './robots.ts';
export type * from './routes.ts';
export type * from './series.ts';
export type * from './silences.ts';
export type * from './standards.ts';
export type * from './statements.ts';
export type * from './stories.ts';
export type * from './surveys.ts';
export type * from './troubles.ts';

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
  facet_day: FacetDayTable;
  author_bucket: AuthorBucketTable;
  term_bucket: TermBucketTable;
  watch: WatchTable;
  feed: FeedTable;
  feed_run: FeedRunTable;
  feed_day: FeedDayTable;
  feed_incident: FeedIncidentTable;
  feed_pause: FeedPauseTable;
  notice: NoticeTable;
  trouble: TroubleTable;
  session: SessionTable;
  statement: StatementTable;
  statement_decision: StatementDecisionTable;
  statement_publication: StatementPublicationTable;
  account: AccountTable;
  audit: AuditTable;
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
  fix: FixTable;
  fix_proof: FixProofTable;
  standard: StandardTable;
  standard_version: StandardVersionTable;
  survey: SurveyTable;
  survey_text: SurveyTextTable;
  report: ReportTable;
  review: ReviewTable;
  review_measure: ReviewMeasureTable;
  drill: DrillTable;
  drill_event: DrillEventTable;
  correction: CorrectionTable;
  overlay: OverlayTable;
  crisis_label: CrisisLabelTable;
  ingest_token: IngestTokenTable;
  ingest_request: IngestRequestTable;
  inlet: InletTable;
  read_token: ReadTokenTable;
  read_token_watch: ReadTokenWatchTable;
  import_mapping: ImportMappingTable;
  import_file: ImportFileTable;
  import_chunk: ImportChunkTable;
  import_post: ImportPostTable;
  erasure: ErasureTable;
  erased: ErasedTable;
  decision_key: DecisionKeyTable;
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
  /** What its subject was called before, as far as it has not yet looked at what was said under these names. */
  former_json: Generated<string>;
}

export interface FetchMemoryTable {
  url: string;
  etag: string | null;
  last_modified: string | null;
  body_hash: string;
  fetched_at: number;
  /** How often it was asked for and brought nothing; 0: it did, or it is gone. */
  in_vain: Generated<number>;
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
