import type { Voice } from '../mention/post.ts';
import type { Sensitivity } from '../risk/sensitivity.ts';
import type { Instant } from '../time.ts';
import type { DayCount } from './slow-rise.ts';
import type { UsualAuthors } from './usual/claims.ts';

export interface HourPoint {
  readonly hour: Instant;
  readonly total: number;
  readonly negative: number;
  readonly copies: number;
  readonly reach: number;
  /** Too much could not be heard then, for feeds out of order: it says nothing about what is usual. */
  readonly partial?: true;
}

/** Distinct authors behind one fact in its window, and up to five posts that show it. */
export interface Claim {
  /** `sev.outage`, `intent.rumour`, … */
  readonly fact: string;
  readonly authors24h: number;
  readonly posts24h: number;
  readonly posts72h: number;
  /** Of the posts of 24 h those that copy no other; null where nobody looked: only grave claims are looked into. */
  readonly originals24h: number | null;
  readonly firstAt: Instant;
  readonly examples: readonly number[];
  /** Of severe claims, where they are made on many days. */
  readonly usual?: UsualAuthors;
}

/** What happened in the minutes before `now`, counted to the minute. */
export interface Recent {
  readonly minutes: number;
  readonly total: number;
  readonly negative: number;
  /** Absent where nobody counted them: in windows of thousands. */
  readonly positive?: number;
  readonly copies: number;
  readonly authors: number;
  readonly negativeAuthors: number;
}

/** Counts of one platform by the hour, in step with `Series.hours`. */
export interface PlatformHours {
  readonly platform: string;
  readonly counts: readonly number[];
}

/** Copies of the last six hours: how many, of how many texts, by how many people. */
export interface Copying {
  readonly minutes: number;
  readonly copies: number;
  /** Distinct texts that were copied. */
  readonly originals: number;
  /** Distinct authors of the copies; one that is not named counts as one of its own. */
  readonly authors: number;
  /** Copies of the text that was copied most. */
  readonly mostOfOne: number;
  /** Up to five originals, most copied first. */
  readonly examples: readonly number[];
}

/** A voice of weight (regulator, media, big account, …) heard in the last three days. */
export interface VoiceHeard {
  readonly voice: Voice;
  readonly posts24h: number;
  readonly authors24h: number;
  /** Its first post of the last 24 h; null when it last spoke before. */
  readonly since: Instant | null;
  /** Its last post before that, however long ago; null when it never spoke. */
  readonly before: Instant | null;
  readonly examples: readonly number[];
}

/** A complaint and how many reacted to it (likes, comments, reposts), as its page showed last. */
export interface LoudPost {
  readonly postId: number;
  readonly at: Instant;
  readonly reactions: number;
}

/** Complaints of the last day that many react to, and what posts before that day brought about. */
export interface Reactions {
  /** By nobody in particular, most first. */
  readonly loud: readonly LoudPost[];
  /** One number for each of the newest earlier posts that show a count, in any order. */
  readonly usual: readonly number[];
}

/** A complaint in words of its own about one touchpoint. */
export interface Complaint {
  readonly at: Instant;
  readonly postId: number;
  readonly author: string | null;
}

/** Complaints about one touchpoint, where they may be more than usual. */
export interface TouchHours {
  /** `touch.hotline` */
  readonly fact: string;
  /** Originals by the hour, in step with `Series.hours`. */
  readonly counts: readonly number[];
  /** Those of the last 24 h, newest first; where they are very many, the newest of them. */
  readonly complaints: readonly Complaint[];
  /** `complaints` holds all of them since then. */
  readonly listedSince: Instant;
}

/** A touchpoint, a place or a keyword in the complaints of the first and of the last week of a slow rise. */
export interface RisingPart {
  /** `touch.billing`, `area.朝阳`, `term.扣费` */
  readonly fact: string;
  readonly first: number;
  readonly last: number;
}

