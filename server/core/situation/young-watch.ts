import type { Records } from '../alert/alert.ts';
import { rises } from '../finding/claim.ts';
import type { Choice } from '../playbook/playbook-choice.ts';
import { LEVELS, type Level } from '../risk/grade.ts';
import type { LevelResult } from '../risk/level.ts';
import { DEFAULT_SENSITIVITY } from '../risk/sensitivity.ts';
import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../risk/severity-weight.ts';
import { isColdStart } from '../series/baseline/baseline.ts';
import type { Claim, Series } from '../series/series.ts';
import { usualShare } from '../series/usual/share.ts';
import { median } from '../statistics/median.ts';
import { wilson } from '../statistics/wilson.ts';
import { DAY, HOUR, type Instant } from '../time.ts';

/** Conditions that hold by how many people claim something, whatever they and all the others say besides. */
const CLAIMED = /^(death-2|injury-2|food-poisoning-3|self-harm|mass|severe-claim|few-authors)\b/;

/**
 * The highest rank of a watch that is known for less than a week, where its level is owed to claims alone. Nobody knows
 * yet how many patients lie in a hospital's posts or how many parcels are late on any day: so a grave claim is
 * announced from the first one, and at the lowest level until the index or clearly more complaints bear it out. 4 where
 * nothing is capped.
 * @param thresholds of the index, by level
 */
export function youngCap(
  series: Series,
  {
    index,
    base,
    choices,
    records,
  }: {
    readonly index: number;
    readonly base: LevelResult;
    readonly choices: readonly Choice[];
    readonly records: Records;
  },
  thresholds: Readonly<Record<Level, number>>,
  now: Instant,
): number {
  if (!isColdStart(series) || isBorneOut(series, now)) return 4;
  const verified = Object.values(records).some((value) => value > 0);
  if (verified || !base.overrides.every((code) => CLAIMED.test(code))) return 4;
  if (choices.some(({ leak }) => leak)) return 4;
  return Math.max(1, LEVELS.filter((level) => index >= thresholds[level]).length);
}

const HOURS = 6;
/** Mentions that the share of the days so far must rest on, and how far above it complaints lie that bear a claim out. */
const MIN_HISTORY_MENTIONS = 50;
const CLEARLY_MORE = 0.15;
const MIN_COMPLAINTS = 5;

/**
 * So long a watch must be known before a claim that nobody made is a new one, and before one is more than in the days
 * before.
 */
const TELLS_NEW = 24;
const TELLS_MORE = 72;
const JUST_MADE = 12 * HOUR;
const MANY = 5;
/** A claim of so many on the first day is new where nobody made it in so many hours that the watch was heard before. */
const HEARD_BEFORE = 6 * HOUR;

/** A grave claim that nobody made before these hours, or that clearly more people make than in the two days before. */
function isNewClaim(claim: Claim, { knownHours }: Series, now: Instant): boolean {
  if (!isSevere(claim)) return false;
  if (knownHours >= TELLS_NEW && claim.authors24h > 1 && claim.firstAt > now - JUST_MADE) return true;
  const before = knownHours * HOUR - (now - claim.firstAt);
  const isOfToday = claim.firstAt > now - DAY;
  if (claim.authors24h >= MANY && isOfToday && before >= HEARD_BEFORE) return true;
  return knownHours >= TELLS_MORE && rises(claim, MANY);
}

/** The newest hours stay out, so that a storm is not its own yardstick. */
const EXCLUDED_HOURS = 6;
/**
 * More than so many times the complaints of a usual day's busiest hour, and what chance adds to them, is not said
 * anyway.
 */
const STORMY = 1.5;

function isSevere({ fact }: Claim): boolean {
  const category = severityOf(fact);
  return category !== null && SEVERITY_WEIGHT[category] >= SEVERE;
}

/**
 * When the disaster began that many write about; Infinity where there is none. Who makes a watch because of it knows no
 * usual day.
 */
function disasterSince(claims: readonly Claim[]): Instant {
  const told = claims.filter((claim) => claim.authors24h >= MANY && isSevere(claim));
  return Math.min(...told.map(({ firstAt }) => firstAt));
}

/**
 * The most complaints of an hour on a usual one of the days so far; 0 where not even one is known. A disaster that goes
 * on is not its own yardstick.
 */
function busiestHour({ hours, knownHours, claims }: Series, now: Instant): number {
  const calm = Math.min(now - EXCLUDED_HOURS * HOUR, disasterSince(claims));
  const known = hours.filter(({ hour }) => hour + HOUR <= calm);
  const past = known.filter(({ hour }) => hour >= now - knownHours * HOUR);
  const days = Map.groupBy(past, ({ hour }) => Math.floor((now - hour) / DAY));
  const whole = [...days.values()].filter((day) => 2 * day.length >= 24);
  return whole.length === 0 ? 0 : median(whole.map((day) => Math.max(...day.map((point) => point.negative))));
}

/**
 * A storm of complaints in the last hour, as the detector of young watches has it, or surely more than in the days so
 * far. Where most of what is said complains on any day, an hour of the usual is no storm.
 */
function isBorneOut(series: Series, now: Instant): boolean {
  const { lastHour, lastSixHours } = series;
  const { coldNegative, coldAuthors, coldShare } = series.sensitivity ?? DEFAULT_SENSITIVITY;
  const { negative, negativeAuthors, total } = lastHour;
  const busiest = busiestHour(series, now);
  const storm =
    negative >= coldNegative &&
    negativeAuthors >= coldAuthors &&
    wilson(negative, total).lo >= coldShare &&
    negative > STORMY * busiest + Math.sqrt(busiest);
  if (storm || series.claims.some((claim) => isNewClaim(claim, series, now))) return true;
  const usual = usualShare(series, HOURS, now);
  if (usual === null || usual.total < MIN_HISTORY_MENTIONS || lastSixHours.negative < MIN_COMPLAINTS)
    return false;
  return wilson(lastSixHours.negative, lastSixHours.total).lo >= usual.mean + CLEARLY_MORE;
}
