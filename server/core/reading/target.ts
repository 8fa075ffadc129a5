import { type Analysis, READ_LIMIT, type SentimentLabel } from './analysis.ts';
import { comparisonsIn, NAME_SIGN } from './comparison.ts';
import { type Party, type PartyKind, type Scene, sceneOf } from './parties.ts';

export const TARGETS = ['subject', 'rival', 'platform', 'other_user', 'ruled', 'unknown'] as const;
export type TargetKind = (typeof TARGETS)[number];

export const TARGET_REASONS = ['compared', 'blamed', 'only_one', 'ruling', 'undecided'] as const;
export type TargetReason = (typeof TARGET_REASONS)[number];

/** Whom the anger of a post is aimed at, seen from one watch. */
export interface Target {
  readonly kind: TargetKind;
  /** The rival, platform or user as the text or the watch names it; null for our subject and for whom it rules on. */
  readonly name: string | null;
  readonly reason: TargetReason;
}

export interface Aimed {
  readonly title: string | null;
  readonly text: string;
  readonly analysis: Analysis;
  /** Terms of the rule that matched. */
  readonly terms: readonly string[];
  /** Rivals of the watch that the post names. */
  readonly rivals: readonly string[];
}

const SUBJECT: Target = { kind: 'subject', name: null, reason: 'only_one' };
/** Anger that is shared stays ours: others must bear clearly the most of it. */
const CLEARLY = 0.6;

/**
 * Whom a post is angry at; null where it is not angry. A post that holds a rival up against our subject
 * is against us even where it reads as praise. In doubt it is ours: a missed crisis costs more than a
 * stranger's complaint. Looks no further than readers do (READ_LIMIT).
 */
export function targetOf({ title, text: whole, analysis, terms, rivals }: Aimed): Target | null {
  const text = whole.slice(0, READ_LIMIT);
  const angry = analysis.sentiment.label === -1;
  const alone = rivals.length === 0 && analysis.addressed.length === 0;
  if (!mayCompare(text, title) && (!angry || alone)) return angry ? SUBJECT : null;
  const scene = sceneOf(title, text, analysis, { terms, rivals });
  const compared = comparedIn(scene, angry);
  if (compared !== null || !angry) return compared?.kind === 'subject' || angry ? compared : null;
  return alone ? SUBJECT : blamedIn(scene);
}

/** The sentiment that counts for the watch: anger at others is no anger at us. */
export function countedLabel(label: SentimentLabel, target: Target | null): SentimentLabel {
  if (target === null) return label;
  if (target.kind === 'subject') return target.reason === 'compared' ? -1 : label;
  return label === -1 && aimsElsewhere(target) ? 0 : label;
}

/** Whether what a post complains of is somebody else's affair. */
export function aimsElsewhere(target: Target | null): boolean {
  return target !== null && target.kind !== 'subject' && target.kind !== 'unknown';
}

/** Each word that `comparisonsIn` knows, or its first signs. */
const COMPARES =
  /比|不如|不及|不上|不过|没|吊打|秒杀|碾压|完胜|完爆|甩|[胜强好差]过|[优强]于|输给|不敌|干不过|不能[跟和与]/;

function mayCompare(text: string, title: string | null): boolean {
  return COMPARES.test(text) || (title !== null && COMPARES.test(title));
}

/** Every rival gets its sign, the subject the first; what is unnamed is the other side. */
function comparedIn({ text, parties }: Scene, angry: boolean): Target | null {
  const names: string[] = [''];
  let signed = '';
  let from = 0;
  for (const { kind, name, start, end } of parties) {
    if (kind !== 'subject' && kind !== 'rival') continue;
    if (kind === 'rival' && !names.includes(name)) names.push(name);
    signed +=
      text.slice(from, start) + String.fromCharCode(NAME_SIGN + (kind === 'rival' ? names.indexOf(name) : 0));
    from = end;
  }
  if (from === 0) return null;
  const subject = String.fromCharCode(NAME_SIGN);
  for (const { better, worse } of comparisonsIn(signed + text.slice(from))) {
    if (worse === subject) return { kind: 'subject', name: null, reason: 'compared' };
    if (better === subject && angry) {
      const name = worse === null ? null : (names[worse.charCodeAt(0) - NAME_SIGN] ?? null);
      return { kind: 'rival', name, reason: 'compared' };
    }
    if (worse === null && better !== null && angry) return { ...SUBJECT, reason: 'compared' };
  }
  return null;
}

/** What it weighs that another user is attacked at all. */
const USER = 0.7;
const DELIVERY = /发货|快递|配送|送货|物流|没到|未到|送达|退款|骑手/;

/** Sums what weighs against each party: the one before it in its clause, else the topic so far. */
function blamedIn({ text, parties, blames }: Scene): Target {
  const strong = parties.filter((party) => !party.weak);
  if (!strong.some((party) => party.kind !== 'subject')) return SUBJECT;
  const weights = new Map<string, { readonly party: Party | null; sum: number }>();
  const add = (party: Party | null, weight: number) => {
    const key = party === null || party.kind === 'subject' ? 'subject' : `${party.kind} ${party.name}`;
    const known = weights.get(key);
    if (known) known.sum += weight;
    else weights.set(key, { party, sum: weight });
  };
  // Words for another user heap up (水军, 喷子, 评论区); the anger at him is one.
  const user = strong.find((party) => party.kind === 'other_user');
  if (user) add(user, USER);
  for (const { at, weight } of blames) add(ownerOf(text, strong, at), weight);
  const total = [...weights.values()].reduce((sum, each) => sum + each.sum, 0);
  if (total === 0) return { kind: 'unknown', name: null, reason: 'undecided' };
  const ours = weights.get('subject')?.sum ?? 0;
  if (ours > (1 - CLEARLY) * total) return { ...SUBJECT, reason: 'blamed' };
  const worst = [...weights.values()]
    .filter(({ party }) => party !== null && party.kind !== 'subject')
    .sort((a, b) => b.sum - a.sum)[0]?.party;
  return { kind: kindOf(worst), name: worst?.name ?? null, reason: 'blamed' };
}

function kindOf(party: Party | null | undefined): PartyKind | 'unknown' {
  return party?.kind ?? 'unknown';
}

/** Nearest party before a word in its clause; none there: the topic, which is the clause's first party. */
function ownerOf(text: string, parties: readonly Party[], at: number): Party | null {
  const clause = clauseAround(text, at);
  const inside = parties.filter((party) => party.start >= clause.start && party.end <= clause.end);
  const topic = topicBefore(text, parties, clause.start);
  const own = inside.findLast((party) => party.start <= at) ?? inside[0] ?? null;
  if (
    own?.kind === 'subject' &&
    topic?.kind === 'platform' &&
    DELIVERY.test(text.slice(clause.start, clause.end))
  ) {
    return topic;
  }
  return own ?? topic ?? parties[0] ?? null;
}

function topicBefore(text: string, parties: readonly Party[], start: number): Party | null {
  const last = parties.findLast((party) => party.end <= start);
  if (last === undefined) return null;
  const clause = clauseAround(text, last.start);
  return parties.find((party) => party.start >= clause.start) ?? last;
}

const PAUSES = new Set(',。!?;:、\n ');

function clauseAround(text: string, at: number): { readonly start: number; readonly end: number } {
  let start = at;
  while (start > 0 && !PAUSES.has(text.charAt(start - 1))) start--;
  let end = at;
  while (end < text.length && !PAUSES.has(text.charAt(end))) end++;
  return { start, end };
}
