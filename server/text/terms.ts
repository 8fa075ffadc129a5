import { fold } from '../core/reading/fold.ts';
import type { Lexicon, Supplement } from './lexicon.ts';
import { PARTY_WORDS } from './party-words.ts';

/** What a word is listed for. One word may be listed for several things. */
export const KIND = {
  sentiment: 0,
  degree: 1,
  negation: 2,
  exception: 3,
  shift: 4,
  concession: 5,
  uncertain: 6,
  rhetorical: 7,
  sarcasm: 8,
  severity: 9,
  exclusion: 10,
  intent: 11,
  servqual: 12,
  touch: 13,
  expectation: 14,
  marker: 15,
  emotion: 16,
  cue: 17,
  cause: 18,
  segment: 19,
  party: 20,
  sign: 21,
} as const;
export type Kind = (typeof KIND)[keyof typeof KIND];
export const KINDS = Object.keys(KIND).length;

/** One listing of a word. */
export interface Term {
  readonly text: string;
  readonly kind: Kind;
  /** `hotline`, `outage`, `reliability`, …: what it stands for within its kind. */
  readonly name: string;
  readonly weight: number;
  /** Longest match wins among the hits of one group; groups overlap freely. */
  readonly group: number;
  /** Spellings that count, where case matters (YYDS, SB); empty where it does not. */
  readonly spellings: readonly string[];
}

type Listing = Omit<Term, 'group' | 'spellings'>;

/** Every listing of both lists and of the readers' own cues, folded as texts are. */
export function termsOf(
  lexicon: Lexicon,
  supplement: Supplement,
  cues: readonly string[],
  signs: readonly string[],
): Term[] {
  const listings = new Map<string, Listing>();
  const spellings = new Map<string, string[]>();
  const add = (text: string, kind: Kind, name: string, weight = 0) => {
    const folded = fold(text).text;
    if (folded !== '') listings.set(`${kind} ${name} ${folded}`, { text: folded, kind, name, weight });
    return folded;
  };
  addFeeling(lexicon, supplement, add, spellings);
  addModifiers(lexicon, supplement, add);
  addTopics(lexicon, supplement, add);
  for (const cue of cues) add(cue, KIND.cue, cue);
  for (const trigger of signs) add(trigger, KIND.sign, trigger);
  for (const [name, words] of PARTY_WORDS) {
    for (const word of words.split(' ')) add(word, KIND.party, name);
  }

  const groups = new Map<string, number>();
  return [...listings.values()].map((listing) => {
    const key = `${listing.kind} ${groupName(listing)}`;
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    const cased = listing.kind === KIND.sentiment ? (spellings.get(listing.text) ?? []) : [];
    return { ...listing, group, spellings: cased };
  });
}

type Add = (text: string, kind: Kind, name: string, weight?: number) => string;

/** SERVQUAL polarities compete within their dimension; modifiers compete within their kind. */
function groupName({ kind, name }: Listing): string {
  if (kind === KIND.servqual) return name.slice(0, name.indexOf('.'));
  return kind <= KIND.exception ? '' : name;
}

function addFeeling(
  lexicon: Lexicon,
  supplement: Supplement,
  add: Add,
  spellings: Map<string, string[]>,
): void {
  const { positive, negative } = lexicon.sentiment;
  for (const { w, terms } of [...positive, ...negative, ...supplement.sentiment]) {
    for (const term of terms) add(term, KIND.sentiment, 'word', w);
  }
  for (const { t, w } of lexicon.emoji) add(t, KIND.sentiment, 'word', w);
  for (const { t, w } of lexicon.slang) {
    const folded = add(t, KIND.sentiment, 'word', w);
    if (/[a-z]/.test(folded)) spellings.set(folded, [...(spellings.get(folded) ?? []), t]);
  }
  for (const term of lexicon.sarcasm.terms) add(term, KIND.sarcasm, 'word');
  for (const [name, terms] of Object.entries(lexicon.emotion)) {
    for (const term of terms) add(term, KIND.emotion, name, 1);
  }
}

function addModifiers({ modifiers }: Lexicon, supplement: Supplement, add: Add): void {
  for (const { terms, weight } of Object.values(modifiers.degree)) {
    for (const term of terms) add(term, KIND.degree, 'word', weight);
  }
  for (const term of modifiers.negation) add(term, KIND.negation, 'word');
  for (const term of [...modifiers.negation_exceptions, ...supplement.negationExceptions]) {
    add(term, KIND.exception, 'word');
  }
  const { shift_to_after: shift, concession_before: concession } = modifiers.adversative;
  for (const term of shift.terms) add(term, KIND.shift, 'word', shift.after_weight);
  for (const term of concession.terms) add(term, KIND.concession, 'word', concession.before_weight);
  for (const term of modifiers.uncertainty) add(term, KIND.uncertain, 'word');
  for (const term of modifiers.rhetorical_question) add(term, KIND.rhetorical, 'word');
}

function addTopics(lexicon: Lexicon, supplement: Supplement, add: Add): void {
  for (const [name, lists] of Object.entries(lexicon.servqual)) {
    for (const term of lists.neutral) add(term, KIND.servqual, `${name}.neutral`, 0);
    for (const term of lists.negative) add(term, KIND.servqual, `${name}.negative`, -0.4);
    for (const term of lists.positive) add(term, KIND.servqual, `${name}.positive`, 0.4);
  }
  for (const [name, { terms, weight }] of Object.entries(lexicon.severity)) {
    for (const term of terms) add(term, KIND.severity, name, weight);
  }
  for (const term of [...lexicon.severity_exclusions, ...supplement.exclusions]) {
    add(term, KIND.exclusion, 'word');
  }
  for (const [name, terms] of Object.entries(supplement.touchpoints)) {
    for (const term of terms) add(term, KIND.touch, name);
  }
  const listed = [
    [KIND.intent, lexicon.intents],
    [KIND.touch, lexicon.touchpoints],
    [KIND.expectation, lexicon.expectation_kind],
    [KIND.marker, lexicon.expectation_markers],
    [KIND.cause, lexicon.root_cause],
    [KIND.segment, lexicon.segment_cues],
  ] as const;
  for (const [kind, lists] of listed) {
    for (const [name, { terms }] of Object.entries(lists)) {
      for (const term of terms) add(term, kind, name);
    }
  }
}
