import type { Analysis } from './analysis.ts';
import { type Folded, fold } from './fold.ts';
import { readTerm } from './rule-term.ts';

export type PartyKind = 'subject' | 'rival' | 'platform' | 'other_user';

/** A party where the text names it; offsets are into the folded text. */
export interface Party {
  readonly kind: PartyKind;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Named as what something is about or done to, not as who acts: 把XX的汤洒了, 吹XX的软文. */
  readonly weak: boolean;
}

/** A span that weighs against somebody. */
export interface Blame {
  readonly at: number;
  readonly weight: number;
}

/** What `targetOf` looks at: folded text, who is in it, what weighs. */
export interface Scene {
  readonly text: string;
  readonly parties: readonly Party[];
  readonly blames: readonly Blame[];
}

export interface Names {
  /** Terms of the rule that matched, as written. */
  readonly terms: readonly string[];
  readonly rivals: readonly string[];
}

const PATIENT = /(?:把|将|对|写|吹|黑|夸|推荐|关于|宣传|洗|捧|踩)$/;
/** 幸好买的是XX: whoever is glad to be with us blames somebody else. */
const RELIEVED = /(?:幸好|还好(?!意思)|好在|幸亏|得亏|庆幸)[^,。!?]{0,8}$/;
const CONTENT =
  /^(?:品牌|公司|官方)?的?(?:超话|话题|热搜|词条|广告|软文|通稿|水军|粉丝|黑粉|好评|帖子|评论区|楼|招你|惹你)/;
/** Severity weighs more than a word of displeasure: what harmed people is what a post is about. */
const GRAVE = 0.8;

/** Places subject, rivals, platforms and users in a post; of two that overlap the longer stays. */
export function sceneOf(title: string | null, text: string, analysis: Analysis, names: Names): Scene {
  const head = title === null ? '' : `${title}\n`;
  const folded = fold(head + text);
  const found: Party[] = [];
  place(folded.text, 'subject', names.terms, found);
  place(folded.text, 'rival', names.rivals, found);
  for (const { kind, text: name, span } of analysis.addressed) {
    // Spans are of the text alone; what stands in the title has an empty one.
    const inTitle = span[0] === span[1];
    const start = inTitle ? folded.text.indexOf(fold(name).text) : unitAt(folded, head.length + span[0]);
    const end = inTitle ? start + name.length : unitAt(folded, head.length + span[1]);
    if (start >= 0 && !found.some((other) => other.start < end && other.end > start)) {
      found.push({ kind, name, start, end, weak: false });
    }
  }
  const parties = found.sort((a, b) => a.start - b.start);
  return {
    text: folded.text,
    parties: ownedOf(folded.text, parties),
    blames: blamesOf(folded, head.length, analysis),
  };
}

function place(text: string, kind: PartyKind, names: readonly string[], found: Party[]): void {
  for (const written of names) {
    for (const word of wordsOf(written)) {
      for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
        const end = start + word.length;
        if (partOfLatin(text, start, end)) continue;
        const rival = found.findIndex((other) => other.start < end && other.end > start);
        if (rival >= 0) {
          const other = found[rival] as Party;
          if (other.end - other.start >= word.length) continue;
          found.splice(rival, 1);
        }
        const weak =
          PATIENT.test(text.slice(Math.max(0, start - 3), start)) ||
          CONTENT.test(text.slice(end, end + 8)) ||
          (kind === 'subject' && RELIEVED.test(text.slice(Math.max(0, start - 12), start)));
        found.push({ kind, name: written, start, end, weak });
      }
    }
  }
}

function wordsOf(written: string): readonly string[] {
  const term = readTerm(written);
  if (typeof term === 'string') return [];
  return term.kind === 'word' ? [term.word] : [term.a, term.b];
}

function partOfLatin(text: string, start: number, end: number): boolean {
  return (
    /[a-z0-9]{2}/.test(text.slice(Math.max(0, start - 1), start + 1)) ||
    /[a-z0-9]{2}/.test(text.slice(end - 1, end + 1))
  );
}

/** 城北热力的暖气: what a rival owns is not ours, though we watch the word. */
function ownedOf(text: string, parties: readonly Party[]): readonly Party[] {
  return parties.map((party, at) => {
    const before = parties[at - 1];
    if (party.kind !== 'subject' || before?.kind !== 'rival') return party;
    return /^(?:的|家的?|那边的?|公司的?)?$/.test(text.slice(before.end, party.start))
      ? { ...party, weak: true }
      : party;
  });
}

function blamesOf(folded: Folded, head: number, analysis: Analysis): readonly Blame[] {
  const blames: Blame[] = [];
  for (const { span, weight } of analysis.evidence) {
    if (weight < 0 && span[1] > span[0])
      blames.push({ at: unitAt(folded, head + span[1] - 1), weight: -weight });
  }
  for (const { terms } of analysis.severity) {
    for (const term of terms) {
      const at = folded.text.indexOf(term);
      if (at >= 0) blames.push({ at, weight: GRAVE });
    }
  }
  return blames;
}

/** Offset in the folded text of an offset in the text as given. */
function unitAt({ map }: Folded, given: number): number {
  if (map === null) return given;
  let low = 0;
  let high = map.start.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((map.end[middle] as number) <= given) low = middle + 1;
    else high = middle;
  }
  return low;
}
