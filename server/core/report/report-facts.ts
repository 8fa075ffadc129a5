import type { AlertStatus } from '../alert/alert.ts';
import type { Outage } from '../feed/feed-incident.ts';
import type { Servqual, Severity, Touchpoint } from '../reading/analysis.ts';
import type { Level } from '../risk/grade.ts';
import type { AuthorCount } from '../series/author-sketch.ts';
import type { OneSided } from '../series/one-sided.ts';
import type { Span } from '../series/trend-window.ts';
import type { Fix } from '../service/fix.ts';
import type { FixProof } from '../service/fix-proof.ts';
import type { GapRow } from '../service/gap.ts';
import type { SuggestionGroup } from '../service/suggestion.ts';
import type { SurveyChanges, SurveyFigures } from '../service/survey-figures.ts';
import type { Growth } from '../statistics/growth-interval.ts';
import type { Stage } from '../story/story.ts';
import type { Survey } from '../survey/survey.ts';
import type { Scale } from '../survey/survey-use.ts';
import type { Instant } from '../time.ts';
import type { AlertTiming } from './alert-timing.ts';
import type { ReportPeriod } from './report-period.ts';
import type { VolumeBar } from './report-snapshot.ts';

/** Counts of one stretch; originals and copies together. */
export interface Amount {
  readonly count: number;
  readonly copies: number;
  readonly negative: number;
  readonly authors: AuthorCount;
}

export interface VolumeFacts {
  readonly unit: 'hour' | 'day';
  readonly bars: readonly VolumeBar[];
  readonly now: Amount;
  /** Null where nothing is known of then. */
  readonly before: Amount | null;
  readonly growth: Growth | null;
}

export interface ReportAlert {
  readonly id: number;
  readonly watchName: string;
  /** The highest it reached by the end of the time. */
  readonly level: Level;
  readonly status: AlertStatus;
  readonly sentence: string;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly confirmedBy: string | null;
  readonly timing: AlertTiming;
  /** Who closed it, and what they wrote to it. */
  readonly closedBy: string | null;
  readonly closingNote: string | null;
}

export interface ReportStory {
  readonly title: string;
  readonly stage: Stage;
  readonly count: number;
  readonly copies: number;
  readonly negative: number;
  /** In the time before; null where nothing is known of then. */
  readonly before: number | null;
  readonly peak: { readonly at: Instant; readonly count: number };
  /** Most posts first. */
  readonly platforms: readonly string[];
  readonly examples: readonly {
    readonly text: string;
    readonly platform: string;
    readonly at: Instant;
    readonly url: string | null;
  }[];
}

/** Something that people speak of, held against the time before. */
export interface Change {
  /** A fact (`intent.complaint`), or a word under `term.`. */
  readonly name: string;
  readonly count: number;
  readonly before: number | null;
  readonly growth: Growth | null;
  readonly direction: 'rising' | 'falling' | 'steady';
}

/** Complaints, originals only. */
export interface TouchpointFacts extends Omit<Change, 'name'> {
  readonly touchpoint: Touchpoint;
  /** Copies of complaints, which are not among them. */
  readonly copies: number;
  readonly dimensions: readonly (Omit<Change, 'name'> & { readonly dimension: Servqual })[];
}

export interface GapFacts {
  readonly touchpoint: Touchpoint;
  /** Of the newest complaints so many were looked into. */
  readonly looked: number;
  /** Copies of complaints, which were not looked into. */
  readonly copies: number;
  readonly gaps: readonly GapRow[];
}

export interface SuggestionFacts {
  /** Of the newest so many were looked into. */
  readonly looked: number;
  /** Of them only plead for help, and are in no group. */
  readonly pleas: number;
  readonly groups: readonly SuggestionGroup[];
}

export interface PlaceFacts {
  readonly name: string;
  readonly count: number;
  readonly negative: number;
  readonly before: number | null;
}

/** A watch and those of its rivals. */
export interface VoiceFacts extends PlaceFacts {
  readonly own: boolean;
}

export interface OutageFacts extends Span {
  readonly feed: string;
  readonly why: Outage | 'paused';
  /** It was not over when the report was made. */
  readonly lasting: boolean;
  /** What part of the mentions usually comes by it, 0..1; null: not known. */
  readonly share: number | null;
}

export interface SourceFacts {
  /** Feeds that are there for these watches, and how many of them were readable in the time. */
  readonly feeds: number;
  readonly readable: number;
  readonly outages: readonly OutageFacts[];
}

/** A survey with what it comes to, beside the one before it; null for the first. */
export interface SurveyFacts extends Pick<Survey, 'name' | 'watchId' | 'from' | 'to' | 'answers'> {
  readonly watchName: string;
  readonly cesScale: Scale;
  readonly cesBetter: 'high' | 'low';
  readonly figures: SurveyFigures;
  readonly before: Pick<Survey, 'name'> | null;
  readonly changes: SurveyChanges | null;
}

/** All that a report covers, counted and not yet worded. */
export interface ReportFacts {
  readonly period: ReportPeriod;
  /** The same length just before; null where nothing is known of then. */
  readonly before: Span | null;
  /** Since when all of them are watched; null: none is. */
  readonly begun: Instant | null;
  readonly watches: readonly string[];
  /** All watches together, whatever their number. */
  readonly all: boolean;
  readonly madeAt: Instant;
  readonly volume: VolumeFacts;
  readonly alerts: readonly ReportAlert[];
  readonly alertsBefore: number | null;
  readonly stories: readonly ReportStory[];
  /** Platforms not heard throughout both times: counts have them, growth has not; words have none. */
  readonly oneSided: readonly OneSided[];
  readonly topics: readonly Change[];
  readonly touchpoints: readonly TouchpointFacts[];
  readonly gaps: readonly GapFacts[];
  readonly suggestions: SuggestionFacts;
  /** Those that ran in the time, the last to end first. */
  readonly surveys: readonly SurveyFacts[];
  readonly fixes: readonly (Fix & { readonly watchName: string; readonly proof: FixProof })[];
  readonly platforms: readonly PlaceFacts[];
  readonly regions: readonly PlaceFacts[];
  /** Empty where no rival is watched. */
  readonly voices: readonly VoiceFacts[];
  readonly sources: SourceFacts;
  /** Posts that claim something grave, unverified. */
  readonly claims: readonly {
    readonly severity: Severity;
    readonly count: number;
    readonly before: number | null;
  }[];
}
