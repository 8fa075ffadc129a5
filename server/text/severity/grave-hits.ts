import type { Severity } from '../../core/reading/analysis.ts';
import { askedOnce } from '../asked-once.ts';
import { type Clause, clauseAt } from '../clauses.ts';
import type { SignHit } from '../cues/signs.ts';
import type { Reading } from '../reading.ts';
import { KIND } from '../terms.ts';
import { denies, deniesByLast, isHeard, overlap } from './denial.ts';
import { isFictional } from './fictional.ts';
import { excluded, fearFactor, isAnnouncedWork, isDoubted } from './grave-context.ts';
import { isReportedAside } from './grave-mentions.ts';
import { WEAK } from './weak-words.ts';

/** One grave word that stands: neither excluded nor merely denied away. */
export interface GraveHit {
  readonly category: Severity;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  /** Too common a word to carry its category alone (一起去, 全城, 罚款 …). */
  readonly weak: boolean;
}

const BASE = 0.9;
/** How sure a pattern is. */
export const SIGN = 0.8;
const DENIED = 0.3;
const UNVERIFIED = 0.6;
/** Below this a category is not told: one denied word reaches 0.27. */
export const LEAST = 0.3;
const DENIAL_REACH = 8;

// 一氧化碳中毒 harms people, but no food is to blame; 中毒 alone blames food only where something was eaten.
const isFood = askedOnce(/[吃喝食餐饭菜奶饮酒肉蛋糕菌]|外卖|后厨|蘑菇|农药/);
const isGas = askedOnce(/一氧化碳|煤气|煤烟|燃气|沼气|烧炭|木炭|烧煤|毒气/);

/** Grave words in order, with the confidence that negation and doubt leave them. */
export function graveHits(reading: Reading, signs: readonly SignHit[]): GraveHit[] {
  const told = signs.filter((sign) => sign.name.startsWith('sev.'));
  if (reading.of(KIND.severity).length === 0 && told.length === 0) return [];
  const found = listedHits(reading);
  const denied = found.filter(({ confidence }) => confidence < LEAST);
  const shown = told.flatMap((sign) =>
    unlisted(reading, sign.name.slice('sev.'.length) as Severity, sign, SIGN),
  );
  if (denied.length === 0) return [...found, ...shown];
  const disproved = (hit: GraveHit) =>
    denied.some(({ text, start }) => text === hit.text && start > hit.start) && isHeard(reading, hit.start);
  // 吃完没有拉肚子: a sign around a word that is denied.
  const around = (sign: GraveHit) =>
    denied.some((hit) => hit.category === sign.category && overlap(hit, sign));
  return [...found.filter((hit) => !disproved(hit)), ...shown.filter((sign) => !around(sign))];
}

function listedHits(reading: Reading): GraveHit[] {
  const exclusions = reading.of(KIND.exclusion);
  const found: GraveHit[] = [];
  for (const hit of reading.of(KIND.severity)) {
    const clause = clauseAt(reading, hit.start);
    if (excluded(reading, hit, clause, exclusions)) continue;
    const { text, name } = hit.term;
    const confidence = BASE * leftBy(reading, clause, name, hit.start);
    found.push({
      category: text.endsWith('中毒') && !blamesFood(text, reading.text) ? 'injury' : (name as Severity),
      text,
      start: hit.start,
      end: hit.end,
      confidence,
      weak: WEAK.has(text),
    });
  }
  return found;
}

/** How much of its confidence denial, doubt and mere fear leave to an event that is told at `at`. */
function leftBy(reading: Reading, clause: Clause, category: string, at: number): number {
  const denied = denies(reading, Math.max(clause.start, at - DENIAL_REACH), at) ? DENIED : 1;
  const doubt = isDoubted(reading, clause) ? UNVERIFIED : 1;
  return denied * doubt * fearFactor(reading, clause, category);
}

/** A grave event told without a listed word, as sure as `sure` where nothing speaks against it; `sudden`: not announced. */
export function unlisted(
  reading: Reading,
  category: Severity,
  { start, end }: { readonly start: number; readonly end: number },
  sure: number,
  sudden = false,
): GraveHit[] {
  const clause = clauseAt(reading, start);
  if (isReportedAside(reading, { start, end }, clause) || isFictional(reading, clause)) return [];
  if (category === 'outage' && !sudden && isAnnouncedWork(reading.text)) return [];
  const confidence = sure * leftBy(reading, clause, category, start);
  const text = reading.text.slice(start, end);
  return [{ category, text, start, end, confidence, weak: category === 'vulnerable' }];
}

/** The same words with what their last negation says of them: see `deniesByLast`. */
export function judgedByLast(reading: Reading, listed: readonly GraveHit[]): readonly GraveHit[] {
  if (listed.length === 0 || reading.of(KIND.negation).length === 0) return listed;
  const judged = listed.map((hit) => {
    const { start: clause } = clauseAt(reading, hit.start);
    const before = denies(reading, Math.max(clause, hit.start - DENIAL_REACH), hit.start);
    const now = deniesByLast(reading, listStart(reading, clause), hit.start);
    if (before === now) return hit;
    return { ...hit, confidence: now ? hit.confidence * DENIED : Math.min(BASE, hit.confidence / DENIED) };
  });
  const denied = judged.filter(({ confidence }) => confidence < LEAST);
  return judged.filter(
    (hit) => denied.includes(hit) || !denied.some((no) => no.category === hit.category && overlap(no, hit)),
  );
}

/** Where the list begins that a clause is part of: 没有爆炸、火灾. */
function listStart(reading: Reading, clause: number): number {
  let start = clause;
  while (start > 1 && reading.text.charAt(start - 1) === '、') {
    const before = clauseAt(reading, start - 2).start;
    if (before >= start) break;
    start = before;
  }
  return start;
}

function blamesFood(word: string, text: string): boolean {
  return !isGas(text) && (word !== '中毒' || isFood(text));
}
