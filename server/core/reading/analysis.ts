export const SERVQUAL = ['tangibles', 'reliability', 'responsiveness', 'assurance', 'empathy'] as const;
export type Servqual = (typeof SERVQUAL)[number];

export const EXPECTATIONS = ['functional', 'emotional', 'social'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

export const TOUCHPOINTS = [
  'hotline',
  'online_service',
  'app',
  'website',
  'store',
  'delivery',
  'onsite_repair',
  'billing',
  'after_sales',
  'marketing',
  'waiting',
  'transport',
  'heating',
  'stay_dining',
] as const;
export type Touchpoint = (typeof TOUCHPOINTS)[number];

export const SEVERITIES = [
  'death',
  'injury',
  'food_poisoning',
  'fire_explosion',
  'fraud',
  'discrimination',
  'privacy_leak',
  'labor',
  'mass_incident',
  'official',
  'vulnerable',
  'sexual_violence',
  'outage',
  'media_escalation',
  'self_harm',
] as const;
export type Severity = (typeof SEVERITIES)[number];

export const INTENTS = [
  'complaint',
  'question',
  'praise',
  'suggestion',
  'rumour',
  'help',
  'escalation_threat',
  'boycott_churn',
  'spam',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Why it went wrong, according to the text. */
export const ROOT_CAUSES = [
  'expectation_mismatch',
  'process',
  'staff',
  'product_tech',
  'external',
  'supplier_partner',
] as const;
export type RootCause = (typeof ROOT_CAUSES)[number];

/** What writers say they are; never guessed from whom they merely mention. */
export const SEGMENTS = [
  'elderly',
  'young',
  'family_child',
  'high_spend',
  'price_sensitive',
  'professional_info',
  'plain_language',
  'business',
  'internal_customer',
] as const;
export type Segment = (typeof SEGMENTS)[number];

export const EMOTIONS = ['anger', 'sadness', 'fear', 'joy', 'surprise', 'neutral'] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** −1 negative, 0 neutral, 1 positive. */
export type SentimentLabel = -1 | 0 | 1;

/** [start, end) in UTF-16 units of the text as given. */
export type Span = readonly [number, number];

export interface Sentiment {
  readonly label: SentimentLabel;
  /** Probabilities that sum to 1. */
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  /** −1..1 */
  readonly score: number;
}

export interface SeverityReading {
  readonly category: Severity;
  readonly confidence: number;
  readonly terms: readonly string[];
}

export interface Aspect {
  readonly aspect: string;
  /** Code of a topic of its trade (`dish_taste`, 油耗), where a trained head found it. */
  readonly topic?: string;
  readonly servqual: Servqual | null;
  readonly expectation: Expectation | null;
  readonly touchpoint: Touchpoint | null;
  readonly polarity: SentimentLabel;
  readonly span: Span;
  readonly expected?: number;
  readonly actual?: number;
  readonly unit?: string;
  /** Whether what came falls short of what was expected, by the words around it; absent in what was read earlier. */
  readonly worse?: boolean;
}

/** A span that weighed in the sentiment score, with its signed weight. */
export interface Evidence {
  readonly span: Span;
  readonly text: string;
  readonly weight: number;
}

/** A party other than the subject of a post that the text speaks of or turns to. */
export interface Addressed {
  readonly kind: 'platform' | 'other_user';
  readonly text: string;
  readonly span: Span;
}

/** Longer texts are read up to here: its first 20,000 characters show what a post is about. */
export const READ_LIMIT = 20_000;

/** Everything read from one text. */
export interface Analysis {
  readonly language: string;
  /** 0..1: how much like readable text this is; junk stays out of statistics below 0.3. */
  readonly quality: number;
  readonly sentiment: Sentiment;
  readonly emotion: Readonly<Record<Emotion, number>>;
  readonly intents: readonly { readonly name: Intent; readonly p: number }[];
  readonly severity: readonly SeverityReading[];
  readonly aspects: readonly Aspect[];
  readonly evidence: readonly Evidence[];
  /** Place names below the city: districts, estates, streets. Empty when none is named. */
  readonly places: readonly string[];
  readonly rootCauses: readonly RootCause[];
  readonly segments: readonly Segment[];
  /** 0..1: how much it sounds like the opposite of its words; from 0.5 worth a person's look. */
  readonly sarcasm: number;
  /** Platforms and other users in order; the subject and its rivals are the watch's affair. */
  readonly addressed: readonly Addressed[];
  /** Up to ten words that say what it is about, folded, weightiest first, each once; 2 to 12 characters. */
  readonly keywords: readonly string[];
}

/** Name and version of what did the reading; kept with each analysis. */
export interface Reader {
  readonly version: string;
  read(text: string, context?: { readonly title?: string; readonly rating?: number }): Analysis;
}
