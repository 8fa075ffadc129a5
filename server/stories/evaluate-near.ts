import { lettersOf } from './letters.ts';
import { copyScore, likeness } from './likeness.ts';
import { createNearIndex } from './near-index.ts';
import { type Passages, passagesOf } from './passages.ts';

/** Two texts of a set. Of edits, `kind` names the edit; of pairs labelled by people, `task` what was asked. */
export interface NearPair {
  readonly text: string;
  readonly text_b?: string;
  readonly label?: unknown;
  readonly kind?: string;
  readonly task?: string;
}

export interface NearReport {
  readonly set: string;
  readonly kind: string;
  /** Whether these are copies; null where the set does not say. */
  readonly copies: boolean | null;
  readonly pairs: number;
  /** Pairs taken for copies. */
  readonly taken: number;
  /**
   * Pairs whose first text, or a copy of it, is found by the second as ingest finds it: beside those of the whole set.
   */
  readonly found: number;
}

/** How many pairs of each kind are taken for copies, and how many are found. */
export function evaluateNear(set: string, pairs: readonly NearPair[]): NearReport[] {
  const find = createSearch(pairs.map(({ text }) => text));
  return [...Map.groupBy(pairs, kindOf)].map(([kind, group]) => ({
    set,
    kind,
    copies: areCopies(group[0]),
    pairs: group.length,
    taken: group.filter(({ text, text_b = '' }) => likeness(read(text), read(text_b)).copy).length,
    found: group.filter(({ text, text_b = '' }) => find(text_b).some((each) => isSame(each, read(text))))
      .length,
  }));
}

const isSame = (one: Passages, other: Passages) => likeness(one, other).copy;

/** What another text is a near copy of, of what the index gives. */
function createSearch(texts: readonly string[]): (text: string) => readonly Passages[] {
  const known: Passages[] = [];
  const index = createNearIndex(Math.max(1, texts.length));
  for (const text of new Set(texts)) {
    const passages = read(text);
    if (passages.comparable) index.add(known.push(passages), passages);
  }
  return (text) => {
    const passages = read(text);
    if (!passages.comparable) return [];
    const candidates = index.find(passages).flatMap((id) => known[id - 1] ?? []);
    return candidates.filter((each) => copyScore(passages, each) !== null);
  };
}

const read = (text: string) => passagesOf(lettersOf(null, text));

function kindOf({ kind, task, label }: NearPair): string {
  return kind ?? `${task}, ${label === 1 ? 'yes' : 'no'}`;
}

/** Pairs about one event or topic may be copies as well; those about two are none. */
function areCopies(pair: NearPair | undefined): boolean | null {
  if (pair?.kind !== undefined) return pair.label === 1;
  return pair?.label === 1 ? null : false;
}

export function nearTable(reports: readonly NearReport[]): string {
  const rows = reports.map(({ set, kind, copies, pairs, taken, found }) => {
    const percent = (count: number) => ((100 * count) / pairs).toFixed(2);
    const share = percent(taken);
    const cells =
      copies === null ? ['', '', '', share] : copies ? [share, percent(found), '', ''] : ['', '', share, ''];
    return `| ${set} | ${kind} | ${pairs} | ${cells.join(' | ')} |`;
  });
  return [
    '| set | kind | pairs | recall % | found by the index % | false merges % | taken for copies % |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
