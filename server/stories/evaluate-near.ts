import { lettersOf } from './letters.ts';
import { likeness } from './likeness.ts';
import { passagesOf } from './passages.ts';

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
}

/** How many pairs of each kind are taken for copies. */
export function evaluateNear(set: string, pairs: readonly NearPair[]): NearReport[] {
  return [...Map.groupBy(pairs, kindOf)].map(([kind, group]) => ({
    set,
    kind,
    copies: areCopies(group[0]),
    pairs: group.length,
    taken: group.filter(({ text, text_b = '' }) => likeness(read(text), read(text_b)).copy).length,
  }));
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
  const rows = reports.map(({ set, kind, copies, pairs, taken }) => {
    const share = ((100 * taken) / pairs).toFixed(2);
    const cells = copies === null ? ['', '', share] : copies ? [share, '', ''] : ['', share, ''];
    return `| ${set} | ${kind} | ${pairs} | ${cells.join(' | ')} |`;
  });
  return [
    '| set | kind | pairs | recall % | false merges % | taken for copies % |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
