import type { Instant } from '../time.ts';
import {
  type Analysis,
  INTENTS,
  type Intent,
  SEVERITIES,
  type Sentiment,
  type SentimentLabel,
  type Severity,
} from './analysis.ts';

/** What a person says a post is. Null: this part was not judged, and whatever was read stands. */
export interface Label {
  readonly sentiment: SentimentLabel | null;
  readonly intents: readonly Intent[] | null;
  readonly severity: readonly Severity[] | null;
}

const PARTS = ['sentiment', 'intents', 'severity'] as const satisfies readonly (keyof Label)[];
const NOTHING: Label = { sentiment: null, intents: null, severity: null };

/** `agree`: the machine was right; `correct`: it was not; `adjudicate`: people differed, and this holds. */
export const VERDICTS = ['agree', 'correct', 'adjudicate'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** `inherited`: nobody judged this post; it came later, in the words of one that was judged with all its copies. */
export type KeptVerdict = Verdict | 'inherited';

/** One person's judgement of one post, with what the machine had read then. */
export interface Correction {
  readonly id: number;
  readonly postId: number;
  readonly by: string;
  readonly at: Instant;
  readonly verdict: KeptVerdict;
  readonly label: Label;
  readonly machine: Label;
  readonly reader: string;
  readonly note: string | null;
  /** Of a judgement of all posts with one text: their original. Null: it is of this post alone. */
  readonly textOf: number | null;
}

/** The label that counts for a post, part by part, with who judged the sentiment, else its newest part. */
export interface Override extends Label {
  readonly by: string;
  readonly at: Instant;
}

/** Readings below this count nowhere, so a person is not asked about them. As in `facts.ts`. */
const SURE = 0.5;

/** A reading reduced to what people judge. */
export function labelOf(analysis: Analysis): Label {
  return {
    sentiment: analysis.sentiment.label,
    intents: analysis.intents.filter(({ p }) => p >= SURE).map(({ name }) => name),
    severity: analysis.severity
      .filter(({ confidence }) => confidence >= SURE)
      .map(({ category }) => category),
  };
}

/** The same label, each list once and in the order of the codes. */
export function tidyLabel({ sentiment, intents, severity }: Label): Label {
  return {
    sentiment,
    intents: intents === null ? null : INTENTS.filter((name) => intents.includes(name)),
    severity: severity === null ? null : SEVERITIES.filter((name) => severity.includes(name)),
  };
}

/**
 * Which of several judgements holds: for each part the newest one that is about it, and an adjudication
 * before any other. Null when nobody judged anything.
 * @param corrections of one post, none of them undone, in any order
 */
export function overrideOf(
  corrections: readonly Pick<Correction, 'id' | 'by' | 'at' | 'verdict' | 'label'>[],
): Override | null {
  const newest = corrections.toSorted((a, b) => b.id - a.id);
  const ruled = [...newest.filter((each) => each.verdict === 'adjudicate'), ...newest];
  const about = (part: (typeof PARTS)[number]) => ruled.find(({ label }) => label[part] !== null);
  const parts = { sentiment: about('sentiment'), intents: about('intents'), severity: about('severity') };
  const used = Object.values(parts).filter((part) => part !== undefined);
  const last = parts.sentiment ?? used.toSorted((a, b) => b.id - a.id)[0];
  if (last === undefined) return null;
  return {
    sentiment: parts.sentiment?.label.sentiment ?? null,
    intents: parts.intents?.label.intents ?? null,
    severity: parts.severity?.label.severity ?? null,
    by: last.by,
    at: last.at,
  };
}

/**
 * True when a person says once more what they said last of each part that they judge now, adds no note to it,
 * and it makes no difference. Where somebody else's holds meanwhile it does, and is no repetition.
 * @param corrections of the post, none of them undone, in any order
 */
export function isRepeated(
  said: Pick<Correction, 'by' | 'verdict' | 'label' | 'note'>,
  corrections: readonly Correction[],
): boolean {
  const mine = corrections.filter(({ by }) => by === said.by).toSorted((a, b) => b.id - a.id);
  const parts = PARTS.filter((part) => said.label[part] !== null);
  const before = parts.map((part) => mine.find(({ label }) => label[part] !== null));
  const same = before.every((each, at) => {
    const part = parts[at] as (typeof PARTS)[number];
    const alone = { ...NOTHING, [part]: said.label[part] };
    return each?.verdict === said.verdict && agrees(alone, each.label);
  });
  const told = said.note === null || before.some((each) => each?.note === said.note);
  return same && told && holds(said, corrections);
}

/** Whether adding it leaves every part as it is. */
function holds(
  said: Pick<Correction, 'by' | 'verdict' | 'label'>,
  corrections: readonly Correction[],
): boolean {
  const newest = Math.max(0, ...corrections.map(({ id }) => id));
  const added = { id: newest + 1, at: 0, ...said };
  const before = overrideOf(corrections);
  const after = overrideOf([...corrections, added]);
  return before !== null && after !== null && agrees(before, after);
}

/** The newest judgement of a sentiment by each person, adjudications aside: they have seen the others. */
export function opinionsOf(corrections: readonly Correction[]): ReadonlyMap<string, SentimentLabel> {
  const opinions = new Map<string, SentimentLabel>();
  for (const { verdict, by, label } of corrections.toSorted((a, b) => a.id - b.id)) {
    if (verdict !== 'adjudicate' && label.sentiment !== null) opinions.set(by, label.sentiment);
  }
  return opinions;
}

/**
 * What people say of one text, whose copies they may have judged apart: an adjudication, else what most of them say by
 * their newest judgement, and where as many say another the newest. Null when nobody judged its sentiment.
 * @param corrections of all posts with that text, none of them undone, in any order
 */
export function sentimentOfText(
  corrections: readonly Pick<Correction, 'id' | 'by' | 'verdict' | 'label'>[],
): SentimentLabel | null {
  const newest = corrections.filter(({ label }) => label.sentiment !== null).toSorted((a, b) => b.id - a.id);
  const ruling = newest.find(({ verdict }) => verdict === 'adjudicate');
  if (ruling !== undefined) return ruling.label.sentiment;
  const ofEach = newest.filter(({ by }, at) => newest.findIndex((each) => each.by === by) === at);
  const votes = new Map<SentimentLabel | null, number>();
  for (const { label } of ofEach) votes.set(label.sentiment, (votes.get(label.sentiment) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return ofEach.find(({ label }) => votes.get(label.sentiment) === most)?.label.sentiment ?? null;
}

/**
 * What a post that came later inherits of judgements of its text, in the order in which the last one holds.
 * @param corrections of the post that it copies, none of them undone; those of that post alone are not passed on
 */
export function inheritedFrom(corrections: readonly Correction[]): readonly Correction[] {
  const ofText = corrections.filter(({ textOf }) => textOf !== null).toSorted((a, b) => a.id - b.id);
  const rules = ({ verdict }: Correction) => verdict === 'adjudicate';
  return [...ofText.filter((each) => !rules(each)), ...ofText.filter(rules)].map((each) => ({
    ...each,
    verdict: 'inherited',
    note: null,
  }));
}

/** A reading as people say it is: what they judged is certain, all else stays as it was read. */
export function applyLabel(machine: Analysis, label: Label): Analysis {
  const { sentiment, intents, severity } = label;
  return {
    ...machine,
    ...(sentiment === null ? {} : { sentiment: certain(sentiment) }),
    ...(intents === null ? {} : { intents: intents.map((name) => ({ name, p: 1 })) }),
    ...(severity === null
      ? {}
      : {
          severity: severity.map((category) => ({
            category,
            confidence: 1,
            terms: machine.severity.find((reading) => reading.category === category)?.terms ?? [],
          })),
        }),
  };
}

function certain(label: SentimentLabel): Sentiment {
  const share = (of: SentimentLabel) => (of === label ? 1 : 0);
  return { label, negative: share(-1), neutral: share(0), positive: share(1), score: label };
}

/** True when two labels say the same about everything that both judge. */
export function agrees(label: Label, machine: Label): boolean {
  const same = (a: readonly string[] | null, b: readonly string[] | null) =>
    a === null || b === null || (a.length === b.length && a.every((name) => b.includes(name)));
  return (
    (label.sentiment === null || label.sentiment === machine.sentiment) &&
    same(label.intents, machine.intents) &&
    same(label.severity, machine.severity)
  );
}