/** Days of a watch whose complaints seem to rise week by week. */
export interface Rising {
  /** Whole days up to the last that counts, what feeds brought that were not read throughout left out. */
  readonly days: readonly DayCount[];
  /** The same weeks a year before, where anything is known of them. */
  readonly lastYear: readonly DayCount[];
  /** The weeks before the rise, as far as anything is known of them. */
  readonly earlier: readonly DayCount[];
  readonly parts: readonly RisingPart[];
  /** Complaints of the last week, of what rises most, newest first. */
  readonly examples: readonly number[];
}

/** One look at a hot list: where a topic of the watch stood. */
export interface RankSeen {
  readonly postId: number;
  readonly at: Instant;
  /** From 1. */
  readonly rank: number;
}

/** The feeds that a watch hears of the public through; all zero where posts are only imported or pushed. */
export interface FeedsHeard {
  readonly active: number;
  /** Read without fault at the last turn, and not in an open incident. */
  readonly healthy: number;
  /** The latest time at which every healthy one had been read; null when none was. */
  readonly readAt: Instant | null;
}

/** Everything a detector may look at for one watch. Hours without posts are present as zeros. */
export interface Series {
  readonly watchId: number;
  /** Ascending, without gaps, from the first mention or the watch's making (at most 28 days ago) to the current hour. */
  readonly hours: readonly HourPoint[];
  /** Hours of real coverage up to now, at most 28 days; see `coveredSince`. Earlier `hours` prove nothing. */
  readonly knownHours: number;
  /**
   * The same object as long as the settled part of `hours` is the same: what was derived from that part, such
   * as a baseline, may be kept by it for as long. Absent where nobody keeps anything.
   */
  readonly settled?: object;
  readonly lastHour: Recent;
  readonly lastSixHours: Recent;
  readonly claims: readonly Claim[];
  readonly areas6h: number;
  readonly reach24h: number;
  readonly topVoice: Voice | null;
  /** Best hot list rank in 24 h, from 1; null when on none. */
  readonly hotRank: number | null;
  /** The newest negative posts' ids of the last hour, at most five, most engaged first. */
  readonly examples: readonly number[];
  /** The newest posts of the last six hours, at most five, whatever their tone, copies last. */
  readonly newest?: readonly number[];
  /** Platforms met in `hours`; see `PlatformHours`. */
  readonly platforms: readonly PlatformHours[];
  /** Mentions of the last six hours by platform, to the minute. */
  readonly platformsSixHours: Readonly<Record<string, number>>;
  readonly copying: Copying;
  readonly voices: readonly VoiceHeard[];
  /** Ascending by time, of the last two days. */
  readonly ranks: readonly RankSeen[];
  readonly feeds: FeedsHeard;
  /** Absent where no complaint brought about much. */
  readonly reactions?: Reactions;
  /** Absent where no touchpoint is complained of much. */
  readonly touches?: readonly TouchHours[];
  /** Absent where complaints do not seem to rise for weeks. */
  readonly rising?: Rising;
  /** How little is enough, as the watch's team set it; as shipped where absent. */
  readonly sensitivity?: Sensitivity;
}

/** What is known beside the counts where nobody looked: for charts, which need the hours alone. */
export const NOTHING_BESIDE: Pick<
  Series,
  'platforms' | 'platformsSixHours' | 'copying' | 'voices' | 'ranks' | 'feeds'
> = {
  platforms: [],
  platformsSixHours: {},
  copying: { minutes: 360, copies: 0, originals: 0, authors: 0, mostOfOne: 0, examples: [] },
  voices: [],
  ranks: [],
  feeds: { active: 0, healthy: 0, readAt: null },
};

/** Posts that show how much is said: complaints first, then whatever is newest. */
export function talkExamples({ examples, newest = [] }: Series): readonly number[] {
  return [...new Set([...examples, ...newest])].slice(0, 5);
}
